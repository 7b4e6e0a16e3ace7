"""Coverage worked by hand: local days, stretches, gaps, and what little is known of places."""

import pytest

from tests.coverage.worked import CASE, NEAR, ONE_DAY, TWO_DAYS_BEFORE, VENUE, covers


@pytest.mark.parametrize(("day", "there", "hours"), [("2021-03-28", 2, 23), ("2021-10-31", 4, 25)])
def test_a_day_on_which_the_clock_changes_is_one_day(day, there, hours):
    """A check-in from half past midnight to half past three is two hours in spring and four in autumn."""
    covers(
        f"""
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | {day}
        checkins
        person_id | place_id | checked_in_at | checked_out_at
        kay       | hall     | {day}T00:30   | {day}T03:30
        """,
        ONE_DAY + VENUE,
        f"""
        hours      | of_hours   | days | of_days
        {there}.00 | {hours}.00 | 1    | 1
        """,
        as_of="2021-12-01",
        timezone="Europe/Berlin",
    )


def test_of_several_stretches_only_they_count():
    """Isolated from the 3rd 12:00 to the 4th 12:00: a check-in over both ends is one, without the hours between."""
    covers(
        CASE
        + """
        isolations
        person_id | from_at          | until_at
        kay       | 2021-08-03T12:00 | 2021-08-04T12:00
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-03T11:00 | 2021-08-04T14:00
        kay       | hall     | 2021-08-03T13:00 | 2021-08-03T15:00
        kay       | mall     | 2021-08-04T13:00 | 2021-08-04T15:00
        kay       | mall     | 2021-08-05T12:00 | 2021-08-05T15:00
        """,
        TWO_DAYS_BEFORE + VENUE,
        """
        hours | of_hours | days | of_days | records
        4.00  | 36.00    | 2    | 3       | 2
        """,
    )


def test_a_day_that_only_touches_is_none():
    covers(
        CASE
        + """
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-03T22:00 | 2021-08-04T00:00
        """,
        TWO_DAYS_BEFORE + VENUE,
        """
        hours | of_hours | days | of_days
        2.00  | 60.00    | 1    | 3
        """,
    )


FIXES = """
        fixes
        person_id | observed_at      | latitude | longitude | accuracy_m
        kay       | 2021-08-04T10:00 | 31.2     | 121.4     |
        kay       | 2021-08-04T10:10 | 31.2     | 121.4     | 5
        kay       | 2021-08-04T10:15 | 31.2     | 121.4     | 101
        kay       | 2021-08-04T10:21 | 31.2     | 121.4     | 100
        kay       | 2021-08-04T10:30 | 31.2     | 121.4     | 20
        kay       | 2021-08-04T23:55 | 31.2     | 121.4     | 20
        kay       | 2021-08-05T00:05 | 31.2     | 121.4     | 20
        kay       | 2021-08-05T11:55 | 31.2     | 121.4     | 20
        kay       | 2021-08-05T12:05 | 31.2     | 121.4     | 20
        ann       | 2021-08-04T12:00 | 31.2     | 121.4     | 5
        ann       | 2021-08-04T12:10 | 31.2     | 121.4     | 5
"""


def test_a_position_is_known_between_usable_fixes_that_are_near_in_time():
    """From 10:00 to 10:10, not to 10:21 as the fix between is too vague, and to 10:30; over midnight; to the end."""
    covers(
        CASE + FIXES,
        TWO_DAYS_BEFORE + NEAR,
        """
        rule | evidence | hours | of_hours | days | records | untold
        near | track    | 0.57  | 60.00    | 2    | 4       | 0
        """,
    )


def test_each_rule_has_the_positions_that_it_goes_by():
    """With 5 minutes of gap nothing is joined; with vague fixes the 21 minutes hang together; a cell has its own."""
    covers(
        CASE + FIXES,
        TWO_DAYS_BEFORE
        + NEAR.replace("near", "strict")
        + "max_gap_minutes = 5\n"
        + NEAR.replace("near", "vague")
        + "max_accuracy_m = 150\n"
        + '[[rule]]\nid = "square"\nevidence = "cell"\ntier = "flagged"\nmax_gap_minutes = 60\n',
        """
        rule   | evidence | hours
        square | cell     | 0.75
        strict | track    | 0.00
        vague  | track    | 0.75
        """,
    )


def test_nothing_after_the_moment_of_the_analysis_counts():
    """As of 10:05 on the 4th: the fix of 10:10 is not there yet, and a check-in that goes on is cut."""
    covers(
        CASE
        + FIXES
        + """
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-04T10:00 | 2021-08-04T11:00
        kay       | hall     | 2021-08-04T10:06 | 2021-08-04T11:00
        """,
        TWO_DAYS_BEFORE + NEAR + VENUE,
        """
        rule  | hours | of_hours | of_days | records
        near  | 0.00  | 34.08    | 2       | 0
        venue | 0.08  | 34.08    | 2       | 1
        """,
        as_of="2021-08-04T10:05",
    )


def test_of_an_empty_period_nothing_is_covered():
    covers(
        """
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        K       | kay       | confirmed      | 2021-08-05 | 2021-08-01
        """
        + FIXES,
        TWO_DAYS_BEFORE + NEAR,
        """
        case_id | rule | hours | of_hours | days | of_days | records
        K       | near | 0.00  | 0.00     | 0    | 0       | 0
        """,
    )


def test_each_case_of_one_person_has_its_own_period():
    covers(
        """
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        K1      | kay       | confirmed      | 2021-08-04 | 2021-08-05
        K2      | kay       | confirmed      | 2021-08-06 | 2021-08-07
        L       | lou       | confirmed      | 2021-08-06 | 2021-08-07
        """
        + FIXES,
        ONE_DAY + NEAR,
        """
        case_id | hours | of_hours
        K1      | 0.40  | 24.00
        K2      | 0.00  | 24.00
        L       | 0.00  | 24.00
        """,
    )


def test_badges_households_and_plates():
    """A badge that was far from another was worn; links to two plates at once are one time; the case is no other."""
    covers(
        CASE
        + """
        proximity
        person_a | person_b | observed_at      | duration_s | distance_m
        kay      | ann      | 2021-08-04T10:00 | 600        | 90
        bob      | kay      | 2021-08-04T10:05 |            |
        ann      | bob      | 2021-08-04T11:00 | 600        | 1
        kay      | kay      | 2021-08-04T12:00 | 600        | 1
        households
        household_id | person_id
        h1           | kay
        h1           | ann
        h2           | kay
        h2           | ann
        h2           | bob
        h3           | cid
        vehicles
        plate | person_id | from_at          | until_at
        A1    | kay       |                  | 2021-08-03T06:00
        B2    | kay       | 2021-08-03T03:00 | 2021-08-03T12:00
        B2    | ann       |                  |
        """,
        TWO_DAYS_BEFORE
        + '[[rule]]\nid = "badge"\nevidence = "proximity"\nwithin_m = 2\ntier = "close"\n'
        + '[[rule]]\nid = "home"\nevidence = "household"\ntier = "close"\n'
        + '[[rule]]\nid = "plate"\nevidence = "vehicle"\ntier = "close"\n',
        """
        rule  | hours | days | records | others
        badge | 0.17  | 1    | 2       |
        home  |       |      | 2       | 2
        plate | 12.00 | 1    | 2       |
        """,
    )


def test_a_passage_is_a_check_in_and_counts_once():
    """Passed at 10:00 in a car that is registered on the case: its own passage and that of its plate are one row."""
    covers(
        CASE
        + """
        passages
        place_id | passed_at        | person_id | plate | direction
        gate     | 2021-08-04T10:00 | kay       | A1    | in
        gate     | 2021-08-04T12:00 |           | A1    | in
        vehicles
        plate | person_id
        A1    | kay
        """,
        TWO_DAYS_BEFORE + VENUE,
        """
        hours | days | records
        0.17  | 1    | 2
        """,
    )


def test_stays_at_places_of_which_too_little_is_known():
    """The rule wants closed restaurants: an unknown kind or an unknown door leaves open what a known one does not."""
    covers(
        CASE
        + """
        places
        place_id | kind       | enclosed
        r1       | restaurant | true
        r2       | restaurant |
        s1       | school     |
        n1       |            | false
        n2       |            | true
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | r1       | 2021-08-04T10:00 | 2021-08-04T11:00
        kay       | r2       | 2021-08-04T11:00 | 2021-08-04T12:00
        kay       | s1       | 2021-08-04T12:00 | 2021-08-04T13:00
        kay       | n1       | 2021-08-04T13:00 | 2021-08-04T14:00
        kay       | n2       | 2021-08-04T14:00 | 2021-08-04T15:00
        kay       | nowhere  | 2021-08-04T15:00 | 2021-08-04T16:00
        """,
        TWO_DAYS_BEFORE + VENUE.replace("venue", "meal") + 'kinds = ["restaurant"]\nenclosed = true\n' + VENUE,
        """
        rule  | hours | records | untold
        meal  | 6.00  | 6       | 3
        venue | 6.00  | 6       | 0
        """,
    )
