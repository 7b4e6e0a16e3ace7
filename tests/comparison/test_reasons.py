"""Each reason by hand: what put a person on the one list, and what she lacks on the other.

Source: specification, sections 3 to 6; the order of reasons stands in `tracing.comparison.reasons`.
"""

import pytest

from tests.comparison.side_by_side import compared

CASE = """
cases
case_id | person_id | classification | onset_at   | isolated_at
K       | kay       | confirmed      | 2021-08-05 | 2021-08-07T14:00
"""
MET = """
proximity
person_a | person_b | observed_at      | duration_s
kay      | ann      | 2021-08-02T20:00 | 1200
kay      | bob      | 2021-08-04T12:00 | 720
kay      | bob      | 2021-08-04T18:00 | 480
kay      | cid      | 2021-08-04T12:00 | 1800
ann      | dan      | 2021-08-03T10:00 | 1800
cid      | eve      | 2021-08-04T20:00 | 1500
"""


def days(number: int) -> str:
    return f"[infectious_period]\nbefore_days = {number}\n"


def near(threshold: str = "at_least_minutes = 15", tier: str = "close", name: str = "near") -> str:
    return f'[[rule]]\nid = "{name}"\nevidence = "proximity"\ntier = "{tier}"\n{threshold}\n'


LIE = "the meetings that count under one (proximity records) lie"
ROLLING = 'at_least_minutes = 15\naccumulate = "rolling"'


def told(rows: dict[str, dict], person: str) -> tuple[str, str, str]:
    return tuple(rows[person][name] for name in ("change", "why_1", "why_2"))


def test_the_same_definition_twice_has_no_difference():
    rows = compared(CASE + MET, days(4) + near(ROLLING) + "[secondary]", days(4) + near(ROLLING) + "[secondary]")
    assert sorted(rows) == ["ann", "bob", "cid", "dan", "eve"]
    for row in rows.values():
        assert row["change"] == "same tier"
        assert row["tier_1"] == row["tier_2"] and row["why_1"] == row["why_2"]
    assert rows["cid"]["why_1"] == "close by near (30.00 minutes, asks for 15 minutes or more in any 24 hours)"
    assert (
        rows["dan"]["why_2"]
        == "secondary by near with ann (30.00 minutes, asks for 15 minutes or more in any 24 hours)"
    )
    assert (rows["dan"]["via_1"], rows["dan"]["minutes_1"], rows["dan"]["rules_1"]) == (["ann"], 30.0, ["near"])


def test_meetings_before_the_period_and_what_hangs_on_them():
    rows = compared(CASE + MET, days(4) + near() + "[secondary]", days(2) + near() + "[secondary]")
    assert told(rows, "ann") == (
        "only 1",
        "close by near (20.00 minutes, asks for 15 minutes or more at one stretch)",
        f"not listed: {LIE} before its infectious period, which begins 2021-08-03T00:00",
    )
    assert told(rows, "dan")[2] == "not listed: ann is not listed in it"
    assert rows["cid"]["change"] == rows["eve"]["change"] == "same tier"
    assert set(rows) == {"ann", "cid", "dan", "eve"}


def test_the_sides_change_places():
    one, two = days(4) + near() + "[secondary]", days(2) + near() + "[secondary]"
    rows, turned = compared(CASE + MET, one, two), compared(CASE + MET, two, one)
    assert turned["ann"]["change"] == "only 2"
    for person, row in rows.items():
        for name in ("tier", "via", "first_contact_at", "last_contact_at", "minutes", "rules"):
            assert (row[f"{name}_1"], row[f"{name}_2"]) == (turned[person][f"{name}_2"], turned[person][f"{name}_1"])


def test_meetings_after_the_period():
    later = "proximity\nperson_a | person_b | observed_at | duration_s\nkay | ann | 2021-08-06T12:00 | 1200\n"
    rows = compared(CASE + later, days(2) + near(), days(2) + "after_days = 0\n" + near())
    assert told(rows, "ann")[2] == (f"not listed: {LIE} after its infectious period, which ends 2021-08-06T00:00")


def test_meetings_on_both_sides_of_the_period():
    around = """
    proximity
    person_a | person_b | observed_at      | duration_s
    kay      | ann      | 2021-08-02T12:00 | 1200
    kay      | ann      | 2021-08-06T12:00 | 1200
    """
    rows = compared(CASE + around, days(4) + near(), days(1) + "after_days = 0\n" + near())
    assert told(rows, "ann")[2] == f"not listed: {LIE} outside its infectious period"


@pytest.mark.parametrize(
    ("begun", "second", "words"),
    [
        ("2021-08-02T23:40", days(2), "before its infectious period, which begins 2021-08-03T00:00"),
        ("2021-08-06T00:00", days(2) + "after_days = 0\n", "after its infectious period, which ends 2021-08-06T00:00"),
    ],
)
def test_a_meeting_that_only_touches_the_period_is_before_or_after_it(begun, second, words):
    met = f"proximity\nperson_a | person_b | observed_at | duration_s\nkay | ann | {begun} | 1200\n"
    rows = compared(CASE + met, days(4) + near(), second + near())
    assert told(rows, "ann")[2] == f"not listed: {LIE} {words}"


def test_an_empty_period():
    early = """
    cases
    case_id | person_id | classification | onset_at   | isolated_at
    K       | kay       | confirmed      | 2021-08-05 | 2021-08-02T21:00
    """
    rows = compared(early + MET, days(4) + near(), days(2) + near())
    assert told(rows, "ann")[2] == "not listed: its infectious period is empty"


def test_too_short_when_minutes_do_not_add_up():
    rows = compared(CASE + MET, days(2) + near(ROLLING), days(2) + near())
    assert told(rows, "bob") == (
        "only 1",
        "close by near (20.00 minutes, asks for 15 minutes or more in any 24 hours)",
        "not listed: too short under near (12.00 minutes, asks for 15 minutes or more at one stretch)",
    )


@pytest.mark.parametrize(
    ("seconds", "threshold", "words"),
    [
        (899.999, "at_least_minutes = 15", "14.99 minutes, asks for 15 minutes or more at one stretch"),
        (900, "more_than_minutes = 15", "15.00 minutes, asks for more than 15 minutes at one stretch"),
        (
            0.5,
            'at_least_minutes = 0.29\naccumulate = "day"',
            "0.00 minutes, asks for 0.29 minutes or more in one local calendar day",
        ),
        (
            60,
            'more_than_minutes = 480\naccumulate = "period"',
            "1.00 minutes, asks for more than 480 minutes over the whole period",
        ),
        (
            60,
            'at_least_minutes = 2\naccumulate = "rolling"',
            "1.00 minutes, asks for 2 minutes or more in any 24 hours",
        ),
    ],
)
def test_a_time_that_is_too_short_is_rounded_down_and_never_reads_as_the_threshold(seconds, threshold, words):
    met = f"proximity\nperson_a | person_b | observed_at | duration_s\nkay | ann | 2021-08-04T12:00 | {seconds}\n"
    rows = compared(CASE + met, days(2) + near(""), days(2) + near(threshold))
    assert told(rows, "ann")[2] == f"not listed: too short under near ({words})"


def test_too_short_as_a_part_lies_outside():
    rows = compared(
        CASE + MET.replace("2021-08-02T20:00", "2021-08-02T23:52"), days(4) + near(), days(2) + near() + "[secondary]"
    )
    assert told(rows, "ann")[2] == (
        "not listed: too short under near (12.00 minutes, asks for 15 minutes or more at one stretch); "
        "8.00 of the 20.00 minutes under one lie outside its infectious period"
    )


def test_a_lower_tier_tells_both_what_put_her_there_and_what_she_lacks():
    two = days(2) + near("more_than_minutes = 20") + near("", "general", "near-short") + near("", "flagged", "seen")
    rows = compared(CASE + MET, days(2) + near(ROLLING), two)
    assert told(rows, "bob") == (
        "other tier",
        "close by near (20.00 minutes, asks for 15 minutes or more in any 24 hours)",
        "general by near-short (12.00 minutes, asks for any time at all); "
        "not close: too short under near (12.00 minutes, asks for more than 20 minutes at one stretch)",
    )


def test_rules_that_would_give_no_better_tier_are_no_reason():
    two = days(2) + near("", "general", "near") + near("at_least_minutes = 60", "flagged", "seen")
    two += '[[rule]]\nid = "home"\nevidence = "household"\ntier = "close"\n'
    rows = compared(CASE + MET, days(2) + near(ROLLING), two)
    assert told(rows, "bob")[2].endswith("; not close: it has no close rule on proximity records")


def test_a_tier_that_only_a_direct_rule_gives():
    rows = compared(CASE + MET, days(2) + near("", "secondary"), days(2) + near("", "general"))
    assert told(rows, "cid") == (
        "other tier",
        "secondary by near (30.00 minutes, asks for any time at all)",
        "general by near (30.00 minutes, asks for any time at all); "
        "not secondary: it has no close or secondary rule on proximity records",
    )


def test_the_nearest_rule_comes_first():
    two = days(2) + near("at_least_minutes = 60", name="hour") + near("at_least_minutes = 13", name="quarter")
    rows = compared(CASE + MET, days(2) + near(ROLLING), two)
    assert told(rows, "bob")[2] == (
        "not listed: too short under quarter (12.00 minutes, asks for 13 minutes or more at one stretch); "
        "too short under hour (12.00 minutes, asks for 60 minutes or more at one stretch)"
    )


STAYS = """
places
place_id | kind   | enclosed
hall     | school | false
checkins
person_id | place_id | checked_in_at    | checked_out_at
kay       | hall     | 2021-08-04T10:00 | 2021-08-04T11:00
ann       | hall     | 2021-08-04T10:30 | 2021-08-04T12:00
"""
VENUE = '[[rule]]\nid = "venue"\nevidence = "stay"\ntier = "close"\n'


def test_no_rule_goes_by_what_was_recorded():
    rows = compared(CASE + STAYS, days(2) + VENUE, days(2) + near())
    assert told(rows, "ann") == (
        "only 1",
        "close by venue (30.00 minutes, asks for any time at all)",
        "not listed: it has no rule on check-ins and passages",
    )


def test_rules_that_saw_nothing():
    rows = compared(CASE + STAYS, days(2) + VENUE, days(2) + VENUE.replace("venue", "room") + "enclosed = true\n")
    assert told(rows, "ann")[2] == "not listed: room saw no meeting in its infectious period"


def test_no_contacts_of_close_contacts():
    rows = compared(CASE + MET, days(4) + near() + "[secondary]", days(4) + near())
    assert told(rows, "dan") == (
        "only 1",
        "secondary by near with ann (30.00 minutes, asks for 15 minutes or more at one stretch)",
        "not listed: it lists no contacts of close contacts",
    )


def test_a_close_contact_that_is_less_on_the_other_side():
    one, two = days(2) + near() + "[secondary]", days(2) + near("", "general") + VENUE + "[secondary]"
    rows = compared(CASE + MET, one, two)
    assert told(rows, "eve")[2] == "not listed: cid is only general in it"


def test_the_window_of_a_close_contact_begins_later():
    again = MET + "kay | ann | 2021-08-04T12:00 | 1200\n"
    rows = compared(CASE + again, days(4) + near() + "[secondary]", days(2) + near() + "[secondary]")
    assert told(rows, "dan")[2] == (f"not listed: {LIE} before the window of ann, which begins 2021-08-04T12:00")


def test_the_window_of_a_close_contact_is_empty():
    apart = "isolations\nperson_id | from_at\ncid | 2021-08-05T12:00\n"
    latent = days(2) + near() + "[secondary]\nlatent_hours = 24\n"
    rows = compared(CASE + MET + apart, days(2) + near() + "[secondary]", latent)
    assert told(rows, "eve")[2] == "not listed: the window of cid is empty in it"


def test_too_short_with_a_close_contact():
    named = '[secondary]\nrules = ["long"]\n'
    two = days(2) + near() + near("at_least_minutes = 26", "flagged", "long") + named
    rows = compared(CASE + MET, days(2) + near() + "[secondary]", two)
    assert (
        told(rows, "eve")[2]
        == "not listed: too short under long with cid (25.00 minutes, asks for 26 minutes or more at one stretch)"
    )


def test_rules_for_contacts_of_close_contacts_are_their_own():
    named = '[secondary]\nrules = ["venue"]\n'
    rows = compared(CASE + MET, days(2) + near() + "[secondary]", days(2) + near() + VENUE + named)
    assert told(rows, "eve")[2] == "not listed: it has no rule for contacts of close contacts on proximity records"


def test_of_several_close_contacts_the_nearest_is_told():
    met = MET + "ann | eve | 2021-08-03T10:00 | 3000\n"
    rows = compared(
        CASE + met, days(4) + near() + "[secondary]", days(2) + near() + VENUE + '[secondary]\nrules = ["venue"]'
    )
    assert rows["eve"]["via_1"] == ["ann", "cid"]
    assert told(rows, "eve")[1:] == (
        "secondary by near with ann (50.00 minutes, asks for 15 minutes or more at one stretch)",
        "not listed: it has no rule for contacts of close contacts on proximity records"
        " (the nearest of 2 close contacts)",
    )


def test_who_was_near_the_case_too_is_told_both():
    met = MET + "kay | eve | 2021-08-04T09:00 | 600\n"
    rows = compared(CASE + met, days(2) + near() + "[secondary]", days(2) + near())
    assert told(rows, "eve")[2] == (
        "not listed: too short under near (10.00 minutes, asks for 15 minutes or more at one stretch); "
        "it lists no contacts of close contacts"
    )


def test_two_cases_are_on_no_list_on_either_side():
    two_cases = CASE + "L | ann | confirmed | 2021-08-05 |\n"
    rows = compared(two_cases + MET, days(4) + near() + "[secondary]", days(2) + near())
    assert "ann" not in rows and "dan" not in rows
