"""The probabilities: exact against all ways in which a few coins may fall, and by hand."""

from itertools import product
from math import comb, prod
from random import Random

import numpy as np
import polars as pl
import pytest

from tracing.backward import alternatives
from tracing.backward.chance import at_least, at_least_once, share


def by_enumeration(coins: list[float], least: int) -> float:
    falls = [fall for fall in product((0, 1), repeat=len(coins)) if sum(fall) >= least]
    return sum(prod(p if face else 1 - p for p, face in zip(coins, fall, strict=True)) for fall in falls)


@pytest.mark.parametrize("count", range(9))
def test_coins_each_with_a_probability_of_its_own(count):
    random = Random(count)
    rows = [
        [random.choice((0, 1, 0.5, random.random(), random.random() / 1000)) for _ in range(count)] for _ in range(9)
    ]
    told = at_least(np.array(rows).reshape(9, count))
    assert told.shape == (9, count + 1)
    for row, tails in zip(rows, told, strict=True):
        assert tails == pytest.approx([by_enumeration(row, least) for least in range(count + 1)], rel=1e-9, abs=1e-15)


def test_equal_coins_are_binomial_also_far_out():
    (tails,) = at_least(np.full((1, 20), 0.001))
    exact = sum(comb(20, hits) * 0.001**hits * 0.999 ** (20 - hits) for hits in range(10, 21))
    assert tails[10] == pytest.approx(exact, rel=1e-9) and tails[10] < 1e-24


def test_no_alternatives_are_no_rows():
    assert at_least(np.zeros((0, 3))).shape == (0, 4)


def test_a_share_is_never_nothing_and_never_all():
    told = share(np.array([0, 0, 9, 5]), np.array([0, 9, 9, 9]))
    assert told == pytest.approx([0.5, 0.05, 0.95, 0.55])


def test_visits_by_chance():
    assert at_least_once(np.array([0.1, 0.1, 0.5, 1e-12]), np.array([0, 3, 1, 2])) == pytest.approx(
        [0, 0.271, 0.5, 2e-12], rel=1e-9
    )


def held(*rows: tuple[str, str, str, bool, float]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, orient="row", schema=["kind", "id", "case_id", "ties", "probability"])
    times = pl.when("ties").then(pl.lit(1, pl.Int64))
    return frame.with_columns(first_at=times, last_at=times + 1)


def test_more_than_chance_counts_all_of_a_kind_in():
    """The same chance says less of one among fifty than of one among two."""
    two = [("run", "G1", case, True, 0.1) for case in "AB"] + [("run", "G2", case, False, 0.1) for case in "AB"]
    among_two = alternatives.weighed(held(*two), 2)
    others = [("run", f"H{number}", case, False, 0.1) for number in range(48) for case in "AB"]
    among_fifty = alternatives.weighed(held(*two, *others), 2)
    words = []
    for weighed in (among_two, among_fifty):
        kinds = alternatives.kinds(weighed, 2, 0)
        (row,) = alternatives.listed(weighed, kinds, 2).iter_rows(named=True)
        assert row["chance"] == pytest.approx(0.01)
        words.append((row["more_than_chance"], kinds.row(1)))
    assert [word for word, _ in words] == [True, False]
    assert words[0][1][:3] == ("run", 2, 1) and words[0][1][3] == pytest.approx(0.02)
    assert words[1][1][:3] == ("run", 50, 1) and words[1][1][3] == pytest.approx(0.5)


def test_cases_that_hang_together():
    ties = pl.DataFrame({"kind": ["place", "place", "person", "person"], "id": list("XXYY"), "case_id": list("ABBC")})
    cases = pl.DataFrame({"case_id": list("ABCDE")})
    assert alternatives.groups(cases, ties) == [["A", "B", "C"], ["D"], ["E"]]
    assert alternatives.groups(cases, ties.clear()) == [[case] for case in "ABCDE"]
