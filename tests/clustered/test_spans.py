"""Spans by thing, length and minute: none that touches a time is missed, and few others are read."""

from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracing.clustered import segments, spans
from tracing.clustered.copy import apart
from tracing.clustered.spans import SPANS
from tracing.times import INSTANT, MINUTE, from_ms, to_ms

NOON = to_ms(datetime(2021, 8, 5, 12, tzinfo=UTC))
LENGTHS = st.one_of(st.none(), st.integers(0, 300 * MINUTE), st.integers(0, 5_000_000 * MINUTE))
CHECKINS = st.lists(st.tuples(st.integers(1, 3), st.integers(-500_000, 500_000), LENGTHS), max_size=60)
ASKED = st.lists(st.tuples(st.integers(1, 4), st.integers(-500_000, 500_000), st.integers(0, 5000)), max_size=6)
NO_END = 90 * MINUTE


def checkins(told: list[tuple]) -> np.ndarray:
    """Rows by place of what is told: place, minutes from noon, length in ms."""
    begins = [NOON + minutes * MINUTE + 7 * number for number, (_, minutes, _) in enumerate(told)]
    ends = [None if length is None else begin + length for begin, (_, _, length) in zip(begins, told, strict=True)]
    frame = pl.DataFrame(
        {
            "record": range(len(told)),
            "person_id": range(1, len(told) + 1),
            "place_id": [place for place, _, _ in told],
            "checked_in_at": pl.Series(begins, dtype=pl.Int64).cast(INSTANT),
            "checked_out_at": pl.Series(ends, dtype=pl.Int64).cast(INSTANT),
        }
    )
    return SPANS["checkins"].filed(SPANS["checkins"].to_rows(frame), "place_id")


def asking(asked: list[tuple], at_least_ms: int = 0) -> pl.DataFrame:
    times = [(place, NOON + at * MINUTE, NOON + (at + length) * MINUTE) for place, at, length in asked]
    schema = {"number": pl.UInt32, "from_ms": pl.Int64, "to_ms": pl.Int64}
    frame = pl.DataFrame(times, schema=schema, orient="row")
    return frame.with_columns(no_end_ms=pl.lit(NO_END), at_least_ms=pl.lit(at_least_ms))


def length_of(row: np.void) -> int:
    return NO_END if spans.without_end(row) else int(row["checked_out_at"] - row["checked_in_at"])


@settings(max_examples=150, deadline=None)
@given(told=CHECKINS, asked=ASKED, at_least=st.sampled_from([0, 600 * MINUTE]))
def test_no_span_that_touches_is_missed_and_none_far_away_is_read(told, asked, at_least):
    rows, questions = checkins(told), asking(asked, at_least)
    found = set(segments.find(rows, *apart(*SPANS["checkins"].touching(questions, "place_id")))["record"].tolist())
    for row in rows:
        begin, length = int(row["checked_in_at"]), length_of(row)
        there = [q for q in questions.rows(named=True) if q["number"] == row["place_id"]]
        if any(begin <= q["to_ms"] and begin + max(length, at_least) >= q["from_ms"] for q in there):
            assert int(row["record"]) in found
        reach = max(at_least, 4 * MINUTE, 4 * length) + MINUTE
        if not any(begin < q["to_ms"] + MINUTE and begin + reach >= q["from_ms"] for q in there):
            assert int(row["record"]) not in found


@settings(max_examples=60, deadline=None)
@given(told=CHECKINS, asked=ASKED)
def test_spans_that_begin_in_a_time_and_all_of_a_thing(told, asked):
    rows, questions = checkins(told), asking(asked)
    found = set(segments.find(rows, *apart(*SPANS["checkins"].beginning(questions, "place_id")))["record"].tolist())
    for row in rows:
        there = [q for q in questions.rows(named=True) if q["number"] == row["place_id"]]
        if any(q["from_ms"] <= row["checked_in_at"] <= q["to_ms"] for q in there):
            assert int(row["record"]) in found
        if not any(q["from_ms"] - MINUTE < row["checked_in_at"] < q["to_ms"] + MINUTE for q in there):
            assert int(row["record"]) not in found
    places = {place for place, _, _ in asked}
    whole = segments.find(rows, *apart(*spans.whole(pl.Series(sorted(places), dtype=pl.UInt32))))
    assert sorted(whole["record"]) == [row for row, (place, _, _) in enumerate(told) if place in places]


def test_a_guest_of_years_is_found_without_reading_the_other_visits():
    """A thousand visits of half an hour, one of three years."""
    told = [(1, -90 * number, 30 * MINUTE) for number in range(1, 1001)] + [(1, -1_500_000, 1_600_000 * MINUTE)]
    found = segments.find(checkins(told), *apart(*SPANS["checkins"].touching(asking([(1, 0, 60)]), "place_id")))
    assert found["record"].tolist() == [1000]


@pytest.mark.parametrize("kind", SPANS)
def test_records_come_back_as_they_went_in(kind):
    """With all that need not be there, without it, and at both ends of the calendar."""
    first, last = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999000, tzinfo=UTC)
    records = {
        "checkins": [(1, 2, first, last), (1, 2, last, None), (3, 2, from_ms(NOON), from_ms(NOON))],
        "passages": [(1, first, 2, 3, 4), (1, last, None, None, None)],
        "tickets": [(1, 2, first, last, 3, 4, 5, 6), (1, 2, last, last, None, None, None, None)],
        "proximity": [(1, 2, first, 1e300, 0.0), (2, 1, last, None, None), (1, 1, from_ms(NOON), 0.0, 2.5)],
    }[kind]
    types = {"u4": pl.UInt32, "i8": INSTANT, "f8": pl.Float64}
    fields = {name: SPANS[kind].dtype[name].str[1:] for name in SPANS[kind].dtype.names[2:]}
    frame = pl.DataFrame(records, {name: types[field] for name, field in fields.items()}, orient="row")
    frame = frame.with_columns(record=pl.int_range(pl.len(), dtype=pl.Int64))
    rows = SPANS[kind].to_rows(frame)
    for by in SPANS[kind].by:
        back = SPANS[kind].from_rows(SPANS[kind].filed(rows, by)).sort("record")
        assert back.select(frame.columns).equals(frame)


def test_instants_before_1900_are_found_as_well():
    old = to_ms(datetime(1850, 1, 1, tzinfo=UTC)) - NOON
    told = [(1, old // MINUTE, (timedelta(days=365 * 172)) // timedelta(milliseconds=1)), (1, old // MINUTE, None)]
    found = segments.find(checkins(told), *apart(*SPANS["checkins"].touching(asking([(1, 0, 60)]), "place_id")))
    assert found["record"].tolist() == [0]
