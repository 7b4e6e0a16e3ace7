"""What is proposed for lists in the ways of other offices: who a name is of, whose phones, and days in English."""

import pytest

from tests.cli.program import new_workspace, put, told
from tests.profiles.samples import lines
from tests.profiles.test_proposals import doubts, draft

HOURS = ("2021-08-05 20:00,2021-08-05 22:00", "2021-08-05 20:30,")


@pytest.mark.parametrize("header", ["person,venue,in,out", "Person,Place,Start,End"])
def test_plain_english_names_of_columns(tmp_path, header):
    found = draft(tmp_path / "x.csv", lines(header, *(f"p{n},V,{hours}" for n, hours in enumerate(HOURS))))
    assert found.document["kind"] == "checkins" and not found.missing
    names = ("person_id", "place_id", "checked_in_at", "checked_out_at")
    assert found.document["columns"] == dict(zip(names, header.split(","), strict=True))


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
