"""What is proposed for lists in the ways of other offices: who a name is of, whose phones, and days in English."""

import pytest

from tests.cli.program import new_workspace, put, told
from tests.profiles.samples import ANNA, lines
from tests.profiles.test_proposals import doubts, draft

HOURS = ("2021-08-05 20:00,2021-08-05 22:00", "2021-08-05 20:30,")


@pytest.mark.parametrize("header", ["person,venue,in,out", "Person,Place,Start,End"])
def test_plain_english_names_of_columns(tmp_path, header):
    found = draft(tmp_path / "x.csv", lines(header, *(f"p{n},V,{hours}" for n, hours in enumerate(HOURS))))
    assert found.document["kind"] == "checkins" and not found.missing
    names = ("person_id", "place_id", "checked_in_at", "checked_out_at")
    assert found.document["columns"] == dict(zip(names, header.split(","), strict=True))


@pytest.mark.parametrize(("keys", "told"), [(("Ann Lee", "Bo Li"), True), (("p1", "p2"), False)])
def test_a_name_is_no_key(tmp_path, keys, told):
    rows = (f"{key},V,{hours}" for key, hours in zip(keys, HOURS, strict=True))
    found = draft(tmp_path / "x.csv", lines("Member,Venue,Visit start,Visit end", *rows))
    assert found.document["columns"]["person_id"] == "Member"
    assert found.document["columns"]["checked_out_at"] == "Visit end"
    assert ("a name is no key" in doubts(found)["columns.person_id"]) == told


def test_short_words_stand_by_themselves(tmp_path):
    """A plate is no latitude, nor are the colon and the latest hour."""
    rows = ("京A12345,2021/8/5 9:30:12,North,2021/8/5,1", "京A12346,2021/8/5 9:31:12,North,2021/8/5,1")
    found = draft(tmp_path / "x.csv", lines("Plate,Time,Gate,Latest,Colon", *rows))
    assert found.document["kind"] == "passages" and found.document["columns"]["plate"]["column"] == "Plate"
    for header in (
        "lat,lon",
        "LatE6,LngE6",
        "gcj_lat,gcj_lng",
        "start lat (deg),start lon (deg)",
        "Latitude,Longitude",
    ):
        north, east = header.split(",")
        track = draft(tmp_path / "y.csv", lines(f"uid,timestamp,{header}", "u,2021-08-05T09:30:00Z,39.9073,116.3915"))
        columns = track.document["columns"]
        assert (columns["latitude"], columns["longitude"]) == (north, east)


def test_towers_are_told(tmp_path):
    rows = lines("基站号,用户号码,时间,经度,纬度", "460-00-1-2,13800138000,20210805093000,116.3915,39.9073")
    assert "fixed.accuracy_m=600" in doubts(draft(tmp_path / "x.csv", rows))["fixed.accuracy_m"]
    stated = draft(tmp_path / "x.csv", rows, fixed={"accuracy_m": "600"})
    assert "fixed.accuracy_m" not in doubts(stated)


def test_a_date_in_german_is_no_coordinate_system(tmp_path):
    found = draft(tmp_path / "x.csv", lines("Nr;Abnahmedatum;Ergebnis", "P1;05.08.2021 09:30;nachweisbar"))
    assert "crs" not in found.document["columns"]


def test_the_name_of_the_case_is_not_that_of_her_contact(tmp_path):
    rows = lines("病例姓名,密接姓名,密接电话,接触时间", "张三,李四,13800138000,2021-08-05", encoding="gb18030")
    found = draft(tmp_path / "x.csv", rows, kind="persons")
    assert (found.document["columns"]["name"], found.document["columns"]["phone"]) == ("密接姓名", "密接电话")


@pytest.mark.parametrize("phone", ["0912345678", "+886912345678"])
def test_a_phone_is_read_as_no_document(tmp_path, phone):
    found = draft(tmp_path / "x.csv", lines("姓名,手機,場所,扫码时间", f"王某,{phone},M1,2021-08-05 09:30"))
    key, words = found.document["columns"]["person_id"], doubts(found)["columns.person_id"]
    if phone.startswith("+"):
        assert key == {"column": "手機", "as": "phone"} and "of CN, where no country code stands" in words
    else:
        assert key == "手機" and 'region = "TW"' in words


def test_days_and_times_apart_with_the_weekday_first(tmp_path):
    row = 'u1,Gym,"Thursday, August 5, 2021",9:30 AM,10:45 AM'
    said = told(
        new_workspace(tmp_path / "workspace"),
        "profile",
        put(tmp_path / "x.csv", lines("User,Place,Date,Time in,Time out", row)),
    )
    assert said.status == 0
    assert "2021-08-05T09:30:00.000+08:00  2021-08-05T10:45:00.000+08:00" in said.out


def test_how_many_lines_a_profile_understands_that_is_there_already(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    header = "Full Name,Phone,Location,Check In,Check Out"
    rows = ("A,13800138000,Gym,{} 9:30,{} 10:45", "B,13900139000,Gym,{} 9:30,")
    for day, says in {
        "2021-08-13": ", and needs no other.",
        "8/13/2021": ", which understands 0 of 2 lines read.",
    }.items():
        path = put(tmp_path / "x.csv", lines(header, *(row.format(day, day) for row in rows)))
        said = " ".join(told(workspace, "profile", path).out.split())
        assert f"is read by profile visitors-log (checkins) already{says}" in said


@pytest.mark.parametrize(
    ("header", "row", "persons", "left_out"),
    [
        (
            "乘客手机号,司机姓名,司机身份证号,上车时间",
            f"13800138000,王,{ANNA},2021-08-09 10:00",
            {"name": "司机姓名"},
            "phone",
        ),
        ("旅客姓名,证件号码,航班号,购票人手机号", f"张,{ANNA},CA1234,13800138000", {"name": "旅客姓名"}, "phone"),
        (
            "读者姓名,读者身份证号码,联系手机,入馆时间",
            f"张,{ANNA},13800138000,2021-08-09 10:00",
            {"name": "读者姓名", "phone": "联系手机"},
            None,
        ),
        (
            "Patient Name,Passport No,Mobile Phone,Flight",
            "A B,E12345678,13800138000,CA1234",
            {"phone": "Mobile Phone"},
            None,
        ),
    ],
)
def test_whose_name_and_phone_a_line_tells(tmp_path, header, row, persons, left_out):
    """Two people's in one would be a person whom nobody can call."""
    found = draft(tmp_path / "x.csv", lines(header, row))
    told_of_her = found.document["persons"]
    assert persons.items() <= told_of_her.items() and left_out not in told_of_her
    assert not left_out or "left out" in doubts(found)[f"persons.{left_out}"]


def test_a_name_that_may_be_of_nobody_is_told(tmp_path):
    found = draft(
        tmp_path / "x.csv", lines("ap_name,user,connect_time", "L2,s1001,2021-08-09 10:00:00"), kind="checkins"
    )
    assert "ap_name is taken to be of whom user tells" in doubts(found)["persons.name"]


def test_of_two_columns_that_are_as_like_the_other_is_told(tmp_path):
    """The result of a pool is not that of the person."""
    rows = lines("姓名,身份证号,采样时间,混管结果,个人结果", f"张,{ANNA},2021-08-09 10:00,阳性,阴性")
    assert "个人结果 could be it as well" in doubts(draft(tmp_path / "x.csv", rows))["columns.result"]
    one = lines("姓名,身份证号,采样时间,个人结果,报告单位", f"张,{ANNA},2021-08-09 10:00,阴性,某院")
    assert "columns.result" not in doubts(draft(tmp_path / "y.csv", one))


def test_an_optional_time_without_its_time_of_day_is_none_and_no_midnight(tmp_path):
    header = "手机号,场所码,日期,到店时间,离店时间"
    rows = [f"1380013800{n},M1,2021-08-05,09:30,{left}" for n, left in enumerate(("10:30", "", "11:00", ""))]
    assert "columns.checked_out_at" not in {
        key for key, words in doubts(draft(tmp_path / "x.csv", lines(header, *rows))).items() if "of midnight" in words
    }


def test_the_encoding_is_told_where_it_was_not_marked(tmp_path):
    text = "手机号,场所码,扫码时间", "13800138000,一号店,2021-08-05 09:30"
    assert "file.encoding" in doubts(draft(tmp_path / "x.csv", lines(*text, encoding="gb18030")))
    assert "file.encoding" not in doubts(draft(tmp_path / "y.csv", lines(*text)))
