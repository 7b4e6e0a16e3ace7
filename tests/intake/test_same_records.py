"""The same records come out of every file format, and real files come in as they should."""

from datetime import datetime

import polars as pl
import pytest

from tests.intake.files import SHARED, ingested, write_csv, write_parquet, write_xlsx


def test_csv_xlsx_and_parquet_hold_the_same_records(tmp_path):
    names = ("person_id", "observed_at", "latitude", "longitude", "accuracy_m", "device_id", "crs")
    rows = [
        (13800138000, datetime(2021, 8, 5, 10, 0, 0, 250_000), 39.915, 116.404, 8, "d1", "gcj02"),
        (13800138001, datetime(2021, 8, 5), 39, 116.5, None, None, "BD09"),
        (13800138002, None, 39.1, 116.5, 1, "d2", None),
        (13800138003, datetime(2021, 8, 5, 11), 95.5, 116.5, 1, "d2", None),
        (13800138004, datetime(2021, 8, 5, 12), -33.9, 151.2, 0.5, " d 2 ", None),
    ]
    files = (
        write_csv(tmp_path / "fixes.csv", [names, *rows]),
        write_xlsx(tmp_path / "fixes.xlsx", [names, *rows]),
        write_parquet(tmp_path / "fixes.parquet", dict(zip(names, zip(*rows, strict=True), strict=True))),
    )
    found = [[frame.drop("line") for frame in ingested(path)] for path in files]
    assert found[0][0].height == 3 and found[0][1].height == 2
    for records, rejects in found[1:]:
        assert records.equals(found[0][0])
        assert rejects.equals(found[0][1])


def test_real_fixes_without_coordinates_are_rejects():
    path = SHARED / "baboons" / "fixes.csv.gz"
    if not path.exists():
        pytest.skip("the shared records are not beside the repository")
    records, rejects = ingested(path)
    assert (records.height, rejects.height) == (65_089, 51)
    assert set(rejects.drop("line").rows()) == {("latitude", "empty", "missing")}


@pytest.mark.parametrize(("name", "rows"), [("sfhh", 70_261), ("invs13", 9_827), ("invs15", 78_249)])
def test_real_proximity_records_are_all_kept(name, rows):
    path = SHARED / name / "proximity.parquet"
    if not path.exists():
        pytest.skip("the shared records are not beside the repository")
    records, rejects = ingested(path)
    assert (records.height, rejects.height) == (rows, 0)
    assert records["observed_at"].equals(pl.read_parquet(path)["observed_at"].dt.cast_time_unit("ms"))
