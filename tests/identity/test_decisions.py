"""Decisions on two keys: chains and circles make one group, the one kept is unambiguous, what cannot be decided is
refused.
"""

from datetime import UTC, datetime, timedelta
from itertools import count

import polars as pl
import pytest

from tests.lib.product import MEMORY
from tracing.errors import IdentityRefused
from tracing.identity.decisions import DECLINED, JOINED, PARTED, decide, decisions, is_news, kept, one_person
from tracing.identity.joined import Joined, followed
from tracing.model import KINDS
from tracing.store import Database

COLUMNS = {"person_id": pl.String, "other_id": pl.String, "verdict": pl.String, "reasons": pl.String}


def decided(*said: str) -> pl.DataFrame:
    """Decisions in order, such as `a+b` (joined), `a-b` (parted) and `a/b` (declined)."""
    verdicts, at = {"+": JOINED, "-": PARTED, "/": DECLINED}, count()
    rows = [
        (one[0], one[2], verdicts[one[1]], None, datetime(2021, 8, 1, tzinfo=UTC) + timedelta(hours=next(at)))
        for one in said
    ]
    return pl.DataFrame(rows, orient="row", schema=COLUMNS | {"decided_at": pl.Datetime("ms", "UTC")})


@pytest.mark.parametrize(
    ("said", "told_as"),
    [
        ("a+b", {"b": "a"}),
        ("a+b b+c", {"a": "b", "c": "b"}),
        ("b+c a+b", {"b": "a", "c": "a"}),
        ("a+b b+c c+a", {"a": "c", "b": "c"}),
        ("a+b c+d a+c", {"b": "a", "c": "a", "d": "a"}),
        ("a+b b+a", {"a": "b"}),
        ("a+b a-b", {}),
        ("a+b b-a", {}),
        ("a+b b+c a-b", {"c": "b"}),
        ("a+b b+c c+a b-c", {"a": "c", "b": "c"}),
        ("a+b c+b c-b", {"b": "a"}),
        ("a+b a-b b+a", {"a": "b"}),
        ("a/b", {}),
        ("a/b a+b", {"b": "a"}),
    ],
)
def test_of_a_group_the_one_is_kept_whom_its_latest_join_names_first(said, told_as):
    assert kept(decided(*said.split())) == told_as


@pytest.mark.parametrize(
    ("before", "one", "refused"),
    [
        ("", "a-b", "nobody joined"),
        ("a+b b+c", "a-c", "by way of others"),
        ("a+b", "a/b", "one person"),
        ("a+b b+c", "a/c", "one person"),
        ("a+b a-b", "a-b", "nobody joined"),
        ("", "a+a", "twice"),
    ],
)
def test_what_cannot_be_decided_is_refused(before, one, refused):
    [asked] = decided(one).rows(named=True)
    with pytest.raises(IdentityRefused, match=refused):
        is_news(decided(*before.split()), asked["person_id"], asked["other_id"], asked["verdict"], None)


@pytest.mark.parametrize(
    ("before", "one", "news"),
    [
        ("a+b", "a+b", False),
        ("a+b", "b+a", True),
        ("a+b b+c", "a+c", True),
        ("a/b", "b/a", False),
        ("a+b", "b-a", True),
    ],
)
def test_what_was_decided_already_is_no_news(before, one, news):
    [asked] = decided(one).rows(named=True)
    said = is_news(decided(*before.split()), asked["person_id"], asked["other_id"], asked["verdict"], None)
    assert said == news


def test_a_circle_is_one_person_until_its_second_join_is_taken_back():
    circle = ["a+b", "b+c", "a+c"]
    assert one_person(decided(*circle, "a-b"), "a", "b")
    assert not one_person(decided(*circle, "a-b", "a-c"), "a", "b")


def test_every_decision_bears_an_instant_of_its_own():
    now = datetime(2021, 8, 1, tzinfo=UTC)
    with Database.create(MEMORY, "store") as store:
        at = [decide(store, "a", "b", verdict, None, now) for verdict in (JOINED, PARTED, JOINED)]
        assert at == sorted(set(at)) == decisions(store)["decided_at"].to_list()
        assert decisions(store, at[1])["verdict"].to_list() == [JOINED, PARTED]
        assert Joined.of(store, at[1]).kept == {} and Joined.of(store).kept == {"b": "a"}


def test_of_rows_that_say_the_same_under_two_names_the_first_is_told():
    households = {"household_id": ["h", "h", "h"], "person_id": ["b", "c", "a"], "record": [3, 2, 1]}
    told = Joined({"b": "a"}).told(KINDS["households"], pl.DataFrame(households))
    assert told.rows() == [("h", "c", 2), ("h", "a", 1)]


def test_who_was_joined_or_parted_is_touched_at_all_times():
    touched = pl.DataFrame({"person_id": ["b", "x"], "from_ms": [5, 7], "to_ms": [6, 8]})
    same = Joined({"b": "a"})
    assert followed(touched, same, same).rows() == [("a", 5, 6), ("x", 7, 8)]
    people = followed(touched, same, Joined({"b": "c"}))
    assert people["person_id"].to_list() == ["a", "c", "x"]
    assert people["from_ms"].to_list()[:2] == [people["from_ms"].min()] * 2 and people["from_ms"].min() < 0
