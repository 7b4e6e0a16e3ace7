"""Positions that are no numbers by themselves: both in one column, degrees with minutes, seconds or a compass point."""

import polars as pl
import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import lines
from tests.profiles.test_proposals import doubts, draft
from tracing.intake.profiles.position_texts import NO_DEGREES, TWO, of_degrees, of_two

HEADER = "手机号,定位时间,位置"
PHONE = "13800138003,2021-08-05 10:00"
PAIRS = {
    "comma": "39.9042,116.4074",
    "brackets and a semicolon": "(39.9042; 116.4074)",
    "full width": "39.9042，116.4074",
    "as geometries are written": "POINT(39.9042 116.4074)",
}


@pytest.mark.parametrize("text", PAIRS.values(), ids=PAIRS)
def test_both_numbers_of_one_text(text):
    given = pl.Series([text, None])
    assert of_two(given, 1)[0].to_list() == [39.9042, None]
    assert of_two(given, 2)[0].to_list() == [116.4074, None] and of_two(given, 2)[1].to_list() == [None, None]


@pytest.mark.parametrize("text", ["39.9042", "39,9042 116,4074", "1,2,3", "五华区", "39.9042,", ",116.4074"])
def test_what_is_not_two_numbers_is_a_flaw(text):
    assert [part.to_list() for part in of_two(pl.Series([text]), 1)] == [[None], [TWO]]


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("39°54′15.12″N", 39.9042),
        ("39°54′15.12″", 39.9042),
        ("39º54'15.12''n", 39.9042),
        ("N 39°54.252′", 39.9042),
        ("北纬39度54分15.12秒", 39.9042),
        ("３９°５４′", 39.9),
        ("39.9042", 39.9042),
        ("-39.9042", -39.9042),
        ("39.9042S", -39.9042),
        ("南纬39°54′", -39.9),
    ],
)
def test_degrees_of_latitude(text, degrees):
    found, reasons = of_degrees(pl.Series([text]), "latitude")
    assert found.to_list() == pytest.approx([degrees], abs=1e-9) and reasons.to_list() == [None]
    turned = text.upper().translate(str.maketrans("NS北南纬", "EW东西经"))
    assert of_degrees(pl.Series([turned]), "longitude")[0].to_list() == pytest.approx([degrees], abs=1e-9)


@pytest.mark.parametrize(
    "text",
    ["39°54′E", "东经39°54′", "39°60′N", "39°54′60″", "39.5°54′", "39°54.5′10″", "-39°S", "N39°N", "39 54 15", "x"],
)
def test_what_is_no_latitude_is_a_flaw(text):
    assert [part.to_list() for part in of_degrees(pl.Series([text]), "latitude")] == [[None], [NO_DEGREES]]


@pytest.mark.parametrize(
    ("position", "first", "certain"),
    [
        pytest.param("39.9042,116.4074", "latitude", True, id="latitude first"),
        pytest.param("116.4074,39.9042", "longitude", True, id="longitude first"),
        pytest.param("43.8256,87.6168", "latitude", False, id="nobody can tell"),
    ],
)
def test_one_column_with_both_numbers_is_proposed_in_the_order_that_can_be_meant(tmp_path, position, first, certain):
    found = draft(tmp_path / "x.csv", lines(HEADER, f'{PHONE},"{position}"'), kind="fixes")
    columns = found.document["columns"]
    second = "longitude" if first == "latitude" else "latitude"
    assert columns[first] == {"column": "位置", "as": "first-of-two"}
    assert columns[second] == {"column": "位置", "as": "second-of-two"} and not found.missing
    said = doubts(found)[f"columns.{first}"]
    assert f"taken as {first} and {second}" in said and ("nothing in the numbers tells" in said) != certain


def test_two_columns_of_their_own_go_before_one_with_both(tmp_path):
    line = f'{PHONE},"39.9042,116.4074",39.9042,116.4074'
    columns = draft(tmp_path / "x.csv", lines(f"{HEADER},纬度,经度", line), kind="fixes").document["columns"]
    assert (columns["latitude"], columns["longitude"]) == ("纬度", "经度")


def test_positions_are_no_keys_of_places_without_a_doubt(tmp_path):
    found = draft(tmp_path / "x.csv", lines("手机号,扫码时间,位置", f'{PHONE},"39.9042,116.4074"'))
    assert "位置 holds two numbers, as positions do: state kind=fixes" in doubts(found)["kind"]


def test_such_positions_are_taken_in_to_the_metre(tmp_path):
    made = new_workspace(tmp_path / "workspace")
    both = put(tmp_path / "a.csv", lines(HEADER, *[f'{PHONE},"39.9042,116.4074"'] * 5, f"{PHONE},北京"))
    apart = put(tmp_path / "b.csv", lines("手机号,定位时间,纬度,经度", f"{PHONE},39°54′15.12″N,116°24′26.64″E"))
    whole = put(tmp_path / "c.csv", lines("phone,time,latitudeE7,longitudeE7", f"{PHONE},399042000,1164074000"))
    for name, path in (("both", both), ("apart", apart), ("whole", whole)):
        assert told(made, "profile", path, "--state", "kind=fixes", "--write", name).status == 0
        assert told(made, "ingest", path).status == 0
    found = rows(made / "store.duckdb", "SELECT latitude, longitude FROM fixes")
    assert found and all(one == pytest.approx((39.9042, 116.4074), abs=1e-6) for one in found)
    assert "a.csv,7,位置 (latitude),letters,not two numbers" in told(made, "rejects").out
