"""Secondary contacts: the contacts of close contacts"""

WORKED_CASE = """
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        K       | k         | confirmed      | 2021-08-05 | 2021-08-07T14:00
        isolations
        person_id | from_at
        c         | 2021-08-08T10:00
        proximity
        person_a | person_b | observed_at      | duration_s
        k        | c        | 2021-08-02T20:00 | 3600
        k        | c        | 2021-08-04T12:10 | 1800
        k        | c        | 2021-08-06T18:00 | 1200
        c        | d1       | 2021-08-04T08:00 | 3600
        c        | d2       | 2021-08-04T20:00 | 3600
        c        | d3       | 2021-08-08T11:00 | 3600
        c        | d4       | 2021-08-04T11:50 | 2400
        c        | d5       | 2021-08-02T22:00 | 1800
        c        | d6       | 2021-08-05T12:00 | 1200
        k        | d6       | 2021-08-05T10:00 | 1200
"""
NEAR = """
[[rule]]
id = "near"
evidence = "proximity"
tier = "close"
at_least_minutes = 15
[secondary]
"""
TWO_DAYS = "[infectious_period]\nbefore_days = 2\n" + NEAR
FOUR_DAYS = "[infectious_period]\nbefore_days = 4\n" + NEAR


def test_worked_case_with_two_days(example):
    """The window of c is from its first contact with k to its own isolation; of d4's 40 minutes 20 count."""
    example(
        records=WORKED_CASE,
        definition=TWO_DAYS,
        windows="""
        case_id | start            | end
        K       | 2021-08-03T00:00 | 2021-08-07T14:00
        """,
        lines="""
        person_id | tier      | via | first_contact_at | last_contact_at  | minutes
        c         | close     |     | 2021-08-04T12:10 | 2021-08-06T18:20 | 50.00
        d6        | close     |     | 2021-08-05T10:00 | 2021-08-05T10:20 | 20.00
        d4        | secondary | c   | 2021-08-04T12:10 | 2021-08-04T12:30 | 20.00
        d2        | secondary | c   | 2021-08-04T20:00 | 2021-08-04T21:00 | 60.00
        """,
    )


def test_worked_case_with_four_days(example):
    """Two days more of k bring an earlier first contact, and with it d5 and d1 and all of d4."""
    example(
        records=WORKED_CASE,
        definition=FOUR_DAYS,
        windows="""
        case_id | start            | end
        K       | 2021-08-01T00:00 | 2021-08-07T14:00
        """,
        lines="""
        person_id | tier      | via | first_contact_at | last_contact_at  | minutes
        c         | close     |     | 2021-08-02T20:00 | 2021-08-06T18:20 | 110.00
        d6        | close     |     | 2021-08-05T10:00 | 2021-08-05T10:20 | 20.00
        d5        | secondary | c   | 2021-08-02T22:00 | 2021-08-02T22:30 | 30.00
        d1        | secondary | c   | 2021-08-04T08:00 | 2021-08-04T09:00 | 60.00
        d4        | secondary | c   | 2021-08-04T11:50 | 2021-08-04T12:30 | 40.00
        d2        | secondary | c   | 2021-08-04T20:00 | 2021-08-04T21:00 | 60.00
        """,
    )


def test_without_the_secondary_table_there_are_none(example):
    """Only a definition with `[secondary]` looks at the second hop."""
    example(
        records=WORKED_CASE,
        definition=TWO_DAYS.replace("[secondary]", ""),
        lines="""
        person_id | tier
        c         | close
        d6        | close
        """,
    )


def test_latent_hours(example):
    """Eight hours of latency: the window of c opens at 20:10, so d2 has 50 minutes and d4 none."""
    example(
        records=WORKED_CASE,
        definition=TWO_DAYS + "latent_hours = 8",
        lines="""
        person_id | tier      | first_contact_at | minutes
        c         | close     | 2021-08-04T12:10 | 50.00
        d6        | close     | 2021-08-05T10:00 | 20.00
        d2        | secondary | 2021-08-04T20:10 | 50.00
        """,
    )


def test_all_the_close_contacts_between_are_kept(example):
    """D met two close contacts: both are named, the times are those of all its exposures to them."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | k         | confirmed      | 2021-08-05
        proximity
        person_a | person_b | observed_at      | duration_s
        k        | c2       | 2021-08-05T10:00 | 1200
        k        | c1       | 2021-08-05T11:00 | 1200
        d        | c1       | 2021-08-05T12:00 | 1200
        d        | c2       | 2021-08-05T12:10 | 1200
        d        | c2       | 2021-08-05T15:00 | 1200
        """,
        definition=TWO_DAYS,
        lines="""
        person_id | tier      | via   | first_contact_at | last_contact_at  | minutes | episodes
        c2        | close     |       | 2021-08-05T10:00 | 2021-08-05T10:20 | 20.00   | 1
        c1        | close     |       | 2021-08-05T11:00 | 2021-08-05T11:20 | 20.00   | 1
        d         | secondary | c1;c2 | 2021-08-05T12:00 | 2021-08-05T15:20 | 50.00   | 3
        """,
    )


def test_close_contacts_are_not_each_others_secondary_contacts(example):
    """Nor are the case itself or another case; and a close contact that is a case leads nowhere."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        K       | k         | confirmed      | 2021-08-05 | 2021-08-05T12:00
        L       | l         | confirmed      | 2021-08-25 |
        proximity
        person_a | person_b | observed_at      | duration_s
        k        | c1       | 2021-08-05T10:00 | 1200
        k        | c2       | 2021-08-05T11:00 | 1200
        k        | l        | 2021-08-05T11:00 | 1200
        c1       | c2       | 2021-08-05T13:00 | 1200
        c1       | k        | 2021-08-05T14:00 | 1200
        c1       | l        | 2021-08-05T15:00 | 1200
        l        | d        | 2021-08-05T16:00 | 1200
        """,
        definition=TWO_DAYS,
        lines="""
        case_id | person_id | tier
        K       | c1        | close
        K       | c2        | close
        """,
    )


TWO_TIERS = """
[infectious_period]
before_days = 2
[[rule]]
id = "near"
evidence = "proximity"
tier = "close"
at_least_minutes = 15
[[rule]]
id = "met"
evidence = "proximity"
tier = "general"
"""


def test_secondary_ranks_above_general(example):
    """D is a general contact of k and met a close contact: its line is that of the secondary contact."""
    records = """
        cases
        case_id | person_id | classification | onset_at
        K       | k         | confirmed      | 2021-08-05
        proximity
        person_a | person_b | observed_at      | duration_s | distance_m
        k        | c        | 2021-08-05T10:00 | 1200       |
        k        | d        | 2021-08-05T09:00 | 300        | 0.5
        c        | d        | 2021-08-05T12:00 | 1200       | 1.5
        c        | e        | 2021-08-05T12:00 | 300        | 1.5
        """
    example(
        records=records,
        definition=TWO_TIERS + "[secondary]\n[follow_up]\nsecondary_days = 7\ngeneral_days = 3",
        lines="""
        person_id | tier      | via | first_contact_at | minutes | closest_m | rules | episodes | follow_up_until
        c         | close     |     | 2021-08-05T10:00 | 20.00   |           | near  | 1        |
        d         | secondary | c   | 2021-08-05T12:00 | 20.00   | 1.50      | near  | 1        | 2021-08-12
        """,
    )


def test_rules_of_the_second_hop(example):
    """By default the rules of tier close; a definition may name others, whatever their own tier."""
    records = """
        cases
        case_id | person_id | classification | onset_at
        K       | k         | confirmed      | 2021-08-05
        proximity
        person_a | person_b | observed_at      | duration_s
        k        | c        | 2021-08-05T10:00 | 1200
        c        | d        | 2021-08-05T12:00 | 300
        """
    example(records=records, definition=TWO_TIERS + "[secondary]", lines="person_id | tier\nc | close")
    example(
        records=records,
        definition=TWO_TIERS + '[secondary]\nrules = ["met"]',
        lines="""
        person_id | tier      | via | rules
        c         | close     |     | near
        d         | secondary | c   | met
        """,
    )


def test_a_rule_may_give_the_tier_secondary_itself(example):
    """Whom only such a rule shows has no close contact to name; who was also met by one stands on that alone."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | k         | confirmed      | 2021-08-05
        proximity
        person_a | person_b | observed_at      | duration_s | distance_m
        k        | c        | 2021-08-04T10:00 | 1800       | 0.5
        k        | d        | 2021-08-04T08:00 | 1800       | 3
        k        | e        | 2021-08-04T09:00 | 1800       | 3
        c        | d        | 2021-08-04T12:00 | 1200       | 0.5
        """,
        definition="""
        [infectious_period]
        before_days = 2
        [[rule]]
        id = "near"
        evidence = "proximity"
        within_m = 1
        tier = "close"
        [[rule]]
        id = "far"
        evidence = "proximity"
        within_m = 5
        tier = "secondary"
        [secondary]
        """,
        lines="""
        person_id | tier      | via | rules | first_contact_at | minutes
        c         | close     |     | near  | 2021-08-04T10:00 | 30.00
        e         | secondary |     | far   | 2021-08-04T09:00 | 30.00
        d         | secondary | c   | near  | 2021-08-04T12:00 | 20.00
        """,
    )
