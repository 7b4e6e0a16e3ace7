"""Which profile a file is read by: SPEC's own form, the one that was named, the one its header speaks of, or none."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipelines import settings
from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import ANNA, SAMPLES, lines, workbook
from tracing.errors import FileRefused, ProfileRefused
from tracing.intake.impossible import TOLERANCE
from tracing.intake.profiles import known, named, parse, shipped, understand
from tracing.intake.profiles.files import read

ZONE = "Asia/Shanghai"
OWN = b"person_id,place_id,checked_in_at\np,M,2021-08-05T10:00\n"
SCANS = f"身份证号,场所码,扫码时间\n{ANNA},M,2021-08-05 10:00\n".encode()
MINE = """
id = "{id}"
kind = "checkins"

[columns]
person_id = "card"
place_id = "{place}"
checked_in_at = "came"
"""


def profile(id: str = "mine", place: str = "door", more: str = ""):
    return read((MINE.format(id=id, place=place) + more).encode(), f"{id}.toml")


def refusal(path: Path, asked=None, others=()) -> str:
    with pytest.raises(FileRefused) as refused:
        understand(path, asked, lambda: others, ZONE)
    text = str(refused.value)
    assert text.startswith(f"{path}: ") and "\n" not in text
    return text.removeprefix(f"{path}: ")


def understood(path: Path, *others):
    return understand(path, None, lambda: others, ZONE)


@pytest.fixture
def workspace(tmp_path) -> Path:
    return new_workspace(tmp_path / "workspace")


def test_a_file_in_spec_s_own_form_asks_for_no_profile(tmp_path):
    def never():
        raise AssertionError

    found = understand(put(tmp_path / "checkins.csv", OWN), None, never, ZONE)
    assert (found.kind.name, found.reading) == ("checkins", None)


def test_the_same_header_under_another_name_needs_that_name_or_a_profile(tmp_path):
    text = refusal(put(tmp_path / "export.csv", OWN), others=known([shipped()]))
    assert text.startswith("its name does not begin with a kind of records")
    advice = "; its header is that of checkins: a file's kind is the first word of its name, as in checkins_1.csv"
    assert text.endswith(advice)
    assert refusal(put(tmp_path / "fixes_1.csv", OWN), others=known([shipped()])).endswith(advice)
    unlike = put(tmp_path / "export_2.csv", OWN.replace(b"person_id", b"who"))
    assert refusal(unlike).endswith("; no profile fits its header: `tracing profile FILE` proposes one")


def test_a_file_that_is_none_is_refused_for_that(tmp_path):
    assert refusal(tmp_path / "gone.csv", others=known([shipped()])) == "no such file"
    assert refusal(put(tmp_path / "noise.csv", b"\x00\x01\x02"), others=known([shipped()]))


@pytest.mark.parametrize(
    "header",
    [
        "card,door,came",
        "Card , DOOR,came:",
        "ｃａｒｄ,ｄｏｏｒ,ｃａｍｅ",
        "*card,do or,c ame",
        '"card","door","came"',
    ],
)
def test_headers_are_alike_whatever_their_width_case_and_marks(tmp_path, header):
    found = understood(put(tmp_path / "x.csv", f"{header}\n1,2,2021-08-05\n"), profile())
    assert found.reading.profile.id == "mine"
    assert next(iter(found.table)).frame.height == 1


def test_the_header_may_stand_below_a_title_and_in_any_encoding_and_delimiter(tmp_path):
    title = ("a title;;", "", "card;door;came", "1;2;2021-08-05")
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        path = put(tmp_path / f"{encoding}.csv", lines(*title, encoding=encoding))
        found = understood(path, profile())
        assert next(iter(found.table)).frame["line"].to_list() == [4]


def test_the_profile_that_takes_most_columns_wins(tmp_path):
    path = put(tmp_path / "x.csv", "card,door,came,went\n1,2,2021-08-05,2021-08-06\n")
    more = read(MINE.format(id="more", place="door").encode() + b'checked_out_at = "went"\n', "more.toml")
    assert understood(path, profile(), more).reading.profile.id == "more"
    assert understood(path, more, profile()).reading.profile.id == "more"


def test_two_that_fit_equally_well_are_not_chosen_between(tmp_path):
    path = put(tmp_path / "x.csv", "card,door,came,gate\n1,2,2021-08-05,3\n")
    text = refusal(path, others=(profile("one"), profile("two", "gate")))
    assert text == "profiles one and two fit it equally well: state one with --profile"
    assert understood(path, profile("one"), profile("two")).reading.profile.id == "one", "they read it alike"


def test_a_workspace_s_own_comes_before_a_shipped_one_that_fits_as_well(tmp_path):
    ours = (shipped() / "lab-results-us.toml").read_text().replace('"lab-results-us"', '"our-lab"')
    put(tmp_path / "profiles" / "our-lab.toml", ours.replace("month-day-year", "day-month-year"))
    there = known([tmp_path / "profiles", shipped()])
    path = put(tmp_path / "x.csv", SAMPLES["lab-results-us"].content)
    assert understood(path, *there).reading.profile.id == "our-lab"


@pytest.mark.parametrize("header", ["card,door,came,Card:", "card,door,came,ｃａｒｄ"])
def test_two_columns_of_one_name_are_not_chosen_between(tmp_path, header):
    path = put(tmp_path / "x.csv", f"{header}\n1,2,2021-08-05,3\n")
    assert refusal(path, others=(profile(),)) == "2 columns of its header are card"


def test_two_sheets_that_fit_are_not_chosen_between(tmp_path):
    rows = [("card", "door", "came"), ("1", "2", "2021-08-05")]

    def both(sheet):
        sheet.title = "May"
        other = sheet.parent.create_sheet("June")
        for row in rows:
            other.append(row)

    path = put(tmp_path / "x.xlsx", workbook(*rows, build=both))
    reason = "2 sheets have the header of profile mine: save each as a file of its own, or state one in its [file]"
    assert refusal(path, others=(profile(),)) == reason
    assert understood(path, profile(more='[file]\nsheet = "June"\n')).table.layout.sheet == "June"


def test_a_profile_that_does_not_fit_says_which_headers_are_absent(tmp_path):
    path = put(tmp_path / "x.csv", "card,came,what\n1,2021-08-05,3\n")
    text = refusal(path, asked=profile())
    assert text.startswith("profile mine does not fit it: no line of its beginning has door (place_id), or")
    assert "not in the format gpx" in refusal(path, asked=named("gpx-track", [shipped()]))
    unnamed = MINE.format(id="mine", place="door") + '[file]\nnames = ["card", "door"]\n'
    assert "place_id" not in refusal(path, asked=read(unnamed.encode(), "mine.toml"))


def test_a_file_without_a_header_is_read_by_a_profile_that_is_named(tmp_path):
    text = MINE.format(id="mine", place="door") + '[file]\nnames = ["card", "door", "came"]\n'
    path = put(tmp_path / "x.csv", "1,2,2021-08-05\n3,4,2021-08-06\n")
    found = understand(path, read(text.encode(), "mine.toml"), lambda: (), ZONE)
    assert next(iter(found.table)).frame["line"].to_list() == [1, 2]


def test_a_profile_for_files_without_a_header_is_never_found_beside_one_that_names_the_header(tmp_path):
    text = MINE.format(id="bare", place="door") + '[file]\nnames = ["card", "door", "came"]\n'
    headerless = read(text.encode(), "bare.toml")
    path = put(tmp_path / "x.csv", "card,door,came\n1,2,2021-08-05\n")
    assert understood(path, headerless, profile("headed")).reading.profile.id == "headed"
    assert "no profile fits its header" in refusal(path, others=(headerless,))


def test_a_profile_named_on_the_command_line_is_the_one(workspace, tmp_path):
    sample = SAMPLES["test-results"]
    path = put(tmp_path / "tests_own.csv", sample.content)
    said = told(workspace, "ingest", path, "--profile", "rail-tickets")
    assert said.status == 2 and "profile rail-tickets does not fit it" in said.err
    assert rows(workspace / "store.duckdb", "SELECT profile, status FROM files") == [("rail-tickets", "refused")]
    assert told(workspace, "ingest", path, "--profile", "test-results").status == 0
    own = put(tmp_path / "mine.toml", MINE.format(id="mine", place="door"))
    doors = put(tmp_path / "y.csv", "card,door,came\n1,2,2021-08-05\n")
    assert told(workspace, "ingest", doors, "--profile", own).status == 0
    unknown = told(workspace, "ingest", doors, "--profile", "nothing")
    assert unknown.status == 2 and "nothing: no profile has this id; there are case-lists" in unknown.err


def test_a_workspace_s_own_profile_comes_before_the_shipped_one_of_its_id(workspace, tmp_path):
    text = (shipped() / "venue-scans.toml").read_text(encoding="utf-8").replace('"场所码", ', '"门牌", ')
    put(workspace / "profiles" / "venue-scans.toml", text)
    path = put(tmp_path / "x.csv", SCANS.decode().replace("场所码", "门牌").encode())
    assert told(workspace, "ingest", path).status == 0
    assert told(workspace, "ingest", put(tmp_path / "y.csv", SCANS)).status == 2
    assert rows(workspace / "store.duckdb", "SELECT text FROM profiles") == [(text,)]


def test_a_list_that_holds_little_more_than_a_document_is_no_contact_list(tmp_path):
    path = put(tmp_path / "x.csv", f"姓名,身份证号,到访时间\n安娜,{ANNA},2021-08-05 10:00\n")
    assert "no profile fits its header" in refusal(path, others=known([shipped()]))
    asked = refusal(path, asked=named("contact-lists", [shipped()]))
    assert "has 手机号 (phone), 现住址 (address), or another" in asked


def test_a_broken_profile_refuses_only_the_files_that_need_one(workspace, tmp_path):
    put(workspace / "profiles" / "mine.toml", 'id = "mine"\n')
    said = told(workspace, "ingest", put(tmp_path / "x.csv", SCANS), put(tmp_path / "checkins.csv", OWN))
    assert said.status == 2 and len(said.complaints) == 1
    assert "a profile is broken that might fit it: " in said.err and "mine.toml: kind: must be there" in said.err
    assert "checkins.csv: 1 row = 1 kept" in said.out


def test_files_of_the_inbox_find_their_profile_too(workspace):
    put(workspace / "inbox" / "a.csv", SCANS)
    put(workspace / "inbox" / "b.csv", "nothing,known\n1,2\n")
    said = told(workspace, "ingest")
    assert said.status == 18 and "a.csv (profile venue-scans): 1 row = 1 kept" in said.out
    assert sorted(path.name for path in (workspace / "refused").iterdir()) == ["b.csv"]


def test_the_same_bytes_by_another_profile_are_another_file(workspace, tmp_path):
    text = MINE.format(id="mine", place="door")
    other = put(tmp_path / "other.toml", text.replace('"came"', '["came"]').replace('"mine"', '"other"'))
    path = put(tmp_path / "x.csv", "card,door,came\n1,2,2021-08-05\n")
    for name in (put(tmp_path / "mine.toml", text), other, other):
        assert told(workspace, "ingest", path, "--profile", name).status == 0
    assert rows(workspace / "store.duckdb", "SELECT same_as, rows_kept FROM files ORDER BY file_id") == [
        (None, 1), (None, 0), (2, 0),
    ]  # fmt: skip


def test_a_column_of_numbers_that_a_spreadsheet_cut_is_refused(workspace, tmp_path):
    cut = "\n".join(f"11010519491231{number}000,M,2021-08-05 10:00" for number in range(1, 9))
    said = told(workspace, "ingest", put(tmp_path / "x.csv", f"身份证号,场所码,扫码时间\n{cut}\n"))
    assert said.status == 2
    assert "身份证号: 8 of 8 different resident numbers end in 000" in said.err


def test_rejects_in_the_future_are_read_again_when_the_file_comes_again(workspace, tmp_path, monkeypatch):
    soon = datetime.now(ZoneInfo(ZONE)) + timedelta(days=3)
    path = put(tmp_path / "checkins.csv", OWN + f"q,M,{soon:%Y-%m-%dT%H:%M:%S}\n".encode())
    for _ in range(2):
        said = told(workspace, "ingest", path)
        assert "1 rejected: checked_in_at in the future" in said.out
    assert "the same bytes as file 1, read again, as rows of it lay in the future" in said.out
    real = settings.now
    monkeypatch.setattr(settings, "now", lambda: real() + timedelta(days=3) - TOLERANCE + timedelta(minutes=1))
    assert "2 rows = 1 kept + 0 rejected + 1 already known" in told(workspace, "ingest", path).out
    assert "2 rows = 0 kept + 0 rejected + 2 already known" in told(workspace, "ingest", path).out
    same = rows(workspace / "store.duckdb", "SELECT same_as FROM files ORDER BY file_id")
    assert same == [(None,), (None,), (None,), (3,)]


def test_crs_is_the_command_s_else_the_profile_s(workspace, tmp_path):
    text = 'id = "amap"\nkind = "places"\ncrs = "gcj02"\n[columns]\nplace_id = "no"\nlatitude = "y"\nlongitude = "x"\n'
    put(workspace / "profiles" / "amap.toml", text)
    for number, options in ((1, ()), (2, ("--crs", "wgs84"))):
        assert (
            told(
                workspace, "ingest", put(tmp_path / f"{number}.csv", f"no,y,x\n{number},39.915,116.404\n"), *options
            ).status
            == 0
        )
    (shifted,), (plain,) = rows(workspace / "store.duckdb", "SELECT latitude FROM places ORDER BY place_id")
    assert plain == 39.915 and 0.001 < plain - shifted < 0.002


def test_a_profile_s_text_that_is_no_profile_is_refused_before_anything_is_noted(workspace, tmp_path):
    broken = put(tmp_path / "mine.toml", MINE.format(id="mine", place="door").replace('card"', "card"))
    said = told(workspace, "ingest", put(tmp_path / "x.csv", SCANS), "--profile", broken)
    assert said.status == 2 and "is not TOML" in said.err
    assert rows(workspace / "store.duckdb", "SELECT count(*) FROM files") == [(0,)]
    with pytest.raises(ProfileRefused):
        parse({}, "nothing.toml")


def test_days_in_no_order_that_is_told_could_be_two(workspace, tmp_path):
    log = b"Date,Time In,Name,Phone,Location\n08/05/2021,9:00 AM,N,13800138000,HQ\n2021/8/5,9:00 AM,N,13800138000,HQ\n"
    assert told(workspace, "ingest", put(tmp_path / "visitors.csv", log)).status == 0
    [(line, reason)] = rows(workspace / "store.duckdb", "SELECT line, reason FROM rejects")
    assert line == 2 and reason.startswith("could be two days: ")
