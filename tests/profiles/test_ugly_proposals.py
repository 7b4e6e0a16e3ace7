"""What `tracing profile` says of ugly files: unknown headers, days under words, counts of seconds, what is fixed."""

import pytest

from tests.cli.program import new_workspace, put, told
from tests.profiles.samples import ANNA, BEN, lines
from tests.profiles.test_proposals import doubts, draft


@pytest.fixture
def workspace(tmp_path):
    return new_workspace(tmp_path / "workspace")


@pytest.mark.parametrize("days", [("2021-08-05", "2021-08-06"), ("Aug 5, 2021", "Aug 6, 2021"), ("8月5日", "8月6日")])
def test_words_over_days_and_weekdays_are_a_header_though_none_is_known(days, tmp_path):
    found = draft(tmp_path / "x.csv", lines("Day;Weekday", f"{days[0]};Thu", f"{days[1]};Fri"))
    assert "names" not in found.document["file"]
    assert "column 1" not in str(found) and "Weekday" in doubts(found)["columns"]


def test_a_first_record_of_words_is_no_header(tmp_path):
    rows = ("Ann Lee;;M1;noon", "Ben Roe;19000000001;M1;2021-08-05 10:00", "Cid Poe;19000000002;M1;2021-08-05 10:00")
    assert draft(tmp_path / "x.csv", lines(*rows)).document["file"]["names"][0] == "column 1"
    assert draft(tmp_path / "y.csv", lines("Ann;here", "Ben;there", "Cid;there")).document["file"]["names"]


@pytest.mark.parametrize("epochs", [("1628130000", "1628130060"), ("1628130000123", "1628130060123")])
def test_counts_of_seconds_are_instants_and_no_documents(epochs, tmp_path):
    found = draft(tmp_path / "x.csv", lines("用户,地方,数值", *(f"u,总店,{one}" for one in epochs)), kind="checkins")
    assert found.document["columns"]["checked_in_at"] == "数值" and found.missing == ["person_id"]
    empty = lines(
        "手机,店铺,到店,数值", *(f"{phone},总店,2021-08-05 10:00,{epochs[0]}" for phone in ("19000000001", ""))
    )
    assert "by_line" not in doubts(draft(tmp_path / "y.csv", empty))


def test_days_are_no_documents(tmp_path):
    found = draft(tmp_path / "x.csv", lines("甲,乙", "2021-08-05,a", "2021-08-06,b"), kind="households")
    assert found.missing == ["household_id", "person_id"]


def test_what_is_fixed_or_from_the_name_is_not_asked_for(workspace, tmp_path):
    track = lines("time,lat,lon,id", *(f"2021-08-05T10:0{n}:00Z,25.0381,102.718{n},1900000000{n}" for n in range(3)))
    for stated in ({"fixed": {"person_id": "u"}}, {"from_name": {"person_id": "(u)"}}):
        found = draft(tmp_path / "x.csv", track, **stated)
        assert not found.missing and "person_id" not in found.document["columns"]
        assert "columns.person_id" not in doubts(found)
    said = told(workspace, "profile", tmp_path / "x.csv", "--state", "fixed.person_id=u")
    assert said.status == 0 and "columns.person_id" not in said.out and "3 are understood" in said.out


def test_all_that_is_missing_is_named_with_what_to_state(workspace, tmp_path):
    path = put(tmp_path / "x.csv", lines("姓名,店铺,备注", "张三,总店,2021", "李四,分店,2022"))
    said = told(workspace, "profile", path)
    assert said.status == 28 and said.complaints == [
        f"tracing: {path}: checkins need person_id, checked_in_at: state each with --state, as "
        "columns.person_id=HEADER, or fixed.person_id=VALUE where it is one in every line"
    ]


def test_who_a_person_of_a_list_is_known_by_is_taken_from_her_papers(tmp_path):
    rows = lines(
        "Full name;Mobile phone;Passport", "Anna Doe;+44 7700 900123;E12345678", "Ben;+44 7700 900124;E12345679"
    )
    found = draft(tmp_path / "x.csv", rows)
    assert found.document["kind"] == "persons" and not found.missing
    assert found.document["columns"]["person_id"] == {"column": "Passport", "as": "document"}


def test_the_system_of_positions_is_read_from_their_headers(tmp_path):
    rows = lines("场所编码,场所,百度经度,百度纬度", *(f"P{n},总店,102.71234{n},25.01234{n}" for n in range(3)))
    found = draft(tmp_path / "x.csv", rows)
    assert (found.document["kind"], found.document["crs"]) == ("places", "bd09")
    assert doubts(found)["crs"].startswith(
        "taken as bd09, by the words in 百度纬度, 百度经度: state wgs84 (GPS) or gcj02"
    )


def test_a_list_of_vehicles_is_one_and_the_first_of_two_instants_is_the_beginning(tmp_path):
    cars = lines("车牌号,车主,车主身份证,登记日期", f"云A12345,甲,{ANNA},2020-01-01", f"云A12346,乙,{BEN},2020-01-02")
    assert draft(tmp_path / "x.csv", cars).document["kind"] == "vehicles"
    visits = lines("Visitor;Shop;Visit date", "Anna;Mall;Aug 5, 2021", "Ben;Mall;Aug 6, 2021")
    found = draft(tmp_path / "y.csv", visits)
    assert found.document["columns"]["checked_in_at"] == "Visit date" and found.missing == ["person_id"]
    assert found.document["instants"]["forms"] == ["months"]


def test_a_file_in_the_specification_s_own_form_needs_no_profile(workspace, tmp_path):
    path = put(tmp_path / "checkins_1.csv", "person_id,place_id,checked_in_at\nann,M,2021-08-05T10:00\nben,M,noon\n")
    said = told(workspace, "profile", path)
    assert said.status == 0 and not said.err
    first, *_ = said.out.splitlines()
    assert first == f"{path} is in the specification's own form (checkins) and is taken in without a profile."
    assert "[columns]" not in said.out and "state" not in said.out
    assert "line 3, rejected: checked_in_at not an instant" in said.out
    assert "of 2 lines read, 1 is understood" in said.out
    lacking = put(tmp_path / "checkins_2.csv", "person_id,place_id\nann,M\n")
    said = told(workspace, "ingest", lacking)
    assert (
        said.err.strip().endswith("checkins without the required columns: checked_in_at") and "profile" not in said.err
    )
    foreign = put(tmp_path / "checkins_3.csv", "who,place_id\nann,M\n")
    assert "`tracing profile FILE` proposes one" in told(workspace, "ingest", foreign).err


def test_its_rejects_and_findings_speak_of_no_profile(workspace, tmp_path):
    fixes = [
        "person_id,observed_at,latitude,longitude",
        *(f"a,2021-08-05T10:0{n}:00Z,102.71{n},25.01" for n in range(9)),
    ]
    spots = lines("place_id,latitude,longitude,name", 'P1,"31,2",121.4,总店', "P2,31.2,121.4,同上")
    files = put(tmp_path / "fixes.csv", lines(*fixes)), put(tmp_path / "places.csv", spots)
    said = told(workspace, "ingest", *files)
    assert said.status == 0 and "profile" not in said.out
    assert "latitude not a number: it has a comma before its decimals" in said.out
    assert "name a word that repeats the line above: the file must hold the value itself" in said.out
    assert "latitude and longitude look swapped" in said.out
