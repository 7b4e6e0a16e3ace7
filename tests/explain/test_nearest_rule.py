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
    ],
)
def test_stays(town, person, nearest):
    assert town.nearest("K", person) == f"rule met, {nearest}"


def test_without_any_record_no_rule_is_called_the_nearest(town):
    assert town.words("K", "gil")[0] == "gil: not on the list of case K; no rule came near, each for want of records"
    assert town.phrases("K", "gil") == {"met": "no check-in or passage of this person in the window"}


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
        assert (way["nearness"], way["side"], way["minutes"]) == ("outside the window", "within", 60.0)
        said = "together, 60.00 minutes, but the stay lies outside the window, only what lingers reaches into it"
        assert town.nearest("K", "zoe") == f"rule met, {said}"


def test_a_meeting_outside_the_window_is_not_said_to_be_cut_by_it_or_to_linger():
    later = (
        STAYS + "kay | hall | 2021-08-08T10:00 | 2021-08-08T11:00\nzoe | hall | 2021-08-08T10:00 | 2021-08-08T11:00\n"
    )
    with tables(later, LONG_STAY) as town:
        (episode,) = town.why("K", "zoe")["others"][0]["episodes"]
        assert episode["window"] is None
        assert not any(episode[edge] for edge in ("begins_with_window", "ends_with_window", "outlasts_window"))
        assert not [line for line in town.words("K", "zoe") if "lingers" in line]


def test_records_that_do_not_count_come_nearer_than_none():
    with tables(STAYS, PERIOD + rule("household", name="home") + rule("stay", 'kinds = ["restaurant"]')) as town:
        assert [way["rule"] for way in town.why("K", "fay")["others"]] == ["met", "home"]
        assert town.nearest("K", "fay").startswith("rule met, no check-in or passage that counts of this person")


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
        assert "  infectious period of the case: empty: it ends no later than it begins" in town.words("K", "ann")
        assert "gap_minutes" not in town.why("K", "ann")["others"][0]


def test_a_meeting_in_a_gap_of_the_window_is_neither_before_nor_after_it():
    """The case was isolated on the 3rd from 06:00 to 18:00, over before the onset."""
    apart = "isolations\nperson_id | from_at | until_at\nkay | 2021-08-03T06:00 | 2021-08-03T18:00\n"
    met = "".join(f"{who} | hall | 2021-08-03T10:00 | 2021-08-03T11:00\n" for who in ("kay", "zoe"))
    with tables(STAYS + met + apart, LONG_STAY) as town:
        assert town.nearest("K", "zoe") == (
            "rule met, together, 60.00 minutes, but 4.00 hours away from the window, in a gap of it"
        )


def test_of_rules_without_evidence_the_one_comes_first_for_which_both_are_recorded():
    rides = """
tickets
person_id | service | departs_at       | arrives_at       | mode
kay       | S1      | 2021-08-04T10:00 | 2021-08-04T11:00 | bus
ann       | S1      | 2021-08-04T10:00 | 2021-08-04T11:00 | bus
households
household_id | person_id
H1           | kay
"""
    rules = PERIOD + rule("household", name="home") + rule("seat", 'unit = "coach"\nmodes = ["train"]')
    with tables(CASE + rides, rules) as town:
        ways = town.why("K", "ann")["others"]
        assert [(way["rule"], way["lacking"]) for way in ways] == [("met", ["case", "person"]), ("home", ["person"])]
