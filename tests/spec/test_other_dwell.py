"""Other evidence: a cell counts where somebody dwells

A `cell` rule may ask how long the people who meet were in that cell altogether: `dwell_more_than_hours` in the
`dwell_days` times 24 hours before `as_of`. Everybody here stands still, so that the tables show the times.
"""

PERIOD = """
[infectious_period]
before_days = 2
[[rule]]
id = "together"
tier = "flagged"
evidence = "cell"
max_gap_minutes = 60
"""
HALF_AN_HOUR = "dwell_more_than_hours = 0.5\n"
OF_THE_PERSON = HALF_AN_HOUR + 'dwell_who = "person"\n'
CASE = """
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-08-28
"""
FOUR_MEET = (
    CASE
    + """
        L       | lea       | confirmed      | 2021-08-28
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-28T09:00 | 31.2304  | 121.4737
        kay       | 2021-08-28T10:00 | 31.2304  | 121.4737
        kay       | 2021-08-28T10:30 | 31.2304  | 121.4737
        lea       | 2021-08-28T10:00 | 31.2304  | 121.4737
        lea       | 2021-08-28T10:30 | 31.2304  | 121.4737
        ann       | 2021-08-28T10:00 | 31.2304  | 121.4737
        ann       | 2021-08-28T10:30 | 31.2304  | 121.4737
        bob       | 2021-08-28T10:00 | 31.2304  | 121.4737
        bob       | 2021-08-28T10:30 | 31.2304  | 121.4737
        bob       | 2021-08-28T11:00 | 31.2304  | 121.4737
"""
)
ONLY_BOB = """
        case_id | person_id | minutes
        K       | bob       | 30.00
        L       | bob       | 30.00
"""


def test_without_a_dwelling(example):
    """Kay was there for 90 minutes, bob for 60, lea and ann for 30: all of them at the same time for 30."""
    example(
        records=FOUR_MEET,
        definition=PERIOD,
        lines="""
        case_id | person_id | minutes
        K       | ann       | 30.00
        K       | bob       | 30.00
        L       | ann       | 30.00
        L       | bob       | 30.00
        """,
    )


def test_dwelling_of_either(example):
    """One of the two is enough, who infects or who is met, and it is what is asked where nothing is said."""
    lines = """
        case_id | person_id | minutes
        K       | ann       | 30.00
        K       | bob       | 30.00
        L       | bob       | 30.00
        """
    example(records=FOUR_MEET, definition=PERIOD + HALF_AN_HOUR + 'dwell_who = "either"', lines=lines)
    example(records=FOUR_MEET, definition=PERIOD + HALF_AN_HOUR, lines=lines)


def test_dwelling_of_both(example):
    """Ann does not dwell there, and neither does lea."""
    example(
        records=FOUR_MEET,
        definition=PERIOD + HALF_AN_HOUR + 'dwell_who = "both"',
        lines="""
        case_id | person_id | minutes
        K       | bob       | 30.00
        """,
    )


def test_dwelling_of_the_person(example):
    """Only the one who was met must dwell there, whoever it was that was met."""
    example(records=FOUR_MEET, definition=PERIOD + OF_THE_PERSON, lines=ONLY_BOB)


def test_dwelling_for_exactly_as_long(example):
    """More than an hour is more than an hour: bob's is none, kay's 90 minutes are."""
    example(records=FOUR_MEET, definition=PERIOD + 'dwell_more_than_hours = 1\ndwell_who = "person"', lines="")
    example(
        records=FOUR_MEET,
        definition=PERIOD + "dwell_more_than_hours = 1",
        lines="""
        case_id | person_id
        K       | ann
        K       | bob
        """,
    )


def test_dwelling_for_a_fraction_of_a_millisecond_longer(example):
    """Hours count as they are written: 0.499 999 9 are 1,799,999.64 ms, and half an hour is more than that."""
    example(
        records=FOUR_MEET,
        definition=PERIOD + 'dwell_more_than_hours = 0.4999999\ndwell_who = "person"',
        lines="""
        case_id | person_id
        K       | ann
        K       | bob
        L       | ann
        L       | bob
        """,
    )


def test_the_days_of_a_dwelling_are_24_hours_each(example):
    """As of 10:20 on the second day after, two days reach back to 10:20: ten minutes are left of ann's half hour.

    Bob has forty, more than the half hour that is asked for. What he and kay had together before counts none the less.
    """
    example(
        records=FOUR_MEET,
        definition=PERIOD + OF_THE_PERSON + "dwell_days = 2",
        as_of="2021-08-30T10:20",
        lines="""
        case_id | person_id | first_contact_at | minutes
        K       | bob       | 2021-08-28T10:00 | 30.00
        L       | bob       | 2021-08-28T10:00 | 30.00
        """,
    )


def test_time_before_the_days_of_a_dwelling(example):
    """As of 10:30 bob has half an hour left, not more; with a day more he has his whole hour."""
    example(records=FOUR_MEET, definition=PERIOD + OF_THE_PERSON + "dwell_days = 2", as_of="2021-08-30T10:30", lines="")
    example(
        records=FOUR_MEET,
        definition=PERIOD + OF_THE_PERSON + "dwell_days = 3",
        as_of="2021-08-30T10:30",
        lines=ONLY_BOB,
    )


def test_fourteen_days_where_nothing_is_said(example):
    """Without `dwell_days` they are 14: on 11 September at 10:30 they begin when kay has gone, a day before not yet."""
    example(records=FOUR_MEET, definition=PERIOD + HALF_AN_HOUR, as_of="2021-09-11T10:30", lines="")
    example(
        records=FOUR_MEET,
        definition=PERIOD + HALF_AN_HOUR,
        as_of="2021-09-10T10:30",
        lines="""
        case_id | person_id
        K       | ann
        K       | bob
        L       | bob
        """,
    )


def test_days_of_a_dwelling_across_a_change_of_the_clock(example):
    """The night of 31 October 2021 in Berlin has an hour more: 24 hours before midnight it was 01:00.

    So the hour from midnight on is not of that day; the hour from 01:00 on is.
    """
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-10-31
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-10-31T00:00 | 52.5200  | 13.4050
        kay       | 2021-10-31T00:30 | 52.5200  | 13.4050
        ann       | 2021-10-31T00:00 | 52.5200  | 13.4050
        ann       | 2021-10-31T01:00 | 52.5200  | 13.4050
        bob       | 2021-10-31T00:00 | 52.5200  | 13.4050
        bob       | 2021-10-31T01:00 | 52.5200  | 13.4050
        bob       | 2021-10-31T01:01 | 52.5200  | 13.4050
        """,
        definition=PERIOD + "dwell_more_than_hours = 0\ndwell_days = 1",
        as_of="2021-11-01T00:00",
        timezone="Europe/Berlin",
        lines="""
        person_id | minutes
        bob       | 30.00
        """,
    )


def test_time_after_as_of(example):
    """Bob stays until 11:00, but a minute before no record says so: nobody who was met has more than half an hour."""
    example(records=FOUR_MEET, definition=PERIOD + OF_THE_PERSON, as_of="2021-08-28T10:59", lines="")
    example(records=FOUR_MEET, definition=PERIOD + OF_THE_PERSON, as_of="2021-08-28T11:00", lines=ONLY_BOB)


def test_the_dwelling_is_in_the_cell_of_the_meeting(example):
    """Time in another cell, even the next one, is none in this; times in this one add up, however far apart.

    In a grid of 800 m on the equator the first column ends at 0.007 194 56 degrees. Ann was in the second one for an
    hour and met kay in the first; bob was in the first one twice for half an hour.
    """
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-28T10:00 | 0.001    | 0.007
        kay       | 2021-08-28T10:30 | 0.001    | 0.007
        ann       | 2021-08-28T10:00 | 0.001    | 0.007
        ann       | 2021-08-28T10:30 | 0.001    | 0.007
        ann       | 2021-08-28T13:00 | 0.001    | 0.008
        ann       | 2021-08-28T14:00 | 0.001    | 0.008
        bob       | 2021-08-23T10:00 | 0.001    | 0.001
        bob       | 2021-08-23T10:30 | 0.007    | 0.004
        bob       | 2021-08-28T10:00 | 0.001    | 0.007
        bob       | 2021-08-28T10:30 | 0.001    | 0.007
        """,
        definition=PERIOD + OF_THE_PERSON,
        lines="""
        person_id | minutes
        bob       | 30.00
        """,
    )


def test_only_known_positions_are_a_dwelling(example):
    """Positions are those of `track`: nobody is held to be anywhere in a gap, nor where a fix is too inaccurate.

    Ann has two fixes an hour and a minute apart; bob's third one is accurate to 500 m. Cid has all of 90 minutes.
    """
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude | accuracy_m
        kay       | 2021-08-28T10:00 | 31.2304  | 121.4737  |
        kay       | 2021-08-28T10:30 | 31.2304  | 121.4737  |
        ann       | 2021-08-28T10:00 | 31.2304  | 121.4737  |
        ann       | 2021-08-28T10:30 | 31.2304  | 121.4737  |
        ann       | 2021-08-28T11:31 | 31.2304  | 121.4737  |
        bob       | 2021-08-28T10:00 | 31.2304  | 121.4737  | 20
        bob       | 2021-08-28T10:30 | 31.2304  | 121.4737  | 20
        bob       | 2021-08-28T11:30 | 31.2304  | 121.4737  | 500
        cid       | 2021-08-28T10:00 | 31.2304  | 121.4737  | 100
        cid       | 2021-08-28T10:30 | 31.2304  | 121.4737  |
        cid       | 2021-08-28T11:30 | 31.2304  | 121.4737  | 20
        """,
        definition=PERIOD + OF_THE_PERSON,
        lines="""
        person_id | minutes
        cid       | 30.00
        """,
    )


def test_the_dwelling_of_a_close_contact(example):
    """On the way to secondary contacts the source is the close contact: ann dwells there, kay and dan do not."""
    example(
        records=CASE
        + """
        proximity
        person_a | person_b | observed_at      | duration_s
        kay      | ann      | 2021-08-28T08:00 | 60
        fixes
        person_id | observed_at      | latitude | longitude
        ann       | 2021-08-28T10:00 | 31.2304  | 121.4737
        ann       | 2021-08-28T11:00 | 31.2304  | 121.4737
        dan       | 2021-08-28T10:00 | 31.2304  | 121.4737
        dan       | 2021-08-28T10:30 | 31.2304  | 121.4737
        """,
        definition=PERIOD
        + HALF_AN_HOUR
        + """
[[rule]]
id = "near"
tier = "close"
evidence = "proximity"
[secondary]
rules = ["together"]
""",
        lines="""
        person_id | tier      | via | minutes
        ann       | close     |     | 1.00
        dan       | secondary | ann | 30.00
        """,
    )
