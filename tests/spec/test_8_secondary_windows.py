"""The window of a close contact: from its first contact with the case to its own isolation"""

TWO_DAYS = """
[infectious_period]
before_days = 2
[[rule]]
id = "near"
evidence = "proximity"
tier = "close"
at_least_minutes = 15
[secondary]
"""


def test_isolation_of_the_close_contact(example):
    """One over before the first contact does not matter; one in force at it leaves no window at all."""
    records = """
        cases
        case_id | person_id | classification | onset_at
        K       | k         | confirmed      | 2021-08-05
        isolations
        person_id | from_at          | until_at
        a         | 2021-08-01T10:00 | 2021-08-05T10:00
        b         | 2021-08-01T10:00 | 2021-08-05T10:01
        c         | 2021-08-05T12:30 | 2021-08-05T12:40
        proximity
        person_a | person_b | observed_at      | duration_s
        k        | a        | 2021-08-05T10:00 | 1200
        k        | b        | 2021-08-05T10:00 | 1200
        k        | c        | 2021-08-05T10:00 | 1200
        a        | da       | 2021-08-05T12:00 | 3600
        b        | db       | 2021-08-05T12:00 | 3600
        c        | dc       | 2021-08-05T12:00 | 3600
        """
    example(
        records=records,
        definition=TWO_DAYS,
        lines="""
        person_id | tier      | via | last_contact_at  | minutes
        a         | close     |     | 2021-08-05T10:20 | 20.00
        b         | close     |     | 2021-08-05T10:20 | 20.00
        c         | close     |     | 2021-08-05T10:20 | 20.00
        da        | secondary | a   | 2021-08-05T13:00 | 60.00
        dc        | secondary | c   | 2021-08-05T12:30 | 30.00
        """,
    )


def test_isolation_between_first_contact_and_the_end_of_latency(example):
    """The isolation counts from the first contact on: c was isolated, if briefly, before its window could open."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | k         | confirmed      | 2021-08-05
        isolations
        person_id | from_at          | until_at
        c         | 2021-08-05T12:00 | 2021-08-05T13:00
        proximity
        person_a | person_b | observed_at      | duration_s
        k        | c        | 2021-08-05T10:00 | 1200
        c        | d        | 2021-08-05T20:00 | 1200
        """,
        definition=TWO_DAYS + "latent_hours = 8",
        lines="""
        person_id | tier
        c         | close
        """,
    )


def test_window_of_a_close_contact_ends_with_the_analysis(example):
    """Without an isolation the window of c ends at `as_of`."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | k         | confirmed      | 2021-08-05
        proximity
        person_a | person_b | observed_at      | duration_s
        k        | c        | 2021-08-05T10:00 | 1200
        c        | d        | 2021-08-05T12:00 | 3600
        """,
        definition=TWO_DAYS,
        as_of="2021-08-05T12:20",
        lines="""
        person_id | tier      | last_contact_at  | minutes
        c         | close     | 2021-08-05T10:20 | 20.00
        d         | secondary | 2021-08-05T12:20 | 20.00
        """,
    )


def test_air_of_a_close_contact_lingers_too(example):
    """The close contact is the source of the second hop: its stay is clipped to its window and prolonged."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        K       | k         | confirmed      | 2021-08-05 | 2021-08-05T10:00
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        k         | hall     | 2021-08-05T09:00 | 2021-08-05T12:00
        c         | hall     | 2021-08-05T10:20 | 2021-08-05T11:00
        d         | hall     | 2021-08-05T11:10 | 2021-08-05T12:00
        """,
        definition="""
        [infectious_period]
        before_days = 2
        [[rule]]
        id = "air"
        evidence = "stay"
        tier = "close"
        linger_minutes = 30
        [secondary]
        """,
        lines="""
        person_id | tier      | via | first_contact_at | last_contact_at  | minutes
        c         | close     |     | 2021-08-05T10:20 | 2021-08-05T10:30 | 10.00
        d         | secondary | c   | 2021-08-05T11:10 | 2021-08-05T11:30 | 20.00
        """,
    )
