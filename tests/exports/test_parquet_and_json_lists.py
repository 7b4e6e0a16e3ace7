"""Lists as parquet and json, read back with pyarrow and Python's json module."""

import io
import json

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.lines import ABOUT, IDENTIFIED, SCHEMA, ZONE, ZONES, flat_text, frame, frames, local, two_lines
from tracing.errors import UsageError
from tracing.exports import LIST_FORMATS, list_bytes


def parquet(lines: pl.DataFrame, zone: str = ZONE) -> pa.Table:
    return pq.read_table(io.BytesIO(list_bytes(lines, "parquet", zone, ABOUT)))


def objects(lines: pl.DataFrame, zone: str = ZONE) -> list[dict]:
    return json.loads(list_bytes(lines, "json", zone, ABOUT).decode())


def expected(lines: pl.DataFrame) -> list[dict]:
    """The lines with lists joined and numbers rounded."""
    return [{name: _cell(value) for name, value in row.items()} for row in lines.iter_rows(named=True)]


def _cell(value):
    if isinstance(value, list):
        return flat_text(value)
    return round(value, 2) if isinstance(value, float) else value


def test_parquet_is_typed():
    table, text, instant = parquet(two_lines()), pa.large_string(), pa.timestamp("ms", ZONE)
    types = {name: text for name in SCHEMA} | {
        "first_contact_at": instant,
        "last_contact_at": instant,
        "minutes": pa.float64(),
        "closest_m": pa.float64(),
        "episodes": pa.int64(),
        "follow_up_until": pa.date32(),
    }
    assert {field.name: field.type for field in table.schema} == types
    assert table.column_names == list(SCHEMA)


def test_parquet_says_what_it_is_about():
    about = {**ABOUT, "note": "a\ud800b"}
    metadata = pq.read_metadata(io.BytesIO(list_bytes(two_lines(), "parquet", ZONE, about))).metadata
    assert {name: metadata[name.encode()].decode() for name in about} == {**ABOUT, "note": "a\ufffdb"}


@settings(deadline=None)
@given(frames(), st.sampled_from(ZONES))
def test_any_list_reads_back_from_parquet(lines, zone):
    table = parquet(lines, zone)
    assert table.to_pylist() == expected(lines)
    assert table.schema.field("first_contact_at").type.tz == zone


@settings(deadline=None)
@given(frames(), st.sampled_from(ZONES))
def test_any_list_reads_back_from_json(lines, zone):
    instants = ("first_contact_at", "last_contact_at")
    assert objects(lines, zone) == [
        row
        | {name: local(row[name], zone) for name in instants}
        | {"follow_up_until": row["follow_up_until"] and row["follow_up_until"].isoformat()}
        for row in expected(lines)
    ]


def test_json_keeps_columns_order_nulls_and_characters():
    lines = frame(dict.fromkeys(IDENTIFIED) | {"name": "欧阳娜娜"})
    (only,) = objects(lines)
    assert list(only) == list(IDENTIFIED)
    assert {name for name, value in only.items() if value is not None} == {"name"}
    assert "欧阳娜娜".encode() in list_bytes(lines, "json", ZONE, ABOUT)


def test_json_puts_one_line_of_the_list_on_one_line_of_text():
    assert len(list_bytes(two_lines(), "json", ZONE, ABOUT).decode().split("\n")) == 2 + 2 + 1


def test_the_numbers_of_all_formats_agree():
    """36.9 s are 0.615 minutes, which no float is exactly."""
    assert objects(two_lines())[1]["minutes"] == parquet(two_lines())["minutes"][1].as_py() == 0.61


def test_an_empty_list_has_its_columns():
    assert parquet(frame()).schema == parquet(two_lines()).schema
    assert objects(frame()) == []


@pytest.mark.parametrize("format", LIST_FORMATS)
def test_equal_lists_give_equal_bytes(format):
    assert list_bytes(two_lines(), format, ZONE, ABOUT) == list_bytes(two_lines(), format, ZONE, ABOUT)


def test_another_format_is_refused():
    with pytest.raises(UsageError, match="csv, xlsx, parquet, json"):
        list_bytes(two_lines(), "docx", ZONE, ABOUT)
