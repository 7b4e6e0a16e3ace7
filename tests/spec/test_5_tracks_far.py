"""Tracks far and fast: near the poles, half round the earth, past a fix that is not used"""

CASE = """
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-08-05T09:00
"""
WITHIN = """
[infectious_period]
before_hours = 0
[[rule]]
id = "near"
evidence = "track"
tier = "close"
"""


def test_around_a_pole(example):
    """At 89.9999 degrees north a radian of longitude is 11.119 508 m in the plane: a quarter turn is 17.47 m.

    Half a turn is 34.93 m, though the straight way over the pole would be 22.24 m.
    """
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T10:00 | 89.9999  | 0
        kay       | 2021-08-05T10:10 | 89.9999  | 0
        ann       | 2021-08-05T10:00 | 89.9999  | 180
        ann       | 2021-08-05T10:10 | 89.9999  | 180
        bob       | 2021-08-05T10:00 | 89.9999  | -90
        bob       | 2021-08-05T10:10 | 89.9999  | -90
        """,
        definition=WITHIN + "within_m = 30",
        lines="""
        person_id | minutes | closest_m
        bob       | 10.00   | 17.47
        """,
    )


def test_the_short_way_is_the_shorter_one_at_every_instant(example):
    """Ann walks from 170 degrees east of kay to 170 degrees west of him; on the way both ways round are 180.

    33.5 m are 172.616 31 degrees at this latitude: she leaves them after 78.489 s and is back in them as long before
    the end.
    """
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T10:00 | 89.9999  | 0
        kay       | 2021-08-05T10:10 | 89.9999  | 0
        ann       | 2021-08-05T10:00 | 89.9999  | 170
        ann       | 2021-08-05T10:10 | 89.9999  | -170
        """,
        definition=WITHIN + "within_m = 33.5",
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes | closest_m | episodes
        ann       | 2021-08-05T10:00 | 2021-08-05T10:10 | 2.62    | 32.99     | 2
        """,
    )


def test_met_on_the_far_side_of_the_earth(example):
    """Kay flies 178 degrees east along the equator, ann, from 10 degrees west of him, 178 degrees west.

    From 10 degrees their longitudes come to differ by 366: at 360, after 350/356 of the hour, they meet. A tenth of a
    degree is 11 119.508 m, and takes them 1.011 236 s.
    """
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T10:00 | 0        | 11
        kay       | 2021-08-05T11:00 | 0        | -171
        ann       | 2021-08-05T10:00 | 0        | 1
        ann       | 2021-08-05T11:00 | 0        | -177
        """,
        definition=WITHIN + "within_m = 11119.508\nmax_gap_minutes = 60",
        lines="""
        person_id | first_contact_at        | last_contact_at         | minutes | closest_m | episodes
        ann       | 2021-08-05T10:58:58.315 | 2021-08-05T10:59:00.337 | 0.03    | 0.00      | 1
        """,
    )


def test_side_by_side_in_the_plane_of_a_long_flight(example):
    """From 60 to 80 degrees north 0.0006 degrees of longitude shrink from 33.36 m to 11.58 m; in the plane of the two
    moves, at 70 degrees, they are 22.82 m all the way.
    """
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T10:00 | 60       | 25
        kay       | 2021-08-05T10:10 | 80       | 25
        ann       | 2021-08-05T10:00 | 60       | 25.0006
        ann       | 2021-08-05T10:10 | 80       | 25.0006
        """,
        definition=WITHIN + "within_m = 30",
        lines="""
        person_id | minutes | closest_m
        ann       | 10.00   | 22.82
        """,
    )


def test_on_both_sides_of_midnight(example):
    """Together from 23:00 exactly over midnight, here and in UTC, in one episode each."""
    example(
        records=CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude
        kay       | 2021-08-05T22:55 | 31       | 121
        kay       | 2021-08-05T23:05 | 31       | 121
        ann       | 2021-08-05T23:00 | 31       | 121.0001
        ann       | 2021-08-05T23:05 | 31       | 121.0001
        kay       | 2021-08-06T23:56 | 31       | 121
        kay       | 2021-08-07T00:06 | 31       | 121
        bob       | 2021-08-06T23:56 | 31       | 121.0001
        bob       | 2021-08-07T00:06 | 31       | 121.0001
        kay       | 2021-08-07T07:55 | 31       | 121
        kay       | 2021-08-07T08:05 | 31       | 121
        cem       | 2021-08-07T07:55 | 31       | 121.0001
        cem       | 2021-08-07T08:05 | 31       | 121.0001
        """,
        definition=WITHIN + "within_m = 30",
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes | episodes
        ann       | 2021-08-05T23:00 | 2021-08-05T23:05 | 5.00    | 1
        bob       | 2021-08-06T23:56 | 2021-08-07T00:06 | 10.00   | 1
        cem       | 2021-08-07T07:55 | 2021-08-07T08:05 | 10.00   | 1
        """,
    )


def test_past_a_fix_that_is_not_used(example):
    """Ann's second fix, 222 m away, is good to 80 m only: without it she moves straight from the first to the third.

    Under the usual 100 m it is good enough, and she is near only at the beginning and at the end: 30 m of 222.39 are
    0.134 898 of five minutes, 40.469 s.
    """
    records = (
        CASE
        + """
        fixes
        person_id | observed_at      | latitude | longitude | accuracy_m
        kay       | 2021-08-05T10:00 | 31       | 121       |
        kay       | 2021-08-05T10:10 | 31       | 121       |
        ann       | 2021-08-05T10:00 | 31       | 121       | 5
        ann       | 2021-08-05T10:05 | 31.002   | 121       | 80
        ann       | 2021-08-05T10:10 | 31       | 121       | 5
        """
    )
    example(
        records=records,
        definition=WITHIN + "within_m = 30\nmax_accuracy_m = 50",
        lines="""
        person_id | minutes | episodes
        ann       | 10.00   | 1
        """,
    )
    example(
        records=records,
        definition=WITHIN + "within_m = 30",
        lines="""
        person_id | minutes | episodes
        ann       | 1.35    | 2
        """,
    )
