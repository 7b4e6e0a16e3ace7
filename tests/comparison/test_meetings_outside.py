"""A meeting outside of one definition's window is told as the other's: people may have met again, unseen by both."""

import pytest

from tests.comparison.side_by_side import compared

CASE = """
cases
case_id | person_id | classification | onset_at         | isolated_at
K       | kay       | confirmed      | 2021-08-10T12:00 | 2021-08-14T10:00
proximity
person_a | person_b | observed_at      | duration_s | distance_m
kay      | ann      | 2021-08-09T10:00 | 600        | 4
"""
EARLY = "[infectious_period]\nbefore_days = 2\nafter_days = 0\n"
LATE = "[infectious_period]\nbefore_hours = 1\nafter_days = 5\n"
BADGE = '[[rule]]\nid = "badge"\nevidence = "proximity"\nwithin_m = {}\ntier = "close"\n'
HOME = '[[rule]]\nid = "home"\nevidence = "household"\ntier = "close"\n'
LIE = "not listed: the meetings that count under one (proximity records) lie before its infectious period"
BEGINS = "which begins 2021-08-10T11:00"


@pytest.mark.parametrize("again", ["2021-08-12T10:00", "2021-08-15T10:00"])
def test_who_met_again_later_is_not_said_to_have_met_only_before(again):
    """On the 12th too far apart for the second definition, on the 15th after the window of either."""
    met = CASE + f"kay | ann | {again} | 600 | 4\n"
    rows = compared(met, EARLY + BADGE.format(5), LATE + BADGE.format(2))
    assert rows["ann"]["why_2"] == f"{LIE}, {BEGINS}"


def test_where_no_rule_goes_by_such_records_that_is_said_too():
    rows = compared(CASE, EARLY + BADGE.format(5), LATE + HOME)
    assert rows["ann"]["why_2"] == f"{LIE}, {BEGINS}, and it has no rule on proximity records"
