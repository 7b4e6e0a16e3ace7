"""The outbreak: infections that the truth explains, and cases with as many contacts as a team can search for."""

from datetime import timedelta

import numpy as np
import polars as pl
import pytest

from tracing.town.days import DAY_S, MINUTE_S
from tracing.town.life import Town, Wish, live
from tracing.town.outbreak import Infection
from tracing.town.sources import truth

NEAR_M, LONG_MINUTES = 30, 15


def test_every_infection_happens_while_the_two_are_together(town):
    for case in town.infections[1:]:
        pair = sorted((case.infector, case.person))
        together = town.meetings.filter(
            pl.col("person_a") == pair[0],
            pl.col("person_b") == pair[1],
            pl.col("started") <= case.infected,
            pl.col("finished") > case.infected,
        )
        assert together.height == 1


def test_the_infector_was_a_case_before_and_not_yet_isolated(town):
    earlier: dict[int, Infection] = {}
    for case in town.infections:
        assert case.person not in earlier
        if case.infector is not None:
            assert earlier[case.infector].infected < case.infected < earlier[case.infector].isolated
        earlier[case.person] = case
    assert [case.infector for case in town.infections].count(None) == 1


def test_isolation_follows_onset_and_ends_meetings(town, wish):
    for case in town.infections:
        assert case.infected < case.onset < case.sampled < case.isolated < wish.days * DAY_S
        mine = (pl.col("person_a") == case.person) | (pl.col("person_b") == case.person)
        assert town.meetings.filter(mine, pl.col("started") > case.isolated + 2 * 60 * MINUTE_S).is_empty()


def test_as_many_cases_as_wished_for_one_of_them_without_symptoms(sources, wish):
    cases = next(source.rows for source in sources if source.kind == "cases")
    confirmed = cases.filter(pl.col("classification").is_in(["confirmed", "asymptomatic"]))
    assert confirmed.height == wish.cases
    assert confirmed.filter(pl.col("classification") == "asymptomatic")["onset_at"].to_list() == [None]
    assert confirmed.filter(pl.col("classification") == "confirmed")["onset_at"].null_count() == 0
    assert {"probable", "suspected", "discarded"} <= set(cases["classification"])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_case_has_10_to_60_people_about_it(seed, town, wish):
    lived = town if seed == wish.seed else live(Wish(seed=seed))
    counts = [_near_for_long(case, lived) for case in lived.infections]
    assert min(counts) >= 10
    assert max(counts) <= 60


def test_the_truth_is_written_in_order_with_ends_after_starts(town, wish):
    written = truth(wish, town)
    meetings = written["meetings"]
    assert meetings.columns == ["person_a", "person_b", "place_id", "started_at", "finished_at", "setting"]
    assert (meetings["person_a"] < meetings["person_b"]).all()
    assert (meetings["started_at"] < meetings["finished_at"]).all()
    assert meetings["started_at"].str.ends_with("+08:00").all()
    assert meetings["started_at"].min()[:10] == wish.first_day.isoformat()
    assert meetings["finished_at"].max()[:10] == (wish.first_day + timedelta(days=wish.days)).isoformat()
    assert set(meetings["setting"]) >= {
        "home",
        "work",
        "school",
        "shop",
        "restaurant",
        "mall",
        "visit",
        "train",
        "metro",
    }
    assert written["infections"].columns == ["infector", "infected", "at"]
    assert written["infections"].height == wish.cases - 1


def _near_for_long(case: Infection, town: Town) -> int:
    """People truly within 30 m for 15 minutes of any day, from two days before onset until isolation."""
    minutes = np.arange(max(0, case.onset // DAY_S - 2) * DAY_S, case.isolated, MINUTE_S)
    path = _positions(town, minutes)
    near = np.hypot(*(path - path[:, [case.person]])) <= NEAR_M
    daily = np.add.reduceat(near, np.searchsorted(minutes // DAY_S, np.unique(minutes // DAY_S)), axis=1, dtype=int)
    return int((daily.max(axis=1) >= LONG_MINUTES).sum()) - 1


def _positions(town: Town, seconds: np.ndarray) -> np.ndarray:
    """True positions of all people at these seconds: axis, person, second."""
    stays, legs = town.timeline.stays, town.timeline.legs
    ends = pl.concat(
        [
            stays.select("person", second="started", x="x", y="y"),
            stays.select("person", second=pl.col("finished") - 1, x="x", y="y"),
            legs.select("person", second="started", x="x0", y="y0"),
        ]
    ).sort("person", "second", maintain_order=True)
    path = np.empty((2, town.city.people.height, len(seconds)))
    for (person,), points in ends.group_by("person"):
        for axis, column in enumerate(("x", "y")):
            path[axis, person] = np.interp(seconds, points["second"].to_numpy(), points[column].to_numpy())
    return path
