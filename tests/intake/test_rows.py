"""Records and rejects: every type, every reason, every line in one of the two, and no value in a reason."""

import json
from datetime import UTC, date, datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracing.intake.coordinates import gcj02_to_bd09, wgs84_to_gcj02
from tracing.intake.impossible import NOWHERE
from tracing.intake.rows import REJECTS, read_rows
from tracing.intake.tables import BROKEN, Batch
from tracing.intake.values import COMMA
from tracing.model import KINDS

ZONE = "Asia/Shanghai"
POSITION = ("latitude", "longitude")
GOOD = {
    "fixes": {"person_id": "p", "observed_at": "2021-08-05T10:00:00", "latitude": "39.9", "longitude": "116.4"},
    "checkins": {"person_id": "p", "place_id": "m", "checked_in_at": "2021-08-05T10:00"},
    "proximity": {"person_a": "p", "person_b": "q", "observed_at": "2021-08-05T10:00"},
    "tickets": {"person_id": "p", "service": "G1", "departs_at": "2021-08-05T10:00", "arrives_at": "2021-08-05T12:00"},
    "passages": {"place_id": "m", "passed_at": "2021-08-05T10:00"},
    "vehicles": {"plate": "x", "person_id": "p"},
    "households": {"household_id": "h", "person_id": "p"},
    "places": {"place_id": "m"},
    "persons": {"person_id": "p"},
    "tests": {"person_id": "p", "sampled_at": "2021-08-05", "result": "positive"},
    "cases": {"case_id": "k", "person_id": "p", "classification": "confirmed"},
    "isolations": {"person_id": "p", "from_at": "2021-08-05"},
    "followups": {"case_id": "k", "person_id": "p", "status": "reached"},
}


def batch(kind: str, *changes: dict) -> Batch:
    """Lines 2, 3, ...: the kind's good row, each time with these changes."""
    rows = [{"line": line, **GOOD[kind], **change} for line, change in enumerate(changes, start=2)]
    return Batch(pl.DataFrame(rows, strict=False, infer_schema_length=None), BROKEN.to_frame(), 1.0)


def kept(kind: str, /, **change) -> dict:
    records, rejects = read_rows(KINDS[kind], batch(kind, change), ZONE)
    assert rejects.rows() == []
    return records.row(0, named=True)


def reject(kind: str, /, **change) -> tuple:
    records, rejects = read_rows(KINDS[kind], batch(kind, change), ZONE)
    assert records.is_empty()
    (row,) = rejects.rows()
    return row


@pytest.mark.parametrize("kind", KINDS)
def test_the_least_row_of_every_kind_is_kept_with_all_its_columns(kind):
    records, rejects = read_rows(KINDS[kind], batch(kind, {}), ZONE)
    assert records.columns == ["line", *(name for name in KINDS[kind].names if name != "crs")]
    assert rejects.schema == REJECTS and rejects.is_empty()
    types = {"instant": pl.Datetime("ms", "UTC"), "closing": pl.Datetime("ms", "UTC"), "text": pl.String}
    types |= {"integer": pl.Int64, "boolean": pl.Boolean}
    for column in KINDS[kind].columns:
        if column.name != "crs":
            assert records[column.name].dtype == types.get(column.type, pl.Float64)
            assert records[column.name].is_null().all() == (column.name not in GOOD[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_each_required_column_must_hold_something(kind):
    for column in KINDS[kind].columns:
        if column.required:
            assert reject(kind, **{column.name: None}) == (2, column.name, "empty", "missing")
        else:
            assert kept(kind, **{column.name: None})[column.name if column.name != "crs" else "line"] in (None, 2)


@pytest.mark.parametrize(
    ("kind", "column", "value", "expected"),
    [
        ("fixes", "latitude", "-90", -90.0),
        ("fixes", "longitude", "+1.8E2", 180.0),
        ("fixes", "longitude", 0, 0.0),
        ("fixes", "accuracy_m", "0", 0.0),
        ("fixes", "accuracy_m", 12, 12.0),
        ("fixes", "person_id", 13800138000, "13800138000"),
        ("fixes", "person_id", 13800138000.0, "13800138000"),
        ("fixes", "person_id", True, "true"),
        ("fixes", "person_id", date(2021, 8, 5), "2021-08-05"),
        ("fixes", "observed_at", datetime(2021, 8, 5, 10), datetime(2021, 8, 5, 2, tzinfo=UTC)),
        ("fixes", "observed_at", "2021-08-05", datetime(2021, 8, 4, 16, tzinfo=UTC)),
        ("isolations", "from_at", "2021-08-05", datetime(2021, 8, 5, 16, tzinfo=UTC)),
        ("isolations", "from_at", date(2021, 8, 5), datetime(2021, 8, 5, 16, tzinfo=UTC)),
        ("isolations", "room", 101.5, "101.5"),
        ("tickets", "row", "12", 12),
        ("tickets", "row", "12.0", 12),
        ("tickets", "row", "-1.2e1", -12),
        ("tickets", "row", 12.0, 12),
        ("tickets", "row", "9223372036854775807", 9223372036854775807),
        ("places", "enclosed", "TRUE", True),
        ("places", "enclosed", "No", False),
        ("places", "enclosed", "1", True),
        ("places", "enclosed", 0, False),
        ("places", "enclosed", 1.0, True),
        ("places", "enclosed", False, False),
        ("tests", "result", "Positive", "positive"),
        ("cases", "classification", "ASYMPTOMATIC", "asymptomatic"),
        ("persons", "birth_date", date(1990, 5, 4), "1990-05-04"),
    ],
)
def test_values_that_fit_their_type(kind, column, value, expected):
    assert kept(kind, **{column: value})[column] == expected


@pytest.mark.parametrize(
    ("kind", "column", "value", "value_class", "reason"),
    [
        ("fixes", "observed_at", "1628130000", "digits", "not an instant"),
        ("fixes", "observed_at", "2021/8/9 下午3:05", "date-like", "not an instant"),
        ("fixes", "observed_at", "noon", "letters", "not an instant"),
        ("fixes", "observed_at", True, "letters", "not an instant"),
        ("cases", "isolated_at", "2021-02-30", "date-like", "not an instant"),
        ("fixes", "latitude", "39,9", "mixed text", COMMA),
        ("fixes", "latitude", "北纬", "letters", "not a number"),
        ("fixes", "latitude", "nan", "letters", "not finite"),
        ("fixes", "latitude", float("inf"), "letters", "not finite"),
        ("fixes", "longitude", "1e999", "number", "not finite"),
        ("fixes", "latitude", "90.0001", "number", "out of range"),
        ("fixes", "latitude", "39915000", "digits", "out of range"),
        ("fixes", "longitude", "-180.5", "number", "out of range"),
        ("fixes", "accuracy_m", "-0.1", "number", "negative"),
        ("fixes", "accuracy_m", "8m", "mixed text", "not a number"),
        ("proximity", "duration_s", "-1", "number", "negative"),
        ("proximity", "distance_m", -1.5, "number", "negative"),
        ("places", "typical_stay_minutes", "-5", "number", "negative"),
        ("fixes", "crs", "utm50", "mixed text", "not one of: wgs84, gcj02, bd09"),
        ("tests", "result", "阳性", "letters", "not one of: positive, negative, pending"),
        ("cases", "classification", "case", "letters", f"not one of: {', '.join(KINDS['cases'].columns[2].choices)}"),
        ("tickets", "row", "A", "letters", "not a number"),
        ("tickets", "row", "12.5", "number", "not a whole number"),
        ("tickets", "row", "inf", "letters", "not finite"),
        ("tickets", "row", "9223372036854775808", "digits", "out of range"),
        ("places", "enclosed", "maybe", "letters", "not true or false"),
    ],
)
def test_values_that_do_not(kind, column, value, value_class, reason):
    found = reject(kind, **{column: value})
    assert found == (2, column, value_class, reason)


def test_half_a_position_is_kept_as_it_stands():
    """The specification names no such reject, and a place is more than its position."""
    place = kept("places", latitude="39.9", crs="gcj02")
    assert (place["latitude"], place["longitude"]) == (39.9, None)


def test_no_position_is_at_0_0():
    assert reject("fixes", latitude="0", longitude="-0.0")[1:] == ("latitude", "digits", NOWHERE)
    assert reject("places", latitude="0", longitude="0")[1] == "latitude"
    assert kept("fixes", latitude="0", longitude="36.9")["latitude"] == 0


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].spans])
def test_an_end_before_its_beginning_is_rejected_at_the_end(kind):
    for begin, end in KINDS[kind].spans:
        early, late = "2021-08-05T10:00:00.000", "2021-08-05T10:00:00.001"
        assert reject(kind, **{begin: late, end: early}) == (2, end, "date-like", "before its beginning")
        assert kept(kind, **{begin: early, end: early})[end] == kept(kind, **{begin: early, end: late})[begin]


def test_a_passage_needs_neither_person_nor_plate():
    assert kept("passages")["person_id"] is None


def test_only_the_first_flaw_is_told():
    broken = {"person_id": None, "observed_at": "x", "latitude": "999"}
    assert reject("fixes", **broken)[1:3] == ("person_id", "empty")
    assert reject("fixes", latitude="0", longitude="0", accuracy_m="-1")[1] == "accuracy_m"


def test_the_system_is_the_row_s_else_the_file_s_else_wgs84():
    wgs84 = np.array([39.915]), np.array([116.404])
    gcj02 = wgs84_to_gcj02(*wgs84)
    given = {"wgs84": wgs84, "gcj02": gcj02, "bd09": gcj02_to_bd09(*gcj02)}
    for of_file in (None, *given):
        systems = (None, *given)
        places = [dict(zip(POSITION, np.ravel(given[system or of_file or "wgs84"]), strict=True)) for system in systems]
        names = [{"crs": system and system.upper()} for system in systems]
        lines = batch("fixes", *(place | name for place, name in zip(places, names, strict=True)))
        # Without a column for it, the file's system is the one of every row.
        bare = batch("places", places[0])
        for kind, part in (("fixes", lines), ("places", bare)):
            for row in read_rows(KINDS[kind], part, ZONE, of_file)[0].select(POSITION).rows():
                assert row == pytest.approx((39.915, 116.404), abs=1e-9)


def test_broken_lines_and_cells_are_rejects():
    lines = batch("households", {}, {}, {}, {"person_id": None})
    broken = [
        (9, None, "line", "why"),
        (3, "person_id", "cell", "that"),
        (3, None, "x", "y"),
        (4, "remark", "cell", "no"),
    ]
    lines = Batch(lines.frame, pl.DataFrame(broken, schema=BROKEN, orient="row"), 1.0)
    records, rejects = read_rows(KINDS["households"], lines, ZONE)
    assert records["line"].to_list() == [2, 4]
    assert rejects.rows() == [
        (3, "person_id", "cell", "that"),
        (5, "person_id", "empty", "missing"),
        (9, None, "line", "why"),
    ]


def test_a_reader_comes_before_the_type_and_its_reasons_before_all_others():
    def shouted(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
        values = texts.str.strip_suffix("!").set(texts == "?", None)
        return values, pl.Series(["a question" if text == "?" else None for text in texts], dtype=pl.String)

    lines = batch("tests", {"result": "positive!"}, {"result": "?"}, {"result": "maybe!"}, {"result": None})
    records, rejects = read_rows(KINDS["tests"], lines, ZONE, readers={"result": shouted})
    assert records["result"].to_list() == ["positive"]
    assert rejects.rows() == [
        (3, "result", "mixed text", "a question"),
        (4, "result", "mixed text", "not one of: positive, negative, pending"),
        (5, "result", "empty", "missing"),
    ]


cells = st.sampled_from(
    [None, "0", "-1", "1e999", "nan", "12.5", "2021-08-05", "2021-08-05T10:00:00Z", "SECRET", "39.9", "bd09", "true"]
)


@settings(max_examples=120, deadline=None)
@given(st.data(), st.sampled_from(sorted(KINDS)))
def test_every_line_is_kept_or_rejected_and_no_value_told(data, name):
    kind = KINDS[name]
    change = st.fixed_dictionaries({}, optional=dict.fromkeys(kind.names, cells))
    lines = batch(name, *data.draw(st.lists(change, min_size=1, max_size=12)))
    records, rejects = read_rows(kind, lines, ZONE)
    assert sorted([*records["line"], *rejects["line"]]) == lines.frame["line"].to_list()
    assert records["line"].is_sorted() and rejects["line"].is_sorted()
    told = json.dumps(rejects.drop("line").rows())
    assert not any(value in told for value in ("SECRET", "2021", "12.5", "39.9", "999"))
    for column in kind.columns:
        if column.required:
            assert records[column.name].null_count() == 0
