"""Worked cases: hours and days, measles, seats in aircraft, trains and coaches, ends that are not included"""

NEAR = """
[[rule]]
id = "near"
evidence = "proximity"
tier = "close"
at_least_minutes = 15
"""
ONSET_AT_NINE = """
        cases
        case_id | person_id | classification | onset_at         | isolated_at
        K       | k         | confirmed      | 2021-08-05T09:00 | 2021-08-07T14:00
        proximity
        person_a | person_b | observed_at      | duration_s
        k        | c        | 2021-08-02T20:00 | 3600
        k        | c        | 2021-08-04T12:10 | 1800
        k        | c        | 2021-08-06T18:00 | 1200
        k        | e        | 2021-08-03T08:30 | 3600
"""


def test_two_days_or_48_hours(example):
    """An onset at 09:00: two days begin at midnight, 48 hours at 09:00, in the midst of the hour that e was there."""
    example(
        records=ONSET_AT_NINE,
        definition="[infectious_period]\nbefore_days = 2\n" + NEAR,
        windows="""
        case_id | start            | end
        K       | 2021-08-03T00:00 | 2021-08-07T14:00
        """,
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes
        e         | 2021-08-03T08:30 | 2021-08-03T09:30 | 60.00
        c         | 2021-08-04T12:10 | 2021-08-06T18:20 | 50.00
        """,
    )
    example(
        records=ONSET_AT_NINE,
        definition="[infectious_period]\nbefore_hours = 48\n" + NEAR,
        windows="""
        case_id | start            | end
        K       | 2021-08-03T09:00 | 2021-08-07T14:00
        """,
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes
        e         | 2021-08-03T09:00 | 2021-08-03T09:30 | 30.00
        c         | 2021-08-04T12:10 | 2021-08-06T18:20 | 50.00
        """,
    )


def test_measles_in_a_waiting_room(example):
    """Rash on the 5th: from the 1st to the end of the 9th, and two hours of air behind each stay in that time.

    On the 5th kay went out for an hour and a half: the air lasted until the next visit, ann breathed it all the time.
    On the 9th kay stayed past midnight; what was breathed out before lasts until 02:00. The air of the 31st of July,
    before the period began, counts for nobody, though it lasted into the 1st of August.
    """
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-08-05
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | clinic   | 2021-07-31T22:00 | 2021-07-31T23:59
        kay       | clinic   | 2021-08-05T09:00 | 2021-08-05T10:00
        kay       | clinic   | 2021-08-05T11:30 | 2021-08-05T12:00
        kay       | clinic   | 2021-08-09T22:00 | 2021-08-10T01:00
        ann       | clinic   | 2021-08-05T09:30 | 2021-08-05T14:30
        bob       | clinic   | 2021-08-10T01:30 | 2021-08-10T01:45
        cid       | clinic   | 2021-08-10T01:55 | 2021-08-10T02:30
        dan       | clinic   | 2021-08-10T02:00 | 2021-08-10T03:00
        eve       | clinic   | 2021-07-31T23:00 | 2021-08-01T00:30
        """,
        definition="""
        [infectious_period]
        before_days = 4
        after_days = 4
        [[rule]]
        id = "shared-air"
        evidence = "stay"
        linger_minutes = 120
        tier = "close"
        """,
        windows="""
        case_id | start            | end
        K       | 2021-08-01T00:00 | 2021-08-10T00:00
        """,
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes | episodes
        ann       | 2021-08-05T09:30 | 2021-08-05T14:00 | 270.00  | 1
        bob       | 2021-08-10T01:30 | 2021-08-10T01:45 | 15.00   | 1
        cid       | 2021-08-10T01:55 | 2021-08-10T02:00 | 5.00    | 1
        """,
    )


TRANSPORT = """
[infectious_period]
before_days = 2
[[rule]]
id = "aircraft-rows"
evidence = "seat"
unit = "rows"
rows = 3
modes = ["flight"]
tier = "close"
[[rule]]
id = "train-coach"
evidence = "seat"
unit = "coach"
modes = ["train"]
tier = "close"
"""
CASE = """
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        K       | kay       | confirmed      | 2021-08-05 | 2021-08-07T14:00
"""


def test_aircraft_rows(example):
    """The case sits in row 30: rows 27 to 33 are near, 26 and 34 are not, and a ticket without a row is near none.

    An aircraft is one coach, whatever a ticket calls its part of the cabin. The next day's flight is another run.
    """
    example(
        records=CASE
        + """
        tickets
        person_id | service | departs_at       | arrives_at       | mode   | coach | row
        kay       | CZ3101  | 2021-08-05T08:00 | 2021-08-05T10:30 | flight |       | 30
        in-26     | CZ3101  | 2021-08-05T08:00 | 2021-08-05T10:30 | flight |       | 26
        in-27     | CZ3101  | 2021-08-05T08:00 | 2021-08-05T10:30 | flight |       | 27
        in-30     | CZ3101  | 2021-08-05T08:00 | 2021-08-05T10:30 | flight |       | 30
        in-31     | CZ3101  | 2021-08-05T08:00 | 2021-08-05T10:30 | flight | Y     | 31
        in-33     | CZ3101  | 2021-08-05T08:00 | 2021-08-05T10:30 | flight |       | 33
        in-34     | CZ3101  | 2021-08-05T08:00 | 2021-08-05T10:30 | flight |       | 34
        crew      | CZ3101  | 2021-08-05T08:00 | 2021-08-05T10:30 | flight |       |
        next-day  | CZ3101  | 2021-08-06T08:00 | 2021-08-06T10:30 | flight |       | 30
        """,
        definition=TRANSPORT,
        lines="""
        person_id | tier  | rules         | minutes
        in-27     | close | aircraft-rows | 150.00
        in-30     | close | aircraft-rows | 150.00
        in-31     | close | aircraft-rows | 150.00
        in-33     | close | aircraft-rows | 150.00
        """,
    )


def test_train_coaches(example):
    """The case changes at 14:00 from coach 5 to coach 8: a coach counts for as long as both have a seat in it.

    Who makes the same change is there all the way, in one episode; who makes the opposite one never is. A standing
    passenger has no coach.
    """
    example(
        records=CASE
        + """
        tickets
        person_id | service | departs_at       | arrives_at       | mode  | coach | row
        kay       | G79     | 2021-08-05T10:00 | 2021-08-05T14:00 | train | 5     | 1
        kay       | G79     | 2021-08-05T14:00 | 2021-08-05T18:00 | train | 8     | 12
        in-5      | G79     | 2021-08-05T10:00 | 2021-08-05T18:00 | train | 5     | 17
        in-8      | G79     | 2021-08-05T10:00 | 2021-08-05T18:00 | train | 8     | 2
        5-to-8    | G79     | 2021-08-05T10:00 | 2021-08-05T14:00 | train | 5     | 3
        5-to-8    | G79     | 2021-08-05T14:00 | 2021-08-05T18:00 | train | 8     | 3
        8-to-5    | G79     | 2021-08-05T10:00 | 2021-08-05T14:00 | train | 8     | 3
        8-to-5    | G79     | 2021-08-05T14:00 | 2021-08-05T18:00 | train | 5     | 3
        boards    | G79     | 2021-08-05T13:00 | 2021-08-05T16:00 | train | 5     | 4
        in-6      | G79     | 2021-08-05T10:00 | 2021-08-05T18:00 | train | 6     | 1
        stands    | G79     | 2021-08-05T10:00 | 2021-08-05T18:00 | train |       |
        """,
        definition=TRANSPORT,
        lines="""
        person_id | rules       | first_contact_at | last_contact_at  | minutes | episodes
        5-to-8    | train-coach | 2021-08-05T10:00 | 2021-08-05T18:00 | 480.00  | 1
        in-5      | train-coach | 2021-08-05T10:00 | 2021-08-05T14:00 | 240.00  | 1
        boards    | train-coach | 2021-08-05T13:00 | 2021-08-05T14:00 | 60.00   | 1
        in-8      | train-coach | 2021-08-05T14:00 | 2021-08-05T18:00 | 240.00  | 1
        """,
    )


def test_sealed_and_ventilated_coaches(example):
    """In a sealed coach everybody counts, standing or not; in a ventilated one three rows before and behind."""
    records = (
        CASE
        + """
        tickets
        person_id | service | departs_at       | arrives_at       | mode | row
        kay       | K618    | 2021-08-06T09:00 | 2021-08-06T11:00 | bus  | 2
        in-5      | K618    | 2021-08-06T09:00 | 2021-08-06T10:00 | bus  | 5
        in-6      | K618    | 2021-08-06T09:00 | 2021-08-06T11:00 | bus  | 6
        stands    | K618    | 2021-08-06T10:00 | 2021-08-06T12:00 | bus  |
        """
    )
    rule = '[infectious_period]\nbefore_days = 2\n[[rule]]\nid = "coach"\nevidence = "seat"\ntier = "close"\n'
    example(
        records=records,
        definition=rule + 'unit = "vehicle"',
        lines="person_id | minutes\nin-5 | 60.00\nin-6 | 120.00\nstands | 60.00",
    )
    example(records=records, definition=rule + 'unit = "rows"', lines="person_id | minutes\nin-5 | 60.00")


def test_ends_are_not_included(example):
    """The period is [3rd 00:00, 7th 14:00), and so is everything half-open: one millisecond inside is a contact.

    Ann ends where the period begins, bob a millisecond later; cid begins where it ends, dan a millisecond before;
    eve's record lasts no time at all. Fay is at home but for two isolations that touch: no moment lies between them.
    """
    example(
        records=CASE
        + """
        proximity
        person_a | person_b | observed_at             | duration_s
        kay      | ann      | 2021-08-02T23:55        | 300
        kay      | bob      | 2021-08-02T23:55        | 300.001
        kay      | cid      | 2021-08-07T14:00        | 300
        kay      | dan      | 2021-08-07T13:59:59.999 | 300
        kay      | eve      | 2021-08-05T10:00        | 0
        households
        household_id | person_id
        H1           | kay
        H1           | fay
        isolations
        person_id | from_at          | until_at
        fay       | 2021-08-04T00:00 | 2021-08-05T00:00
        fay       | 2021-08-05T00:00 | 2021-08-06T12:00
        """,
        definition="""
        [infectious_period]
        before_days = 2
        [[rule]]
        id = "near"
        evidence = "proximity"
        tier = "close"
        [[rule]]
        id = "home"
        evidence = "household"
        tier = "close"
        """,
        lines="""
        person_id | first_contact_at        | last_contact_at         | minutes | episodes
        bob       | 2021-08-03T00:00        | 2021-08-03T00:00:00.001 | 0.00    | 1
        fay       | 2021-08-03T00:00        | 2021-08-07T14:00        | 3000.00 | 2
        dan       | 2021-08-07T13:59:59.999 | 2021-08-07T14:00        | 0.00    | 1
        """,
    )


def test_rolling_window_is_half_open_too(example):
    """Ten minutes from 10:00 and ten from 09:55 the next day: any 24 hours hold 15 of the 20, and not more."""
    records = (
        CASE
        + """
        proximity
        person_a | person_b | observed_at      | duration_s
        kay      | ann      | 2021-08-05T10:00 | 600
        kay      | ann      | 2021-08-06T09:55 | 600
        """
    )
    rolling = "[infectious_period]\nbefore_days = 2\n" + NEAR + 'accumulate = "rolling"\n'
    example(records=records, definition=rolling, lines="person_id | minutes | episodes\nann | 20.00 | 2")
    example(records=records, definition=rolling.replace("at_least", "more_than"), lines="")
