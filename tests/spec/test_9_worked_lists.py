"""Worked cases: lists that share people, and lists that change when something new is known"""

NEAR = """
[infectious_period]
before_days = 2
[[rule]]
id = "near"
evidence = "proximity"
tier = "close"
at_least_minutes = 15
[secondary]
"""


def test_a_case_confirmed_twice(example):
    """Sampled on the 3rd and isolated on the 4th; ill on the 6th and confirmed again: two rows, two lists.

    The periods overlap on the 4th, and ann is on both lists, each with its own times. Dan met her after her first
    contact of the first list and before that of the second.
    """
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at   | sampled_at | isolated_at
        K1      | kay       | asymptomatic   |            | 2021-08-03 | 2021-08-04T12:00
        K2      | kay       | confirmed      | 2021-08-06 | 2021-08-06 | 2021-08-06T18:00
        proximity
        person_a | person_b | observed_at      | duration_s
        kay      | ann      | 2021-08-02T10:00 | 1200
        ann      | dan      | 2021-08-03T12:00 | 1200
        kay      | ann      | 2021-08-04T10:00 | 1200
        kay      | bob      | 2021-08-05T10:00 | 1200
        bob      | cid      | 2021-08-05T12:00 | 1200
        """,
        definition=NEAR,
        windows="""
        case_id | start            | end
        K1      | 2021-08-01T00:00 | 2021-08-04T12:00
        K2      | 2021-08-04T00:00 | 2021-08-06T18:00
        """,
        lines="""
        case_id | person_id | tier      | via | first_contact_at | last_contact_at  | minutes
        K1      | ann       | close     |     | 2021-08-02T10:00 | 2021-08-04T10:20 | 40.00
        K1      | dan       | secondary | ann | 2021-08-03T12:00 | 2021-08-03T12:20 | 20.00
        K2      | ann       | close     |     | 2021-08-04T10:00 | 2021-08-04T10:20 | 20.00
        K2      | bob       | close     |     | 2021-08-05T10:00 | 2021-08-05T10:20 | 20.00
        K2      | cid       | secondary | bob | 2021-08-05T12:00 | 2021-08-05T12:20 | 20.00
        """,
    )


MEETINGS = """
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        K       | kay       | confirmed      | 2021-08-05 | 2021-08-06T20:00
        proximity
        person_a | person_b | observed_at      | duration_s
        kay      | c        | 2021-08-05T10:00 | 1200
        kay      | b        | 2021-08-05T11:00 | 1200
        c        | early    | 2021-08-05T12:00 | 1200
        c        | late     | 2021-08-07T12:00 | 1200
        c        | both     | 2021-08-07T13:00 | 1200
        b        | both     | 2021-08-07T14:00 | 1200
"""


def test_a_close_contact_who_becomes_a_case(example):
    """She leaves the first list, and whom she alone tied to it leaves with her; her own contacts move up to close.

    Her own period begins on the 7th, so the meeting of the 5th is on no list any more. One that another close contact
    tied to the first list as well stays there, by way of that one alone; and that one is a contact of hers by now.
    """
    example(
        records=MEETINGS,
        definition=NEAR,
        lines="""
        case_id | person_id | tier      | via | first_contact_at | minutes
        K       | c         | close     |     | 2021-08-05T10:00 | 20.00
        K       | b         | close     |     | 2021-08-05T11:00 | 20.00
        K       | early     | secondary | c   | 2021-08-05T12:00 | 20.00
        K       | late      | secondary | c   | 2021-08-07T12:00 | 20.00
        K       | both      | secondary | b;c | 2021-08-07T13:00 | 40.00
        """,
    )
    example(
        records=MEETINGS
        + """
        cases
        case_id | person_id | classification | onset_at
        L       | c         | confirmed      | 2021-08-09
        """,
        definition=NEAR,
        lines="""
        case_id | person_id | tier      | via  | first_contact_at | minutes
        K       | b         | close     |      | 2021-08-05T11:00 | 20.00
        K       | both      | secondary | b    | 2021-08-07T14:00 | 20.00
        L       | late      | close     |      | 2021-08-07T12:00 | 20.00
        L       | both      | close     |      | 2021-08-07T13:00 | 20.00
        L       | b         | secondary | both | 2021-08-07T14:00 | 20.00
        """,
    )


def test_a_discarded_case(example):
    """The later row takes the case back, and everything downstream goes: its period, its contacts, and theirs.

    Kay is a person like any other then: a close contact of lee, and kay's contact is a secondary contact of lee.
    """
    records = """
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-08-05
        L       | lee       | confirmed      | 2021-08-05
        proximity
        person_a | person_b | observed_at      | duration_s
        kay      | lee      | 2021-08-05T09:00 | 1200
        kay      | c        | 2021-08-05T10:00 | 1200
        c        | d        | 2021-08-05T12:00 | 1200
        lee      | e        | 2021-08-05T15:00 | 1200
        """
    example(
        records=records,
        definition=NEAR,
        windows="""
        case_id | start            | end
        K       | 2021-08-03T00:00 | 2021-09-01T00:00
        L       | 2021-08-03T00:00 | 2021-09-01T00:00
        """,
        lines="""
        case_id | person_id | tier      | via
        K       | c         | close     |
        K       | d         | secondary | c
        L       | e         | close     |
        """,
    )
    example(
        records=records
        + """
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | discarded      | 2021-08-05
        """,
        definition=NEAR,
        windows="""
        case_id | start            | end
        L       | 2021-08-03T00:00 | 2021-09-01T00:00
        """,
        lines="""
        case_id | person_id | tier      | via
        L       | kay       | close     |
        L       | e         | close     |
        L       | c         | secondary | kay
        """,
    )


def test_two_cases_who_share_contacts(example):
    """A line for each case, with the times and the follow-up of that case; c's window opens with either's contact.

    D met c before c met lee: on lee's list d is there for having met lee, on kay's for having met c.
    """
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        K       | kay       | confirmed      | 2021-08-05 | 2021-08-07T00:00
        L       | lee       | confirmed      | 2021-08-06 | 2021-08-08T00:00
        proximity
        person_a | person_b | observed_at      | duration_s
        kay      | c        | 2021-08-04T10:00 | 1200
        c        | d        | 2021-08-05T12:00 | 1200
        lee      | c        | 2021-08-06T10:00 | 1800
        lee      | d        | 2021-08-07T09:00 | 1200
        c        | e        | 2021-08-07T12:00 | 1200
        """,
        definition=NEAR + "[follow_up]\nclose_days = 10\nsecondary_days = 7",
        lines="""
        case_id | person_id | tier      | via | first_contact_at | minutes | follow_up_until
        K       | c         | close     |     | 2021-08-04T10:00 | 20.00   | 2021-08-14
        K       | d         | secondary | c   | 2021-08-05T12:00 | 20.00   | 2021-08-12
        K       | e         | secondary | c   | 2021-08-07T12:00 | 20.00   | 2021-08-14
        L       | c         | close     |     | 2021-08-06T10:00 | 30.00   | 2021-08-16
        L       | d         | close     |     | 2021-08-07T09:00 | 20.00   | 2021-08-17
        L       | e         | secondary | c   | 2021-08-07T12:00 | 20.00   | 2021-08-14
        """,
    )


ISOLATED_BETWEEN = """
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-08-05
        isolations
        person_id | from_at          | until_at
        c         | 2021-08-05T20:00 | 2021-08-06T08:00
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-06T10:00 | 2021-08-06T11:00
        c         | hall     | 2021-08-06T10:00 | 2021-08-06T11:00
        proximity
        person_a | person_b | observed_at      | duration_s
        kay      | c        | 2021-08-05T10:00 | 1200
        c        | d        | 2021-08-06T15:00 | 2400
        kay      | c        | 2021-08-07T10:00 | 1200
"""
VENUE = '[[rule]]\nid = "venue"\nevidence = "stay"\ntier = "close"\n'


def test_a_stricter_rule_may_add_a_secondary_contact(example):
    """With 30 minutes for 15 the first contact of c is the one after its isolation, which then ends no window.

    By 15 minutes c's window is from the 5th at 10:00 to its isolation on the 5th; by 30 it begins on the 6th and goes
    on, and d is in it. On the first hop a stricter rule can only lose people.
    """
    example(
        records=ISOLATED_BETWEEN,
        definition=NEAR + VENUE,
        lines="""
        person_id | tier  | rules      | first_contact_at | minutes
        c         | close | near;venue | 2021-08-05T10:00 | 100.00
        """,
    )
    example(
        records=ISOLATED_BETWEEN,
        definition=NEAR.replace("15", "30") + VENUE,
        lines="""
        person_id | tier      | rules | first_contact_at | minutes
        c         | close     | venue | 2021-08-06T10:00 | 60.00
        d         | secondary | near  | 2021-08-06T15:00 | 40.00
        """,
    )


def test_a_later_analysis_may_lose_a_secondary_contact(example):
    """The meeting of the 7th makes 30 minutes in all: from then on the first contact of c is the one of the 5th.

    Its window ends with the isolation of the 5th, and d, who was on the list on the 6th, is not on that of September.
    """
    total = NEAR.replace("at_least_minutes = 15", 'at_least_minutes = 30\naccumulate = "period"') + VENUE
    example(
        records=ISOLATED_BETWEEN,
        definition=total,
        as_of="2021-08-06T20:00",
        lines="""
        person_id | tier      | rules | first_contact_at | minutes
        c         | close     | venue | 2021-08-06T10:00 | 60.00
        d         | secondary | near  | 2021-08-06T15:00 | 40.00
        """,
    )
    example(
        records=ISOLATED_BETWEEN,
        definition=total,
        lines="""
        person_id | tier  | rules      | first_contact_at | minutes
        c         | close | near;venue | 2021-08-05T10:00 | 100.00
        """,
    )
