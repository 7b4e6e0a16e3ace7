"""Columns that a file has and does not fill: told where that is so, and not where their cells cannot be read."""

import json
from pathlib import Path

import pytest

from tests.cli.program import new_workspace, put, told
from tests.profiles.samples import ANNA, lines

HEADER = "姓名,身份证号,手机号,场所码,扫码时间,离开时间"
GPX = '<gpx><trk><trkseg><trkpt lat="39.9" lon="116.4"><time>2021-08-05T01:00:00Z</time></trkpt></trkseg></trk></gpx>'


def empty_columns(tmp_path: Path, name: str, content: str | bytes) -> list[str]:
    """What the report of one file says of columns that hold nothing."""
    made = new_workspace(tmp_path / "workspace")
    told(made, "ingest", put(tmp_path / name, content))
    [file] = json.loads(told(made, "intake-report", "--format", "json").out)["files"]
    assert file["status"] == "taken" and file["lines"]["read"]
    return [one["words"] for one in file["findings"] if one["what"] == "empty-column"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.csv", lines(HEADER, f"安,{ANNA[:-1]}1,,M1,2021-08-05 10:00,2021-08-05 11:00"), id="wrong keys"),
        pytest.param("a.csv", f"{HEADER}\n".encode() + b"Ren\xe9,,13800138003,M1,2021-08-05,\n", id="undecoded"),
        pytest.param("P1.gpx", GPX, id="a format's own column"),
    ],
)
def test_a_column_whose_cells_cannot_be_read_is_not_empty(tmp_path, name, content):
    assert empty_columns(tmp_path, name, content) == []


def test_a_column_that_holds_nothing_is_told(tmp_path):
    content = lines(HEADER, f"安,{ANNA},,M1,2021-08-05 10:00,")
    [words] = empty_columns(tmp_path, "a.csv", content)
    assert words == "the column checked_out_at is there and holds nothing in any line"
