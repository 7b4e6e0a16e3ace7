"""What records do not say, worked by hand: seats that nobody knows, and what a list rests on."""

import pytest

from tests.coverage.worked import CASE, NEAR, TWO_DAYS_BEFORE, VENUE, found, told
from tests.lib.tables import read_table

TICKETS = (
    CASE
    + """
        tickets
        person_id | service | departs_at       | arrives_at       | mode   | coach | row
        kay       | G1      | 2021-08-04T10:00 | 2021-08-04T12:00 | train  | 5     | 10
        kay       | G2      | 2021-08-04T13:00 | 2021-08-04T14:00 | train  | 5     |
        kay       | F3      | 2021-08-04T16:00 | 2021-08-04T18:00 | flight |       | 3
        kay       | G9      | 2021-08-04T20:00 | 2021-08-04T21:00 |        | 5     | 1
        kay       | G4      | 2021-08-07T10:00 | 2021-08-07T12:00 | train  |       |
        ann       | G1      | 2021-08-04T10:00 | 2021-08-04T12:00 | train  | 5     |
        bob       | G1      | 2021-08-04T10:00 | 2021-08-04T12:00 | train  |       | 10
        cid       | G1      | 2021-08-04T10:00 | 2021-08-04T12:00 | train  | 5     | 11
        dan       | G2      | 2021-08-04T13:00 | 2021-08-04T14:00 | train  | 5     | 11
        eve       | G1      | 2021-08-04T12:00 | 2021-08-04T14:00 | train  |       | 11
        fay       | F3      | 2021-08-04T16:00 | 2021-08-04T18:00 | flight |       | 30
        gil       | G9      | 2021-08-04T20:00 | 2021-08-04T21:00 | train  | 5     | 1
        hal       | G1      | 2021-08-04T11:00 | 2021-08-04T13:00 | bus    |       |
"""
)
SEAT = '[[rule]]\nid = "seat"\nevidence = "seat"\ntier = "close"\n'


@pytest.mark.parametrize(
    ("rule", "untold", "tickets", "lost"),
    [
        ('unit = "rows"\nmodes = ["train"]', 2, 5, 4),
        ('unit = "rows"', 1, 7, 4),
        ('unit = "coach"\nmodes = ["train"]', 1, 5, 2),
        ('unit = "coach"', 0, 7, 1),
        ('unit = "vehicle"\nmodes = ["train"]', 1, 5, 1),
        ('unit = "rows"\nmodes = ["flight"]', 1, 1, None),
    ],
)
def test_tickets_without_a_seat(rule, untold, tickets, lost):
    """On the runs of the period those are lost that lack what the rule goes by, and those of a ride that lacks it.

    By rows of trains: ann has no row, bob no coach, dan is on the ride without a row, gil on the one without a mode.
    """
    answer = found(TICKETS, TWO_DAYS_BEFORE + SEAT + rule)
    covered = f"hours | records | untold\n6.00 | 4 | {untold}"
    assert told(answer.coverage, covered) == read_table(covered)
    left_out = f"case_id | hop | rule | tickets | untold\nK | 0 | seat | {tickets} | {lost}"
    assert told(answer.left_out, left_out) == (read_table(left_out) if lost else [])


def test_where_nobody_lacks_a_seat_nothing_is_left_out():
    assert found(TICKETS, TWO_DAYS_BEFORE + SEAT + 'unit = "vehicle"').left_out.is_empty()


def test_tickets_on_the_runs_of_close_contacts():
    """cid, a close contact by row 11 of G1, goes on by G5 in coach 6, where bob's coach is not known."""
    onward = (
        TICKETS
        + """
        cid       | G5      | 2021-08-05T20:00 | 2021-08-05T22:00 | train  | 6     | 1
        bob       | G5      | 2021-08-05T20:00 | 2021-08-05T22:00 | train  |       | 1
        """
    )
    rules = TWO_DAYS_BEFORE + SEAT + 'unit = "rows"\nmodes = ["train"]\n'
    expected = """
        hop | tickets | untold
        0   | 5       | 4
        1   | 4       | 3
        """
    assert told(found(onward, rules + "[secondary]\n").left_out, expected) == read_table(expected)
    only_near = rules + NEAR + '[secondary]\nrules = ["near"]\n'
    assert told(found(onward, only_near).left_out, expected) == read_table(expected)[:1]


def test_what_a_list_rests_on_that_nobody_recorded():
    """ann on check-outs alone, 60 minutes; bob 30 of them, and 60 more that were recorded; cid on none; dan via ann."""
    records = (
        CASE
        + """
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-04T10:00 |
        ann       | hall     | 2021-08-04T10:00 | 2021-08-04T11:00
        bob       | hall     | 2021-08-04T10:30 | 2021-08-04T11:00
        kay       | mall     | 2021-08-04T14:00 | 2021-08-04T15:00
        bob       | mall     | 2021-08-04T14:00 | 2021-08-04T15:00
        cid       | mall     | 2021-08-04T14:00 | 2021-08-04T15:00
        ann       | cafe     | 2021-08-05T20:00 |
        dan       | cafe     | 2021-08-05T20:00 |
        proximity
        person_a | person_b | observed_at      | duration_s | distance_m
        kay      | cid      | 2021-08-04T20:00 |            |
        """
    )
    badge = '[[rule]]\nid = "badge"\nevidence = "proximity"\ntier = "close"\n'
    expected = """
        missing   | lines | only_lines | minutes | of_lines | of_minutes
        check-out | 3     | 2          | 150.00  | 4        | 275.00
        distance  | 1     | 0          | 5.00    | 4        | 275.00
        duration  | 1     | 0          | 5.00    | 4        | 275.00
        """
    answer = found(records, TWO_DAYS_BEFORE + VENUE + badge + "[secondary]\n")
    assert told(answer.reliance, expected) == read_table(expected)
