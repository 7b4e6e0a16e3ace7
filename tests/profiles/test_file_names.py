"""What a profile takes from the name of a file: whose track it is; a date or an application's word is nobody."""

from pathlib import Path

import pytest

from tests.cli.program import put
from tests.profiles.samples import SAMPLES
from tracing.errors import FileRefused
from tracing.intake.profiles import known, shipped, understand

TRACK = SAMPLES["gpx-track"].content


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
    assert text.startswith(f"its name holds {why}") and "rename it to begin with the person's key, or state" in text


@pytest.mark.parametrize("key", ["P0017", "420111199001011234", "200101199001011234", "安娜", "13800138000", "Walker"])
def test_a_name_that_bears_a_person_is_that_person_s(tmp_path, key):
    for name in (f"{key}.gpx", f"{key}_2021-08-05.gpx", f"{key} 20210805_093000.gpx"):
        found = understood(put(tmp_path / name, TRACK))
        assert found.reading.stated["person_id"] == key


def test_a_damaged_track_is_refused_for_that_and_not_for_its_name(tmp_path):
    damaged = put(tmp_path / "P0019.gpx", TRACK[: TRACK.rindex(b"</trkpt>") - 20])
    assert refusal(damaged).startswith("damaged after point")


def test_a_name_that_does_not_hold_the_person_says_what_to_do(tmp_path):
    text = refusal(put(tmp_path / "track5.plt", SAMPLES["geolife-plt"].content))
    assert text.startswith("its name does not hold the person_id, which profile geolife-plt takes from it: rename it")
