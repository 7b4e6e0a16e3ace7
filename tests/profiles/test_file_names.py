"""What a profile takes from the name of a file: whose track it is; a date or an application's word is nobody."""

import zipfile
from pathlib import Path

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import SAMPLES
from tracing.errors import FileRefused
from tracing.intake.profiles import known, shipped, understand

TRACK = SAMPLES["gpx-track"].content


@pytest.fixture
def workspace(tmp_path) -> Path:
    return new_workspace(tmp_path / "workspace")


def understood(path: Path):
    return understand(path, None, lambda: known([shipped()]), "Asia/Shanghai")


def refusal(path: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        understood(path)
    return str(refused.value).removeprefix(f"{path}: ")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        *[(f"{day}.gpx", "a date or a time") for day in ("2021-08-05 09.30 Walk", "20210805_093000", "2021年8月5日")],
        *[(f"{day}.gpx", "a date or a time") for day in ("20210805093000", "05-08-2021", "09.30 x", "2021-08-05 P17")],
        *[(f"{word}.gpx", "a word that app") for word in ("轨迹", "Track 3", "export (2)", "Morning_Run")],
        *[(f"{word}.gpx", "a word that app") for word in ("我的运动轨迹1", "activity_71", "route", "未命名")],
    ],
)
def test_a_name_that_bears_no_person_is_refused_and_says_what_to_do(tmp_path, name, why):
    text = refusal(put(tmp_path / name, TRACK))
    assert text.startswith(f"its name holds {why}") and "rename it to begin with the person's key, in the form" in text


@pytest.mark.parametrize("key", ["P0017", "420111199001011234", "200101199001011234", "安娜", "13800138000", "Walker"])
def test_a_name_that_bears_a_person_is_that_person_s(tmp_path, key):
    for name in (f"{key}.gpx", f"{key}_2021-08-05.gpx", f"{key} 20210805_093000.gpx"):
        found = understood(put(tmp_path / name, TRACK))
        assert found.reading.stated["person_id"] == key


COPIED, DATED, CALLED = "ends as a copied", "holds a date", "holds a word that app"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        *[(name, COPIED) for name in ("P17 (1)", "P17(2)", "P17 - 副本", "P17 - 副本 (2)", "P17 copy 2", "P17_copy")],
        *[(name, DATED) for name in ("P17 2021年8月5日", "P17_05-08-2021")],
        *[(name, CALLED) for name in ("P17 - Morning Run", "P17_轨迹", "track of P17")],
    ],
)
def test_a_key_from_a_name_that_seems_to_hold_more_than_a_person_is_told(workspace, tmp_path, name, what):
    said = told(workspace, "ingest", put(tmp_path / f"{name}.gpx", TRACK))
    assert said.status == 0 and f"2 rows went by the key in their file's name, which {what}" in said.out


@pytest.mark.parametrize(
    "name", ["P0017", "P-17_b", "安娜 王", "420111199001011234", "安娜_420111199001011234", "copy17", "N004_1"]
)
def test_a_key_from_a_name_that_is_one_is_not(workspace, tmp_path, name):
    said = told(workspace, "ingest", put(tmp_path / f"{name}.gpx", TRACK))
    assert said.status == 0 and "file's name" not in said.out


def test_a_damaged_track_is_refused_for_that_and_not_for_its_name(tmp_path):
    damaged = put(tmp_path / "P0019.gpx", TRACK[: TRACK.rindex(b"</trkpt>") - 20])
    assert refusal(damaged).startswith("damaged after point")


def test_a_name_that_does_not_hold_the_person_says_what_to_do(tmp_path):
    text = refusal(put(tmp_path / "track5.plt", SAMPLES["geolife-plt"].content))
    assert text.startswith("its name does not hold the person_id, which profile geolife-plt takes from it: rename it")


def test_one_track_of_two_people_is_told_of_both(workspace, tmp_path):
    track = SAMPLES["gpx-track"].content
    for name in ("P1.gpx", "P2 2021-08-05.gpx", "P2 20210805 again.gpx"):
        assert told(workspace, "ingest", put(tmp_path / name, track)).status == 0
    keys = "SELECT source_key FROM keys WHERE family = 'person' ORDER BY ALL"
    assert rows(workspace / "vault.duckdb", keys) == [("P1",), ("P2",)]
    assert rows(workspace / "store.duckdb", "SELECT rows_kept FROM files ORDER BY file_id") == [(2,), (2,), (0,)]


def test_a_name_that_does_not_hold_the_person_is_refused(workspace, tmp_path):
    said = told(workspace, "ingest", put(tmp_path / "track.plt", SAMPLES["geolife-plt"].content))
    assert said.status == 2
    assert "its name does not hold the person_id, which profile geolife-plt takes from it" in said.err


def test_members_of_an_archive_find_their_profiles_and_their_persons(workspace, tmp_path):
    samples = [SAMPLES[name] for name in ("geolife-plt", "gpx-track", "venue-scans")]
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for sample in samples:
            archive.writestr(f"Data/{sample.name}", sample.content)
    assert told(workspace, "ingest", tmp_path / "all.zip").status == 0
    found = rows(workspace / "store.duckdb", "SELECT profile FROM files ORDER BY profile")
    assert found == [("geolife-plt",), ("gpx-track",), ("venue-scans",)]
    keys = rows(workspace / "vault.duckdb", "SELECT source_key FROM keys WHERE length(source_key) < 6 ORDER BY ALL")
    assert keys == [("007",), ("P0017",)]


def test_a_file_whose_name_tells_the_person_is_read_again_and_says_why(workspace, tmp_path):
    preface = "Geolife trajectory\nWGS 84\nAltitude is in Feet\nReserved 3\n0,2,255,x,0\n0\n"
    track = preface + "39.9,116.3,0,492,0,2021-08-05,10:00:00\n"
    for person in ("007", "008"):
        said = told(workspace, "ingest", put(tmp_path / f"{person}_20210805100000.plt", track))
        assert "1 row = 1 kept" in said.out
    assert "the same bytes as file 1, read again, as a part of what its rows say stands in its name" in said.out
