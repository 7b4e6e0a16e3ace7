"""Other evidence: seats, households, vehicles, cells of a grid"""

CASE = """
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        K       | kay       | confirmed      | 2021-08-05 | 2021-08-08T14:00
"""
PERIOD = """
[infectious_period]
before_days = 2
[[rule]]
id = "together"
tier = "close"
"""
SEAT = PERIOD + 'evidence = "seat"\n'
HOUSEHOLD = PERIOD + 'evidence = "household"\n'
VEHICLE = PERIOD + 'evidence = "vehicle"\n'
CELL = PERIOD + 'evidence = "cell"\n'
TICKETS = (
    CASE
    + """
        tickets
        person_id | service | departs_at       | arrives_at       | mode  | coach | row
        kay       | G1      | 2021-08-05T10:00 | 2021-08-05T12:00 | train | 5     | 10
        ann       | G1      | 2021-08-05T11:00 | 2021-08-05T13:00 | train | 5     | 13
        bob       | G1      | 2021-08-05T10:00 | 2021-08-05T12:00 | train | 5     | 14
        cid       | G1      | 2021-08-05T10:00 | 2021-08-05T12:00 | train | 6     | 10
        dan       | G1      | 2021-08-05T10:00 | 2021-08-05T12:00 | train |       | 10
        eve       | G1      | 2021-08-05T10:00 | 2021-08-05T12:00 | train | 5     |
        fay       | G1      | 2021-08-05T12:00 | 2021-08-05T14:00 | train | 5     | 10
        gil       | G2      | 2021-08-05T10:00 | 2021-08-05T12:00 | train | 5     | 10
        hal       | G1      | 2021-08-06T10:00 | 2021-08-06T12:00 | train | 5     | 10
"""
)


def test_seat_by_rows(example):
    """One run, one coach and at most three rows apart, from the later departure to the earlier arrival."""
    example(
        records=TICKETS,
        definition=SEAT + 'unit = "rows"',
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes | closest_m | places
        ann       | 2021-08-05T11:00 | 2021-08-05T12:00 | 60.00   |           |
        """,
    )
    example(
        records=TICKETS,
        definition=SEAT + 'unit = "rows"\nrows = 4',
        lines="""
        person_id | minutes
        bob       | 120.00
        ann       | 60.00
        """,
    )


def test_seat_by_coach(example):
    """One coach is enough; an unknown coach is never the same one."""
    example(
        records=TICKETS,
        definition=SEAT + 'unit = "coach"',
        lines="""
        person_id
        bob
        eve
        ann
        """,
    )


def test_seat_by_vehicle(example):
    """One run is enough: the same service at overlapping times."""
    example(
        records=TICKETS,
        definition=SEAT + 'unit = "vehicle"',
        lines="""
        person_id
        bob
        cid
        dan
        eve
        ann
        """,
    )


def test_flight_and_bus_are_one_coach(example):
    """In a flight or a bus the coach need not be known; elsewhere two unknown coaches are not one."""
    example(
        records=CASE
        + """
        tickets
        person_id | service | departs_at       | arrives_at       | mode   | coach | row
        kay       | CA1     | 2021-08-05T10:00 | 2021-08-05T12:00 | flight |       | 10
        ann       | CA1     | 2021-08-05T10:00 | 2021-08-05T12:00 | flight |       | 7
        bob       | CA1     | 2021-08-05T10:00 | 2021-08-05T12:00 | flight |       | 6
        kay       | B2      | 2021-08-05T14:00 | 2021-08-05T15:00 | bus    |       | 1
        cid       | B2      | 2021-08-05T14:00 | 2021-08-05T15:00 | bus    |       | 2
        kay       | T3      | 2021-08-05T16:00 | 2021-08-05T17:00 | train  |       | 1
        dan       | T3      | 2021-08-05T16:00 | 2021-08-05T17:00 | train  |       | 1
        """,
        definition=SEAT + 'unit = "rows"',
        lines="""
        person_id | minutes
        ann       | 120.00
        cid       | 60.00
        """,
    )


def test_modes_choose_the_tickets(example):
    """Only tickets of a mode the rule names; an unknown mode is none of them."""
    example(
        records=CASE
        + """
        tickets
        person_id | service | departs_at       | arrives_at       | mode
        kay       | CA1     | 2021-08-05T10:00 | 2021-08-05T12:00 | flight
        ann       | CA1     | 2021-08-05T10:00 | 2021-08-05T12:00 | flight
        kay       | T3      | 2021-08-05T16:00 | 2021-08-05T17:00 | train
        bob       | T3      | 2021-08-05T16:00 | 2021-08-05T17:00 | train
        kay       | X4      | 2021-08-05T18:00 | 2021-08-05T19:00 |
        cid       | X4      | 2021-08-05T18:00 | 2021-08-05T19:00 |
        """,
        definition=SEAT + 'unit = "vehicle"\nmodes = ["flight", "ship"]',
        lines="""
        person_id
        ann
        """,
    )


def test_household(example):
    """Members of one household are together at all times, except while either is isolated.

    The period has 134 hours: less 6 for bob, less 6 and 24 for ann.
    """
    example(
        records=CASE
        + """
        households
        household_id | person_id
        H1           | kay
        H1           | ann
        H1           | bob
        H2           | cid
        isolations
        person_id | from_at          | until_at
        kay       | 2021-08-04T00:00 | 2021-08-04T06:00
        ann       | 2021-08-05T00:00 | 2021-08-06T00:00
        """,
        definition=HOUSEHOLD,
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes | episodes
        ann       | 2021-08-03T00:00 | 2021-08-08T14:00 | 6240.00 | 3
        bob       | 2021-08-03T00:00 | 2021-08-08T14:00 | 7680.00 | 2
        """,
    )


def test_vehicle(example):
    """People linked to one plate are together while both links hold, except while either is isolated."""
    example(
        records=CASE
        + """
        vehicles
        plate | person_id | from_at          | until_at
        P1    | kay       |                  | 2021-08-05T12:00
        P1    | ann       | 2021-08-05T10:00 |
        P1    | bob       | 2021-08-05T12:00 |
        P2    | cid       |                  |
        P1    | dan       |                  | 2021-08-03
        isolations
        person_id | from_at          | until_at
        ann       | 2021-08-05T10:30 | 2021-08-05T11:00
        """,
        definition=VEHICLE,
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes | episodes
        dan       | 2021-08-03T00:00 | 2021-08-04T00:00 | 1440.00 | 1
        ann       | 2021-08-05T10:00 | 2021-08-05T12:00 | 90.00   | 2
        """,
    )


def test_cell(example):
    """On the equator the first row ends 800 m to the north, at 0.007 194 56 degrees.

    Ann walks from 0.005 to 0.009 degrees in ten minutes and leaves the row after 329.184 436 s.
    """
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T10:00 | 0.001    | 0.001
        kay       | 2021-08-05T10:10 | 0.001    | 0.001
        ann       | 2021-08-05T10:00 | 0.005    | 0.001
        ann       | 2021-08-05T10:10 | 0.009    | 0.001
        bob       | 2021-08-05T10:00 | -0.001   | 0.001
        bob       | 2021-08-05T10:10 | -0.001   | 0.001
        cid       | 2021-08-05T10:00 | 0.001    | 0.009
        cid       | 2021-08-05T10:10 | 0.001    | 0.005
        """,
        definition=CELL,
        lines="""
        person_id | first_contact_at        | last_contact_at         | minutes | closest_m
        ann       | 2021-08-05T10:00        | 2021-08-05T10:05:29.184 | 5.49    |
        cid       | 2021-08-05T10:04:30.816 | 2021-08-05T10:10        | 5.49    |
        """,
    )


def test_cell_columns_are_those_of_the_southern_edge(example):
    """Row 8340 runs from 60.002 65 to 60.009 85 degrees north; at 120 degrees east all of it is column 8338.

    By their own latitudes ann would be in column 8337 and kay in column 8338.
    """
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T10:00 | 60.003   | 120
        kay       | 2021-08-05T10:10 | 60.003   | 120
        ann       | 2021-08-05T10:00 | 60.0095  | 120
        ann       | 2021-08-05T10:10 | 60.0095  | 120
        bob       | 2021-08-05T10:00 | 60.0025  | 120
        bob       | 2021-08-05T10:10 | 60.0025  | 120
        """,
        definition=CELL,
        lines="""
        person_id | minutes
        ann       | 10.00
        """,
    )


def test_cell_of_another_size(example):
    """In a grid of 200 m ann is in the third row of cells and never with kay."""
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T10:00 | 0.001    | 0.001
        kay       | 2021-08-05T10:10 | 0.001    | 0.001
        ann       | 2021-08-05T10:00 | 0.005    | 0.001
        ann       | 2021-08-05T10:10 | 0.005    | 0.001
        bob       | 2021-08-05T10:00 | 0.0015   | 0.001
        bob       | 2021-08-05T10:10 | 0.0015   | 0.001
        """,
        definition=CELL + "cell_m = 200",
        lines="""
        person_id | minutes
        bob       | 10.00
        """,
    )
