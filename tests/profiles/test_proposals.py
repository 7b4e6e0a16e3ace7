"""`tracing profile FILE`: what is proposed for files that no profile fits, what is unsure, and when it is written."""

import tomllib
from pathlib import Path

import polars as pl
import pytest

from pipelines import profile_command
from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import ANNA, BEN, lines
from tracing.intake.formats import glimpses
from tracing.intake.profiles import known, load, shipped
from tracing.intake.profiles.files import read
from tracing.intake.profiles.looks import masked
from tracing.intake.profiles.proposal import merged, propose
from tracing.intake.profiles.toml_text import as_toml

LIBRARY = lines(
    "图书馆入馆登记表,,,,,",
    "序号,读者姓名,读者身份证号码,联系手机,馆名,入馆日期,入馆时刻",
    f"1,张安娜,{ANNA},19000000001,总馆,8/5/2021,9:05",
    f"2,李本,{BEN},19000000002,总馆,8/13/2021,下午3:06",
    "3,王某,440524188001010015,19000000003,分馆,8/5/2021,10:05",
    encoding="gb18030",
)
LABS = lines("Pat. ID;Sample collected on;Final result", "P1;13/08/2021 10:00;NEG", "P2;05/08/2021 10:00;borderline")
OPEN_DAYS = lines("User ID,Store,Check-in", "u1,s,05/08/2021 10:00", "u2,s,06/08/2021 11:00")
NO_HEADER = lines("19000000001,1628130000,25.038912,102.718312", "19000000002,1628130060,25.038812,102.718412")
GATES = lines("gate;licence plate;capture time", "G1;云A12345;20210805075958", "G1;云AD12345;20210805080000")
SCALED = lines("uid,timestamp,lat,lon", "u,1628130000000,25038912,102718312", "u,1628130001000,25038913,-102718313")


def draft(path: Path, content: bytes, **stated):
    seen = glimpses(put(path, content))
    return propose(path, seen, known([shipped()]), stated)


def doubts(found) -> dict[str, str]:
    return {doubt.key: doubt.words for doubt in found.doubts}


@pytest.fixture
def workspace(tmp_path) -> Path:
    return new_workspace(tmp_path / "workspace")


def test_headers_that_hold_known_words_and_what_their_values_look_like(tmp_path):
    found = draft(tmp_path / "x.csv", LIBRARY)
    assert found.document["kind"] == "checkins" and found.missing == ["place_id"]
    assert found.document["columns"] == {
        "checked_in_at": {"date": "入馆日期", "time": "入馆时刻"},
        "person_id": {"column": "读者身份证号码", "as": "document"},
    }
    assert found.document["persons"] == {
        "name": "读者姓名", "phone": "联系手机", "document_number": "读者身份证号码",
    }  # fmt: skip
    assert found.document["instants"] == {"forms": ["slashes"], "day_order": "month-day-year"}
    assert doubts(found)["instants.day_order"] == "taken as month-day-year, as no other order reads as many"
    assert doubts(found)["columns"] == "not understood, and dropped: 序号, 馆名"


def test_what_is_stated_is_no_doubt_any_more(tmp_path):
    found = draft(tmp_path / "x.csv", LIBRARY, columns={"place_id": "馆名"}, kind="checkins", instants={"zone": "UTC"})
    assert not found.missing and not {"kind", "instants.zone"} & doubts(found).keys()
    assert found.document["instants"] == {"zone": "UTC", "forms": ["slashes"], "day_order": "month-day-year"}
    assert doubts(found)["columns"] == "not understood, and dropped: 序号"


def test_words_without_a_known_meaning_are_asked_for(tmp_path):
    found = draft(tmp_path / "x.csv", LABS, columns={"person_id": "Pat. ID"})
    assert found.document["values"] == {"result": {"NEG": "negative"}}
    assert doubts(found)['values.result."borderline"'] == "state what this word means"
    said = draft(
        tmp_path / "x.csv", LABS, columns={"person_id": "Pat. ID"}, values={"result": {"Borderline": "pending"}}
    )
    assert not [key for key in doubts(said) if key.startswith("values")]
    assert said.document["values"] == {"result": {"NEG": "negative", "Borderline": "pending"}}


def test_days_that_could_be_two_are_left_open(tmp_path):
    found = draft(tmp_path / "x.csv", OPEN_DAYS)
    assert "day_order" not in found.document["instants"]
    assert doubts(found)["instants.day_order"].startswith("dates could be two days: state one of ")
    said = draft(tmp_path / "x.csv", OPEN_DAYS, instants={"day_order": "day-month-year"})
    assert "instants.day_order" not in doubts(said)


def test_a_file_without_a_header_is_told_by_its_values(tmp_path):
    found = draft(tmp_path / "x.csv", NO_HEADER)
    assert found.document["file"] == {"names": [f"column {n}" for n in (1, 2, 3, 4)], "delimiter": ","}
    assert found.document["columns"] == {
        "person_id": {"column": "column 1", "as": "phone"},
        **{"observed_at": "column 2", "latitude": "column 3", "longitude": "column 4"},
    }
    assert found.document["instants"] == {"forms": ["epoch-seconds"]}
    assert {"kind", "file.names", "columns.latitude", "crs"} <= doubts(found).keys()


def test_plates_digits_and_millionths_of_degrees(tmp_path):
    gates = draft(tmp_path / "x.csv", GATES)
    assert gates.document["kind"] == "passages"
    assert gates.document["columns"] == {
        "place_id": "gate", "plate": {"column": "licence plate", "as": "plate"}, "passed_at": "capture time",
    }  # fmt: skip
    assert gates.document["instants"]["forms"] == ["compact"]
    scaled = draft(tmp_path / "y.csv", SCALED)
    assert scaled.document["columns"]["latitude"] == {"column": "lat", "unit": "microdeg"}
    assert scaled.document["instants"] == {"forms": ["epoch-milliseconds"]}


@pytest.mark.parametrize(
    "content",
    [LIBRARY, LABS, OPEN_DAYS, NO_HEADER, GATES, SCALED],
    ids=["library", "labs", "days", "bare", "gates", "scaled"],
)
def test_a_draft_is_written_as_it_is_read(tmp_path, content):
    document = draft(tmp_path / "x.csv", content).document
    kept = {key: value for key, value in document.items() if value}
    assert tomllib.loads(as_toml(document)) == kept


def test_toml_of_odd_names():
    document = {"id": "x", "values": {"result": {'a "b"\\': "negative", "阴性": "negative", "a.b": "x\ty"}}}
    assert tomllib.loads(as_toml(document)) == document
    assert merged(document, {"values": {"result": {"阳性": "positive"}}})["values"]["result"]["阴性"] == "negative"


def test_keys_are_shown_in_part():
    shown = {"张安娜": "张**", "19000000001": "190******01", "ab": "a*", "云A12345": "云******", None: ""}
    assert list(masked(pl.Series(list(shown), dtype=pl.String))) == list(shown.values())


def test_the_command_shows_ten_lines_and_writes_when_it_is_told_to(workspace, tmp_path):
    many = LIBRARY + "".join(f"{n},张三,{ANNA},19000000001,总馆,8/5/2021,9:{n}\n" for n in range(20, 36)).encode(
        "gb18030"
    )
    path = put(tmp_path / "x.csv", many)
    incomplete = told(workspace, "profile", path)
    assert incomplete.status == 28 and len(incomplete.complaints) == 1
    assert (
        "checkins need place_id: state it with --state, as columns.place_id=HEADER, or fixed.place_id=VALUE"
        in incomplete.err
    )
    assert "columns.place_id: no column was found for it: state the header of its column" in incomplete.out
    stated = ("--state", "columns.place_id=馆名")
    said = told(workspace, "profile", path, *stated)
    assert said.status == 0 and not list((workspace / "profiles").iterdir())
    shown = said.out.split("keys of people in part:\n")[1].splitlines()
    assert len(shown) == 12 and shown[0].split() == ["line", "person_id", "place_id", "checked_in_at"]
    assert shown[1].split() == ["3", "110*************2X", "总馆", "2021-08-05T09:05:00.000+08:00"]
    assert "line 5, rejected: 读者身份证号码 (person_id) a resident number with a wrong check digit" in shown
    assert shown[-1] == "of 19 lines read, 18 are understood"
    for secret in ("安娜", ANNA, BEN, "19000000001"):
        assert secret not in said.out + said.err
    written = told(workspace, "profile", path, *stated, "--write", "library")
    assert written.status == 0 and written.out.endswith(f"written: {workspace / 'profiles' / 'library.toml'}\n")
    assert load(workspace / "profiles" / "library.toml").columns.keys() == {"person_id", "place_id", "checked_in_at"}
    hidden = told(workspace, "profile", path, *stated, "--write", "venue-scans")
    assert hidden.status == 2 and "a profile that comes with the program has this id" in hidden.err
    again = told(workspace, "profile", path, *stated, "--write", "library")
    assert again.status == 2 and "is there already" in again.err
    assert "x.csv (profile library): 19 rows = 18 kept + 1 rejected" in told(workspace, "ingest", path).out
    assert rows(workspace / "store.duckdb", "SELECT count(*) FROM checkins") == [(18,)]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--state", "columns"), "must be a key and a value"),
        (("--state", "columns=x"), "--state columns: must name a key of it, such as columns.KEY"),
        (("--state", "kind=visits"), "--state kind: must be one of fixes, "),
        (("--write", "../x"), "--write ../x: an id is made of a to z, 0 to 9 and -, and is no path"),
        (
            ("--state", "columns.place_id=馆名", "--write", "Our Library"),
            "--write Our Library: an id is made of a to z, 0 to 9 and -, and is no path",
        ),
    ],
)
def test_what_cannot_be_stated_or_written(workspace, tmp_path, arguments, reason):
    said = told(workspace, "profile", put(tmp_path / "x.csv", LIBRARY), *arguments)
    assert said.status in (2, 28) and reason in said.err and len(said.complaints) == 1
    assert not list((workspace / "profiles").iterdir())


def test_at_a_terminal_it_asks_and_takes_nothing_for_no(workspace, tmp_path, monkeypatch):
    path = put(tmp_path / "x.csv", GATES)
    for answer, written in (("", []), ("our-gates", ["our-gates.toml"])):
        monkeypatch.setattr("builtins.input", lambda _, answer=answer: answer)
        monkeypatch.setattr(profile_command, "_at_a_terminal", lambda: True)
        assert told(workspace, "profile", path).status == 0
        assert [found.name for found in (workspace / "profiles").iterdir()] == written


@pytest.mark.parametrize("name", ["nothing.csv", "empty.csv"])
def test_a_file_that_is_none_is_refused(workspace, tmp_path, name):
    put(tmp_path / "empty.csv", b"")
    said = told(workspace, "profile", tmp_path / name)
    assert said.status == 2 and len(said.complaints) == 1


def test_the_profiles_there_are_one_in_words_and_a_check(workspace, tmp_path):
    said = told(workspace, "profiles")
    assert [line.split()[0] for line in said.out.splitlines()[1:]] == [profile.id for profile in known([shipped()])]
    shown = told(workspace, "profiles", "show", "lab-results-us").out
    assert "instants: iso, slashes, dashes, months, month-day-year, in the zone of the workspace" in shown
    assert "result: positive for positive, detected, pos, reactive; negative for" in shown
    assert "by frozen (minutes 10, kmh 150): the same position" in told(workspace, "profiles", "show", "gpx-track").out
    for profile in known([shipped()]):
        assert told(workspace, "profiles", "show", profile.id).out.startswith(f"{profile.id}: {profile.title}")
    broken = put(tmp_path / "broken.toml", 'id = "x"\n')
    assert told(workspace, "profiles", "check", broken).status == 2
    sound = shipped() / "venue-scans.toml"
    assert told(workspace, "profiles", "check", sound).out == f"{sound}: a sound profile\n"
    put(workspace / "profiles" / "x.toml", 'id = "x"\n')
    listed = told(workspace, "profiles")
    assert listed.status == 2 and "x.toml: kind: must be there" in listed.err
    assert read(sound.read_bytes(), "x").id == "venue-scans"
