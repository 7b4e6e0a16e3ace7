"""For a person on no list: how far each kind of rule came, the nearest first, and what it lacked."""

import pytest

from tests.explain.asked import tables

PERIOD = "[infectious_period]\nbefore_days = 2\n"
CASE = """
cases
case_id | person_id | classification | onset_at   | isolated_at
K       | kay       | confirmed      | 2021-08-05 | 2021-08-07T14:00
"""


def rule(evidence: str, more: str = "", name: str = "met") -> str:
    """One rule of tier close."""
    return f'[[rule]]\nid = "{name}"\ntier = "close"\nevidence = "{evidence}"\n{more}\n'


STAYS = (
    CASE
    + """
places
place_id | name     | kind       | enclosed
hall     | The Hall | restaurant | true
yard     | The Yard | market     |
checkins
person_id | place_id | checked_in_at    | checked_out_at
kay       | hall     | 2021-08-04T10:00 | 2021-08-04T11:00
kay       | yard     | 2021-08-04T12:00 | 2021-08-04T13:00
kay       | hall     | 2021-08-02T23:00 | 2021-08-03T00:00
ann       | hall     | 2021-08-04T10:50 | 2021-08-04T11:30
bob       | hall     | 2021-08-02T22:00 | 2021-08-03T00:00
cid       | hall     | 2021-08-04T11:12 | 2021-08-04T12:00
dan       | hall     | 2021-08-04T09:00 | 2021-08-04T09:57
eve       | yard     | 2021-08-04T12:20 | 2021-08-04T13:00
fay       | shed     | 2021-08-04T12:20 | 2021-08-04T13:00
gil       | shed     | 2021-08-09T12:20 | 2021-08-09T13:00
hal       | hall     | 2021-08-04T10:45 | 2021-08-04T11:30
"""
)
LONG_STAY = PERIOD + rule("stay", 'kinds = ["restaurant", "shop"]\nat_least_minutes = 15')


@pytest.fixture(scope="module")
def town():
    """The stays, screened."""
    with tables(STAYS, LONG_STAY) as town:
        yield town


@pytest.mark.parametrize(
    ("person", "nearest"),
    [
        ("ann", "10.00 of 15 minutes at one stretch"),
        ("bob", "together, 60.00 minutes, but outside the window, at its very edge"),
        ("cid", "both at The Hall (hall), the case first, 12.00 minutes between them"),
        ("dan", "both at The Hall (hall), this person first, 3.00 minutes between them"),
        ("eve", "40.00 minutes at one place not of the rule's kind, or not known to be"),
        ("gil", "no check-in or passage of this person in the window"),
    ],
)
def test_stays(town, person, nearest):
    assert town.nearest("K", person) == f"rule met, {nearest}"


def test_a_stay_at_a_place_that_the_rule_does_not_choose_is_not_passed_over(town):
    (way,) = town.why("K", "fay")["others"]
    assert (way["nearness"], way["lacking"], way["unusable"]) == ("no evidence", ["person"], ["person"])
    assert "(this person: at places not of the rule's kind, or not known to be)" in town.nearest("K", "fay")


def test_an_episode_that_is_too_short_is_shown_with_its_records_and_the_threshold(town):
    told = town.why("K", "ann")
    (way,) = told["others"]
    assert (told["standing"], told["line"], told["steps"]) == ("not on the list", None, [])
    assert (way["nearness"], way["measured_ms"], way["minutes"]) == ("too short", 600_000, 10.0)
    assert way["threshold"] == {"minutes": 15.0, "more_than": False, "accumulate": "episode", "window_hours": None}
    (episode,) = way["episodes"]
    assert episode["started_at"] == "2021-08-04T10:50:00.000+08:00"
    assert episode["finished_at"] == "2021-08-04T11:00:00.000+08:00"
    assert episode["places"] == [{"place_id": "hall", "name": "The Hall"}]
    assert episode["records"] == [
        {"file": "checkins.csv", "first_line": 2, "last_line": 2},
        {"file": "checkins.csv", "first_line": 5, "last_line": 5},
    ]


def test_fifteen_minutes_to_the_millisecond_put_a_person_on_the_list(town):
    assert town.why("K", "hal")["standing"] == "contact"
    more_than = LONG_STAY.replace("at_least", "more_than")
    with tables(STAYS, more_than) as town:
        assert town.nearest("K", "hal") == "rule met, 15.00 of more than 15 minutes at one stretch"
    short_by_a_millisecond = STAYS.replace("2021-08-04T10:45", "2021-08-04T10:45:00.001")
    with tables(short_by_a_millisecond, LONG_STAY) as town:
        assert town.nearest("K", "hal") == "rule met, 14.99998 of 15 minutes at one stretch"


def test_what_lingers_at_a_place_only_after_a_stay_before_the_window_does_not_count():
    lingering = LONG_STAY + "linger_minutes = 120"
    later = STAYS + "zoe       | hall     | 2021-08-03T00:30 | 2021-08-03T01:30\n"
    with tables(later, lingering) as town:
        (way,) = town.why("K", "zoe")["others"]
        assert (way["nearness"], way["gap_minutes"], way["minutes"]) == ("outside the window", 0.0, 60.0)


def test_the_time_is_measured_as_the_rule_accumulates():
    records = (
        CASE
        + """
checkins
person_id | place_id | checked_in_at    | checked_out_at
kay       | hall     | 2021-08-04T00:00 | 2021-08-06T00:00
ann       | hall     | 2021-08-04T10:00 | 2021-08-04T10:08
ann       | hall     | 2021-08-04T20:00 | 2021-08-04T20:05
ann       | hall     | 2021-08-05T10:00 | 2021-08-05T10:01
"""
    )
    ways = ("rolling", "day", "period", "episode")
    least = "at_least_minutes = 15\nwindow_hours = 1.5\naccumulate = "
    rules = [rule("stay", f'{least}"{way}"', name=way) for way in ways]
    with tables(records, PERIOD + "".join(rules)) as town:
        assert town.phrases("K", "ann") == {
            "period": "14.00 of 15 minutes over the whole period",
            "day": "13.00 of 15 minutes in one local calendar day",
            "rolling": "8.00 of 15 minutes in any 1.5 hours",
            "episode": "8.00 of 15 minutes at one stretch",
        }
        ordered = [way["rule"] for way in town.why("K", "ann")["others"]]
        assert ordered == ["period", "day", "rolling", "episode"]


OUTSIDE = {
    "ann | 2021-08-02T20:00 | 2021-08-02T21:00": "3.00 hours before the window begins",
    "bob | 2021-08-02T22:00 | 2021-08-02T23:30": "30.00 minutes before the window begins",
    "cid | 2021-08-07T14:30 | 2021-08-07T15:00": "30.00 minutes after the window ended",
    "dan | 2021-08-20T14:00 | 2021-08-20T15:00": "13.00 days after the window ended",
}


def test_how_far_outside_the_window():
    head = "\ncheckins\nperson_id | checked_in_at | checked_out_at | place_id\n"
    visits = "".join(f"{visit} | hall\nkay{visit[3:]} | hall\n" for visit in OUTSIDE)
    with tables(CASE + head + visits, PERIOD + rule("stay", "at_least_minutes = 15")) as town:
        for visit, nearest in OUTSIDE.items():
            assert town.nearest("K", visit[:3]).endswith(f" minutes, but {nearest}")


def test_an_empty_period_is_said_and_no_meeting_lies_before_or_after_it():
    records = STAYS.replace("2021-08-05 | 2021-08-07T14:00", "2021-08-05 | 2021-08-02T00:00")
    with tables(records, LONG_STAY) as town:
        nearest = "rule met, together, 10.00 of 15 minutes at one stretch, but the window is empty"
        assert town.nearest("K", "ann") == nearest
        assert "  infectious period of the case: empty: it ends before it begins" in town.words("K", "ann")
        assert "gap_minutes" not in town.why("K", "ann")["others"][0]
