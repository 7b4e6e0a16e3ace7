"""Tracks: two people on the move. One degree of the meridian is 111 195.08 m"""

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


def test_passing_by_on_one_line(example):
    """One stands, one walks 222.39 m in ten minutes right past him: 60 m of the way are within 30 m.

    30 m are 0.269 796 of the half way, so the roots lie 80.938 833 s on either side of the middle, which is 300 s.
    """
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T10:00 | 31       | 121
        kay       | 2021-08-05T10:10 | 31       | 121
        ann       | 2021-08-05T10:00 | 30.999   | 121
        ann       | 2021-08-05T10:10 | 31.001   | 121
        """,
        definition=WITHIN_30,
        lines="""
        person_id | first_contact_at        | last_contact_at         | minutes | closest_m | episodes
        ann       | 2021-08-05T10:03:39.061 | 2021-08-05T10:06:20.939 | 2.70    | 0.00      | 1
        """,
    )


def test_passing_by_at_a_distance(example):
    """At the equator, 18 m to the side: the half chord is 24 m, 64.751 066 s of the way from the middle."""
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T10:00 | 0        | 100
        kay       | 2021-08-05T10:10 | 0        | 100
        ann       | 2021-08-05T10:00 | -0.001   | 100.000161877665
        ann       | 2021-08-05T10:10 | 0.001    | 100.000161877665
        bob       | 2021-08-05T10:00 | -0.001   | 100.0003
        bob       | 2021-08-05T10:10 | 0.001    | 100.0003
        """,
        definition=WITHIN_30,
        lines="""
        person_id | first_contact_at        | last_contact_at         | minutes | closest_m
        ann       | 2021-08-05T10:03:55.249 | 2021-08-05T10:06:04.751 | 2.16    | 18.00
        """,
    )


def test_both_move(example):
    """Two who walk towards each other at the same pace are near for half as long as if one stood."""
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T10:00 | 31.001   | 121
        kay       | 2021-08-05T10:10 | 30.999   | 121
        ann       | 2021-08-05T10:00 | 30.999   | 121
        ann       | 2021-08-05T10:10 | 31.001   | 121
        """,
        definition=WITHIN_30,
        lines="""
        person_id | first_contact_at        | last_contact_at
        ann       | 2021-08-05T10:04:19.531 | 2021-08-05T10:05:40.469
        """,
    )


def test_east_and_west_shrink_with_the_latitude(example):
    """At 60 degrees north 0.0005 degrees of longitude are 27.80 m; on the equator they are 55.60 m."""
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T10:00 | 60       | 25
        kay       | 2021-08-05T10:10 | 60       | 25
        ann       | 2021-08-05T10:00 | 60       | 25.0005
        ann       | 2021-08-05T10:10 | 60       | 25.0005
        kay       | 2021-08-05T12:00 | 0        | 25
        kay       | 2021-08-05T12:10 | 0        | 25
        bob       | 2021-08-05T12:00 | 0        | 25.0005
        bob       | 2021-08-05T12:10 | 0        | 25.0005
        """,
        definition=WITHIN_30,
        lines="""
        person_id | minutes | closest_m
        ann       | 10.00   | 27.80
        """,
    )


def test_plane_of_two_moves(example):
    """The mean latitude is that of the four ends: 60, 60, 60 and 62 make 60.5 degrees, and 0.0005 degrees 27.38 m.

    Ann moves 370.65 m a second: 12.27 m to the north, after 33 milliseconds, she is 30 m away.
    """
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T10:00 | 60       | 25
        kay       | 2021-08-05T10:10 | 60       | 25
        ann       | 2021-08-05T10:00 | 60       | 25.0005
        ann       | 2021-08-05T10:10 | 62       | 25.0005
        """,
        definition=WITHIN_30,
        lines="""
        person_id | first_contact_at | last_contact_at         | closest_m
        ann       | 2021-08-05T10:00 | 2021-08-05T10:00:00.033 | 27.38
        """,
    )


def test_short_way_round(example):
    """Across the 180th meridian longitudes differ, and move, the short way: 0.0002 degrees at the equator, 22.24 m."""
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T10:00 | 0        | 179.9999
        kay       | 2021-08-05T10:10 | 0        | 179.9999
        ann       | 2021-08-05T10:00 | 0        | -179.9999
        ann       | 2021-08-05T10:10 | 0        | -179.9999
        bob       | 2021-08-05T10:00 | 0        | 179.9989
        bob       | 2021-08-05T10:10 | 0        | -179.9991
        """,
        definition=WITHIN_30,
        lines="""
        person_id | first_contact_at        | last_contact_at         | closest_m
        ann       | 2021-08-05T10:00        | 2021-08-05T10:10        | 22.24
        bob       | 2021-08-05T10:03:39.061 | 2021-08-05T10:06:20.939 | 0.00
        """,
    )


def test_moves_meet_only_while_both_are_known(example):
    """Moves that overlap in part count in part; successive pieces are one episode."""
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T10:00 | 31       | 121
        kay       | 2021-08-05T10:10 | 31       | 121
        kay       | 2021-08-05T10:18 | 31       | 121
        ann       | 2021-08-05T10:05 | 31.0001  | 121
        ann       | 2021-08-05T10:15 | 31.0001  | 121
        ann       | 2021-08-05T10:25 | 31.0001  | 121
        bob       | 2021-08-05T10:18 | 31       | 121
        bob       | 2021-08-05T10:28 | 31       | 121
        """,
        definition=WITHIN_30,
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes | closest_m | episodes
        ann       | 2021-08-05T10:05 | 2021-08-05T10:18 | 13.00   | 11.12     | 1
        """,
    )


def test_closest_lies_inside_the_clipped_episode(example):
    """The period begins at 10:06, a minute after the two were nearest: by then they are 22.24 m apart."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-08-05T10:06
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T10:00 | 31       | 121
        kay       | 2021-08-05T10:10 | 31       | 121
        ann       | 2021-08-05T10:00 | 30.999   | 121
        ann       | 2021-08-05T10:10 | 31.001   | 121
        """,
        definition=WITHIN_30,
        lines="""
        person_id | first_contact_at | last_contact_at         | minutes | closest_m
        ann       | 2021-08-05T10:06 | 2021-08-05T10:06:20.939 | 0.35    | 22.24
        """,
    )
