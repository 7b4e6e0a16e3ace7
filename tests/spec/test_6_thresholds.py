"""Thresholds: when being together counts"""

CASE = """
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        K       | kay       | confirmed      | 2021-08-05 | 2021-08-08T14:00
"""
NEAR = """
[infectious_period]
before_days = 2
[[rule]]
id = "near"
evidence = "proximity"
tier = "close"
"""
THREE_MEETINGS = (
    CASE
    + """
        proximity
        person_a | person_b | observed_at      | duration_s
        kay      | ann      | 2021-08-05T08:00 | 600
        kay      | ann      | 2021-08-05T20:00 | 480
        kay      | ann      | 2021-08-06T08:02 | 420
"""
)
ANN = "person_id | minutes\nann | 25.00"
NOBODY = ""


def test_at_least_and_more_than(example):
    """`at_least_minutes` is reached at the minute itself, `more_than_minutes` only beyond it."""
    records = (
        CASE
        + """
        proximity
        person_a | person_b | observed_at      | duration_s
        kay      | ann      | 2021-08-05T10:00 | 900
        kay      | bob      | 2021-08-05T11:00 | 899.999
        kay      | cid      | 2021-08-05T12:00 | 900.001
        """
    )
    example(records=records, definition=NEAR + "at_least_minutes = 15", lines="person_id\nann\ncid")
    example(records=records, definition=NEAR + "more_than_minutes = 15", lines="person_id\ncid")
    example(records=records, definition=NEAR, lines="person_id\nann\nbob\ncid")


def test_episode_is_the_longest_single_one(example):
    """By default the longest single episode is measured: here 10 minutes of 25."""
    example(records=THREE_MEETINGS, definition=NEAR + "at_least_minutes = 10", lines=ANN)
    example(records=THREE_MEETINGS, definition=NEAR + "more_than_minutes = 10", lines=NOBODY)


def test_rolling_is_the_most_in_any_window(example):
    """24 hours from 08:00 hold 10 + 8 minutes, 25 hours hold all 25, no 12 hours hold more than 10.

    The third meeting starts at 08:02 of the next day: a window of 24 hours that begins after 08:02 gains of it what it
    loses of the first, and has lost two minutes before.
    """
    rolling = NEAR + 'accumulate = "rolling"\n'
    example(records=THREE_MEETINGS, definition=rolling + "at_least_minutes = 18", lines=ANN)
    example(records=THREE_MEETINGS, definition=rolling + "more_than_minutes = 18", lines=NOBODY)
    example(records=THREE_MEETINGS, definition=rolling + "window_hours = 25\nat_least_minutes = 25", lines=ANN)
    example(records=THREE_MEETINGS, definition=rolling + "window_hours = 12\nmore_than_minutes = 10", lines=NOBODY)


def test_rolling_window_may_cut_an_episode(example):
    """Together 08:00-08:30 and 08:40-09:20: the best hour holds 30 + 20 minutes, or 10 + 40; the line tells all 70."""
    records = (
        CASE
        + """
        proximity
        person_a | person_b | observed_at      | duration_s
        kay      | ann      | 2021-08-05T08:00 | 1800
        kay      | ann      | 2021-08-05T08:40 | 2400
        """
    )
    hourly = NEAR + 'accumulate = "rolling"\nwindow_hours = 1\n'
    example(records=records, definition=hourly + "at_least_minutes = 50", lines="person_id | minutes\nann | 70.00")
    example(records=records, definition=hourly + "more_than_minutes = 50", lines=NOBODY)


def test_day_is_the_most_in_one_local_day(example):
    """18 minutes fall on the 5th, 7 on the 6th."""
    daily = NEAR + 'accumulate = "day"\n'
    example(records=THREE_MEETINGS, definition=daily + "at_least_minutes = 18", lines=ANN)
    example(records=THREE_MEETINGS, definition=daily + "more_than_minutes = 18", lines=NOBODY)


def test_period_is_all_of_it(example):
    """All 25 minutes add up."""
    whole = NEAR + 'accumulate = "period"\n'
    example(records=THREE_MEETINGS, definition=whole + "at_least_minutes = 25", lines=ANN)
    example(records=THREE_MEETINGS, definition=whole + "more_than_minutes = 25", lines=NOBODY)


def test_rolling_and_day_differ_around_midnight(example):
    """Ten minutes up to midnight and six from 00:30: 16 in a rolling 24 hours, at most 10 in one day."""
    records = (
        CASE
        + """
        proximity
        person_a | person_b | observed_at      | duration_s
        kay      | ann      | 2021-08-05T23:50 | 600
        kay      | ann      | 2021-08-06T00:30 | 360
        """
    )
    found = "person_id | minutes | episodes\nann | 16.00 | 2"
    example(records=records, definition=NEAR + 'accumulate = "rolling"\nat_least_minutes = 15', lines=found)
    example(records=records, definition=NEAR + 'accumulate = "day"\nat_least_minutes = 15', lines=NOBODY)


def test_episode_across_midnight_belongs_to_both_days(example):
    """40 minutes across midnight are 25 on one day and 15 on the other; the single episode is 40."""
    records = (
        CASE
        + """
        proximity
        person_a | person_b | observed_at      | duration_s
        kay      | ann      | 2021-08-05T23:45 | 2400
        """
    )
    found = "person_id | minutes\nann | 40.00"
    example(records=records, definition=NEAR + 'accumulate = "day"\nat_least_minutes = 25', lines=found)
    example(records=records, definition=NEAR + 'accumulate = "day"\nmore_than_minutes = 25', lines=NOBODY)
    example(records=records, definition=NEAR + "at_least_minutes = 40", lines=found)


def test_day_of_a_clock_change_has_25_hours(example):
    """Berlin, 31 October 2021: one stay from the 30th to the 1st has 1500 minutes on the day between."""
    records = """
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-10-31
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-10-30T12:00 | 2021-11-01T12:00
        ann       | hall     | 2021-10-30T12:00 | 2021-11-01T12:00
        """
    daily = NEAR.replace("proximity", "stay") + 'accumulate = "day"\n'
    example(
        records=records,
        definition=daily + "at_least_minutes = 1500",
        timezone="Europe/Berlin",
        as_of="2021-12-01T00:00",
        lines="person_id | minutes\nann | 2940.00",
    )
    example(
        records=records,
        definition=daily + "more_than_minutes = 1500",
        timezone="Europe/Berlin",
        as_of="2021-12-01T00:00",
        lines=NOBODY,
    )


def test_hour_that_comes_twice_counts_twice(example):
    """Berlin, 31 October 2021: from 02:30 summer time to 02:30 winter time are 60 minutes."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-10-31
        checkins
        person_id | place_id | checked_in_at          | checked_out_at
        kay       | hall     | 2021-10-31T01:00       | 2021-10-31T05:00
        ann       | hall     | 2021-10-31T02:30       | 2021-10-31T02:30+01:00
        """,
        definition=NEAR.replace("proximity", "stay"),
        timezone="Europe/Berlin",
        as_of="2021-12-01T00:00",
        lines="""
        person_id | first_contact_at       | last_contact_at        | minutes
        ann       | 2021-10-31T02:30+02:00 | 2021-10-31T02:30+01:00 | 60.00
        """,
    )


def test_clipped_to_the_window_before_it_is_measured(example):
    """20 minutes together, of which 14 lie inside the infectious period: not 15."""
    records = """
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        K       | kay       | confirmed      | 2021-08-05 | 2021-08-05T10:14
        proximity
        person_a | person_b | observed_at      | duration_s
        kay      | ann      | 2021-08-05T10:00 | 1200
        """
    example(records=records, definition=NEAR + "at_least_minutes = 15", lines=NOBODY)
    example(
        records=records,
        definition=NEAR + "at_least_minutes = 14",
        lines="""
        person_id | last_contact_at  | minutes
        ann       | 2021-08-05T10:14 | 14.00
        """,
    )
