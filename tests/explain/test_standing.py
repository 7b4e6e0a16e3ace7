"""Who stands how to a case: on the list, a case of her own, or on no list, by way of close contacts too."""

import pytest

from tests.explain.asked import tables
from tests.explain.test_nearest_rule import CASE, PERIOD, rule

RULES = (
    PERIOD
    + rule("stay", "at_least_minutes = 15", "venue")
    + rule("stay", "at_least_minutes = 5", "glimpse").replace('"close"', '"general"')
    + rule("proximity", "within_m = 2", "badge").replace('"close"', '"flagged"')
    + '[secondary]\nrules = ["venue"]\n[follow_up]\nclose_days = 10\n'
)
RECORDS = (
    CASE
    + """
L       | lea       | confirmed      | 2021-08-06 | 2021-08-08T14:00
M       | mia       | confirmed      | 2021-08-06 | 2021-08-08T14:00
places
place_id | name     | typical_stay_minutes
hall     | The Hall | 60
checkins
person_id | place_id | checked_in_at    | checked_out_at
kay       | hall     | 2021-08-04T10:00 | 2021-08-04T11:00
kay       | gate     | 2021-08-02T23:30 | 2021-08-03T00:30
ann       | gate     | 2021-08-02T23:30 | 2021-08-03T00:40
ann       | hall     | 2021-08-04T10:20 |
ann       | inn      | 2021-08-04T10:50 | 2021-08-04T12:00
lea       | hall     | 2021-08-04T10:20 | 2021-08-04T12:00
bob       | hall     | 2021-08-04T10:53 | 2021-08-04T11:07
cid       | inn      | 2021-08-04T11:00 | 2021-08-04T11:30
dan       | inn      | 2021-08-04T11:50 | 2021-08-04T11:59
dan       | cafe     | 2021-08-02T10:00 | 2021-08-02T11:00
eve       | cafe     | 2021-08-02T10:00 | 2021-08-02T11:00
ann       | cafe     | 2021-08-02T10:00 | 2021-08-02T11:00
fay       | hall     | 2021-08-04T10:40 | 2021-08-04T11:30
gil       | gym      | 2021-08-05T10:00 | 2021-08-05T11:00
fay       | gym      | 2021-08-05T10:50 | 2021-08-05T12:00
ann       | gym      | 2021-08-05T10:55 | 2021-08-05T12:00
proximity
person_a | person_b | observed_at      | duration_s | distance_m
kay      | fay      | 2021-08-04T10:00 |            |
"""
)


@pytest.fixture(scope="module")
def town():
    with tables(RECORDS, RULES) as town:
        yield town


def test_a_contact_is_told_with_the_threshold_the_window_and_what_was_missing(town):
    told = town.why("K", "ann")
    assert (told["standing"], told["cases"], told["line"]["tier"], told["line"]["rules"]) == (
        "contact",
        [],
        "close",
        ["venue"],
    )
    (step,) = told["steps"]
    assert (step["source"], step["contact"], step["hop"]) == ("kay", "ann", 0)
    window = {"started_at": "2021-08-03T00:00:00.000+08:00", "finished_at": "2021-08-07T14:00:00.000+08:00"}
    assert step["window"] == told["infectious_period"]["stretches"] == [window]
    (exposure,) = step["exposures"]
    assert (exposure["rule"], exposure["measured_ms"], exposure["minutes"]) == ("venue", 1_800_000, 30.0)
    assert exposure["threshold"]["minutes"] == 15
    first, second = exposure["episodes"]
    assert first["window"] == second["window"] == window
    assert (first["begins_with_window"], first["ends_with_window"], first["minutes"]) == (True, False, 30.0)
    assert (second["begins_with_window"], second["missing"]) == (False, ["check-out"])
    # Her check-in at the inn ends the stay whose end nobody recorded.
    assert [(one["first_line"], one["last_line"]) for one in second["records"]] == [(2, 2), (5, 6)]


def test_the_words_say_the_same(town):
    words = town.words("K", "ann")
    assert words[0] == "ann: close contact of case K"
    assert "  measured: 30.00 minutes, at least 15 asked for" in words
    assert "       begins with the window: earlier time does not count" in words
    assert "       missing in some or all records: check-out (when a stay ended is assumed)" in words
    assert "       checkins.csv lines 2, 5-6" in words


def test_a_rule_that_is_reached_beside_the_tier_is_told_first_among_the_others(town):
    told = town.why("K", "ann")
    assert [(way["rule"], way["nearness"]) for way in told["others"]] == [
        ("glimpse", "reached"),
        ("badge", "no evidence"),
    ]
    assert town.phrases("K", "ann")["glimpse"] == "reached, 30.00 minutes"


def test_what_badges_do_not_say(town):
    (way,) = [way for way in town.why("K", "fay")["others"] if way["rule"] == "badge"]
    (episode,) = way["episodes"]
    assert (way["nearness"], episode["missing"], way["threshold"]) == ("reached", ["distance", "duration"], None)


def test_a_secondary_contact_is_told_from_the_case_outward(town):
    told = town.why("K", "cid")
    assert [(step["source"], step["contact"], step["hop"]) for step in told["steps"]] == [
        ("kay", "ann", 0),
        ("ann", "cid", 1),
    ]
    assert told["steps"][1]["window"] == [
        {"started_at": "2021-08-03T00:00:00.000+08:00", "finished_at": "2021-09-01T00:00:00.000+08:00"}
    ]
    assert [way["by_way_of"] for way in told["others"]] == [None, None, None]


def test_by_way_of_a_close_contact_who_was_met_too_briefly(town):
    nearest = town.why("K", "dan")["others"][0]
    assert (nearest["rule"], nearest["by_way_of"], nearest["tier"]) == ("venue", "ann", "secondary")
    assert (nearest["nearness"], nearest["minutes"]) == ("too short", 9.0)
    assert town.nearest("K", "dan") == "rule venue by way of ann, 9.00 of 15 minutes at one stretch"


def test_by_way_of_a_close_contact_who_was_met_before_her_window(town):
    nearest = town.why("K", "eve")["others"][0]
    assert (nearest["by_way_of"], nearest["nearness"], nearest["gap_minutes"]) == ("ann", "outside the window", 780.0)
    assert "but 13.00 hours before this contact's window begins" in town.nearest("K", "eve")


def test_of_several_close_contacts_the_nearest(town):
    nearest = town.why("K", "gil")["others"][0]
    assert (nearest["by_way_of"], nearest["minutes"]) == ("fay", 10.0)


def test_a_general_contact_is_told_what_would_make_her_more(town):
    told = town.why("K", "bob")
    assert (told["line"]["tier"], told["line"]["rules"]) == ("general", ["glimpse"])
    ways = [(way["rule"], way["by_way_of"], way["nearness"], way["minutes"]) for way in told["others"][:2]]
    assert ways == [("venue", "fay", "too short", 14.0), ("venue", None, "too short", 7.0)]


def test_another_case_is_on_no_list_whatever_was_reached(town):
    told = town.why("K", "lea")
    assert (told["standing"], told["cases"], told["line"]) == ("case", ["L"], None)
    (step,) = told["steps"]
    assert [exposure["rule"] for exposure in step["exposures"]] == ["glimpse", "venue"]
    assert [way["rule"] for way in told["others"]] == ["badge"]
    assert town.words("K", "lea")[0] == "lea: a case too (L), so on no list; rules reached with case K: glimpse, venue"


def test_another_case_that_was_not_met(town):
    told = town.why("K", "mia")
    assert (told["standing"], told["steps"]) == ("case", [])
    assert {way["nearness"] for way in told["others"]} == {"no evidence"}
    assert town.words("K", "mia")[0] == "mia: a case too (M), so on no list; rules reached with case K: none"
