"""Proximity: a device says that two people were together"""

CASE = """
        cases
        case_id | person_id | classification | onset_at         | isolated_at
        K       | kay       | confirmed      | 2021-08-05T09:00 | 2021-08-07T14:00
"""
NEAR = """
[infectious_period]
before_hours = 0
[[rule]]
id = "near"
evidence = "proximity"
within_m = 2
tier = "close"
"""


def test_distance_and_duration(example):
    """At most `within_m` or unknown; without a duration it is 300 seconds; it holds in both directions."""
    example(
        records=CASE
        + """
        proximity
        person_a | person_b | observed_at      | duration_s | distance_m
        kay      | ann      | 2021-08-05T10:00 | 600        | 1.5
        bob      | kay      | 2021-08-05T11:00 | 60         | 2
        kay      | cid      | 2021-08-05T12:00 | 600        | 2.01
        kay      | dan      | 2021-08-05T13:00 |            |
        kay      | eve      | 2021-08-05T14:00 | 0          | 1
        """,
        definition=NEAR,
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes | closest_m | places
        ann       | 2021-08-05T10:00 | 2021-08-05T10:10 | 10.00   | 1.50      |
        bob       | 2021-08-05T11:00 | 2021-08-05T11:01 | 1.00    | 2.00      |
        dan       | 2021-08-05T13:00 | 2021-08-05T13:05 | 5.00    |           |
        """,
    )


def test_records_that_overlap_or_touch_are_one_episode(example):
    """Merged first, measured after: no minute counts twice; the least of the distances is the closest."""
    example(
        records=CASE
        + """
        proximity
        person_a | person_b | observed_at      | duration_s | distance_m
        kay      | ann      | 2021-08-05T10:00 | 600        | 1.5
        kay      | ann      | 2021-08-05T10:05 | 600        |
        ann      | kay      | 2021-08-05T10:15 | 300        | 0.8
        kay      | ann      | 2021-08-05T10:20:00.001 | 300 | 1.9
        """,
        definition=NEAR + "at_least_minutes = 20",
        lines="""
        person_id | minutes | closest_m | episodes
        ann       | 25.00   | 0.80      | 2
        """,
    )


def test_closest_lies_inside_the_window(example):
    """A distance measured wholly outside the clipped episodes is not the closest."""
    example(
        records=CASE
        + """
        proximity
        person_a | person_b | observed_at      | duration_s | distance_m
        kay      | ann      | 2021-08-05T08:50 | 600        | 0.5
        kay      | ann      | 2021-08-05T08:58 | 600        | 1.5
        """,
        definition=NEAR,
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes | closest_m
        ann       | 2021-08-05T09:00 | 2021-08-05T09:08 | 8.00    | 1.50
        """,
    )


def test_record_under_way_at_the_moment_of_the_analysis(example):
    """A record is clipped at `as_of`; one observed after it does not count."""
    example(
        records=CASE
        + """
        proximity
        person_a | person_b | observed_at      | duration_s | distance_m
        kay      | ann      | 2021-08-05T10:00 | 600        | 1
        kay      | bob      | 2021-08-05T10:05 | 600        | 1
        """,
        definition=NEAR,
        as_of="2021-08-05T10:04",
        lines="""
        person_id | minutes
        ann       | 4.00
        """,
    )
