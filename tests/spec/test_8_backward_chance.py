"""Backward: how many cases a place of that traffic would tie by chance, and the order of the alternatives"""

from collections.abc import Callable

import pytest

from tests.backward.manual import check


@pytest.fixture
def traced() -> Callable[..., None]:
    """Checks one search backward; its arguments are those of tests.backward.manual.check."""
    return check


OTHERS = """
        a         | station  | 2021-08-10T08:00 | 2021-08-10T08:10
        b         | station  | 2021-08-10T09:00 | 2021-08-10T09:10
        c         | station  | 2021-08-11T08:00 | 2021-08-11T08:10
        d         | station  | 2021-08-11T09:00 | 2021-08-11T09:10
        a         | station  | 2021-08-12T08:00 | 2021-08-12T08:10
        b         | station  | 2021-08-12T09:00 | 2021-08-12T09:10
        c         | station  | 2021-08-12T10:00 | 2021-08-12T10:10
"""
BOTH = """
        cases
        case_id | person_id | classification | onset_at
        K       | k         | confirmed      | 2021-08-20
        L       | l         | confirmed      | 2021-08-20
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
"""


def test_the_chance_of_a_place(traced):
    """Each case paid one visit, to the station; of the 9 visits of everybody else 8 went there, l's for k and k's for l
    among them: a share of (8 + 1/2) / (9 + 1). Of two coins of 0.85 both fall on their face with 0.7225."""
    traced(
        records=BOTH
        + """
        k         | station  | 2021-08-10T10:00 | 2021-08-10T10:10
        l         | station  | 2021-08-11T10:00 | 2021-08-11T10:10
        """
        + OTHERS
        + """
        d         | cellar   | 2021-08-12T12:00 | 2021-08-12T12:10
        """,
        cases="K L",
        alternatives="""
        id      | tied | expected | chance | more_than_chance
        station | 2    | 1.7000   | 0.7225 | no
        """,
    )


def test_the_chance_of_a_place_that_only_cases_visit(traced):
    """Of the 9 visits of everybody else one went to the cellar: (1 + 1/2) / (9 + 1), and 0.15 squared is 0.0225. Of
    two places that were looked at, one or the other would do as much with 0.045 at most; of three it would be more than
    0.05, and nothing to speak of."""
    cellar = """
        k         | cellar   | 2021-08-10T20:00 | 2021-08-10T22:00
        l         | cellar   | 2021-08-13T20:00 | 2021-08-13T22:00
        """
    traced(
        records=BOTH
        + cellar
        + OTHERS
        + """
        d         | station  | 2021-08-12T12:00 | 2021-08-12T12:10
        """,
        cases="K L",
        alternatives="""
        id     | tied | expected | chance | more_than_chance
        cellar | 2    | 0.3000   | 0.0225 | yes
        """,
    )
    traced(
        records=BOTH
        + cellar
        + OTHERS
        + """
        d         | garden   | 2021-08-12T12:00 | 2021-08-12T12:10
        """,
        cases="K L",
        alternatives="""
        id     | tied | expected | chance | more_than_chance
        cellar | 2    | 0.3000   | 0.0225 | no
        """,
    )


def test_order(traced):
    """More cases first, then what chance explains least: the cellar and the hall tie as many, and the hall is where
    everybody goes."""
    traced(
        records=BOTH
        + """
        k         | hall     | 2021-08-10T10:00 | 2021-08-10T10:10
        l         | hall     | 2021-08-11T10:00 | 2021-08-11T10:10
        k         | cellar   | 2021-08-10T20:00 | 2021-08-10T22:00
        l         | cellar   | 2021-08-13T20:00 | 2021-08-13T22:00
        m         | cellar   | 2021-08-09T20:00 | 2021-08-09T22:00
        m         | annex    | 2021-08-09T23:00 | 2021-08-09T23:30
        k         | annex    | 2021-08-09T22:00 | 2021-08-09T22:30
        a         | hall     | 2021-08-10T08:00 | 2021-08-10T08:10
        b         | hall     | 2021-08-10T09:00 | 2021-08-10T09:10
        cases
        case_id | person_id | classification | onset_at
        M       | m         | confirmed      | 2021-08-20
        """,
        cases="K L M",
        alternatives="""
        rank | id     | cases
        1    | cellar | K L M
        2    | annex  | K M
        3    | hall   | K L
        """,
    )
