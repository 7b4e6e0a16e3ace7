"""Proposals read a phone as one of the region whose profile it was taken in under, not as China's."""

import json

import pytest

from tests.cli.program import new_workspace, put, told

PROFILE = """id = "{id}"
kind = "persons"
[columns]
person_id = "{key}"
name = "姓名"
phone = {phone}
"""
BADGES = """id = "badges"
kind = "checkins"
[columns]
person_id = {{ column = "phone", as = "phone", region = "TW" }}
place_id = "shop"
checked_in_at = "when"
[persons]
name = "who"
phone = {phone}
"""


def proposed(workspace) -> list[tuple]:
    rows = json.loads(told(workspace, "identity", "propose", "--format", "json").out)
    return [row["told"] for row in rows]


@pytest.mark.parametrize(
    ("region", "told_as_one"), [('{ column = "电话", region = "TW" }', ["the same phone and name"]), ('"电话"', [])]
)
def test_a_stated_region_ties_what_china_s_numbers_would_not(region, told_as_one, tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    home = put(tmp_path / "home.toml", PROFILE.format(id="home", key="key", phone='"电话"'))
    away = put(tmp_path / "away.toml", PROFILE.format(id="away", key="no", phone=region))
    one = put(tmp_path / "a.csv", "key,姓名,电话\na1,陈安,+886 912 345 678\n")
    other = put(tmp_path / "b.csv", "no,姓名,电话\nb1,陈安,0912-345-678\n")
    assert told(workspace, "ingest", one, "--profile", home).status == 0
    assert told(workspace, "ingest", other, "--profile", away).status == 0
    assert proposed(workspace) == told_as_one


def test_the_region_of_the_phones_that_people_are_known_by_is_that_of_those_kept(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    badges = put(tmp_path / "badges.toml", BADGES.format(phone='"mobile"'))
    shops = put(tmp_path / "a.csv", "phone,mobile,shop,when,who\n0987654321,0912345678,M,2021-08-05,陈安\n")
    list_ = put(tmp_path / "persons.csv", "person_id,name,phone\nx,陈安,+886912345678\n")
    assert told(workspace, "ingest", shops, "--profile", badges).status == 0
    assert told(workspace, "ingest", list_).status == 0
    assert proposed(workspace) == ["the same phone and name"]


TRACK = """<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
<trkpt lat="31.2" lon="121.4"><time>2021-08-01T00:00:00Z</time></trkpt></trkseg></trk></gpx>"""


@pytest.mark.parametrize("name", ["13800138000", "13800138000_2021-08-01", "+86 138 0013 8000"])
def test_the_phone_in_a_track_s_name_is_that_of_who_is_known_by_it_elsewhere(name, tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    list_ = put(tmp_path / "list.csv", "姓名,身份证号,手机号,现住址\n陈安,,13800138000,一号\n")
    assert told(workspace, "ingest", put(tmp_path / f"{name}.gpx", TRACK), list_).status == 0
    assert proposed(workspace) == ["the same phone as key"]
    said = told(workspace, "identity", "propose").out
    assert "138" not in said and "陈安" not in said
