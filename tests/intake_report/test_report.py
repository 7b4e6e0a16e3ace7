"""`tracing intake-report`: every line of every file, what marks and rejects touch, and nothing of any record.

What a file covers, and whom its rejects name, is counted here by what the test put into it.
"""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from tests.cli.program import AS_OF, CHECKINS, new_workspace, put, rows, small_outbreak, told
from tests.intake.files import write_xlsx
from tracing.intake.coordinates import wgs84_to_gcj02
from tracing.standing import LINE_BITS

PROFILE = """
id = "trackers"
title = "Trackers of the tests"
kind = "fixes"
source = "the tests"

[columns]
person_id = "who"
observed_at = "when"
latitude = "north"
longitude = "east"

[instants]
zone = "Asia/Shanghai"

[filters]
impossible-speed = { kmh = 400 }
two-places = {}
"""
FIXES = "person_id,observed_at,latitude,longitude\n"


def fixes(people: int, day: str = "2021-07-31") -> str:
    """A fix a minute of each person, an hour long, walking north."""
    lines = [
        f"q{person},{day}T10:{minute:02}:00,{25.011 + person / 1000 + minute / 1e5:.5f},102.687"
        for person in range(people)
        for minute in range(60)
    ]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    made = new_workspace(folder / "workspace")
    cases, checkins = small_outbreak(folder)
    put(folder / "trackers.toml", PROFILE)
    away = "q0,2021-07-31T10:30:30,39.9,116.4\nq1,2021-07-31T10:20:00,25.2,102.7\n"
    track = fixes(3).replace("\n", "\n" + away, 1)
    bad = (
        f"{CHECKINS}a,,2021-07-31T10:00,\nx,M,yesterday,\nx,M,2021-07-31T12:00,2021-07-31T11:00\n,M,2021-07-31T12:00,\n"
    )
    unknown = "nobody,M,later,\ny,M,2021-07-31T12:00,\n"
    brought = [
        cases,
        checkins,
        put(folder / "checkins-bad.csv", bad + unknown),
        put(folder / "fixes-few.csv", FIXES + fixes(3)),
        put(folder / "fixes-many.csv", FIXES + fixes(12)),
    ]
    assert told(made, "ingest", *brought).status == 0
    assert told(made, "screen", "--as-of", AS_OF).status == 0
    put(folder / "away.csv", track.replace("q", "r"))
    (folder / "away.csv").write_text("who,when,north,east\n" + (folder / "away.csv").read_text())
    assert told(made, "ingest", "--profile", folder / "trackers.toml", folder / "away.csv").status == 0
    assert told(made, "ingest", put(folder / "secrets.bin", b"\0")).status == 2
    return made


@pytest.fixture(scope="module")
def report(workspace) -> dict:
    said = told(workspace, "intake-report", "--format", "json")
    assert said.status == 0
    return json.loads(said.out)


def file(report: dict, name: str) -> dict:
    [found] = [one for one in report["files"] if one["name"] == name]
    return found


def test_every_line_is_accounted_for(report, workspace):
    for one in report["files"]:
        lines = one["lines"]
        assert lines["read"] == lines["kept"] + lines["rejected"] + lines["known"]
        assert lines["rejected"] == sum(reason["rows"] for reason in one["rejected"])
    named = ("rows_in", "rows_kept", "rows_rejected", "rows_known")
    [sums] = rows(workspace / "store.duckdb", f"SELECT {', '.join(f'sum({name})' for name in named)} FROM files")
    assert tuple(report["totals"][name] for name in ("read", "kept", "rejected", "known")) == sums
    assert (report["totals"]["files"], report["totals"]["refused"]) == (7, 1)


def test_rejects_are_held_against_the_lists_of_the_last_screen(report, workspace):
    touch = file(report, "checkins-bad.csv")["rejects_touch"]
    assert (touch["rows"], touch["people"], touch["tiers"]) == (4, 3, {"case": 1, "close": 1})
    listed = told(workspace, "contacts", "C1").out.splitlines()[1].split(",")[1]
    assert touch["listed"]["close"] == [listed]
    said = told(workspace, "intake-report", "--format", "html").out
    assert "rejected rows name 2 people of today&#x27;s lists: 1 case, 1 close" in said
    [case] = touch["listed"]["case"]
    assert f"<dl><dt>case</dt><dd>{case}</dd><dt>close</dt><dd>{listed}</dd></dl>" in said


def test_what_a_file_was_read_with_is_told_also_where_it_was_found(tmp_path):
    made = new_workspace(tmp_path / "workspace")
    text = "姓名\t证件号码\t采样时间\t检测结果\n本\t440524188001010014\t2021-08-05 10:00\t阴性\n"
    put(tmp_path / "own.csv", text.encode("gb18030"))
    workbook = write_xlsx(
        tmp_path / "tests.xlsx", [("person_id", "sampled_at", "result"), ("b", "2021-08-05", "negative")]
    )
    fixes_file = put(tmp_path / "fixes.csv", "\ufeff" + FIXES + fixes(1))
    assert told(made, "ingest", tmp_path / "own.csv", workbook, fixes_file).status == 0
    files = json.loads(told(made, "intake-report", "--format", "json").out)["files"]
    assert [[*one["read_with"].values()] for one in files] == [
        ["gb18030", "\t", None, None],
        [None, None, "Sheet", None],
        ["utf-8", ",", None, None],
    ]
    page = told(made, "intake-report", "--format", "html").out
    assert "tests, profile test-results; gb18030; tabs" in page
    assert "fixes, the specification&#x27;s own form; utf-8; commas" in page


def test_marks_are_counted_by_filter_and_what_they_would_be_where_nothing_is_marked(report, workspace):
    away = file(report, "away.csv")
    assert {one["filter"]: one["rows"] for one in away["marked"]} == {"impossible-speed": 2, "two-places": 2}
    assert away["profile"] == "trackers" and away["would_mark"] is None
    assert file(report, "fixes-many.csv")["would_mark"] == [] and file(report, "fixes-many.csv")["marked"] == []
    marked = rows(workspace / "store.duckdb", "SELECT record FROM marks WHERE filter = 'two-places' ORDER BY record")
    assert [record % 2**LINE_BITS for (record,) in marked] == [4, 84], "the two fixes of r1 at twenty past ten"
    by_any = rows(workspace / "store.duckdb", "SELECT DISTINCT record FROM marks")
    assert away["rows_marked"] == report["totals"]["marked"] == len(by_any) < 4, "what two filters mark is one row"
    page = told(workspace, "intake-report", "--format", "html").out
    kept = away["lines"]["kept"] - len(by_any)
    assert f"<title>{kept:,} kept</title>" in page and f"<title>{len(by_any)} marked: no evidence</title>" in page


def test_the_area_of_few_people_is_nobodys_to_know(report):
    assert file(report, "fixes-few.csv")["area"] == "few"
    many = file(report, "fixes-many.csv")
    assert many["area"] == {"south": 25.01, "north": 25.03, "west": 102.68, "east": 102.69}
    assert many["time"]["hours"] == [["2021-07-31T10:00", 720]]
    assert many["time"]["first"] == "2021-07-31T10:00:00.000+08:00"
    assert file(report, "cases.csv")["area"] is None


def test_known_rows_are_seen_too(report):
    few = file(report, "fixes-many.csv")
    rows = {"read": 720, "kept": 540, "rejected": 0, "known": 180}
    assert few["lines"] == rows | {"heading": 1, "blank": 0, "in_file": 721}
    assert few["time"]["hours"][0][1] == 720


def test_a_file_brought_again_is_told_as_the_first(workspace, tmp_path):
    again = put(tmp_path / "fixes-few-again.csv", FIXES + fixes(3))
    assert told(workspace, "ingest", again).status == 0
    told_again = json.loads(told(workspace, "intake-report", "--format", "json").out)
    first, second = file(told_again, "fixes-few.csv"), file(told_again, again.name)
    assert second["same_as"] == first["file_id"] and second["time"] == first["time"]


def test_the_page_needs_nothing_and_runs_nothing(workspace, tmp_path):
    out = tmp_path / "report.html"
    assert told(workspace, "intake-report", "--out", out).status == 0
    page = out.read_text()
    assert "default-src 'none'; style-src 'sha256-" in page and "<script" not in page and "//" not in page
    for name in ("away.csv", "checkins-bad.csv", "secrets.bin"):
        assert name in page


def test_a_number_that_no_file_has_is_refused_in_a_line(workspace):
    said = told(workspace, "intake-report", 99)
    assert said.status == 2 and len(said.complaints) == 1 and "file 99" in said.err


def test_ingest_ends_with_what_matters_most(tmp_path):
    made = new_workspace(tmp_path / "workspace")
    told(made, "ingest", *small_outbreak(tmp_path))
    told(made, "screen", "--as-of", AS_OF)
    flawed = "".join(f"x,L,{flaw},\n" for flaw in ("soon", "later", "never", "2021-07-31T08:00"))
    said = told(made, "ingest", put(tmp_path / "checkins-2.csv", CHECKINS + flawed)).out.splitlines()
    assert said == [
        "checkins-2.csv: 4 rows = 1 kept + 3 rejected + 0 already known",
        "    rejected rows name 1 person of today's lists: 1 close",
        "    3 rejected: checked_in_at not an instant",
        "tracing intake-report --out report.html shows all of it",
    ]


def test_lists_and_explanations_say_what_is_no_evidence(workspace, tmp_path):
    profile = put(tmp_path / "trackers.toml", PROFILE)
    track = "".join(f"a,2021-07-31T10:0{minute}:00,31.2,121.4\n" for minute in range(4))
    track += "a,2021-07-31T10:01:30,39.9,116.4\na,2021-06-01T10:00:00,31.2,121.4\na,2021-06-01T10:00:00,39.9,116.4\n"
    track += "nobody,2021-07-31T10:00:00,31.2,121.4\nnobody,2021-07-31T10:00:00,39.9,116.4\n"
    told(workspace, "ingest", "--profile", profile, put(tmp_path / "case.csv", "who,when,north,east\n" + track))
    assert told(workspace, "screen", "--as-of", AS_OF).status == 0
    assert "1 fix of the case marked by impossible-speed, and no evidence" in told(workspace, "contacts", "C1").err
    said = told(workspace, "explain", "C1", "nobody").out
    marked = re.findall("no evidence: ([0-9]+) of the fixes of p[a-z0-9]+, marked by ([a-z-]+)", said)
    at_once = [("2", "impossible-speed"), ("2", "two-places")]
    assert sorted(marked) == sorted([*at_once, ("2", "two-places"), ("3", "impossible-speed")])


def test_places_in_a_wrong_system_are_told_also_where_a_later_file_mended_them(tmp_path):
    """Venues of Kunming, once as a map of Amap tells them, once in WGS 84."""
    true = [(25.0 + number / 100, 102.7) for number in range(8)]
    lat, lon = wgs84_to_gcj02(*(np.array(column) for column in zip(*true, strict=True)))
    made = new_workspace(tmp_path / "workspace")
    for name, positions in (("places-amap.csv", zip(lat, lon, strict=True)), ("places-mended.csv", true)):
        lines = "".join(f"L{number},{north},{east}\n" for number, (north, east) in enumerate(positions))
        assert told(made, "ingest", put(tmp_path / name, f"place_id,latitude,longitude\n{lines}")).status == 0
    said = json.loads(told(made, "intake-report", "--format", "json").out)
    looks = {one["name"]: [finding["words"] for finding in one["findings"]] for one in said["files"]}
    assert any("gcj02" in words for words in looks["places-amap.csv"]), looks


def test_the_same_bytes_read_another_way_are_told_until_one_of_them_is_taken_back(tmp_path):
    made, path = new_workspace(tmp_path / "workspace"), put(tmp_path / "fixes.csv", FIXES + fixes(1))
    told(made, "ingest", path)
    said = told(made, "ingest", "--crs", "gcj02", path).out
    assert "looks wrong: the same bytes as file 1, read another way: take one of them back" in said
    told(made, "retract", 2)
    files = json.loads(told(made, "intake-report", "--format", "json").out)["files"]
    assert not [one for file in files for one in file["findings"] if one["what"] == "read-twice"]


def test_a_refused_file_is_not_said_to_be_empty(report):
    assert [one["findings"] for one in report["files"] if one["status"] == "refused"] == [[]]
