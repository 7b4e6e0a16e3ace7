"""Stays: two people at one place"""

CASE = """
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        K       | kay       | confirmed      | 2021-08-05 | 2021-08-07T14:00
"""
SAME_PLACE = """
[infectious_period]
before_days = 2
[[rule]]
id = "same-place"
evidence = "stay"
tier = "close"
"""


def test_stays_that_only_touch_do_not_overlap(example):
    """A stay is half-open: who comes when the other leaves has not met him, who comes a millisecond before has."""
    example(
        records=CASE
        + """
        checkins
        person_id | place_id | checked_in_at           | checked_out_at
        kay       | hall     | 2021-08-05T10:00        | 2021-08-05T11:00
        ann       | hall     | 2021-08-05T09:00        | 2021-08-05T10:00
        bob       | hall     | 2021-08-05T11:00        | 2021-08-05T12:00
        cid       | hall     | 2021-08-05T10:59:59.999 | 2021-08-05T12:00
        dan       | cafe     | 2021-08-05T10:00        | 2021-08-05T11:00
        """,
        definition=SAME_PLACE,
        lines="""
        person_id | first_contact_at        | last_contact_at  | minutes | places | closest_m | episodes
        cid       | 2021-08-05T10:59:59.999 | 2021-08-05T11:00 | 0.00    | hall   |           | 1
        """,
    )


def test_stay_without_check_out_lasts_its_typical_time(example):
    """The place's typical stay, else the definition's, else 60 minutes."""
    records = (
        CASE
        + """
        places
        place_id | typical_stay_minutes
        cafe     | 30
        hall     |
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | cafe     | 2021-08-05T10:00 |
        ann       | cafe     | 2021-08-05T09:00 | 2021-08-05T20:00
        kay       | hall     | 2021-08-05T15:00 |
        bob       | hall     | 2021-08-05T14:00 | 2021-08-05T20:00
        """
    )
    example(
        records=records,
        definition=SAME_PLACE,
        lines="""
        person_id | minutes
        ann       | 30.00
        bob       | 60.00
        """,
    )
    example(
        records=records,
        definition="typical_stay_minutes = 90\n" + SAME_PLACE,
        lines="""
        person_id | minutes
        ann       | 30.00
        bob       | 90.00
        """,
    )


def test_next_check_in_ends_a_stay_without_check_out(example):
    """Whoever checks in elsewhere, or again, has left; a check-in at the very same instant ends nothing."""
    example(
        records=CASE
        + """
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-05T10:00 |
        kay       | cafe     | 2021-08-05T10:00 |
        kay       | mall     | 2021-08-05T10:20 | 2021-08-05T10:25
        ann       | hall     | 2021-08-05T09:00 | 2021-08-05T12:00
        bob       | cafe     | 2021-08-05T09:00 | 2021-08-05T12:00
        cid       | mall     | 2021-08-05T09:00 | 2021-08-05T12:00
        """,
        definition=SAME_PLACE,
        lines="""
        person_id | first_contact_at | minutes
        ann       | 2021-08-05T10:00 | 20.00
        bob       | 2021-08-05T10:00 | 20.00
        cid       | 2021-08-05T10:20 | 5.00
        """,
    )


def test_open_check_in_gives_way_to_a_closed_one(example):
    """Of check-ins alike in person, place and instant, the one that knows the check-out counts."""
    example(
        records=CASE
        + """
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-05T10:00 |
        kay       | hall     | 2021-08-05T10:00 | 2021-08-05T10:10
        ann       | hall     | 2021-08-05T09:00 | 2021-08-05T12:00
        """,
        definition=SAME_PLACE,
        lines="""
        person_id | minutes
        ann       | 10.00
        """,
    )


def test_source_is_clipped_to_its_window(example):
    """The period begins at midnight of the 3rd and ends with the isolation: only what lies inside counts."""
    example(
        records=CASE
        + """
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-02T23:00 | 2021-08-03T01:00
        kay       | ward     | 2021-08-07T13:45 | 2021-08-07T18:00
        ann       | hall     | 2021-08-02T23:30 | 2021-08-03T00:40
        bob       | hall     | 2021-08-02T22:00 | 2021-08-03T00:00
        cid       | ward     | 2021-08-07T12:00 | 2021-08-07T20:00
        dan       | ward     | 2021-08-07T14:00 | 2021-08-07T20:00
        """,
        definition=SAME_PLACE,
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes
        ann       | 2021-08-03T00:00 | 2021-08-03T00:40 | 40.00
        cid       | 2021-08-07T13:45 | 2021-08-07T14:00 | 15.00
        """,
    )


MEASLES = """
[infectious_period]
before_days = 4
after_days = 4
[[rule]]
id = "shared-air"
evidence = "stay"
linger_minutes = 120
tier = "close"
"""


def test_air_lingers(example):
    """Measles: the case leaves at 10:00 and its air stays two hours; the visitor's own air does not."""
    example(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | kay       | confirmed      | 2021-08-05
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-05T09:00 | 2021-08-05T10:00
        ann       | hall     | 2021-08-05T11:55 | 2021-08-05T12:05
        bob       | hall     | 2021-08-05T12:00 | 2021-08-05T12:30
        cid       | hall     | 2021-08-05T08:00 | 2021-08-05T09:00
        """,
        definition=MEASLES,
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes
        ann       | 2021-08-05T11:55 | 2021-08-05T12:00 | 5.00
        """,
    )


def test_air_outlasts_the_window_but_not_the_analysis(example):
    """The stay is clipped to the window first and prolonged after; the moment of the analysis ends all."""
    records = """
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        K       | kay       | confirmed      | 2021-08-05 | 2021-08-05T10:00
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-05T09:00 | 2021-08-05T11:00
        ann       | hall     | 2021-08-05T11:50 | 2021-08-05T13:00
        bob       | hall     | 2021-08-05T11:00 | 2021-08-05T11:20
        """
    example(
        records=records,
        definition=MEASLES,
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes
        bob       | 2021-08-05T11:00 | 2021-08-05T11:20 | 20.00
        ann       | 2021-08-05T11:50 | 2021-08-05T12:00 | 10.00
        """,
    )
    example(
        records=records,
        definition=MEASLES,
        as_of="2021-08-05T11:15",
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes
        bob       | 2021-08-05T11:00 | 2021-08-05T11:15 | 15.00
        """,
    )


def test_kinds_and_enclosed_choose_the_places(example):
    """An unknown kind or an unknown `enclosed` satisfies neither; a rule without them takes every place."""
    records = (
        CASE
        + """
        places
        place_id | kind       | enclosed
        inn      | restaurant | true
        yard     | restaurant | false
        tent     | restaurant |
        shop     | market     | true
        room     |            | true
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | inn      | 2021-08-05T09:00 | 2021-08-05T10:00
        kay       | yard     | 2021-08-05T10:00 | 2021-08-05T11:00
        kay       | tent     | 2021-08-05T11:00 | 2021-08-05T12:00
        kay       | shop     | 2021-08-05T12:00 | 2021-08-05T13:00
        kay       | room     | 2021-08-05T13:00 | 2021-08-05T14:00
        kay       | nowhere  | 2021-08-05T14:00 | 2021-08-05T15:00
        ann       | inn      | 2021-08-05T09:00 | 2021-08-05T10:00
        bob       | yard     | 2021-08-05T10:00 | 2021-08-05T11:00
        cid       | tent     | 2021-08-05T11:00 | 2021-08-05T12:00
        dan       | shop     | 2021-08-05T12:00 | 2021-08-05T13:00
        eve       | room     | 2021-08-05T13:00 | 2021-08-05T14:00
        fay       | nowhere  | 2021-08-05T14:00 | 2021-08-05T15:00
        """
    )
    example(
        records=records,
        definition=SAME_PLACE + 'kinds = ["restaurant", "school"]',
        lines="""
        person_id | places
        ann       | inn
        bob       | yard
        cid       | tent
        """,
    )
    example(
        records=records,
        definition=SAME_PLACE + "enclosed = true",
        lines="""
        person_id | places
        ann       | inn
        dan       | shop
        eve       | room
        """,
    )
    example(
        records=records,
        definition=SAME_PLACE + "enclosed = false",
        lines="""
        person_id | places
        bob       | yard
        """,
    )
    example(
        records=records,
        definition=SAME_PLACE,
        lines="""
        person_id
        ann
        bob
        cid
        dan
        eve
        fay
        """,
    )


def test_observation_after_as_of_does_not_count(example):
    """A stay under way is clipped at the moment of the analysis; a check-in after it is not known yet."""
    example(
        records=CASE
        + """
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        kay       | hall     | 2021-08-05T09:00 | 2021-08-05T12:00
        ann       | hall     | 2021-08-05T10:00 | 2021-08-05T11:00
        bob       | hall     | 2021-08-05T10:40 | 2021-08-05T11:00
        """,
        definition=SAME_PLACE,
        as_of="2021-08-05T10:30",
        lines="""
        person_id | first_contact_at | last_contact_at  | minutes
        ann       | 2021-08-05T10:00 | 2021-08-05T10:30 | 30.00
        """,
    )
