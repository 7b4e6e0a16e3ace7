"""Contacts: what makes a line of a case list"""

CASE = """
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        K       | kay       | confirmed      | 2021-08-05 | 2021-08-08T14:00
"""
DEFINITION = """
[infectious_period]
before_days = 2
[[rule]]
id = "long"
evidence = "stay"
tier = "close"
at_least_minutes = 15
[[rule]]
id = "any-stay"
evidence = "stay"
tier = "general"
[[rule]]
id = "near"
evidence = "proximity"
tier = "close"
[[rule]]
id = "heard-of"
evidence = "proximity"
tier = "flagged"
[follow_up]
close_days = 10
general_days = 0
"""


def test_best_tier_and_its_exposures_only(example):
    """The line speaks of the exposures of the tier reached: their rules, times, distances, places.

    Ann was at the hall for 20 minutes: close, and general as well. Bob was there and at the cafe for 5 each.
    """
    example(
        records=CASE
        + """
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | cafe     | 2021-08-04T10:00 | 2021-08-04T12:00
        kay       | hall     | 2021-08-05T10:00 | 2021-08-05T12:00
        ann       | hall     | 2021-08-05T11:00 | 2021-08-05T11:20
        bob       | cafe     | 2021-08-04T11:00 | 2021-08-04T11:05
        bob       | hall     | 2021-08-05T11:00 | 2021-08-05T11:05
        proximity
        person_a | person_b | observed_at      | duration_s | distance_m
        kay      | ann      | 2021-08-05T11:10 | 1200       | 3
        """,
        definition=DEFINITION,
        lines="""
        person_id | tier    | rules     | first_contact_at | last_contact_at  | minutes | closest_m | places
        ann       | close   | long;near | 2021-08-05T11:00 | 2021-08-05T11:30 | 30.00   | 3.00      | hall
        bob       | general | any-stay  | 2021-08-04T11:00 | 2021-08-05T11:05 | 10.00   |           | cafe;hall
        """,
    )


def test_episodes_of_several_rules_add_up(example):
    """`episodes` is the number of clipped episodes of all the exposures; `minutes` counts no minute twice."""
    example(
        records=CASE
        + """
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-05T10:00 | 2021-08-05T12:00
        ann       | hall     | 2021-08-05T11:00 | 2021-08-05T11:20
        proximity
        person_a | person_b | observed_at
        kay      | ann      | 2021-08-05T11:10
        kay      | ann      | 2021-08-06T11:10
        """,
        definition=DEFINITION,
        lines="""
        person_id | rules     | minutes | episodes
        ann       | long;near | 25.00   | 3
        """,
    )


def test_a_general_exposure_earlier_than_the_close_one(example):
    """First contact is that of the tier reached, not of a lower one."""
    example(
        records=CASE
        + """
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-04T10:00 | 2021-08-04T12:00
        ann       | hall     | 2021-08-04T11:00 | 2021-08-04T11:05
        proximity
        person_a | person_b | observed_at
        kay      | ann      | 2021-08-05T11:10
        """,
        definition=DEFINITION,
        lines="""
        person_id | tier  | rules | first_contact_at | minutes | places
        ann       | close | near  | 2021-08-05T11:10 | 5.00    |
        """,
    )


def test_lines_are_in_order(example):
    """By case, tier, first contact and person."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K2      | lee       | confirmed      | 2021-08-05
        K1      | kay       | confirmed      | 2021-08-05
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-05T10:00 | 2021-08-05T12:00
        eve       | hall     | 2021-08-05T10:00 | 2021-08-05T10:05
        dan       | hall     | 2021-08-05T11:00 | 2021-08-05T12:00
        cid       | hall     | 2021-08-05T10:30 | 2021-08-05T12:00
        bob       | hall     | 2021-08-05T11:00 | 2021-08-05T12:00
        lee       | cafe     | 2021-08-05T10:00 | 2021-08-05T12:00
        ann       | cafe     | 2021-08-05T10:00 | 2021-08-05T12:00
        """,
        definition=DEFINITION,
        lines="""
        case_id | person_id | tier
        K1      | cid       | close
        K1      | bob       | close
        K1      | dan       | close
        K1      | eve       | general
        K2      | ann       | close
        """,
    )


def test_a_case_is_on_no_other_list(example):
    """Two cases who met are not each other's contacts; a suspected one is a contact like any other."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-08-05
        L       | lee       | asymptomatic   | 2021-08-05
        M       | max       | suspected      | 2021-08-05
        proximity
        person_a | person_b | observed_at
        kay      | lee      | 2021-08-05T11:00
        kay      | max      | 2021-08-05T12:00
        lee      | max      | 2021-08-05T13:00
        """,
        definition=DEFINITION,
        lines="""
        case_id | person_id | first_contact_at
        K       | max       | 2021-08-05T12:00
        L       | max       | 2021-08-05T13:00
        """,
    )


def test_a_person_with_two_case_rows_has_two_lists(example):
    """Each case row has its own period and its own list."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        K1      | kay       | confirmed      | 2021-07-05 | 2021-07-08T00:00
        K2      | kay       | confirmed      | 2021-08-05 | 2021-08-08T00:00
        proximity
        person_a | person_b | observed_at
        kay      | ann      | 2021-07-05T11:00
        kay      | ann      | 2021-08-05T12:00
        kay      | bob      | 2021-08-05T13:00
        """,
        definition=DEFINITION,
        lines="""
        case_id | person_id | first_contact_at
        K1      | ann       | 2021-07-05T11:00
        K2      | ann       | 2021-08-05T12:00
        K2      | bob       | 2021-08-05T13:00
        """,
    )


def test_follow_up_until(example):
    """The local date of the last instant before the last contact, plus the tier's days; none where it has none.

    A contact that ends at midnight still belongs to the day before.
    """
    example(
        records=CASE
        + """
        proximity
        person_a | person_b | observed_at      | duration_s
        kay      | ann      | 2021-08-05T23:50 | 600
        kay      | bob      | 2021-08-05T23:50 | 600.001
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-06T10:00 | 2021-08-06T12:00
        cid       | hall     | 2021-08-06T10:00 | 2021-08-06T10:10
        """,
        definition=DEFINITION,
        lines="""
        person_id | tier    | follow_up_until
        ann       | close   | 2021-08-15
        bob       | close   | 2021-08-16
        cid       | general | 2021-08-06
        """,
    )


def test_no_follow_up_for_a_tier_without_days(example):
    """A tier the definition gives no days has no date."""
    example(
        records=CASE
        + """
        proximity
        person_a | person_b | observed_at
        kay      | ann      | 2021-08-05T11:00
        """,
        definition=DEFINITION.replace("close_days = 10", ""),
        lines="""
        person_id | tier  | follow_up_until
        ann       | close |
        """,
    )


def test_grid_cell_of_a_person(example):
    """The grid cell of a line is the person's, as last known."""
    example(
        records=CASE
        + """
        persons
        person_id | grid_id
        ann       | G-07
        bob       | G-07
        bob       | G-08
        proximity
        person_a | person_b | observed_at
        kay      | ann      | 2021-08-05T11:00
        kay      | bob      | 2021-08-05T11:00
        kay      | cid      | 2021-08-05T11:00
        """,
        definition=DEFINITION,
        lines="""
        person_id | grid_id
        ann       | G-07
        bob       | G-08
        cid       |
        """,
    )
