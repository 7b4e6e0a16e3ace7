"""parquet: typed rows in batches, and what is refused."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.intake.files import frames, ingested, write_parquet
from tracing.errors import FileRefused
from tracing.intake import parquet_rows
from tracing.intake.formats import open_records


def test_rows_are_numbered_from_one_and_unlisted_columns_stay_unread(tmp_path):
    path = write_parquet(
        tmp_path / "households.parquet",
        {"Household_ID": ["h1", " h2 "], "person_id": [13800138000, None], "tags": [["a"], []], "line": [7, 8]},
    )
    frame, broken = frames(path)
    assert frame.rows() == [(1, "h1", 13800138000), (2, "h2", None)]
    assert broken.is_empty()
    assert open_records(path).columns == ("household_id", "person_id", "tags", "line")


@pytest.mark.parametrize("value", [["SECRET"], {"name": "SECRET"}, timedelta(1), b"SECRET", [1.5]])
def test_a_listed_column_of_other_than_plain_values_is_refused_by_name(tmp_path, value):
    path = write_parquet(tmp_path / "households.parquet", {"household_id": ["h1"], "person_id": [value]})
    with pytest.raises(FileRefused, match="column person_id does not hold plain values") as refused:
        open_records(path)
    assert "SECRET" not in str(refused.value)


def test_batches_are_bounded_by_rows_and_by_bytes(tmp_path, monkeypatch):
    path = write_parquet(tmp_path / "households.parquet", {"household_id": ["h"] * 1000, "person_id": range(1000)})
    monkeypatch.setattr(parquet_rows, "BATCH_ROWS", 300)
    batches = list(open_records(path))
    assert [batch.frame.height for batch in batches] == [300, 300, 300, 100]
    assert [batch.done for batch in batches] == [0.3, 0.6, 0.9, 1.0]
    assert pl.concat([batch.frame["line"] for batch in batches]).to_list() == list(range(1, 1001))
    monkeypatch.setattr(parquet_rows, "_BATCH_BYTES", 1)
    assert next(iter(open_records(path))).frame.height == 1


def test_categories_are_texts(tmp_path):
    table = pa.table({"household_id": pa.array(["h1", " h2 ", "h1"]).dictionary_encode(), "person_id": ["a", "b", ""]})
    path = tmp_path / "households.parquet"
    pq.write_table(table, path)
    kept, rejects = ingested(path)
    assert kept.rows() == [(1, "h1", "a"), (2, "h2", "b")]
    assert rejects.rows() == [(3, "person_id", "empty", "missing")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pa.array(["12", "7"], pa.large_string()), (12.0, 7.0)),
        (pa.array(["12", "7"], pa.string_view()), (12.0, 7.0)),
        (pa.array([12, 7], pa.uint8()), (12.0, 7.0)),
        (pa.array([12, 7], pa.float32()), (12.0, 7.0)),
        (pa.array(["12.50", "7"]).cast(pa.decimal128(10, 2)), (12.5, 7.0)),
        (pa.array([12, 7]).dictionary_encode(), (12.0, 7.0)),
        (pa.array([None, None], pa.null()), (None, None)),
    ],
)
def test_numbers_of_every_plain_type(tmp_path, values, expected):
    path = tmp_path / "places.parquet"
    pq.write_table(pa.table({"place_id": ["a", "b"], "typical_stay_minutes": values}), path)
    assert tuple(ingested(path)[0]["typical_stay_minutes"]) == expected


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "UTC", "America/Havana", "+08:00"])
def test_instants_of_every_unit_and_zone(tmp_path, unit, zone):
    # 1,628,130,000 s is 10:20 in Shanghai; without a zone the clock shows 02:20 there.
    stamps = pa.array([1_628_130_000], pa.timestamp("s")).cast(pa.timestamp(unit)).cast(pa.timestamp(unit, zone))
    path = tmp_path / "tests.parquet"
    pq.write_table(pa.table({"person_id": ["p"], "sampled_at": stamps, "result": ["pending"]}), path)
    shown = datetime(2021, 8, 5, 2, 20, tzinfo=UTC) - timedelta(hours=0 if zone else 8)
    assert ingested(path)[0]["sampled_at"].to_list() == [shown]


def test_nan_is_nothing(tmp_path):
    columns = {"place_id": ["a", "b", None], "latitude": [float("nan"), 39.9, 1.0], "longitude": [None, 116.4, 1.0]}
    columns["name"] = [float("nan"), 7.0, 7.5]
    kept, rejects = ingested(write_parquet(tmp_path / "places.parquet", columns))
    assert kept.select("place_id", "latitude", "name").rows() == [("a", None, None), ("b", 39.9, "7")]
    assert rejects.rows() == [(3, "place_id", "empty", "missing")]


def test_two_columns_of_one_name_are_refused(tmp_path):
    path = write_parquet(tmp_path / "households.parquet", {"person_id": ["p1"], "PERSON_ID": ["p2"]})
    with pytest.raises(FileRefused, match="columns 1 and 2 of the header have the same name"):
        open_records(path)


def test_a_file_of_no_listed_column_has_rows_without_fields(tmp_path):
    path = write_parquet(tmp_path / "households.parquet", {"a": [1, 2]})
    assert frames(path)[0].rows() == [(1,), (2,)]


def test_text_that_is_not_utf8_is_refused(tmp_path):
    path = write_parquet(tmp_path / "households.parquet", {"household_id": ["h1"], "person_id": ["SECRET" * 9]})
    uncompressed = tmp_path / "other" / path.name
    uncompressed.parent.mkdir()
    pl.read_parquet(path).write_parquet(uncompressed, compression="uncompressed")
    uncompressed.write_bytes(uncompressed.read_bytes().replace(b"SECRETSECRET", b"SECRET\xff\xffCRET"))
    with pytest.raises(FileRefused, match=r"damaged after row 0$"):
        frames(uncompressed)


def test_a_file_damaged_in_its_pages_is_refused(tmp_path):
    path = write_parquet(tmp_path / "households.parquet", {"household_id": ["h"] * 5000, "person_id": range(5000)})
    content = bytearray(path.read_bytes())
    content[10:200] = b"\xff" * 190
    path.write_bytes(content)
    with pytest.raises(FileRefused, match="damaged after row 0"):
        frames(path)
