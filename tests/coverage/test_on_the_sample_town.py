"""Coverage of the sample town's cases, held against plain loops over the very rows that the store holds."""

import tomllib
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from tests.coverage import reading
from tests.coverage.test_on_worlds import COLUMNS
from tests.lib import product
from tests.lib.in_memory import in_memory
from tests.lib.reference.pieces import Inputs
from tests.lib.reference.records import Records
from tracing import definitions, records
from tracing.screening import screen
from tracing.times import to_ms

ROOT = Path(__file__).parents[2]
ZONE = "Asia/Shanghai"
AS_OF = datetime(2021, 8, 5, 16, tzinfo=UTC)
DEFINITION = "covid-cn-9"


@pytest.fixture(scope="module")
def known() -> dict[str, pl.DataFrame]:
    with in_memory("store") as store, in_memory("vault") as vault:
        for path in sorted((ROOT / "data" / "samples" / "records").iterdir()):
            product.take_in(store, vault, path, ZONE)
        return records.load(store)


def plain(value: object) -> object:
    """A value as the reference engine reads it: instants as milliseconds, numbers exact."""
    if isinstance(value, datetime):
        return to_ms(value)
    return Fraction(str(value)) if isinstance(value, float) else value


def test_every_case_and_rule(known):
    rows = {
        kind: [
            {name: plain(value) for name, value in row.items()} for row in frame.drop("record").iter_rows(named=True)
        ]
        for kind, frame in known.items()
    }
    definition = tomllib.loads((ROOT / "data" / "definitions" / f"{DEFINITION}.toml").read_text(encoding="utf-8"))
    read = reading.coverage_of(Inputs(Records(rows, {}), definition, to_ms(AS_OF), ZoneInfo(ZONE)))
    found = screen(known, definitions.find(DEFINITION, [definitions.shipped()]), AS_OF, ZONE)
    told = {(row["case_id"], row["rule"]): row for row in found.coverage.iter_rows(named=True)}
    assert len(told) == 5 * 10 and told.keys() == read.keys()
    for key, expected in read.items():
        assert {name: told[key][name] for name in COLUMNS} == {name: pytest.approx(expected[name]) for name in COLUMNS}
    assert any(0 < row["hours"] < row["of_hours"] for row in told.values() if row["evidence"] == "track")
