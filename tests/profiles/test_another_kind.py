"""Files whose header suits a list of places or of people, and which may be records of another kind."""

from pathlib import Path

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import ANNA, lines


@pytest.fixture
def workspace(tmp_path) -> Path:
    return new_workspace(tmp_path / "workspace")


def test_records_of_people_that_tell_of_places_too_are_no_list_of_places(workspace, tmp_path):
    """The code and the position of a venue stand in scans as well, in more columns than who was there."""
    header = "手机号,场所码,场所名称,场所类型,经度,纬度,网格,扫码时间"
    scans = lines(header, "19000000001,M1,一号店,商场,102.71,25.03,五华-1,2021-08-05 10:00")
    register = lines(header.removeprefix("手机号,").removesuffix(",扫码时间"), "M1,一号店,商场,102.71,25.03,五华-1")
    said = told(workspace, "ingest", put(tmp_path / "a.csv", scans), put(tmp_path / "b.csv", register))
    assert "a.csv (profile venue-scans): 1 row = 1 kept" in said.out
    assert "b.csv (profile venue-lists): 1 row = 1 kept" in said.out
    assert rows(workspace / "store.duckdb", "SELECT latitude > 25.032 FROM places") == [(True,)], "it was in GCJ-02"


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("姓名,身份证,手机,场所码,场所名称,到店时间", f"N,{ANNA},13800138003,M1,一号店,2021-08-06 20:13"),
        ("会员卡号,场所码,场所名称,进店时间", "7,M1,一号店,2021-08-06 20:13"),
        ("检测对象,身份证,核酸采样时间,结论,名称,场所编号", f"N,{ANNA},2021-08-06 20:13,阴性,一号店,M1"),
    ],
)
def test_what_nobody_knows_beside_a_venue_s_code_and_name_is_no_list_of_venues(workspace, tmp_path, header, line):
    """Taken as places, the scans would be lost, and what is known of the venue with them."""
    path = put(tmp_path / "export.csv", lines(header, line))
    said = told(workspace, "ingest", path)
    assert said.status == 2 and "no profile fits its header" in said.err
    named = told(workspace, "ingest", path, "--profile", "venue-lists")
    assert named.status == 0 and "1 row = 1 kept" in named.out


def test_people_whose_lines_hold_instants_that_nobody_reads_may_be_of_another_kind_and_it_is_told(workspace, tmp_path):
    """An export of scans with a name, a document, a phone and an address has all that a list of contacts has."""
    header, person = "姓名,身份证号,手机号,现住址", f"安,{ANNA},13800138003,昆明"
    scans = put(tmp_path / "a.csv", lines(f"{header},店名,到店时间", f"{person},一号店,2021-08-06 20:13"))
    said = told(workspace, "ingest", scans).out
    assert "a.csv (profile contact-lists): 1 row = 1 kept" in said
    assert "1 row told instants in 到店时间, which persons do not have" in said
    again = put(tmp_path / "c.csv", lines(f"{header},店名,到店时间", f"{person},二号店,2021-08-06 21:13"))
    asked = told(workspace, "ingest", again, "--profile", "contact-lists").out
    assert "told instants" not in asked, "who brings it by that profile knows what it is"
    days = put(tmp_path / "b.csv", lines(f"{header},最后接触日期", f"{person},2021-08-06"))
    assert "told instants" not in told(workspace, "ingest", days).out


@pytest.mark.parametrize(
    ("further", "values", "named"),
    [
        ("到访日期,到访时间", "2021-08-06,20:13", "到访日期, 到访时间"),
        ("进门时间,小区", "20:13,A", "进门时间"),
        ("到访时间", "8月6日 20:13", "到访时间"),
        ("车次,乘车日期,座位", "G1,2021-08-06,12A", "乘车日期"),
        ("就餐日期", "2021/8/6", "就餐日期"),
    ],
)
def test_a_visit_that_is_told_in_other_ways(workspace, tmp_path, further, values, named):
    """Its day and its time apart, one of the two alone, or a day without its year."""
    path = put(
        tmp_path / "a.csv", lines(f"姓名,身份证号,手机号,现住址,{further}", f"安,{ANNA},13800138003,昆明,{values}")
    )
    assert f"1 row told instants in {named}, which persons do not have" in told(workspace, "ingest", path).out


def test_a_list_of_people_that_was_proposed_is_found_where_it_knows_all(workspace, tmp_path):
    """A name and a document stand in nearly every file: its visits must not become people."""
    listed = put(tmp_path / "list.csv", lines("姓名,身份证号,班级", f"安,{ANNA},3"))
    assert told(workspace, "profile", listed, "--state", "kind=persons", "--write", "pupils").status == 0
    visits = put(tmp_path / "visits.csv", lines("姓名,身份证号,小区,进门时间", f"安,{ANNA},A,2021-08-06 20:13"))
    assert "no profile fits its header" in told(workspace, "ingest", visits).err
    assert "(profile pupils): 1 row = 1 kept" in told(workspace, "ingest", listed).out


@pytest.mark.parametrize(("days", "refused"), [((9, 12, 13, 25), True), ((9, 12), False), ((9,), False)])
def test_a_laboratory_elsewhere_that_writes_the_day_first(workspace, tmp_path, days, refused):
    """Its header is that of the shipped profile, which reads the month first: August would be kept as September."""
    results = (f"P{day},{day:02d}/08/2021 10:00,{day:02d}/08/2021,Not detected" for day in days)
    path = put(tmp_path / "lab.csv", lines("Patient ID,Specimen Collected,Result Date,Interpretation", *results))
    said = told(workspace, "ingest", path)
    assert (said.status == 2) == refused
    assert ("more of its days are of another order of day and month" in said.err) == refused
    named = told(workspace, "ingest", path, "--profile", "lab-results-us")
    assert named.status == 0, "who brings it by that profile has said the order: its lines are rejected one by one"


def test_one_mistyped_day_does_not_refuse_a_file(workspace, tmp_path):
    days = ("08/13/2021", "08/14/2021", "13/08/2021")
    results = (f"P{day},{day} 10:00,,Detected" for day in days)
    path = put(tmp_path / "lab.csv", lines("Patient ID,Specimen Collected,Result Date,Interpretation", *results))
    said = told(workspace, "ingest", path).out
    assert "3 rows = 2 kept + 1 rejected" in said and "in another order of day and month" in said


@pytest.mark.parametrize(
    ("header", "cell", "kind"),
    [
        ("户号", "H1", "households"),
        ("家庭编号", "H1", "households"),
        ("车牌号", "云A12345", "vehicles"),
        ("检测结果", "阴性", "tests"),
        ("车次", "G1", "tickets"),
        ("关联病例", "甲", None),
        ("接触地点", "一号店", None),
        ("户号", "", None),
    ],
)
def test_what_other_kinds_tell_of_people_is_dropped_by_a_list_of_them_and_told(workspace, tmp_path, header, cell, kind):
    text = lines(f"姓名,身份证号,手机号,现住址,{header}", f"安,{ANNA},13800138003,昆明,{cell}")
    said = told(workspace, "ingest", put(tmp_path / "a.csv", text)).out
    assert "a.csv (profile contact-lists): 1 row = 1 kept" in said
    assert ("1 row told of" in said) == bool(kind)
    assert f"1 row told of {header}, as {kind} do and persons do not" in said or not kind
