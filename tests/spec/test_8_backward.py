"""Backward: what ties several cases together in the days before they could infect others"""

from collections.abc import Callable

import pytest

from tests.backward.manual import NEAR, check


@pytest.fixture
def traced() -> Callable[..., None]:
    """Checks one search backward; its arguments are those of tests.backward.manual.check."""
    return check


def test_the_days_searched(traced):
    """From the local midnight 14 days before the reference to the start of the infectious period, as the definition
    has it: also where that period is empty, as with L, isolated before it. N's period begins as far back; O has no
    reference at all."""
    records = """
        cases
        case_id | person_id | classification | onset_at         | isolated_at      | sampled_at
        K       | k         | confirmed      | 2021-08-20T09:00 |                  |
        L       | l         | confirmed      | 2021-08-20T09:00 | 2021-08-10T12:00 |
        M       | m         | asymptomatic   |                  |                  | 2021-08-25
        O       | o         | confirmed      |                  |                  |
        isolations
        person_id | from_at          | until_at
        k         | 2021-08-07T00:00 | 2021-08-09T00:00
        """
    traced(
        records=records,
        cases="K L M O",
        windows="""
        case_id | start            | end              | why empty
        K       | 2021-08-06T00:00 | 2021-08-18T00:00 |
        L       | 2021-08-06T00:00 | 2021-08-18T00:00 |
        M       | 2021-08-11T00:00 | 2021-08-23T00:00 |
        O       |                  |                  | no onset, sampling or confirmation
        """,
    )
    traced(
        records=records,
        definition=NEAR.replace("before_days = 2", "before_hours = 48") + "[backward]\nlookback_days = 3",
        cases="K",
        windows="""
        case_id | start            | end
        K       | 2021-08-17T00:00 | 2021-08-18T09:00
        """,
    )
    traced(
        records=records,
        definition=NEAR + "[backward]\nlookback_days = 2",
        cases="K M",
        as_of="2021-08-22T12:00",
        windows="""
        case_id | start            | end              | why empty
        K       |                  |                  | the infectious period reaches back as far
        M       |                  |                  | the infectious period reaches back as far
        """,
    )


def test_days_that_the_analysis_does_not_reach(traced):
    """What lies after `as_of` is not searched; nothing is left of a search that would begin after it."""
    traced(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | k         | confirmed      | 2021-08-20
        M       | m         | confirmed      | 2021-08-25
        """,
        cases="K M",
        as_of="2021-08-10T12:00",
        windows="""
        case_id | start            | end              | why empty
        K       | 2021-08-06T00:00 | 2021-08-10T12:00 |
        M       |                  |                  | it lies after the moment of the analysis
        """,
    )


def test_days_of_23_and_25_hours(traced):
    """Days are local calendar days. In Berlin the night to the 28th of March is an hour short: the search begins at
    the winter midnight and ends at the summer one, or 48 elapsed hours before 09:00, at 08:00. In autumn the 48 hours
    before 00:30 begin at 01:30."""
    records = """
        cases
        case_id | person_id | classification | onset_at
        K       | k         | confirmed      | 2021-03-29T09:00
        A       | a         | confirmed      | 2021-11-02T00:30
        """
    traced(
        records=records,
        definition=NEAR.replace("= 2", "= 0") + "[backward]\nlookback_days = 2",
        cases="K A",
        timezone="Europe/Berlin",
        as_of="2021-12-01",
        windows="""
        case_id | start            | end
        A       | 2021-10-31T00:00 | 2021-11-02T00:00
        K       | 2021-03-27T00:00 | 2021-03-29T00:00
        """,
    )
    traced(
        records=records,
        definition=NEAR.replace("before_days = 2", "before_hours = 48") + "[backward]\nlookback_days = 14",
        cases="K A",
        timezone="Europe/Berlin",
        as_of="2021-12-01",
        windows="""
        case_id | start            | end
        A       | 2021-10-19T00:00 | 2021-10-31T01:30
        K       | 2021-03-15T00:00 | 2021-03-27T08:00
        """,
    )


def test_stays_at_the_edges(traced):
    """The days of both are [08-06 00:00, 08-18 00:00). A stay that ends at the first instant or begins at the last does
    not touch them; one that reaches in does, and its times are those inside."""
    traced(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | k         | confirmed      | 2021-08-20
        L       | l         | confirmed      | 2021-08-20
        checkins
        person_id | place_id | checked_in_at           | checked_out_at
        k         | before   | 2021-08-05T22:00        | 2021-08-06T00:00
        l         | before   | 2021-08-06T10:00        | 2021-08-06T11:00
        k         | begin    | 2021-08-05T22:00        | 2021-08-06T00:00:00.001
        l         | begin    | 2021-08-06T10:00        | 2021-08-06T11:00
        k         | end      | 2021-08-17T23:59:59.999 | 2021-08-18T02:00
        l         | end      | 2021-08-17T10:00        | 2021-08-17T11:00
        k         | after    | 2021-08-18T00:00        | 2021-08-18T02:00
        l         | after    | 2021-08-17T10:00        | 2021-08-17T11:00
        """,
        cases="K L",
        alternatives="""
        kind  | id    | cases | first_at         | last_at
        place | begin | K L   | 2021-08-06T00:00 | 2021-08-06T11:00
        place | end   | K L   | 2021-08-17T10:00 | 2021-08-18T00:00
        """,
    )


def test_gates_plates_and_runs(traced):
    """A bridge's camera saw the plate that k and l are linked to, on different days: the plate ties them, and so does
    the bridge. k and m had tickets on one run, though these only overlap by way of x's; the run of the next day is
    another. While l was isolated the link to plate B held for nothing."""
    traced(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | k         | confirmed      | 2021-08-20
        L       | l         | confirmed      | 2021-08-20
        M       | m         | confirmed      | 2021-08-20
        vehicles
        plate | person_id | from_at          | until_at
        A     | k         | 2021-08-10T08:00 | 2021-08-10T10:00
        A     | l         | 2021-08-11T08:00 | 2021-08-11T10:00
        B     | k         |                  |
        B     | l         | 2021-08-12T08:00 | 2021-08-12T10:00
        isolations
        person_id | from_at          | until_at
        l         | 2021-08-12T00:00 | 2021-08-13T00:00
        passages
        place_id | passed_at        | plate
        bridge   | 2021-08-10T09:00 | A
        bridge   | 2021-08-11T09:30 | A
        tickets
        person_id | service | departs_at       | arrives_at
        k         | G1      | 2021-08-10T10:00 | 2021-08-10T11:00
        x         | G1      | 2021-08-10T10:30 | 2021-08-10T12:30
        m         | G1      | 2021-08-10T12:00 | 2021-08-10T13:00
        l         | G1      | 2021-08-11T10:00 | 2021-08-11T13:00
        l         | G1      | 2021-08-10T13:00 | 2021-08-10T14:00
        """,
        cases="K L M",
        alternatives="""
        kind  | id                               | cases | first_at         | last_at
        plate | A                                | K L   | 2021-08-10T08:00 | 2021-08-11T10:00
        place | bridge                           | K L   | 2021-08-10T09:00 | 2021-08-11T09:35
        run   | G1 2021-08-10T10:00:00.000+08:00 | K M   | 2021-08-10T10:00 | 2021-08-10T13:00
        """,
    )


def test_people(traced):
    """A person ties whom she was with under the definition's rules, long enough and in those days: s ties both, u only
    one, for the meeting with l came too late, and v was with l for 10 minutes. k is a case herself: she ties her own
    and l's. She comes second, as she met everybody in those days, and s nobody else."""
    traced(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | k         | confirmed      | 2021-08-20
        L       | l         | confirmed      | 2021-08-24
        S       | s         | suspected      | 2021-08-10
        proximity
        person_a | person_b | observed_at      | duration_s
        s        | k        | 2021-08-10T10:00 | 900
        l        | s        | 2021-08-12T10:00 | 900
        l        | s        | 2021-08-12T12:00 | 900
        u        | k        | 2021-08-10T10:00 | 3600
        u        | l        | 2021-08-22T00:00 | 3600
        v        | k        | 2021-08-10T10:00 | 3600
        v        | l        | 2021-08-12T10:00 | 600
        k        | l        | 2021-08-19T10:00 | 3600
        """,
        cases="L K",
        alternatives="""
        kind   | id | own_cases | cases | tied | first_at         | last_at
        person | s  |           | K L   | 2    | 2021-08-10T10:00 | 2021-08-12T12:15
        person | k  | K         | L     | 2    | 2021-08-19T10:00 | 2021-08-19T11:00
        """,
    )


def test_one_case_alone(traced):
    """With one case given, everything that it met is an alternative."""
    traced(
        records="""
        cases
        case_id | person_id | classification | onset_at
        K       | k         | confirmed      | 2021-08-20
        L       | l         | confirmed      | 2021-08-20
        checkins
        person_id | place_id | checked_in_at    | checked_out_at
        k         | hall     | 2021-08-10T10:00 | 2021-08-10T11:00
        l         | cafe     | 2021-08-10T10:00 | 2021-08-10T11:00
        """,
        cases="K",
        alternatives="""
        kind  | id   | cases | tied
        place | hall | K     | 1
        """,
    )
