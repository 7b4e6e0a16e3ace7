"""The infectious period: the part of a case's time in which meeting it counts"""

RULE = """
[[rule]]
id = "same-place"
evidence = "stay"
tier = "close"
"""
TWO_DAYS = "[infectious_period]\nbefore_days = 2\n" + RULE
TWO_DAYS_TO_TEN_AFTER = "[infectious_period]\nbefore_days = 2\nafter_days = 10\n" + RULE
HOURS = "[infectious_period]\nbefore_hours = 48\nafter_hours = 6\n" + RULE


def test_reference(example):
    """The reference is the onset, else the sampling, else the confirmation; without any, the period is empty."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at         | sampled_at       | confirmed_at
        A       | ann       | confirmed      | 2021-08-05T09:00 | 2021-08-06T09:00 | 2021-08-04T09:00
        B       | bob       | asymptomatic   |                  | 2021-08-06T09:00 | 2021-08-07T09:00
        C       | cid       | confirmed      |                  |                  | 2021-08-07T09:00
        D       | dan       | confirmed      |                  |                  |
        """,
        definition=TWO_DAYS,
        windows="""
        case_id | start            | end
        A       | 2021-08-03T00:00 | 2021-09-01T00:00
        B       | 2021-08-04T00:00 | 2021-09-01T00:00
        C       | 2021-08-05T00:00 | 2021-09-01T00:00
        D       |                  |
        """,
    )


def test_only_confirmed_and_asymptomatic_are_cases(example):
    """Probable, suspected and discarded people have no list."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        A       | ann       | probable       | 2021-08-05
        B       | bob       | suspected      | 2021-08-05
        C       | cid       | discarded      | 2021-08-05
        D       | dan       | asymptomatic   | 2021-08-05
        """,
        definition=TWO_DAYS,
        windows="""
        case_id | start            | end
        D       | 2021-08-03T00:00 | 2021-09-01T00:00
        """,
    )


def test_before_days_counts_local_calendar_days(example):
    """The local date decides: an onset at 18:00 UTC is on the next day in Shanghai."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at          | isolated_at
        A       | ann       | confirmed      | 2021-08-05        | 2021-08-07T14:00
        B       | bob       | confirmed      | 2021-08-05T23:59  | 2021-08-07T14:00
        C       | cid       | confirmed      | 2021-08-05T18:00Z | 2021-08-07T14:00
        """,
        definition=TWO_DAYS,
        windows="""
        case_id | start            | end
        A       | 2021-08-03T00:00 | 2021-08-07T14:00
        B       | 2021-08-03T00:00 | 2021-08-07T14:00
        C       | 2021-08-04T00:00 | 2021-08-07T14:00
        """,
    )


def test_hours_are_elapsed_time(example):
    """Hours before and after are counted from the reference itself."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-08-05T09:00
        """,
        definition=HOURS,
        windows="""
        case_id | start            | end
        K       | 2021-08-03T09:00 | 2021-08-05T15:00
        """,
    )


def test_after_days_end_with_their_last_day(example):
    """Ten days after an onset on the 5th are over at the midnight that ends the 15th."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at         | isolated_at
        A       | ann       | confirmed      | 2021-08-05T09:00 |
        B       | bob       | confirmed      | 2021-08-05T09:00 | 2021-08-20T10:00
        C       | cid       | confirmed      | 2021-08-05T09:00 | 2021-08-10T10:00
        """,
        definition=TWO_DAYS_TO_TEN_AFTER,
        windows="""
        case_id | start            | end
        A       | 2021-08-03T00:00 | 2021-08-16T00:00
        B       | 2021-08-03T00:00 | 2021-08-16T00:00
        C       | 2021-08-03T00:00 | 2021-08-10T10:00
        """,
    )


def test_as_of_ends_the_period(example):
    """Nothing after the moment of the analysis counts."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at         | isolated_at
        K       | kay       | confirmed      | 2021-08-05T09:00 | 2021-08-10T10:00
        """,
        definition=TWO_DAYS,
        as_of="2021-08-06T12:30",
        windows="""
        case_id | start            | end
        K       | 2021-08-03T00:00 | 2021-08-06T12:30
        """,
    )


def test_isolations(example):
    """The first one in force at the reference or after it ends the period; one that was over is cut out."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        after   | ann       | confirmed      | 2021-08-05T09:00
        force   | bob       | confirmed      | 2021-08-05T09:00
        over    | cid       | confirmed      | 2021-08-05T09:00
        both    | dan       | confirmed      | 2021-08-05T09:00
        isolations
        person_id | from_at          | until_at
        ann       | 2021-08-08T10:00 |
        ann       | 2021-08-07T10:00 | 2021-08-07T11:00
        bob       | 2021-08-04T10:00 | 2021-08-06T10:00
        cid       | 2021-08-03T10:00 | 2021-08-05T09:00
        dan       | 2021-08-03T10:00 | 2021-08-04T10:00
        dan       | 2021-08-05T09:00 |
        """,
        definition=TWO_DAYS,
        windows="""
        case_id | start            | end
        after   | 2021-08-03T00:00 | 2021-08-07T10:00
        both    | 2021-08-03T00:00 | 2021-08-03T10:00
        both    | 2021-08-04T10:00 | 2021-08-05T09:00
        force   | 2021-08-03T00:00 | 2021-08-04T10:00
        over    | 2021-08-03T00:00 | 2021-08-03T10:00
        over    | 2021-08-05T09:00 | 2021-09-01T00:00
        """,
    )


def test_isolation_before_the_period_leaves_it_empty(example):
    """A case isolated before its period begins, and all through it, has met nobody."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        A       | ann       | confirmed      | 2021-08-05 | 2021-08-03T00:00
        B       | bob       | confirmed      | 2021-08-05 | 2021-08-01T00:00
        """,
        definition=TWO_DAYS,
        windows="""
        case_id | start | end
        A       |       |
        B       |       |
        """,
    )


def test_contact_during_an_earlier_isolation_does_not_count(example):
    """The isolation that was over before the reference is a hole in the period: one stay, two episodes."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-08-05
        isolations
        person_id | from_at          | until_at
        kay       | 2021-08-04T10:00 | 2021-08-04T11:00
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-04T09:00 | 2021-08-04T12:00
        ann       | hall     | 2021-08-04T09:30 | 2021-08-04T11:15
        bob       | hall     | 2021-08-04T10:00 | 2021-08-04T11:00
        """,
        definition=TWO_DAYS,
        lines="""
        person_id | minutes | episodes | first_contact_at | last_contact_at
        ann       | 45.00   | 2        | 2021-08-04T09:30 | 2021-08-04T11:15
        """,
    )


def test_days_across_a_clock_change(example):
    """Berlin, 31 October 2021: the day has 25 hours, so 34 elapsed hours are not a day and ten hours."""
    records = """
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-11-01T10:00
        """
    example(
        records=records,
        definition="[infectious_period]\nbefore_days = 1\nafter_days = 0\n" + RULE,
        timezone="Europe/Berlin",
        as_of="2021-12-01T00:00",
        windows="""
        case_id | start                  | end
        K       | 2021-10-31T00:00+02:00 | 2021-11-02T00:00+01:00
        """,
    )
    example(
        records=records,
        definition="[infectious_period]\nbefore_hours = 34\nafter_hours = 1\n" + RULE,
        timezone="Europe/Berlin",
        as_of="2021-12-01T00:00",
        windows="""
        case_id | start                  | end
        K       | 2021-10-31T01:00+02:00 | 2021-11-01T11:00+01:00
        """,
    )
