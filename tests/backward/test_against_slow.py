"""Backward tracing on random worlds against its slow reading: windows, ties, chances, counts and order."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random

import polars as pl
import pytest

from tests.backward import slow
from tests.backward.asked import asked
from tests.lib.worlds import ALL_EVIDENCE, World, random_world
from tracing.backward import Backtrace

WORLDS = 32
FIRST_SEED = 7000
PERIODS = ({"before_hours": 0}, {"before_hours": 1}, {"before_days": 0}, {"before_days": 1}, {"before_hours": 0.5})
EVIDENCE = (("seat", "vehicle"), ("stay", "proximity"), ("track", "cell", "household"), ALL_EVIDENCE)


@cache
def world(seed: int) -> World:
    """A world in which more people are cases, and begin to infect so late that there is something before."""
    random, drawn = Random(seed), random_world(seed, EVIDENCE[seed % len(EVIDENCE)])
    onset = date.fromisoformat(drawn.as_of[:10]) - timedelta(days=random.choice((0, 1, 3, 4)))
    more = [
        {"case_id": f"N{number}", "person_id": f"p{number}", "classification": "confirmed", "onset_at": f"{onset}"}
        for number in random.sample(range(1, 6), 3)
    ]
    definition = drawn.definition | {
        "infectious_period": random.choice(PERIODS),
        "backward": {"lookback_days": random.choice((0, 1, 5, 14, 300))},
    }
    return replace(drawn, files=drawn.files | {"cases": drawn.files["cases"] + more}, definition=definition)


@cache
def both(seed: int) -> tuple[slow.Question, dict, Backtrace]:
    question = slow.question(world(seed))
    given = [case["case_id"] for case in question.cases]
    told = asked(world(seed).files, given, world(seed).definition, world(seed).as_of, world(seed).timezone)
    return question, slow.alternatives(question), told


seeds = pytest.mark.parametrize("first", range(FIRST_SEED, FIRST_SEED + WORLDS, 8))


@seeds
def test_windows(first):
    for seed in range(first, first + 8):
        question, _, told = both(seed)
        windows = told.cases.select("case_id", "started_at", "finished_at", "empty_because").rows()
        assert [(case, (begin, end) if begin is not None else None) for case, begin, end, _ in windows] == sorted(
            question.windows.items()
        ), seed
        assert all((begin is None) == (why is not None) for _, begin, _, why in windows), seed


@seeds
def test_ties_and_chances(first):
    for seed in range(first, first + 8):
        _, expected, told = both(seed)
        rows = {(row["kind"], row["id"]): row for row in told.alternatives.iter_rows(named=True)}
        assert set(rows) == set(expected), seed
        for name, one in expected.items():
            row = rows[name]
            assert (row["cases"], row["tied"]) == (one.cases, one.tied), (seed, name)
            assert (row["first_at"], row["last_at"]) == (one.first_at, one.last_at), (seed, name)
            assert row["expected"] == pytest.approx(one.expected, abs=1e-9), (seed, name)
            assert row["chance"] == pytest.approx(one.chance, abs=1e-9), (seed, name)


@seeds
def test_kinds(first):
    for seed in range(first, first + 8):
        question, listed, told = both(seed)
        things = slow.visited(question)
        for kind, seen, enough, _ in told.kinds.iter_rows():
            looked_at = slow.seen_at_all(question) if kind == "person" else sum(name[0] == kind for name in things)
            assert (kind, seen, enough) == (kind, looked_at, sum(name[0] == kind for name in listed)), seed


@seeds
def test_order(first):
    for seed in range(first, first + 8):
        ranked = both(seed)[2].alternatives.select("tied", "chance", "kind")
        keys = [(-tied, chance, kind) for tied, chance, kind in ranked.iter_rows()]
        assert keys == sorted(keys), seed


def test_these_worlds_hold_what_is_asked_of_them():
    """Ties of every kind, by places that others visit and that nobody does, own cases, empty windows."""
    told = [both(seed)[2] for seed in range(FIRST_SEED, FIRST_SEED + WORLDS)]
    rows = pl.concat([one.alternatives for one in told])
    assert set(rows["kind"]) == {"place", "run", "plate", "person"}
    assert rows.group_by("kind").len()["len"].min() >= 3
    assert (rows["tied"] >= 3).sum() >= 10 and rows["chance"].n_unique() > 20
    assert rows.filter(pl.col("own_cases").list.len() > 0).height >= 5
    assert sum(one.cases["empty_because"].count() for one in told) >= 5
