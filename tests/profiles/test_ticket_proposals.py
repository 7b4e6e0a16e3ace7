"""What `tracing profile` proposes for tickets: coach, row, mode, and what is unsure; files a profile reads already."""

from pathlib import Path

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import ANNA, BEN, lines
from tests.profiles.test_proposals import draft

TIMES = "2021-08-05 08:00,2021-08-05 11:00"
OF_SEAT = {"column": "席位", "as": "coach-of-seat"}


@pytest.fixture
def workspace(tmp_path) -> Path:
    return new_workspace(tmp_path / "workspace")


def tickets(path: Path, header: str, *seats: str, service: str = "G101", **stated):
    people = (ANNA, BEN)
    text = (f"{people[n % 2]},{service},{TIMES},{seat}" for n, seat in enumerate(seats))
    return draft(path, lines(f"旅客证件,{header}", *text), kind="tickets", **stated)


def said_of(found, key: str) -> str:
    return " | ".join(doubt.words for doubt in found.doubts if doubt.key == key)


def test_a_coach_in_the_seat_s_text_is_proposed_line_by_line_behind_its_own_column(tmp_path):
    found = tickets(tmp_path / "x.csv", "车次,发车,到达,车厢,席位", "3,12A", ",03车12A", ",12D")
    assert found.document["columns"]["coach"] == [{"column": "车厢", "as": "coach"}, OF_SEAT]
    assert found.document["by_line"] == ["coach"] and found.document["fixed"] == {"mode": "train"}
    assert "taken from the text of 席位, where 车厢 holds nothing" in said_of(found, "columns.coach")
    assert "1 line names no coach that could be read" in said_of(found, "columns.coach")
    stated = tickets(tmp_path / "y.csv", "车次,发车,到达,车厢,席位", "3,03车12A", columns={"coach": "车厢"})
    assert stated.document["columns"]["coach"] == "车厢" and "by_line" not in stated.document


def test_without_a_column_of_coaches_it_is_the_seat_s_and_one_of_both_tells_all_three(tmp_path):
    found = tickets(tmp_path / "x.csv", "车次,发车,到达,席位", "03车12A", "03车无座")
    assert found.document["columns"]["coach"] == OF_SEAT and "by_line" not in found.document
    both = tickets(tmp_path / "y.csv", "车次,发车,到达,车厢座位", "03车12A").document["columns"]
    assert {name: both[name]["as"] for name in ("coach", "row", "seat")} == {
        "coach": "coach-of-seat", "row": "row", "seat": "seat",
    }  # fmt: skip


def test_what_no_coach_or_row_can_be_read_from_is_unsure(tmp_path):
    plain = tickets(tmp_path / "x.csv", "车次,发车,到达,席位", "12A", "055号", "12AB")
    assert "no column tells the coach" in said_of(plain, "columns.coach")
    assert "from 1 of 3 texts in 席位 no row could be read" in said_of(plain, "columns.row")
    planes = tickets(tmp_path / "y.csv", "航班,起飞,降落,席位", "12A", "055", "A12", "12A/12B", service="CA1234")
    assert planes.document["fixed"] == {"mode": "flight"} and not said_of(planes, "columns.coach")
    assert "from 2 of 4 texts in 席位 no row could be read" in said_of(planes, "columns.row")


def test_what_is_travelled_by_is_told_or_asked_for(tmp_path):
    bus = tickets(tmp_path / "x.csv", "车次,发车,到达,席位", "", service="昆明8路")
    assert "fixed" not in bus.document and "nothing tells what is travelled by" in said_of(bus, "fixed.mode")
    stated = tickets(tmp_path / "y.csv", "车次,发车,到达,席位", "", fixed={"mode": "bus"})
    assert stated.document["fixed"] == {"mode": "bus"} and not said_of(stated, "fixed.mode")
    told_by = tickets(tmp_path / "z.csv", "班次,发车,到达,交通工具", "飞机", "大巴")
    assert told_by.document["values"]["mode"] == {"飞机": "flight", "大巴": "bus"} and not said_of(
        told_by, "fixed.mode"
    )


def test_columns_that_are_stated_in_two_ways_are_not_dropped(tmp_path):
    coach = [{"column": "厢", "as": "coach"}, {"column": "位", "as": "coach-of-seat"}]
    persons = {"name": "称呼"}
    header = "车次,发车,到达,厢,位,称呼"
    found = tickets(tmp_path / "x.csv", header, "3,03车12A,甲", columns={"coach": coach}, persons=persons)
    assert not said_of(found, "columns")
    assert "not understood, and dropped: 厢, 位, 称呼" in said_of(
        tickets(tmp_path / "y.csv", header, "3,x,甲"), "columns"
    )


def test_it_says_first_which_profile_reads_the_file_already(workspace, tmp_path):
    header = "姓名,证件号码,车次,发车时间,到达时间,车厢,座位号"
    path = put(tmp_path / "x.csv", lines(header, f"安,{ANNA},G101,{TIMES},,03车12A"))
    said = told(workspace, "profile", path)
    assert " ".join(said.out.split()).startswith(
        f"{path} is read by profile rail-tickets (tickets) already, and needs no"
    )
    other = put(tmp_path / "y.csv", lines(header.replace("证件号码", "证"), f"安,{ANNA},G101,{TIMES},,03车12A"))
    assert "already" not in told(workspace, "profile", other).out


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_last_line_without_a_line_end_is_a_line_like_any_other(workspace, tmp_path, end):
    text = lines("旅客证件,车次,发车,到达,席位", f"{ANNA},G1,{TIMES},12A", f"{BEN},G1,{TIMES},03车12A").removesuffix(
        b"\n"
    )
    said = told(workspace, "profile", put(tmp_path / "x.csv", text + end.encode())).out
    assert "of 2 lines read, 2 are understood" in said and "coach-of-seat" in said


def test_a_proposal_for_places_is_found_for_lists_of_that_header_alone(workspace, tmp_path):
    header = "商铺编号,商铺名称,大类"
    path = put(tmp_path / "a.csv", lines(header, "M1,一号店,商场"))
    written = told(workspace, "profile", path, "--state", "kind=places", "--write", "our-shops")
    assert written.status == 0 and 'beside = ["大类"]' in written.out
    assert "a.csv (profile our-shops): 1 row = 1 kept" in told(workspace, "ingest", path).out
    scans = put(tmp_path / "b.csv", lines(f"会员,{header},来访", "7,M1,一号店,商场,2021-08-06 20:13"))
    said = told(workspace, "ingest", scans)
    assert said.status == 2 and "no profile fits its header" in said.err
    own = """id = "own"\nkind = "places"\n[columns]\nplace_id = "商铺编号"\n"""
    put(workspace / "profiles" / "own.toml", own)
    assert told(workspace, "ingest", scans).status == 2, "nor by one that says nothing of what may stand beside"
    assert rows(workspace / "store.duckdb", "SELECT place_id FROM places") == [("M1",)]


def test_a_list_of_places_with_instants_is_perhaps_none(tmp_path):
    found = draft(tmp_path / "x.csv", lines("场所码,场所名称,经过", "M1,一号店,2021-08-06 20:13"))
    assert "经过: instants, which places do not have" in said_of(found, "kind")
