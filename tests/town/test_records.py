"""The records of the town: the specification's formats, flawed as counted, and believable in number."""

import re
from datetime import date

import polars as pl
import pytest

from tracing.intake.coordinates import to_wgs84
from tracing.model import KINDS
from tracing.town.places import CENTRE

RESIDENT = re.compile(r"990000\d{11}[\dX]")
WEIGHTS = [2**power % 11 for power in range(17, -1, -1)]


def rows(sources, kind: str) -> pl.DataFrame:
    return pl.concat([source.rows for source in sources if source.kind == kind], how="diagonal_relaxed")


def test_all_kinds_of_records_occur(sources):
    assert {source.kind for source in sources} == set(KINDS)
    assert all(source.rows.height > 0 for source in sources)


def test_columns_are_the_specifications_and_one_that_is_not_listed(sources):
    unlisted = set()
    for source in sources:
        required = {column.name for column in KINDS[source.kind].columns if column.required}
        assert required <= set(source.rows.columns)
        unlisted |= set(source.rows.columns) - set(KINDS[source.kind].names)
    assert unlisted == {"employer"}


def test_some_rows_are_broken_and_some_come_twice(sources):
    assert 20 <= sum(source.broken for source in sources) <= 50
    for source in sources:
        assert source.rows.height - source.rows.unique().height == source.repeated


def test_instants_come_with_offset_in_utc_and_naive(sources):
    assert rows(sources, "checkins")["checked_in_at"].str.contains(r"\d\+08:00$").mean() > 0.99
    assert rows(sources, "proximity")["observed_at"].str.ends_with("Z").all()
    assert rows(sources, "tests")["resulted_at"].drop_nulls().str.contains(r"T\d\d:\d\d:\d\d$").all()


def test_fixes_are_as_many_as_expected_from_six_in_ten_people(sources, wish):
    fixes = rows(sources, "fixes")
    assert 600_000 <= fixes.height <= 900_000
    assert 0.5 <= fixes["person_id"].n_unique() / wish.people <= 0.65
    daily = fixes.group_by("person_id", pl.col("observed_at").str.head(10)).len()["len"]
    assert 140 <= daily.median() <= 220


def test_fixes_are_by_day_around_the_city_with_the_accuracy_of_phones(sources):
    fixes = rows(sources, "fixes").filter(pl.col("latitude").is_between(1, 90), pl.col("longitude") < 180)
    hours = fixes.filter(pl.col("observed_at").str.head(8) == "2021-08-")["observed_at"].str.slice(11, 2)
    assert hours.cast(pl.Int64).is_between(7, 22).all()
    good = fixes.filter(pl.col("accuracy_m") < 100)["accuracy_m"]
    assert 7 <= good.median() <= 15
    assert 0.002 <= fixes["accuracy_m"].ge(200).mean() <= 0.02
    centre = to_wgs84(fixes).select(pl.col("latitude").median(), pl.col("longitude").median()).row(0)
    assert centre == pytest.approx(CENTRE, abs=0.01)


def test_one_day_of_fixes_says_that_it_is_in_gcj02_and_is(sources):
    marked = [source.rows for source in sources if "crs" in source.rows.columns and source.kind == "fixes"]
    assert len(marked) == 1
    assert set(marked[0]["crs"]) == {"gcj02"}
    shift = to_wgs84(marked[0]).select(pl.col("longitude").median()) - marked[0].select(pl.col("longitude").median())
    assert 0.0005 < abs(shift.item()) < 0.006


def test_fixes_leave_gaps_but_seldom_longer_than_ten_minutes(sources):
    fixes = (
        rows(sources, "fixes")
        .drop_nulls()
        .with_columns(at=pl.col("observed_at").str.to_datetime("%Y-%m-%dT%H:%M:%S%z", strict=False))
    )
    steps = (
        fixes.sort("person_id", "at")
        .select(minutes=pl.col("at").diff().over("person_id", pl.col("at").dt.date()).dt.total_seconds() / 60)[
            "minutes"
        ]
        .drop_nulls()
    )
    assert steps.median() <= 6
    assert 0.002 <= (steps > 10).mean() <= 0.02


def test_six_in_ten_checkins_have_no_checkout(sources):
    checkins = rows(sources, "checkins")
    assert 0.55 <= checkins["checked_out_at"].null_count() / checkins.height <= 0.65
    assert checkins["place_id"].drop_nulls().is_in(rows(sources, "places")["place_id"].to_list()).all()


def test_no_seat_of_a_run_is_sold_twice(sources):
    tickets = rows(sources, "tickets").filter(pl.col("departs_at") < pl.col("arrives_at"))
    sold = tickets.unique().group_by("service", "departs_at", "coach", "row", "seat").len()
    assert tickets.height > 100
    assert sold["len"].max() == 1


def test_a_taxi_serves_one_person_after_the_other(sources):
    rides = rows(sources, "vehicles").drop_nulls().sort("plate", "from_at")
    before = rides["until_at"].shift(1)
    assert rides.height > 100
    assert ((rides["plate"] != rides["plate"].shift(1)) | (before <= rides["from_at"])).fill_null(True).all()


def test_resident_numbers_are_well_formed_and_of_no_real_region(sources):
    persons = rows(sources, "persons")
    for number, born, sex in persons.select("document_number", "birth_date", "sex").iter_rows():
        assert RESIDENT.fullmatch(number)
        digits = [10 if digit == "X" else int(digit) for digit in number]
        assert sum(w * d for w, d in zip(WEIGHTS, digits, strict=True)) % 11 == 1
        assert number[6:14] == born.replace("-", "")
        assert (int(number[16]) % 2 == 1) == (sex == "M")
        assert date.fromisoformat(born).year > 1900
    assert persons["document_number"].n_unique() == persons.height


def test_persons_are_complete_and_phones_well_formed(sources, wish):
    persons = rows(sources, "persons")
    assert persons.height == persons["person_id"].n_unique() == wish.people
    assert persons["phone"].str.contains(r"^1[3-9]\d{9}$").all()
    assert persons["phone"].n_unique() == wish.people
    assert sum(persons.null_count().row(0)) == 0


def test_followups_speak_of_the_first_case_and_the_reached_are_isolated(sources):
    followups, isolated = rows(sources, "followups"), rows(sources, "isolations")["person_id"].to_list()
    assert followups["case_id"].unique().to_list() == [rows(sources, "cases")["case_id"][0]]
    assert followups.filter(pl.col("outcome") == "central")["person_id"].is_in(isolated).all()
    assert (
        followups.filter(pl.col("status") != "reached")["outcome"].null_count()
        == followups.filter(pl.col("status") != "reached").height
    )
