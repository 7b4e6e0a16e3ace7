"""Worked cases: the night in which the clocks change, Europe/Berlin, in autumn and in spring"""

BERLIN = {"timezone": "Europe/Berlin", "as_of": "2022-05-01T00:00"}
IN_AUTUMN = """
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-10-31
"""
IN_SPRING = """
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2022-03-27
"""
PERIOD = "[infectious_period]\nbefore_days = 2\n"
VENUE = '[[rule]]\nid = "same-venue"\nevidence = "stay"\ntier = "close"\n'


def test_clocks_go_back_and_two_stays_look_alike(example):
    """31 October 2021, 02:00 to 03:00 comes twice: ann stayed from 02:10 to 02:50, an hour after kay did.

    Without an offset the first of the two hours is meant: bob met kay. Cid stayed from 02:20 to 02:20, an hour. Dan
    came at 01:30 and did not check out: 60 minutes, until 02:30 the first time.
    """
    example(
        records=IN_AUTUMN
        + """
        checkins
        person_id | place_id | checked_in_at          | checked_out_at
        kay       | bar      | 2021-10-31T02:10+02:00 | 2021-10-31T02:50+02:00
        ann       | bar      | 2021-10-31T02:10+01:00 | 2021-10-31T02:50+01:00
        bob       | bar      | 2021-10-31T02:20       | 2021-10-31T02:40
        cid       | bar      | 2021-10-31T02:20+02:00 | 2021-10-31T02:20+01:00
        dan       | bar      | 2021-10-31T01:30       |
        """,
        definition=PERIOD + VENUE,
        **BERLIN,
        lines="""
        person_id | first_contact_at       | last_contact_at        | minutes
        dan       | 2021-10-31T02:10+02:00 | 2021-10-31T02:30+02:00 | 20.00
        bob       | 2021-10-31T02:20+02:00 | 2021-10-31T02:40+02:00 | 20.00
        cid       | 2021-10-31T02:20+02:00 | 2021-10-31T02:50+02:00 | 30.00
        """,
    )


def test_a_day_of_25_hours_is_longer_than_a_rolling_window(example):
    """31 October 2021: ten minutes from 00:00 and six up to midnight are on one day, and in no 24 hours."""
    records = (
        IN_AUTUMN
        + """
        proximity
        person_a | person_b | observed_at      | duration_s
        kay      | ann      | 2021-10-31T00:00 | 600
        kay      | ann      | 2021-10-31T23:54 | 360
        """
    )
    near = PERIOD + '[[rule]]\nid = "near"\nevidence = "proximity"\ntier = "close"\nat_least_minutes = 15\n'
    found = "person_id | minutes | episodes\nann | 16.00 | 2"
    example(records=records, definition=near + 'accumulate = "day"', lines=found, **BERLIN)
    example(records=records, definition=near + 'accumulate = "rolling"', lines="", **BERLIN)
    example(records=records, definition=near + 'accumulate = "rolling"\nwindow_hours = 25', lines=found, **BERLIN)


def test_clocks_go_forward_and_an_hour_is_missing(example):
    """27 March 2022, there is no 02:00 to 03:00: from 01:30 to 03:30 is one hour, not two.

    Bob's 02:30 is read with the offset before the change, as 03:30: he came when kay left. Cid's 02:15 is 03:15.
    """
    example(
        records=IN_SPRING
        + """
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | bar      | 2022-03-27T01:30 | 2022-03-27T03:30
        ann       | bar      | 2022-03-27T01:30 | 2022-03-27T03:30
        bob       | bar      | 2022-03-27T02:30 | 2022-03-27T04:00
        cid       | bar      | 2022-03-27T02:15 | 2022-03-27T03:45
        """,
        definition=PERIOD + VENUE,
        **BERLIN,
        lines="""
        person_id | first_contact_at       | last_contact_at        | minutes
        ann       | 2022-03-27T01:30+01:00 | 2022-03-27T03:30+02:00 | 60.00
        cid       | 2022-03-27T03:15+02:00 | 2022-03-27T03:30+02:00 | 15.00
        """,
    )


def test_a_day_of_23_hours(example):
    """27 March 2022: two days at home from noon to noon are 47 hours, and the most on one day is 23, 1380 minutes."""
    records = (
        IN_SPRING
        + """
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | home     | 2022-03-26T12:00 | 2022-03-28T12:00
        ann       | home     | 2022-03-26T12:00 | 2022-03-28T12:00
        """
    )
    daily = PERIOD + VENUE + 'accumulate = "day"\n'
    found = "person_id | minutes\nann | 2820.00"
    example(records=records, definition=daily + "at_least_minutes = 1380", lines=found, **BERLIN)
    example(records=records, definition=daily + "more_than_minutes = 1380", lines="", **BERLIN)


def test_the_day_before_and_24_hours_before(example):
    """Onset on 28 March 2022: the day before began 23 hours earlier, 24 hours earlier it was 23:00 on the 26th."""
    records = """
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2022-03-28
        """
    example(
        records=records,
        definition="[infectious_period]\nbefore_days = 1\nafter_days = 0\n" + VENUE,
        **BERLIN,
        windows="""
        case_id | start                  | end
        K       | 2022-03-27T00:00+01:00 | 2022-03-29T00:00+02:00
        """,
    )
    example(
        records=records,
        definition="[infectious_period]\nbefore_hours = 24\nafter_hours = 24\n" + VENUE,
        **BERLIN,
        windows="""
        case_id | start                  | end
        K       | 2022-03-26T23:00+01:00 | 2022-03-29T00:00+02:00
        """,
    )


def test_two_hours_of_air_through_either_night(example):
    """Air lasts for two hours that pass: from 02:30, the first, to 03:30 in autumn; from 01:30 to 04:30 in spring."""
    shared_air = PERIOD + VENUE + "linger_minutes = 120\n"
    example(
        records=IN_AUTUMN
        + """
        checkins
        person_id | place_id | checked_in_at          | checked_out_at
        kay       | bar      | 2021-10-31T00:00       | 2021-10-31T02:30
        ann       | bar      | 2021-10-31T02:45+01:00 | 2021-10-31T03:45
        bob       | bar      | 2021-10-31T03:30       | 2021-10-31T04:30
        """,
        definition=shared_air,
        **BERLIN,
        lines="""
        person_id | first_contact_at       | last_contact_at        | minutes
        ann       | 2021-10-31T02:45+01:00 | 2021-10-31T03:30+01:00 | 45.00
        """,
    )
    example(
        records=IN_SPRING
        + """
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | bar      | 2022-03-27T00:00 | 2022-03-27T01:30
        ann       | bar      | 2022-03-27T04:15 | 2022-03-27T05:00
        bob       | bar      | 2022-03-27T04:30 | 2022-03-27T05:00
        """,
        definition=shared_air,
        **BERLIN,
        lines="""
        person_id | first_contact_at       | last_contact_at        | minutes
        ann       | 2022-03-27T04:15+02:00 | 2022-03-27T04:30+02:00 | 15.00
        """,
    )
