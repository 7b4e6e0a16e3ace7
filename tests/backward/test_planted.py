"""A source that was planted is found first, a busy station that ties as many is not more than chance."""

import json
from dataclasses import replace
from functools import cache
from random import Random

import polars as pl
import pytest

from tests.backward.asked import asked, definition, found, one
from tests.lib.tables import Row
from tracing.backward import Backtrace
from tracing.backward.text import text
from tracing.backward.view import lines, top, view
from tracing.errors import NotACase
from tracing.exports.csv_text import csv_bytes

CASES = ("C1", "C2", "C3", "C4")
FACTS = {"definition": "d", "title": "t", "as_of": "2021-09-01T00:00:00.000+08:00", "timezone": "Asia/Shanghai"}
STAY = {"evidence": "stay", "at_least_minutes": 15}


def visit(person: str, place: str, day: int, hour: int, minutes: int = 30) -> Row:
    at = f"2021-08-{day:02}T{hour:02}:"
    return {"person_id": person, "place_id": place, "checked_in_at": f"{at}00", "checked_out_at": f"{at}{minutes:02}"}


def town() -> dict[str, list[Row]]:
    """Forty people, ten shops, and a station where everybody is every day; four of them ate at one table with s."""
    random, checkins = Random(5), []
    for person in (f"p{number}" for number in range(40)):
        for day in range(7, 17):
            checkins.append(visit(person, "station", day, random.randrange(6, 10), 3))
            checkins.append(visit(person, f"shop{random.randrange(10)}", day, random.randrange(10, 18)))
    for case, day in enumerate((8, 10, 12, 14)):
        checkins += [visit(person, "backroom", day, 20) for person in (f"p{case}", "s")]
    cases = [
        {"case_id": name, "person_id": f"p{place}", "classification": "confirmed", "onset_at": "2021-08-20"}
        for place, name in enumerate(CASES)
    ]
    places = [{"place_id": "station", "name": "Central"}, {"place_id": "backroom", "name": "Back room"}]
    return {"cases": cases, "checkins": checkins, "places": places}


@cache
def trace() -> Backtrace:
    return asked(town(), CASES, definition(STAY), "2021-09-01", "Asia/Shanghai")


def test_the_planted_source_comes_first():
    first, second = found(trace(), "kind", "id", "tied", "more_than_chance")[:2]
    assert {first, second} == {("place", "backroom", 4, True), ("person", "s", 4, True)}


def test_a_busy_station_ties_as_many_and_not_more_than_chance():
    station, backroom = one(trace(), "place", "station"), one(trace(), "place", "backroom")
    assert station["tied"] == backroom["tied"] == 4
    assert station["rank"] > backroom["rank"] and station["chance"] > 0.9 and not station["more_than_chance"]
    assert station["expected"] > 3.5 and backroom["expected"] < 0.8


def test_shops_tie_about_as_many_cases_as_chance_says():
    """Of everything but what was planted: so many places tie two cases or more as the sum of their chances is."""
    kinds = {row["kind"]: row for row in trace().kinds.iter_rows(named=True)}
    assert kinds["place"]["seen"] == 12
    assert kinds["place"]["listed"] - 1 == pytest.approx(kinds["place"]["by_chance"], abs=2)
    assert kinds["person"]["by_chance"] is None
    shops = trace().alternatives.filter(pl.col("id").str.starts_with("shop"))
    assert shops.height >= 5 and not shops["more_than_chance"].any()


def test_the_cases_hang_together_by_what_was_planted():
    assert trace().groups == [list(CASES)]
    without = {**town(), "checkins": [row for row in town()["checkins"] if row["place_id"] != "backroom"]}
    alone = asked(without, CASES, definition(STAY), "2021-09-01", "Asia/Shanghai")
    assert alone.groups == [[case] for case in CASES]


def test_who_is_no_confirmed_case_cannot_be_given():
    files = town()
    files["cases"][1] = files["cases"][1] | {"classification": "probable"}
    for given in (["C1", "C2"], ["C9"], ["p0"]):
        with pytest.raises(NotACase):
            asked(files, given, definition(STAY), "2021-09-01", "Asia/Shanghai")


def test_a_case_given_twice_counts_once_and_only_its_own_visits_are_no_traffic():
    twice = asked(town(), ["C2", "C1", "C1"], definition(STAY), "2021-09-01", "Asia/Shanghai")
    assert twice.cases["case_id"].to_list() == ["C1", "C2"]
    both = one(twice, "place", "backroom")
    assert (both["cases"], both["tied"]) == (["C1", "C2"], 2)
    share = (7 + 0.5) / (40 * 20 + 8 - 21 + 1)
    assert both["expected"] == pytest.approx(2 * (1 - (1 - share) ** 21))


def test_two_case_rows_of_one_person_are_two_cases():
    files = town()
    files["cases"].append(files["cases"][0] | {"case_id": "C1b", "onset_at": "2021-08-21"})
    told = asked(files, ["C1", "C1b"], definition(STAY), "2021-09-01", "Asia/Shanghai")
    assert one(told, "place", "backroom")["cases"] == ["C1", "C1b"]
    assert "p0" not in told.alternatives["id"].to_list()


def documents(told: Backtrace) -> list[bytes]:
    from tracing.console.source_page import source_page

    shown = view(told, FACTS | {"identified": False}, "Asia/Shanghai")
    return [csv_bytes(lines(shown), "Asia/Shanghai"), json.dumps(shown).encode(), text(shown).encode(),
            source_page(shown).encode()]  # fmt: skip


def test_the_order_of_rows_changes_no_byte():
    expected = documents(trace())
    for seed in range(3):
        files = {kind: Random(seed).sample(rows, len(rows)) for kind, rows in town().items()}
        assert documents(asked(files, CASES[::-1], definition(STAY), "2021-09-01", "Asia/Shanghai")) == expected


def test_only_the_first_are_shown_and_the_rest_is_said():
    shown = view(top(trace(), 3), FACTS | {"identified": False}, "Asia/Shanghai")
    whole = view(trace(), FACTS | {"identified": False}, "Asia/Shanghai")
    assert [one["rank"] for one in shown["alternatives"]] == [1, 2, 3]
    assert shown["alternatives"] == whole["alternatives"][:3]
    assert f"the first 3 of {len(whole['alternatives'])}; csv and json have all" in text(shown)
    assert "csv and json have all" not in text(whole)


def test_nothing_to_tie_is_said():
    files = {"cases": town()["cases"]}
    told = asked(files, CASES, definition(STAY), "2021-09-01", "Asia/Shanghai")
    assert told.alternatives.is_empty() and told.groups == [[case] for case in CASES]
    assert "nothing ties 2 of the cases together" in text(view(told, FACTS | {"identified": False}, "Asia/Shanghai"))
    empty = replace(told, cases=told.cases.with_columns(empty_because=pl.lit("why not")))
    assert "none: why not" in text(view(empty, FACTS | {"identified": False}, "Asia/Shanghai"))
