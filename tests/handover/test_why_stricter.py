"""Which way each parameter of a rule must move to ask for more, and which way a threshold must."""

from types import MappingProxyType

import pytest

from tracing.definitions import EVIDENCE, Rule
from tracing.definitions.parameters import names_of
from tracing.handover.strictness import STRICTER, asks_longer, asks_more

PASSING = {"within_m": 10.0, "max_gap_minutes": 10.0, "max_accuracy_m": 100.0}
SEAT = {"unit": "coach", "rows": 3, "modes": ("train",)}
STAY = {"kinds": ("shop",), "enclosed": None, "linger_minutes": 5.0}
CELL = PASSING | {"cell_m": 800.0, "dwell_more_than_hours": 2.0, "dwell_days": 14, "dwell_who": "person"}
NEEDS = {"track": PASSING, "seat": SEAT, "stay": STAY, "cell": CELL, "proximity": {"within_m": None}}


def rule(evidence: str, **differs: object) -> Rule:
    return Rule("one", evidence, "close", parameters=MappingProxyType(NEEDS[evidence] | differs))


def test_every_parameter_has_a_direction():
    assert set(STRICTER) == {name for evidence in EVIDENCE for name in names_of(evidence)}


@pytest.mark.parametrize(
    ("evidence", "name", "stricter", "looser"),
    [
        ("track", "within_m", 9.0, 11.0),
        ("track", "max_gap_minutes", 5.0, 15.0),
        ("track", "max_accuracy_m", 50.0, 150.0),
        ("stay", "kinds", ("school",), ("shop", "school")),
        ("stay", "kinds", (), None),
        ("stay", "linger_minutes", 0.0, 10.0),
        ("seat", "unit", "rows", "vehicle"),
        ("seat", "modes", ("bus",), None),
        ("cell", "dwell_more_than_hours", 3.0, 1.0),
        ("cell", "dwell_more_than_hours", 2.5, None),
        ("cell", "dwell_days", 7, 21),
        ("cell", "dwell_who", "both", "either"),
    ],
)
def test_a_parameter_asks_for_more_one_way_only(evidence, name, stricter, looser):
    before = rule(evidence)
    assert asks_more(rule(evidence, **{name: stricter}), before)
    assert not asks_more(rule(evidence, **{name: looser}), before)
    assert not asks_more(before, before)


def test_what_cannot_be_compared_may_ask_for_more_both_ways():
    assert asks_more(rule("cell", cell_m=400.0), rule("cell")) and asks_more(rule("cell"), rule("cell", cell_m=400.0))
    assert asks_more(rule("stay"), rule("seat")) and asks_more(rule("seat"), rule("stay"))
    walls = [rule("stay", enclosed=one) for one in (True, False)]
    assert asks_more(*walls) and asks_more(*reversed(walls)) and asks_more(walls[0], rule("stay"))
    assert not asks_more(rule("stay"), walls[0])


def test_a_distance_where_there_was_none_asks_for_more():
    assert asks_more(rule("proximity", within_m=2.0), rule("proximity"))
    assert not asks_more(rule("proximity"), rule("proximity", within_m=2.0))


def test_rows_and_days_without_a_meaning_ask_for_nothing():
    assert not asks_more(rule("seat", rows=1), rule("seat"))
    assert asks_more(rule("seat", unit="rows", rows=1), rule("seat", unit="rows"))
    assert not asks_more(rule("cell", dwell_more_than_hours=None, dwell_days=1), rule("cell"))


@pytest.mark.parametrize(
    ("now", "before", "longer"),
    [
        ({"threshold_minutes": 20}, {"threshold_minutes": 15}, True),
        ({"threshold_minutes": 15}, {"threshold_minutes": 20}, False),
        ({"threshold_minutes": 15, "more_than": True}, {"threshold_minutes": 15}, True),
        ({"threshold_minutes": 15}, {}, True),
        ({}, {"threshold_minutes": 15}, False),
        ({"accumulate": "episode"}, {"accumulate": "period"}, True),
        ({"accumulate": "day"}, {"accumulate": "episode"}, False),
        ({"accumulate": "period"}, {"accumulate": "rolling"}, False),
        ({"accumulate": "day"}, {"accumulate": "rolling"}, True),
        ({"accumulate": "rolling", "window_hours": 12}, {"accumulate": "rolling"}, True),
        ({"accumulate": "rolling", "window_hours": 48}, {"accumulate": "rolling"}, False),
        ({"accumulate": "period", "window_hours": 12}, {"accumulate": "period"}, False),
    ],
)
def test_a_threshold_asks_for_more_by_its_minutes_and_by_what_is_added_up(now, before, longer):
    assert asks_longer(Rule("one", "household", "close", **now), Rule("one", "household", "close", **before)) is longer
