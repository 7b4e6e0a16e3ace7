"""Passages: through a gate, on foot or by car"""

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
STAY = PERIOD + 'evidence = "stay"\n'


def test_passage_is_a_short_stay(example):
    """Five minutes, or the place's typical stay; not the definition's."""
    example(
        records=CASE
        + """
        places
        place_id | typical_stay_minutes
        mall     | 45
        passages
        place_id | passed_at        | person_id
        gate     | 2021-08-05T10:00 | kay
        mall     | 2021-08-05T12:00 | kay
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        ann       | gate     | 2021-08-05T09:00 | 2021-08-05T11:00
        bob       | mall     | 2021-08-05T11:00 | 2021-08-05T14:00
        """,
        definition="typical_stay_minutes = 90\n" + STAY,
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes | places
        ann       | 2021-08-05T10:00 | 2021-08-05T10:05 | 5.00    | gate
        bob       | 2021-08-05T12:00 | 2021-08-05T12:45 | 45.00   | mall
        """,
    )


def test_passage_ends_an_open_stay(example):
    """A passage counts as a check-in: whoever passes a gate has left the hall."""
    example(
        records=CASE
        + """
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-05T10:00 |
        ann       | hall     | 2021-08-05T10:00 | 2021-08-05T12:00
        passages
        place_id | passed_at        | person_id
        gate     | 2021-08-05T10:20 | kay
        """,
        definition=STAY,
        lines="""
        person_id | minutes
        ann       | 20.00
        """,
    )


def test_passage_out_is_the_stay_that_ends_there(example):
    """Five minutes up to the passage, whatever is typical of the place; it is no check-in and ends nothing."""
    example(
        records=CASE
        + """
        places
        place_id | typical_stay_minutes
        mall     | 45
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        ann       | mall     | 2021-08-05T09:00 | 2021-08-05T11:00
        kay       | hall     | 2021-08-05T09:50 |
        bob       | hall     | 2021-08-05T10:00 | 2021-08-05T12:00
        passages
        place_id | passed_at        | person_id | direction
        mall     | 2021-08-05T10:00 | kay       | out
        """,
        definition=STAY,
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes
        ann       | 2021-08-05T09:55 | 2021-08-05T10:00 | 5.00
        bob       | 2021-08-05T10:00 | 2021-08-05T10:50 | 50.00
        """,
    )


def test_passage_of_a_plate(example):
    """Everybody linked to the plate at that moment passes, besides the person named; a link is half-open."""
    example(
        records=CASE
        + """
        vehicles
        plate | person_id | from_at          | until_at
        P1    | ann       |                  |
        P1    | bob       | 2021-08-05T10:00 | 2021-08-05T12:00
        P1    | cid       | 2021-08-05T08:00 | 2021-08-05T10:00
        P2    | dan       |                  |
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | gate     | 2021-08-05T09:00 | 2021-08-05T11:00
        passages
        place_id | passed_at        | person_id | plate
        gate     | 2021-08-05T10:00 | eve       | P1
        """,
        definition=STAY,
        lines="""
        person_id | minutes
        ann       | 5.00
        bob       | 5.00
        eve       | 5.00
        """,
    )


def test_passage_out_after_the_moment_of_the_analysis(example):
    """The passage is observed when it is passed: as of a moment before that, its five minutes are not known."""
    example(
        records=CASE
        + """
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | gate     | 2021-08-05T09:00 | 2021-08-05T11:00
        passages
        place_id | passed_at        | person_id | direction
        gate     | 2021-08-05T10:00 | ann       | out
        gate     | 2021-08-05T10:02 | bob       | out
        """,
        definition=STAY,
        as_of="2021-08-05T10:00",
        lines="""
        person_id | first_contact_at | last_contact_at
        ann       | 2021-08-05T09:55 | 2021-08-05T10:00
        """,
    )
