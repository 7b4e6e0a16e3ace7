"""Fixes: where the position of a person is known"""

CASE = """
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-08-05T09:00
"""
WITHIN_30 = """
[infectious_period]
before_hours = 0
[[rule]]
id = "near"
evidence = "track"
within_m = 30
tier = "close"
"""


def test_gap(example):
    """Fixes ten minutes apart are joined, a millisecond more and the position in between is unknown."""
    records = (
        CASE
        + """
        fixes
        person_id | observed_at             | latitude | longitude
        kay       | 2021-08-05T10:00        | 31       | 121
        kay       | 2021-08-05T10:10        | 31       | 121
        kay       | 2021-08-05T10:20        | 31       | 121
        ann       | 2021-08-05T10:00        | 31       | 121
        ann       | 2021-08-05T10:10        | 31       | 121
        ann       | 2021-08-05T10:20:00.001 | 31       | 121
        bob       | 2021-08-05T10:05        | 31       | 121
        """
    )
    example(
        records=records,
        definition=WITHIN_30,
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes
        ann       | 2021-08-05T10:00 | 2021-08-05T10:10 | 10.00
        """,
    )
    example(
        records=records,
        definition=WITHIN_30 + "max_gap_minutes = 15",
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes
        ann       | 2021-08-05T10:00 | 2021-08-05T10:20 | 20.00
        """,
    )


def test_accuracy(example):
    """A fix is usable up to `max_accuracy_m`, and where its accuracy is unknown; without it the gap is too long."""
    records = (
        CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude | accuracy_m
        kay       | 2021-08-05T10:00 | 31       | 121       |
        kay       | 2021-08-05T10:10 | 31       | 121       |
        kay       | 2021-08-05T10:20 | 31       | 121       |
        ann       | 2021-08-05T10:00 | 31       | 121       | 5
        ann       | 2021-08-05T10:10 | 31       | 121       | 100
        ann       | 2021-08-05T10:20 | 31       | 121       |
        bob       | 2021-08-05T10:00 | 31       | 121       | 5
        bob       | 2021-08-05T10:10 | 31       | 121       | 100.5
        bob       | 2021-08-05T10:20 | 31       | 121       | 5
        """
    )
    example(
        records=records,
        definition=WITHIN_30,
        lines="""
        person_id | minutes
        ann       | 20.00
        """,
    )
    example(
        records=records,
        definition=WITHIN_30 + "max_accuracy_m = 200",
        lines="""
        person_id | minutes
        ann       | 20.00
        bob       | 20.00
        """,
    )


def test_several_fixes_at_one_instant(example):
    """The most accurate counts, an unknown accuracy is the worst; then the smaller latitude, then longitude.

    Kay stands at 31, 121. Whoever is taken to be a hundredth of a degree off is more than a kilometre away.
    """
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude | accuracy_m
        kay       | 2021-08-05T10:00 | 31       | 121       | 5
        kay       | 2021-08-05T10:10 | 31       | 121       | 5
        ann       | 2021-08-05T10:00 | 31.01    | 121       | 20
        ann       | 2021-08-05T10:00 | 31       | 121       | 10
        ann       | 2021-08-05T10:10 | 31       | 121       | 99
        ann       | 2021-08-05T10:10 | 30.99    | 121       |
        bob       | 2021-08-05T10:00 | 31       | 121       | 10
        bob       | 2021-08-05T10:00 | 31.01    | 121       | 10
        bob       | 2021-08-05T10:10 | 31       | 121.01    |
        bob       | 2021-08-05T10:10 | 31       | 121       |
        cid       | 2021-08-05T10:00 | 30.99    | 121.01    | 10
        cid       | 2021-08-05T10:00 | 31       | 121       | 10
        cid       | 2021-08-05T10:10 | 30.99    | 121       | 10
        """,
        definition=WITHIN_30,
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes
        ann       | 2021-08-05T10:00 | 2021-08-05T10:10 | 10.00
        bob       | 2021-08-05T10:00 | 2021-08-05T10:10 | 10.00
        """,
    )


def test_fix_after_the_moment_of_the_analysis(example):
    """A fix after `as_of` does not count, so there is no move towards it either; one at `as_of` does."""
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T10:00 | 31       | 121
        kay       | 2021-08-05T10:05 | 31       | 121
        kay       | 2021-08-05T10:10 | 31       | 121
        ann       | 2021-08-05T10:00 | 31       | 121
        ann       | 2021-08-05T10:05 | 31       | 121
        bob       | 2021-08-05T10:00 | 31       | 121
        bob       | 2021-08-05T10:06 | 31       | 121
        """,
        definition=WITHIN_30,
        as_of="2021-08-05T10:05",
        lines="""
        person_id | minutes
        ann       | 5.00
        """,
    )
