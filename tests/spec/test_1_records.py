"""Records: instants, rows that do not count, rows that come again"""

ONSET_ONLY = """
[infectious_period]
before_hours = 0
[[rule]]
id = "same-place"
evidence = "stay"
tier = "close"
"""


def test_date_alone_is_the_beginning_of_the_day(example):
    """An onset given as a date is that local day's first instant."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-08-05
        """,
        definition=ONSET_ONLY,
        windows="""
        case_id | start            | end
        K       | 2021-08-05T00:00 | 2021-09-01T00:00
        """,
    )


def test_date_alone_ends_the_day_where_it_closes_a_window(example):
    """`isolated_at`, `from_at` and `until_at` of isolations, and `as_of`: a date alone is the day's end."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        A       | ann       | confirmed      | 2021-08-05 | 2021-08-07
        B       | bob       | confirmed      | 2021-08-05 |
        C       | cid       | confirmed      | 2021-08-05 |
        isolations
        person_id | from_at          | until_at
        bob       | 2021-08-06       |
        cid       | 2021-08-01T00:00 | 2021-08-05
        """,
        definition=ONSET_ONLY,
        as_of="2021-08-20",
        windows="""
        case_id | start            | end
        A       | 2021-08-05T00:00 | 2021-08-08T00:00
        B       | 2021-08-05T00:00 | 2021-08-07T00:00
        C       |                  |
        """,
    )


def test_as_of_as_a_date_is_the_end_of_that_day(example):
    """An analysis as of a date sees the whole of that day."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-08-05
        """,
        definition=ONSET_ONLY,
        as_of="2021-08-20",
        windows="""
        case_id | start            | end
        K       | 2021-08-05T00:00 | 2021-08-21T00:00
        """,
    )


def test_offsets_and_digits(example):
    """An offset is obeyed, digits beyond the millisecond are cut off, local times are in the workspace's zone."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        A       | ann       | confirmed      | 2021-08-05T01:00Z
        B       | bob       | confirmed      | 2021-08-05T03:00:00.0019+02:00
        C       | cid       | confirmed      | 2021-08-05T09:00:30
        """,
        definition=ONSET_ONLY,
        windows="""
        case_id | start                   | end
        A       | 2021-08-05T09:00        | 2021-09-01T00:00
        B       | 2021-08-05T09:00:00.001 | 2021-09-01T00:00
        C       | 2021-08-05T09:00:30     | 2021-09-01T00:00
        """,
    )


def test_local_times_of_a_clock_change(example):
    """A local time that occurs twice is the earlier one; one that does not exist has the offset before the change."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        twice   | ann       | confirmed      | 2021-10-31T02:30
        never   | bob       | confirmed      | 2021-03-28T02:30
        """,
        definition=ONSET_ONLY,
        timezone="Europe/Berlin",
        as_of="2021-12-01T00:00",
        windows="""
        case_id | start                  | end
        never   | 2021-03-28T03:30+02:00 | 2021-12-01T00:00
        twice   | 2021-10-31T02:30+02:00 | 2021-12-01T00:00
        """,
    )


def test_later_row_replaces_the_earlier(example):
    """A case is kept by its key: the later row stands, as a whole, also where it knows less."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at   | sampled_at | isolated_at
        K       | kay       | confirmed      | 2021-08-05 | 2021-08-07 | 2021-08-08T10:00
        K       | kay       | confirmed      |            | 2021-08-07 |
        L       | lee       | confirmed      | 2021-08-05 |            |
        L       | lee       | discarded      | 2021-08-05 |            |
        """,
        definition=ONSET_ONLY,
        windows="""
        case_id | start            | end
        K       | 2021-08-07T00:00 | 2021-09-01T00:00
        """,
    )


def test_same_row_again_changes_nothing(example):
    """A row brought again is not a later row: what replaced it stands."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-08-05
        K       | kay       | confirmed      | 2021-08-07
        K       | kay       | confirmed      | 2021-08-05
        """,
        definition=ONSET_ONLY,
        windows="""
        case_id | start            | end
        K       | 2021-08-07T00:00 | 2021-09-01T00:00
        """,
    )


def test_rows_out_of_range_are_not_loaded(example):
    """A check-out before the check-in, an unknown classification, no such day, no place: no record.

    The row of cid at the cafe is none either, so it does not end the open stay at the hall.
    """
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-08-05
        K       | kay       | perhaps        | 2021-08-01
        L       | lee       | confirmed      | 2021-02-30

        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-05T10:00 | 2021-08-05T12:00
        ann       | hall     | 2021-08-05T11:00 | 2021-08-05T10:30
        bob       |          | 2021-08-05T11:00 | 2021-08-05T11:30
        cid       | hall     | 2021-08-05T11:00 |
        cid       | cafe     | 2021-08-05T11:10 | 2021-08-05T11:05
        """,
        definition=ONSET_ONLY,
        windows="""
        case_id | start            | end
        K       | 2021-08-05T00:00 | 2021-09-01T00:00
        """,
        lines="""
        case_id | person_id | minutes
        K       | cid       | 60.00
        """,
    )
