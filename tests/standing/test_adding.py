"""What is known of a file's batches while the batch before is written: held against all rows so far, one by one."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lib.in_memory import in_memory
from tracing import records
from tracing.adding import Adding
from tracing.citations import LINE_BITS
from tracing.errors import StoreDamaged
from tracing.model import KINDS, Kind
from tracing.standing import Standing
from tracing.store import Database
from tracing.times import INSTANT

BEGIN = datetime(2021, 8, 1, tzinfo=UTC)
Told = tuple[int, int, int | None]
"""A person or a plate, a minute or a person, an accuracy or an instant: few of each, so that many rows say the same."""

ROWS = st.tuples(st.integers(0, 2), st.integers(0, 9), st.none() | st.integers(1, 2))
FILES = st.lists(st.lists(st.lists(ROWS, max_size=6, unique=True), max_size=6), min_size=1, max_size=2)


def fixes(told: list[Told]) -> pl.DataFrame:
    cells = [(f"p{who}", BEGIN + timedelta(minutes=at), 25.0, 102.0, within, None) for who, at, within in told]
    schema = {"person_id": pl.String, "observed_at": INSTANT, "latitude": pl.Float64, "longitude": pl.Float64}
    return pl.DataFrame(cells, schema | {"accuracy_m": pl.Float64, "device_id": pl.String}, orient="row")


def vehicles(told: list[Told]) -> pl.DataFrame:
    """No row needs an instant, so a batch is always held against the whole store."""
    cells = [(f"v{plate}", f"p{who}", at and BEGIN + timedelta(hours=at), None) for plate, who, at in told]
    schema = {"plate": pl.String, "person_id": pl.String, "from_at": INSTANT, "until_at": INSTANT}
    return pl.DataFrame(cells, schema, orient="row")


def taken(store: Database, kind: Kind, file_id: int, batches: list[pl.DataFrame]) -> list[tuple[int, int]]:
    """Take batches in as one file: the line of each row that was known, and the record that said it."""
    found = []
    with store.transaction(), Adding.of(store, kind, file_id, Standing.of(store)) as adding:
        for batch in batches:
            known = adding.known(batch)
            adding.add(batch.join(known, on="line", how="anti", maintain_order="left"))
            found += known.select("line", "record").rows()
        adding.settle()
        assert adding.rows == records.count(store, kind)
    return found


@pytest.mark.parametrize(("name", "rows"), [("fixes", fixes), ("vehicles", vehicles)], ids=["fixes", "vehicles"])
@given(files=FILES)
def test_a_row_is_known_by_the_record_that_said_it_first(name, rows, files):
    first: dict[Told, int] = {}
    with in_memory("store") as store:
        for file_id, told in enumerate(files, 1):
            line, batches, expected = 2, [], []
            for batch in told:
                lines = pl.int_range(line, line + len(batch), dtype=pl.Int64, eager=True)
                batches.append(rows(batch).with_columns(line=lines))
                expected += [(at, first[row]) for at, row in enumerate(batch, line) if row in first]
                for at, row in enumerate(batch, line):
                    first.setdefault(row, (file_id << LINE_BITS) + at)
                line += len(batch)
            assert sorted(taken(store, KINDS[name], file_id, batches)) == expected
        assert records.count(store, KINDS[name]) == len(first)


def test_what_hinders_the_writing_is_told(tmp_path):
    batch = fixes([(1, 1, None)]).with_columns(line=pl.lit(2, pl.Int64))
    with Database.create(tmp_path / "store.duckdb", "store") as store:
        adding = Adding.of(store, KINDS["fixes"], 1, Standing.of(store))
        with pytest.raises(StoreDamaged), store.transaction(), adding as rows:
            rows.add(batch.with_columns(latitude=pl.lit(None, pl.Float64)))
        assert records.count(store, KINDS["fixes"]) == 0
