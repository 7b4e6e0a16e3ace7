"""For a person on no list, every kind of evidence but stays: what it shows of the two, and what it lacks."""

import pytest

from tests.explain.asked import tables
from tests.explain.test_nearest_rule import CASE, PERIOD, rule

RECORDS = (
    CASE
    + """
isolations
person_id | from_at          | until_at
hal       | 2021-08-02T00:00 |
iva       | 2021-08-02T00:00 |
fixes
person_id | observed_at      | latitude | longitude | accuracy_m
kay       | 2021-08-04T10:00 | 30.0     | 120.0     |
kay       | 2021-08-04T10:10 | 30.0     | 120.0     |
kay       | 2021-08-01T10:00 | 31.0     | 120.0     |
kay       | 2021-08-01T10:08 | 31.0     | 120.0     |
ann       | 2021-08-04T10:00 | 30.0     | 120.001   |
ann       | 2021-08-04T10:10 | 30.0     | 120.0005  |
bob       | 2021-08-04T10:00 | 30.5     | 120.0     |
bob       | 2021-08-04T10:10 | 30.5     | 120.0     |
cid       | 2021-08-04T11:00 | 30.0     | 120.0     |
cid       | 2021-08-04T11:10 | 30.0     | 120.0     |
dan       | 2021-08-04T10:00 | 30.0     | 120.0     | 500
dan       | 2021-08-04T10:10 | 30.0     | 120.0     | 500
eve       | 2021-08-01T10:00 | 31.0     | 120.0     |
eve       | 2021-08-01T10:08 | 31.0     | 120.0     |
fay       | 2021-08-04T09:56 | 30.0     | 120.0     |
fay       | 2021-08-04T10:04 | 30.0     | 120.0     |
proximity
person_a | person_b | observed_at      | duration_s | distance_m
kay      | ann      | 2021-08-04T10:00 | 600        | 3.4
bob      | kay      | 2021-08-04T10:00 | 300        |
cid      | dan      | 2021-08-04T10:00 | 300        | 1
tickets
person_id | service | departs_at       | arrives_at       | mode  | coach | row
kay       | G1      | 2021-08-05T10:00 | 2021-08-05T12:00 | train | 5     | 10
ann       | G1      | 2021-08-05T10:00 | 2021-08-05T12:00 | train | 5     | 15
bob       | G1      | 2021-08-05T10:00 | 2021-08-05T12:00 | train | 5     |
cid       | G1      | 2021-08-05T10:00 | 2021-08-05T12:00 | train | 6     | 10
dan       | G1      | 2021-08-05T10:00 | 2021-08-05T12:00 | train |       | 10
eve       | G1      | 2021-08-05T14:00 | 2021-08-05T16:00 | train | 5     | 10
fay       | G2      | 2021-08-05T10:00 | 2021-08-05T12:00 | train | 5     | 10
gil       | G1      | 2021-08-05T10:00 | 2021-08-05T12:00 | bus   | 5     | 10
households
household_id | person_id
h1           | kay
h1           | hal
h2           | ann
vehicles
plate | person_id | from_at          | until_at
A1    | kay       |                  | 2021-08-04T00:00
A1    | ann       | 2021-08-04T06:00 |
A1    | iva       |                  |
B2    | bob       |                  |
"""
)
RULES = PERIOD + "".join(
    [
        rule("track", "within_m = 30\nat_least_minutes = 15", "track"),
        rule("proximity", "within_m = 2\nat_least_minutes = 15", "proximity"),
        rule("seat", 'unit = "rows"\nmodes = ["train"]', "seat"),
        rule("household", "", "household"),
        rule("vehicle", "", "vehicle"),
        rule("cell", "cell_m = 100\nat_least_minutes = 15", "cell"),
    ]
)
SAID = [
    ("track", "ann", "closest 48.15 m, within 30 m asked for"),
    ("track", "bob", "never within 10 km of each other while both positions were known"),
    ("track", "cid", "positions of both, but never known at the same instant"),
    (
        "track",
        "dan",
        "no location trail that counts of this person in the window"
        " (this person: positions too far apart in time, or not accurate enough)",
    ),
    ("track", "eve", "together, 8.00 of 15 minutes at one stretch, but 37.87 hours before the window begins"),
    ("track", "fay", "4.00 of 15 minutes at one stretch"),
    ("track", "gil", "no location trail of this person in the window"),
    ("proximity", "ann", "closest 3.40 m, within 2 m asked for"),
    ("proximity", "bob", "5.00 of 15 minutes at one stretch"),
    ("proximity", "cid", "no record of the two together"),
    ("proximity", "fay", "no proximity record of this person in the window"),
    ("seat", "ann", "on one run, 5 rows apart"),
    ("seat", "bob", "on one run, row unknown"),
    ("seat", "cid", "on one run, another coach"),
    ("seat", "dan", "on one run, coach unknown"),
    ("seat", "eve", "on one service, on different runs, the case first, 2.00 hours between them"),
    ("seat", "fay", "no service in common"),
    (
        "seat",
        "gil",
        "no ticket that counts of this person in the window"
        " (this person: tickets not of the rule's kind, or not known to be)",
    ),
    ("household", "ann", "no household in common"),
    ("household", "bob", "no household of this person in the window"),
    (
        "household",
        "hal",
        "together, but 24.00 hours before the window begins; in the window this person was isolated",
    ),
    ("vehicle", "ann", "linked to one plate, at different times, the case first, 6.00 hours between them"),
    ("vehicle", "bob", "no plate in common"),
    ("vehicle", "cid", "no vehicle link of this person in the window"),
    ("vehicle", "iva", "together, but 24.00 hours before the window begins; in the window this person was isolated"),
    ("cell", "fay", "4.00 of 15 minutes at one stretch"),
    ("cell", "cid", "in one cell, at different times, the case first, 50.00 minutes between them"),
    ("cell", "bob", "no cell in common"),
    ("cell", "gil", "no location trail of this person in the window"),
]


@pytest.fixture(scope="module")
def town():
    with tables(RECORDS, RULES) as town:
        yield town


@pytest.mark.parametrize(("evidence", "person", "said"), SAID, ids=[f"{one[0]}-{one[1]}" for one in SAID])
def test_what_the_evidence_shows(town, evidence, person, said):
    assert town.phrases("K", person)[evidence] == said


def test_nobody_of_these_is_on_the_list(town):
    assert {town.why("K", person)["standing"] for _, person, _ in SAID} == {"not on the list"}


def test_a_distance_names_the_fixes_between_which_it_was_least(town):
    (way,) = [way for way in town.why("K", "ann")["others"] if way["rule"] == "track"]
    assert way["closest_between"] == {
        "started_at": "2021-08-04T10:00:00.000+08:00",
        "finished_at": "2021-08-04T10:10:00.000+08:00",
    }
    assert (way["closest_m"], way["within_m"]) == (48.15, 30)
    (episode,) = way["episodes"]
    lines = [(one["first_line"], one["last_line"]) for one in episode["records"]]
    assert lines == [(2, 3), (6, 7)]


def test_a_bond_without_a_beginning_is_told_as_one(town):
    (way,) = [way for way in town.why("K", "hal")["others"] if way["rule"] == "household"]
    (episode,) = way["episodes"]
    assert (episode["started_at"], episode["minutes"]) == (None, None)
    assert any("always to 2021-08-02T00:00:00.000+08:00" in line for line in town.words("K", "hal"))


def test_the_rules_stand_in_the_order_of_how_near_they_came(town):
    """Too short before outside the window, before apart, before no evidence; then by what was reached."""
    ordered = {person: [way["rule"] for way in town.why("K", person)["others"]] for person in ("ann", "bob", "hal")}
    # Apart: the seat lacks nothing of the time, 30 of 48 m are more than 2 of 3.4 m, and a gap in time has no share.
    assert ordered["ann"] == ["seat", "track", "proximity", "vehicle", "household", "cell"]
    assert ordered["bob"] == ["proximity", "seat", "track", "vehicle", "cell", "household"]
    assert ordered["hal"] == ["household", "track", "proximity", "seat", "vehicle", "cell"]


def test_time_spent_in_a_cell_is_a_condition_of_its_own():
    dwelling = rule("cell", "cell_m = 100\ndwell_more_than_hours = 30\ndwell_days = 14", "companion")
    with tables(RECORDS, PERIOD + dwelling) as town:
        said = "4.00 minutes in one cell, where too little time was spent in the days before"
        assert town.phrases("K", "fay") == {"companion": said}
