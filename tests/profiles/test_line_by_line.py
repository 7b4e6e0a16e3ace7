"""Who a line is of, told line by line; and what of a person was left out of the vault, which is said."""

import json

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import ANNA, BEN, lines
from tracing.errors import ProfileRefused
from tracing.intake.profiles import read

HEADER = "姓名,身份证号,手机号,场所码,扫码时间"
SCANS = lines(
    HEADER,
    f"安娜,{ANNA},19000000001,M1,2021-08-05 10:00",
    "本,,19000000002,M1,2021-08-05 10:01",
    "丙,,1900,M1,2021-08-05 10:02",
    "丁,11010519491231002,19000000003,M1,2021-08-05 10:03",
    "戊,,,M1,2021-08-05 10:04",
    "己,同上,19000000004,M1,2021-08-05 10:05",
    "庚,,同上,M1,2021-08-05 10:06",
    f"辛,{BEN},同上,M1,2021-08-05 10:07",
    "壬,,19000000005,,2021-08-05 10:08",
)
KEY = "身份证号 else 手机号 (person_id)"
BY = f"went by 手机号, as {HEADER.split(',')[1]} held nothing"


@pytest.fixture
def workspace(tmp_path):
    return new_workspace(tmp_path / "workspace")


def test_a_line_without_a_document_is_told_by_its_phone_and_a_wrong_document_is_no_phone(workspace, tmp_path):
    said = told(workspace, "ingest", put(tmp_path / "x.csv", SCANS))
    assert "x.csv (profile venue-scans): 9 rows = 3 kept + 6 rejected + 0 already known" in said.out
    found = rows(workspace / "store.duckdb", "SELECT line, column_name, value_class, reason FROM rejects ORDER BY line")
    unstated = "a word that repeats the line above: the profile must say so (repeats)"
    assert found == [
        (4, KEY, "digits", "not a phone number"),
        (5, KEY, "digits", "not a document number"),
        (6, KEY, "empty", "missing"),
        (7, KEY, "ditto", unstated),
        (8, KEY, "ditto", unstated),
        (10, "场所码 (place_id)", "empty", "missing"),
    ]
    keys = rows(workspace / "vault.duckdb", "SELECT source_key FROM keys WHERE family = 'person' ORDER BY 1")
    assert [key for (key,) in keys] == ["+8619000000002", ANNA, BEN]


def test_the_account_counts_the_kept_lines_that_the_phone_tells(workspace, tmp_path):
    said = told(workspace, "ingest", put(tmp_path / "x.csv", SCANS))
    assert f"1 row {BY}" in said.out, "of the lines without a document, one was kept"
    [file] = json.loads(told(workspace, "intake-report", "--format", "json").out)["files"]
    [found] = [one for one in file["findings"] if one["what"] == "known-otherwise"]
    assert found["rows"] == 1


def test_a_ditto_that_only_the_vault_would_have_held_is_told(workspace, tmp_path):
    said = told(workspace, "ingest", put(tmp_path / "x.csv", SCANS))
    left_out = "1 row left 手机号 out of the vault: a word that repeats the line above"
    assert left_out in said.out
    more = lines(HEADER, f"安娜,{ANNA},,M1,2021-08-06 10:00", f"〃,{BEN},,M1,2021-08-06 10:00", f"〃,{BEN},,〃,1")
    said = told(workspace, "ingest", put(tmp_path / "y.csv", more))
    assert "2 kept" in said.out and "1 row left 姓名 out of the vault" in said.out


def test_a_document_column_cut_by_a_spreadsheet_is_refused_in_whichever_way_it_stands(workspace, tmp_path):
    profile = put(
        tmp_path / "p.toml",
        """id = "p"\nkind = "checkins"\nby_line = ["person_id"]\n[columns]\nplace_id = "m"\nchecked_in_at = "t"
person_id = [{ column = "phone", as = "phone" }, { column = "doc", as = "document" }]\n""",
    )
    cut = lines("phone,doc,m,t", *(f",53010219{n}0101{n % 10}000,M,2021-08-05" for n in range(70, 80)))
    said = told(workspace, "ingest", put(tmp_path / "x.csv", cut), "--profile", profile)
    assert said.status == 2 and "doc: 10 of 10 different resident numbers end in 000" in said.err


@pytest.mark.parametrize("by_line", ['["place_id"]', '["checked_in_at"]', '["nobody"]', '["person_id"]'])
def test_only_columns_of_people_with_several_ways_go_line_by_line(by_line):
    text = f"""id = "p"\nkind = "checkins"\nby_line = {by_line}
[columns]\nplace_id = ["m", "n"]\nchecked_in_at = "t"\nperson_id = "who"\n"""
    with pytest.raises(
        ProfileRefused, match=r"by_line\[1\]: must be a column of people, or coach, that has several ways"
    ):
        read(text.encode(), "p.toml")


TICKETS = """id = "p"
kind = "tickets"
by_line = ["coach"]
[columns]
person_id = "p"
service = "s"
departs_at = "d"
arrives_at = "a"
coach = [{ column = "车厢号", as = "coach" }, { column = "座位号", as = "coach-of-seat" }]
row = { column = "座位号", as = "row" }
"""


def test_a_coach_is_that_of_its_own_column_or_else_of_the_seat_and_two_that_differ_are_none(workspace, tmp_path):
    profile = put(tmp_path / "p.toml", TICKETS)
    seats = (
        ",03车07D号",
        "3,07D",
        "03车,03车07D",
        "5,03车07D号",
        "加1,加挂1车12A号",
        ",无座",
        "4,05-12A",
        "同上,03车07D号",
    )
    run = "G1,2021-08-05T08:00,2021-08-05T11:00"
    text = lines("p,s,d,a,车厢号,座位号", *(f"u{n},{run},{seat}" for n, seat in enumerate(seats)))
    said = told(workspace, "ingest", put(tmp_path / "x.csv", text), "--profile", profile)
    assert "8 rows = 5 kept + 3 rejected" in said.out and "went by" not in said.out
    assert "2 rejected: 车厢号 else 座位号 (coach) two different ones in one line" in said.out
    found = rows(workspace / "store.duckdb", 'SELECT line, coach, "row" FROM tickets ORDER BY line')
    assert found == [(2, "3", 7), (3, "3", 7), (4, "3", 7), (6, "加1", 12), (7, None, None)]
    found = rows(workspace / "store.duckdb", "SELECT line, value_class FROM rejects ORDER BY line")
    assert found == [(5, "mixed text"), (8, "mixed text"), (9, "ditto")]


def test_without_a_column_of_coaches_it_is_the_seat_s_alone(workspace, tmp_path):
    profile = put(tmp_path / "p.toml", TICKETS)
    text = lines("p,s,d,a,座位号", "u,G1,2021-08-05T08:00,2021-08-05T11:00,03车07D号")
    assert "1 kept" in told(workspace, "ingest", put(tmp_path / "x.csv", text), "--profile", profile).out
    assert rows(workspace / "store.duckdb", 'SELECT coach, "row" FROM tickets') == [("3", 7)]


def test_a_seat_from_which_no_coach_could_be_read_is_told_when_its_file_comes(workspace, tmp_path):
    run = "G1,2021-08-05 08:00,2021-08-05 11:00"
    seats = ("03车07D号", "12D号03车", "312D", "餐车", "无座", "03车055号")
    text = lines(
        "证件号码,车次,发车时间,到达时间,座位号",
        *(f"{ANNA},{run[:1]}{n}{run[2:]},{seat}" for n, seat in enumerate(seats)),
    )
    said = told(workspace, "ingest", put(tmp_path / "x.csv", text)).out
    assert "x.csv (profile rail-tickets): 6 rows = 6 kept" in said
    assert "2 tickets tell a seat, and no coach that could be read: no rule that goes by coach counts them" in said
    assert "1 ticket tells no coach, as others of the file do: no rule that goes by coach counts it" in said
    assert "2 tickets tell a seat, and no row: no rule that goes by rows counts them" in said
    flights = lines(
        "证件号码,航班号,起飞时间,到达时间,座位号",
        *(f"{ANNA},CA{n}{run[2:]},{s}" for n, s in enumerate(("A15", "16A", "16A/16B"))),
    )
    said = told(workspace, "ingest", put(tmp_path / "y.csv", flights)).out
    assert "1 ticket tells a seat, and no row" in said and "no coach" not in said
