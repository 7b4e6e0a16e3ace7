"""Whatever the cells hold, every line that a profile reads is kept or rejected, and nothing of it is told."""

import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.profiles.samples import ANNA, SAMPLES
from tracing.errors import FileRefused
from tracing.intake.profiles import Reading, known, shipped
from tracing.intake.rows import read_rows
from tracing.intake.tables import BROKEN, Batch
from tracing.model import KINDS

PROFILES = {profile.id: profile for profile in known([shipped()])}
NOW = datetime(2026, 1, 1, tzinfo=UTC)
CELLS = st.sampled_from(
    [
        *(None, ANNA, "SECRET", "19000000001", "云A12345", "阴性", "positive", "确诊病例", "进", "同上", "合计"),
        *(
            "2021-08-05 10:00",
            "2021/8/5 下午3:05",
            "05/08/2021",
            "44413.5",
            "1628130000000",
            "10:05",
            "25:61",
            "99999999",
        ),
        *("25.04", "102.7", "-1", "1e999", "nan", "0", "12A", "05车12A号", "无座", "5", "\u3000", "'", "=1+1", "，"),
    ]
)


def headers_of(profile) -> list[str]:
    fields = (field for fields in (*profile.columns.values(), *profile.persons.values()) for field in fields)
    return list(dict.fromkeys(part[0].casefold() for field in fields for part in field.parts))


@pytest.mark.parametrize("name", PROFILES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_line_is_kept_or_rejected_and_no_value_told(name, data):
    profile, kind = PROFILES[name], KINDS[PROFILES[name].kind]
    headers = headers_of(profile)
    lines = data.draw(st.lists(st.tuples(*(CELLS for _ in headers)), min_size=1, max_size=8))
    frame = pl.DataFrame(lines, schema=dict.fromkeys(headers, pl.String), orient="row").with_row_index("line", 2)
    batch = Batch(frame.cast({"line": pl.Int64}), BROKEN.to_frame(), 1.0)
    reading = Reading.of(Path(SAMPLES[name].name), profile, tuple(headers), "Asia/Shanghai")
    try:
        mapped = reading.mapped(batch)
    except FileRefused:
        return
    records, rejects = read_rows(kind, mapped, "Asia/Shanghai", None, NOW, reading.readers)
    assert sorted([*records["line"], *rejects["line"]]) == batch.frame["line"].to_list()
    told = json.dumps(reading.shown(rejects).drop("line").rows(), ensure_ascii=False)
    assert not [value for value in ("SECRET", ANNA, "19000000001", "确诊病例", "2021", "99999999") if value in told]
    for column in kind.columns:
        if column.required:
            assert records[column.name].null_count() == 0
    people = reading.persons(batch, records) if reading.told else records.clear()
    assert set(people["line"]) <= set(records["line"])
