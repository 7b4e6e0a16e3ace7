"""Proposals for lists as people keep them: without a header, with a header of two rows, with two people a line."""

import pytest

from tests.cli.program import new_workspace, put, told
from tests.profiles.samples import ANNA, BEN, lines, workbook
from tests.profiles.test_proposals import doubts, draft
from tracing.errors import ProfileIncomplete
from tracing.intake.profiles.headers import is_value
from tracing.intake.profiles.toml_text import as_toml

PEOPLE = lines(f"张安娜,{ANNA},19000000001,某小区1栋,2021/8/5 9:00", f"李本,{BEN},19000000002,某小区2栋,2021/8/5 9:01")
TRACK = lines(*(f"16281252{n}000,102718312,25038912,12,U1" for n in range(10, 13)))
RESULTS = lines(
    "样本号,证件号,采样时间,结果",
    f"1,{ANNA},2021/8/5 9:00,阴性",
    f"2,{BEN},2021/8/5 9:01,阴 性",
    f"3,{ANNA},2021/8/5 9:02,待复核家属李本{BEN}",
    f"4,{ANNA},2021/8/5 9:03,李本19000000002",
    f"5,{ANNA},2021/8/5 9:04,存疑",
)
RAIL = lines(
    "乘车人,证件号码,车次,乘车日期,发车时间,到达时间,席别",
    f"安娜,{ANNA},G1,2021-08-05,22:05,23:30,二等",
    f"李本,{BEN},G1,2021-08-05,2205,次日06:30,二等",
    f"李本,{BEN},G3,2021-08-05,22:05,23:30,二等",
)
HOUSEHOLDS = lines(
    "户号,户主姓名,户主身份证号,成员姓名,成员身份证号,紧急联系人电话",
    f"H1,安娜,{ANNA},安娜,{ANNA},19000000001",
    f"H1,安娜,{ANNA},李本,{BEN},19000000001",
)
PLACES = lines("场所编码,场所名称,是否封闭", "P1,一号店,是", "P2,二号店,否", "P3,三号店,yes", "P4,四号店,半封闭")


def grouped(second: tuple = (None, None, None, "日期", "时间", "日期", "时间")) -> bytes:
    rows = [("安娜", ANNA, "G1", "2021-08-05", "22:00", "2021-08-06", "01:00") for _ in range(3)]
    return workbook(("姓名", "证件号码", "车次", "出发", None, "到达", None), second, *rows)


@pytest.fixture
def workspace(tmp_path):
    return new_workspace(tmp_path / "workspace")


@pytest.mark.parametrize("cell", [ANNA, "+86 190-0000-0001", "云A12345", "2021/8/5 9:00", "9:05", "-3.5", "7", "G1234"])
def test_values_are_no_names_of_columns(cell):
    assert is_value(cell)


@pytest.mark.parametrize("cell", ["", "姓名", "Address line 2", "badge_1", "PM2.5", "检测时间", "SpO2", "Final result"])
def test_names_of_columns_are_no_values(cell):
    assert not is_value(cell)


def test_the_first_record_of_a_file_without_a_header_is_no_header(workspace, tmp_path):
    path = put(tmp_path / "x.csv", PEOPLE)
    found = draft(path, PEOPLE, kind="checkins")
    assert found.document["file"]["names"] == [f"column {n}" for n in range(1, 6)]
    assert found.document["columns"]["person_id"] == {"column": "column 2", "as": "document"}
    stated = ("--state", "kind=checkins", "--state", "columns.place_id=column 4")
    said = told(workspace, "profile", path, *stated, "--write", "people")
    assert said.status == 0 and "of 2 lines read, 2 are understood" in said.out
    written = (workspace / "profiles" / "people.toml").read_text()
    for secret in ("安娜", ANNA, "19000000001", "李本", BEN):
        assert secret not in said.out + said.err + written
    assert "2 rows = 2 kept + 0 rejected" in told(workspace, "ingest", path, "--profile", "people").out


def test_a_word_among_the_records_is_no_header(tmp_path):
    found = draft(tmp_path / "x.csv", PEOPLE + "王五,,,某小区3栋,\n".encode())
    assert found.document["file"]["names"] == [f"column {n}" for n in range(1, 6)]
    titled = lines("开始,2021/8/5,结束,2021/8/6,,", "户号,成员姓名,成员身份证号,关系,x,y", f"H1,安娜,{ANNA},妻,a,b")
    assert draft(tmp_path / "y.csv", titled).document["columns"]["household_id"] == "户号"


def test_the_names_of_the_columns_can_be_stated(workspace, tmp_path):
    path = put(tmp_path / "x.csv", TRACK)
    stated = ["kind=fixes", 'file.names=["t","x","y","acc","uid"]', "columns.observed_at=t", "columns.person_id=uid"]
    stated += ['columns.longitude={column="x",unit="microdeg"}', 'columns.latitude={column="y",unit="microdeg"}']
    arguments = [part for one in stated for part in ("--state", one)]
    said = told(workspace, "profile", path, *arguments, "--write", "track")
    assert said.status == 0 and "of 3 lines read, 3 are understood" in said.out
    assert "column 2" not in said.out and "not understood, and dropped: acc" in said.out
    assert "3 rows = 3 kept + 0 rejected" in told(workspace, "ingest", path, "--profile", "track").out
    few = told(workspace, "profile", path, "--state", 'file.names=["t","x"]')
    assert few.status == 2 and "--state file.names: 2 names, and the lines have 5 fields" in few.err


def test_a_header_of_two_rows_is_refused_unless_its_columns_are_stated(tmp_path):
    with pytest.raises(ProfileIncomplete, match="the header has two rows, lines 1 and 2: save it with one, or state"):
        draft(tmp_path / "x.xlsx", grouped())
    names = ["姓名", "证件号码", "车次", "出发日期", "出发时间", "到达日期", "到达时间"]
    found = draft(tmp_path / "x.xlsx", grouped(), file={"names": names})
    assert found.document["columns"]["arrives_at"] == {"date": "到达日期", "time": "到达时间"}


def test_a_second_header_below_and_columns_without_one_are_doubts(tmp_path):
    english = lines("姓名,手机号,场所码,扫码时间,", "name,phone,place,time,", "安娜,19000000001,7,2021-08-05 09:00,x")
    assert "line 2 looks like a second row of the header: save the file with one" in [
        doubt.words for doubt in draft(tmp_path / "x.csv", english).doubts
    ]
    bare = lines("姓名,手机号,场所码,扫码时间,", "安娜,19000000001,7,2021-08-05 09:00,x")
    assert doubts(draft(tmp_path / "x.csv", bare))["columns"] == "without a header, and dropped: column 5"
    wordy = lines("姓名,场所,备注,扫码时间", "安娜,一号店,无,", "李本,二号店,无,2021-08-05 09:00")
    assert "columns" not in {key for key, words in doubts(draft(tmp_path / "x.csv", wordy)).items() if "row" in words}


def test_only_words_are_words_and_those_alike_are_one(workspace, tmp_path):
    found = draft(tmp_path / "x.csv", RESULTS)
    assert found.document["values"] == {"result": {"阴性": "negative"}}
    assert doubts(found)['values.result."存疑"'] == "state what this word means"
    assert doubts(found)["values.result"].startswith("2 different values are no words, being long or with digits")
    said = told(workspace, "profile", put(tmp_path / "x.csv", RESULTS))
    assert said.status == 0 and "of 5 lines read, 2 are understood" in said.out
    for secret in ("李本", BEN, "19000000002", "家属"):
        assert secret not in said.out + said.err


def test_a_stated_word_stands_in_place_of_one_that_is_alike(tmp_path):
    found = draft(tmp_path / "x.csv", RESULTS, values={"result": {"阴 性": "negative"}})
    assert found.document["values"] == {"result": {"阴 性": "negative"}}


def test_what_would_move_the_terminal_is_not_printed(workspace, tmp_path):
    header = "姓名\x1b[31m,手机号,场所码,扫码时间,\u202e备注"
    path = put(tmp_path / "a\u202eb.csv", lines(header, "安娜,19000000001,C\x071,2021-08-05 09:00,x"))
    said = told(workspace, "profile", path)
    assert said.status == 0 and "C?1" in said.out and "not understood, and dropped: ?备注" in said.out
    incomplete = told(workspace, "profile", path, "--state", "kind=tests")
    assert incomplete.status == 28 and "a?b.csv" in incomplete.err
    for text in (said.out, said.err, incomplete.out, incomplete.err):
        assert "\x1b" not in text and "\u202e" not in text


def test_characters_beyond_the_first_plane_are_written_as_toml_has_them():
    assert as_toml({"source": "\U000e0001\u202e"}) == 'source = "\\U000e0001\\U0000202e"\n'


def test_instants_of_a_ticket_whose_day_and_times_stand_apart(tmp_path):
    found = draft(tmp_path / "x.csv", RAIL)
    assert found.document["columns"]["departs_at"] == {"date": "乘车日期", "time": "发车时间"}
    assert found.document["columns"]["arrives_at"] == {"date": "乘车日期", "time": "到达时间"}
    assert found.document["persons"] == {"name": "乘车人", "document_number": "证件号码"}
    assert doubts(found)["columns.arrives_at"].startswith(
        "到达时间 has no day of its own and is taken to be on 乘车日期"
    )
    assert "columns.departs_at" not in doubts(found)


def test_what_a_line_says_of_another_person_is_not_the_persons(tmp_path):
    found = draft(tmp_path / "x.csv", HOUSEHOLDS)
    assert found.document["columns"]["person_id"] == {"column": "成员身份证号", "as": "document"}
    assert found.document["persons"] == {"name": "成员姓名", "document_number": "成员身份证号"}
    assert doubts(found)["columns"] == "not understood, and dropped: 户主姓名, 户主身份证号, 紧急联系人电话"
    head = draft(tmp_path / "x.csv", lines("户号,户主姓名,户主身份证号", f"H1,安娜,{ANNA}", f"H2,李本,{BEN}"))
    assert head.missing == ["person_id"] and head.document["persons"] == {}


def test_words_for_true_and_false(workspace, tmp_path):
    found = draft(tmp_path / "x.csv", PLACES, kind="places")
    assert found.document["values"] == {"enclosed": {"是": "true", "否": "false", "yes": "true"}}
    assert doubts(found)['values.enclosed."半封闭"'] == "state what this word means"
    stated = ("--state", "kind=places", "--state", 'values.enclosed."半封闭"=true')
    written = told(workspace, "profile", put(tmp_path / "x.csv", PLACES), *stated)
    assert '"半封闭" = "true"' in written.out


@pytest.mark.parametrize(
    ("stated", "key"),
    [
        ("columns.nonsense=x", "columns.nonsense: unknown key"),
        ("values.nonsense.x=y", "values.nonsense: unknown key"),
        ("persons.shoes=x", "persons.shoes: unknown key"),
        ("nonsense=x", "nonsense: unknown key"),
        ("instants.forms=['noon']", "instants.forms"),
        ("instants.forms=noon", "instants.forms"),
        ("file.names=a", "file.names"),
        ("file.sheet=3", "--state file: the file cannot be read"),
        ("file.delimiter=';'", "--state file: the file cannot be read"),
    ],
)
def test_what_no_profile_can_hold_is_refused_by_its_key(workspace, tmp_path, stated, key):
    said = told(workspace, "profile", put(tmp_path / "x.csv", RAIL), "--state", stated)
    assert said.status == 2 and key in said.err and len(said.complaints) == 1


def test_a_profile_that_understands_no_line_is_not_written(workspace, tmp_path):
    wrong = lines("姓名,手机号,场所码,扫码时间", "安娜,19000000001,C1,昨天", "李本,19000000002,C1,今天")
    said = told(workspace, "profile", put(tmp_path / "x.csv", wrong), "--write", "wrong")
    assert said.status == 28 and "none of the lines shown is understood" in said.err
    assert not list((workspace / "profiles").iterdir())


SHEET = "姓名,手机号,场所码,扫码日期,扫码时间"


@pytest.mark.parametrize("time", ["0.3854166667", "0.5", "0.75"], ids=["to the second", "noon", "six"])
def test_a_day_and_a_share_of_it_that_a_spreadsheet_counted_are_one_instant(tmp_path, time):
    rows = lines(SHEET, *(f"安娜,1900000000{n},P1,4440{n},{time if n == 8 else '0.4105902778'}" for n in range(5, 9)))
    found = draft(put(tmp_path / "x.csv", rows), rows, kind="checkins")
    assert found.document["columns"]["checked_in_at"] == {"date": "扫码日期", "time": "扫码时间"}
    assert found.document["instants"]["forms"] == ["excel-1900"]


def test_a_number_beside_a_day_is_no_time_of_it(tmp_path):
    rows = lines("手机号,场所码,扫码日期,体温差", *(f"1900000000{n},P1,2021-08-0{n},0.4{n}5" for n in range(5, 9)))
    found = draft(put(tmp_path / "x.csv", rows), rows, kind="checkins")
    assert found.document["columns"]["checked_in_at"] == "扫码日期"
