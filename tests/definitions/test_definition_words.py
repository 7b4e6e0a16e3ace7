"""What a definition says in plain English, line by line."""

import pytest

from tests.definitions.documents import changed, good, with_rule
from tracing.definition_words import in_words
from tracing.definitions import parse

REFERENCE = "onset (else sampling, else confirmation)"


def line_of(keys: dict) -> str:
    return in_words(parse(with_rule(**keys), "x.toml"))[1]


def test_all_lines_of_a_definition():
    assert in_words(parse(good(), "x.toml")) == [
        f"infectious period: from the local midnight 2 days before {REFERENCE} until isolation",
        "close: at one place, 15 minutes or more at one stretch, from check-ins and passages [same-venue]",
        "close: within 30 m, 15 minutes or more in any 24 hours, from location trails [near]",
        "general: in one coach at most 3 rows apart, any time at all, from tickets [same-coach]",
        "check-ins without a check-out: 60 minutes where the place has no usual stay of its own",
        "secondary: who met a close contact under same-venue or near, from its first exposure until its isolation",
        "follow-up after the last contact: close 10 days, secondary 7 days",
        f"backward: from the local midnight 14 days before {REFERENCE} to the start of the infectious period",
    ]


def test_what_a_definition_leaves_out_has_no_line():
    rule = {"id": "home", "evidence": "household", "tier": "close"}
    small = {"id": "a", "title": "A", "infectious_period": {"before_days": 1}, "rule": [rule]}
    assert in_words(parse(small, "x.toml")) == [
        f"infectious period: from the local midnight 1 day before {REFERENCE} until isolation",
        "close: in one household and neither isolated, any time at all, from household registers [home]",
    ]


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ({"before_hours": 1}, f"from 1 hour before {REFERENCE} until isolation"),
        (
            {"before_days": 2, "after_days": 13},
            f"from the local midnight 2 days before {REFERENCE} until isolation, "
            "at most to the end of the local day 13 days after",
        ),
        (
            {"before_hours": 48, "after_hours": 36.5},
            f"from 48 hours before {REFERENCE} until isolation, at most 36.5 hours after",
        ),
    ],
)
def test_infectious_periods(period, words):
    assert in_words(parse(changed("infectious_period", period), "x.toml"))[0] == f"infectious period: {words}"


@pytest.mark.parametrize(
    ("keys", "where"),
    [
        ({"evidence": "stay", "enclosed": True}, "at one enclosed place"),
        ({"evidence": "stay", "enclosed": False}, "at one open-air place"),
        ({"evidence": "stay", "kinds": ["mall", "bar"]}, "at one place of kind mall or bar"),
        ({"evidence": "stay", "linger_minutes": 120}, "at one place or there up to 120 minutes after the source left"),
        ({"evidence": "proximity"}, "near each other"),
        ({"evidence": "proximity", "within_m": 1.8288}, "within 1.8288 m or at a distance not recorded"),
        ({"evidence": "seat", "unit": "vehicle", "modes": ["bus", "ship"]}, "on one run by bus or ship"),
        ({"evidence": "seat", "unit": "coach"}, "in one coach"),
        ({"evidence": "seat", "unit": "rows", "rows": 0}, "in one coach in the same row"),
        ({"evidence": "seat", "unit": "rows", "rows": 1}, "in one coach at most 1 row apart"),
        ({"evidence": "vehicle"}, "linked to one plate and neither isolated"),
        ({"evidence": "cell"}, "in one cell of 800 m by 800 m"),
    ],
)
def test_where_two_people_are_together(keys, where):
    assert line_of(keys).startswith(f"close: {where}, any time at all, from ")


@pytest.mark.parametrize(
    ("keys", "time"),
    [
        ({"at_least_minutes": 1}, "1 minute or more at one stretch"),
        ({"more_than_minutes": 15}, "more than 15 minutes at one stretch"),
        ({"at_least_minutes": 15, "accumulate": "rolling", "window_hours": 48}, "15 minutes or more in any 48 hours"),
        ({"more_than_minutes": 7.5, "accumulate": "day"}, "more than 7.5 minutes in one local calendar day"),
        ({"at_least_minutes": 480, "accumulate": "period"}, "480 minutes or more over the whole period"),
    ],
)
def test_how_long_two_people_are_together(keys, time):
    assert f", {time}, from " in line_of({"evidence": "vehicle", **keys})


@pytest.mark.parametrize(
    ("keys", "spent"),
    [
        ({"dwell_more_than_hours": 30}, "at least one of the two spent more than 30 hours in the 14 days"),
        ({"dwell_more_than_hours": 1, "dwell_who": "both"}, "each of the two spent more than 1 hour in the 14 days"),
        (
            {"dwell_more_than_hours": 0.5, "dwell_who": "person", "dwell_days": 1},
            "the contact spent more than 0.5 hours in the 1 day",
        ),
    ],
)
def test_a_dwell_is_said_with_who_spent_it_and_when(keys, spent):
    line = line_of({"evidence": "cell", "more_than_minutes": 10, **keys})
    assert line == (
        f"close: in one cell of 800 m by 800 m where {spent} before the moment of the analysis, "
        "more than 10 minutes at one stretch, from location trails [only]"
    )


def test_unusual_positions_are_named():
    keys = {"evidence": "cell", "max_gap_minutes": 5, "max_accuracy_m": 50}
    assert line_of(keys).endswith("from location trails (joined over at most 5 minutes, accurate to 50 m) [only]")
    keys = {"evidence": "track", "within_m": 2, "max_accuracy_m": 7.5}
    assert line_of(keys).endswith("from location trails (accurate to 7.5 m) [only]")


def test_a_latent_time_delays_the_window_of_a_close_contact():
    line = in_words(parse(changed("secondary.latent_hours", 24), "x.toml"))[5]
    assert line.endswith("from 24 hours after its first exposure until its isolation")
