"""What a profile may not say: refused with path, key and reason, and always for the same thing first."""

import tomllib

import pytest

from tracing.errors import ProfileRefused
from tracing.intake.profiles import known, load, parse, shipped
from tracing.intake.profiles.files import read

GOOD = """
id = "good"
kind = "tests"

[columns]
person_id = [{ column = ["身份证号", "证件号"], as = "document" }, { column = "手机号", as = "phone" }]
sampled_at = { date = "采样日期", time = "采样时间" }
result = "结果"
method = "方法"

[fixed]
site = "our site"

[values.result]
"阴性" = "negative"

[instants]
zone = "Asia/Shanghai"
forms = ["iso", "slashes"]
day_order = "day-month-year"

[persons]
name = "姓名"
"""
FIXES = """
id = "good"
kind = "fixes"
crs = "gcj02"
[columns]
person_id = "who"
observed_at = "when"
latitude = { column = "y", unit = "microdeg" }
longitude = { column = "x", unit = "microdeg" }
[filters.impossible-speed]
kmh = 300
"""
TICKETS = """
id = "good"
kind = "tickets"
[columns]
person_id = "who"
service = { column = "train", as = "service" }
departs_at = "from"
arrives_at = "to"
row = { column = "seat", as = "row" }
"""


def refusal(text: str) -> str:
    with pytest.raises(ProfileRefused) as refused:
        read(text.encode(), "good.toml")
    assert refused.value.exit_status == 2 and "\n" not in str(refused.value)
    return str(refused.value).removeprefix("good.toml: ")


@pytest.mark.parametrize("text", [GOOD, FIXES, TICKETS], ids=["tests", "fixes", "tickets"])
def test_what_the_others_break_is_sound(text):
    assert read(text.encode(), "good.toml") == parse(tomllib.loads(text), "x", *_marks(text))


def _marks(text: str) -> tuple[str, str]:
    found = read(text.encode(), "good.toml")
    return found.sha256, found.text


OF_TESTS = [
    ('id = "good"', 'id = "Good one"', "id: must be made of a to z, 0 to 9 and -"),
    ('id = "good"', "", "id: must be there"),
    ('id = "good"', 'id = "good"\nkeys = 1', "keys: unknown key; known: id, title, title_zh, kind, source, needs,"),
    ('kind = "tests"', 'kind = "visits"', "kind: must be one of fixes, checkins, "),
    ('kind = "tests"', 'kind = "tests"\ncrs = "gcj02"', "crs: tests have no positions"),
    ('kind = "tests"', 'kind = "tests"\nneeds = ["site"]', "needs[1]: must be one of the columns"),
    ('result = "结果"', "", "columns: tests without the required columns: result"),
    ('result = "结果"', 'result = "结果"\nplace_id = "x"', "columns.place_id: unknown key; known: person_id, "),
    ('result = "结果"', 'result = ""', "columns.result: must not be blank"),
    ('result = "结果"', 'result = "：*"', "columns.result[1]: must hold a letter or a digit"),
    ('result = "结果"', "result = 3", "columns.result: must be text"),
    ('result = "结果"', "result = []", "columns.result: must be a list of at least one text"),
    ('result = "结果"', 'result = { header = "x" }', "columns.result.header: unknown key; known: column, date, "),
    ('result = "结果"', 'result = { as = "text" }', "columns.result.column: must be there"),
    ('result = "结果"', 'result = { column = "x", as = "letters" }', "columns.result.as: must be one of resident"),
    ('result = "结果"', 'result = { column = "x", as = "seat" }', "columns.result.as: seat is not for result"),
    ('result = "结果"', 'result = { column = "x", unit = "cm" }', "columns.result.unit: result has no unit"),
    ('result = "结果"', 'result = { date = "x", time = "y" }', "columns.result.date: result is no instant"),
    ('result = "结果"', 'result = [{ column = "x" }, "y"]', "columns.result: must be at least one table"),
    ('as = "document" }', 'as = "document", time = "x" }', "columns.person_id[1].column: does not go with date"),
    ('time = "采样时间"', 'as = "text"', "columns.sampled_at.as: does not go with date and time"),
    (', time = "采样时间" }', " }", "columns.sampled_at.time: must be there"),
    ('site = "our site"', 'result = "negative"', "fixed.result: is given already"),
    ('site = "our site"', 'mode = "x"', "fixed.mode: unknown key"),
    ('site = "our site"', 'resulted_at = "noon"', "fixed.resulted_at: not an instant"),
    ("[values.result]", "[values.site]", "values.site: unknown key; known: person_id, result, method"),
    ("[values.result]", "[values.person_id]", "values.person_id: columns.person_id says already how it is read"),
    ('"negative"', '"none"', 'values.result."阴性": not one of: positive, negative, pending'.replace('"', "'")),
    (
        '"阴性" = "negative"',
        '"阴性" = "negative"\n"阴 性" = "positive"',
        "values.result.'阴 性': stands there already",
    ),
    ('zone = "Asia/Shanghai"', 'zone = "Yunnan"', "instants.zone: must be the name of a time zone"),
    ('"slashes"]', '"strokes"]', "instants.forms[2]: must be one of iso, "),
    ('"day-month-year"', '"dmy"', "instants.day_order: must be one of year-month-day, "),
    ('name = "姓名"', 'person_id = "姓名"', "persons.person_id: unknown key; known: name, "),
    (
        'name = "姓名"',
        'name = { column = "x", as = "phone" }',
        "persons.name.as: who a person is goes to the vault",
    ),
    ("[persons]", "[filters.frozen]", "filters: tests are no tracks"),
    ('as = "document" }', 'as = "phone", region = "XX" }', "columns.person_id[1].region: must be the ISO 3166 code"),
    (
        'as = "document" }',
        'as = "document", region = "TW" }',
        'columns.person_id[1].region: goes with phone, or as = "phone", alone',
    ),
    ("[values.result]", "[file]\ndecimal = ';'\n[values.result]", "file.decimal: must be one of ., ,"),
    ("[values.result]", "[file]\nnothing = '-'\n[values.result]", "file.nothing: must be a list of at least one text"),
]
OF_FIXES = [
    ('person_id = "who"', "", "columns: fixes without the required columns: person_id"),
    ('unit = "microdeg" }\nlong', 'unit = "m" }\nlong', "columns.latitude.unit: must be one of deg, microdeg"),
    ('crs = "gcj02"', 'crs = "utm"', "crs: must be one of wgs84, gcj02, bd09"),
    ("[filters.impossible-speed]", "[fixed]\ncrs = 'bd09'\n[filters.frozen]", "fixed.crs: unknown key"),
    ("impossible-speed", "too-fast", "filters.too-fast: too-fast: no filter; there are"),
    ("kmh = 300", "kmh = 0", "filters.impossible-speed: impossible-speed.kmh: must be a number above 0"),
    ("[columns]", "[file]\nencoding = 'gbk'\n[columns]", "file.encoding: must be one of utf-8, gb18030"),
    ("[columns]", "[file]\ndelimiter = 'x'\n[columns]", "file.delimiter: must be one of"),
    ("[columns]", "[file]\nheader_line = 0\n[columns]", "file.header_line: must be more than 0"),
    (
        "[columns]",
        "[file]\nnames = ['a']\nheader_line = 2\n[columns]",
        "file.names: a file whose columns are named",
    ),
    ("[columns]", "[file]\nnames = ['a']\nformat = 'gpx'\n[columns]", "file.names: the columns of gpx have their"),
    ("[columns]", "[file]\nformat = 'kml'\n[columns]", "file.format: must be one of gpx, plt"),
    ("[columns]", "[from_name]\ndevice_id = '('\n[columns]", "from_name.device_id: is not a regular expression"),
    ("[columns]", "[from_name]\ndevice_id = 'x'\n[columns]", "from_name.device_id: must have exactly one group"),
    ("[columns]", "[from_name]\nperson_id = '(x)'\n[columns]", "from_name.person_id: is given already"),
]


@pytest.mark.parametrize(
    ("text", "before", "after", "reason"),
    [*((GOOD, *broken) for broken in OF_TESTS), *((FIXES, *broken) for broken in OF_FIXES)],
    ids=[reason for *_, reason in OF_TESTS + OF_FIXES],
)
def test_each_thing_that_cannot_be_meant(text, before, after, reason):
    assert before in text
    assert refusal(text.replace(before, after, 1)).startswith(reason)


def test_seats_are_for_their_columns():
    assert refusal(TICKETS.replace('as = "row"', 'as = "phone"')).startswith("columns.row.as: phone is not for row")
    assert refusal(TICKETS.replace('as = "service"', 'as = "coach"')).startswith("columns.service.as: coach is not")


def test_whoever_has_columns_for_who_people_are_has_no_persons_beside():
    text = 'id = "x"\nkind = "persons"\n[columns]\nperson_id = "a"\n[persons]\nname = "b"\n'
    assert refusal(text).startswith("persons: persons cannot say beside their own columns who a person is")


def test_a_file_that_is_no_toml_or_is_not_there(tmp_path):
    assert refusal("id = ").startswith("is not TOML: ")
    with pytest.raises(ProfileRefused, match="is not UTF-8"):
        read(b"\xff", "good.toml")
    with pytest.raises(ProfileRefused, match="cannot be read"):
        load(tmp_path / "none.toml")


def test_a_profile_does_not_change():
    found = read(GOOD.encode(), "good.toml")
    for mapping in (found.columns, found.fixed, found.values, found.values["result"], found.persons):
        with pytest.raises(TypeError):
            mapping["x"] = 1


def test_the_shipped_ones_are_called_as_their_files_and_say_where_they_are_from():
    found = known([shipped()])
    assert [profile.id for profile in found] == sorted(path.stem for path in shipped().glob("*.toml"))
    assert all(profile.source.strip() and profile.title != profile.id for profile in found)


def test_the_profiles_of_the_readme_are_sound():
    text = (shipped() / "README.md").read_text(encoding="utf-8")
    clinics, trackers = (read(part.split("```")[0].encode(), "README.md") for part in text.split("```toml")[1:])
    assert clinics.form.repeats == ("采样点",) and clinics.needs == ("site",)
    assert trackers.crs == "gcj02" and trackers.from_name["person_id"].search("a/17.csv")[1] == "17"
