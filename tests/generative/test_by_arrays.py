"""Sorting, lists and unions by arrays: what polars says, row by row, list by list."""

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tracing.exposures import union_ms
from tracing.lists import apart, appended, distinct, in_lists
from tracing.sorting import ordered

TEXTS = st.one_of(st.none(), st.sampled_from(("", "a", "ab", "b", "场所", "é")))
NUMBERS = st.one_of(st.integers(-3, 3), st.sampled_from((-(2**53), 2**53, 2**31)))
GROUPS = st.integers(0, 4)
SOME = settings(max_examples=150, deadline=None)


@SOME
@given(st.lists(st.tuples(NUMBERS, TEXTS, NUMBERS, NUMBERS), max_size=40))
def test_rows_are_ordered_as_polars_orders_them(rows):
    types = {"one": pl.Int64, "text": pl.String, "two": pl.Int64, "three": pl.Int64}
    told = pl.DataFrame(rows, types, orient="row").with_row_index("was")
    for by in (("one", "text", "two", "three"), ("text", "one"), ("three", "two", "one"), ("text",)):
        assert ordered(told, *by).equals(told.sort(by, maintain_order=True)), by


@SOME
@given(st.lists(st.tuples(GROUPS, TEXTS), max_size=30))
def test_texts_of_groups_stand_once_and_in_order(rows):
    group, texts = np.array([of for of, _ in rows], np.int64), pl.Series([text for _, text in rows], dtype=pl.String)
    expected = [sorted({text for of, text in rows if of == one and text is not None}) for one in range(5)]
    assert distinct(group, texts, 5).to_list() == expected


@SOME
@given(st.lists(st.tuples(GROUPS, NUMBERS), max_size=30))
def test_numbers_of_groups_stand_once_and_in_order(rows):
    of = {group: place for place, group in enumerate(sorted({group for group, _ in rows}))}
    group = np.array([of[one] for one, _ in rows], np.int64)
    found = in_lists(group, np.array([number for _, number in rows], np.int64))
    assert found.to_list() == [sorted({number for one, number in rows if one == group}) for group in of]


@SOME
@given(st.lists(st.tuples(st.lists(NUMBERS, min_size=1), st.lists(NUMBERS, min_size=1)), min_size=1, max_size=20))
def test_lists_are_joined_side_by_side(rows):
    both = pl.DataFrame(rows, {"one": pl.List(pl.Int64), "other": pl.List(pl.Int64)}, orient="row")
    assert appended(both["one"], *apart(both["other"])).to_list() == [one + other for one, other in rows]


@SOME
@given(st.lists(st.tuples(GROUPS, st.integers(0, 50), st.integers(1, 20)), max_size=20))
def test_the_union_of_spans_is_the_instants_in_any_of_them(rows):
    spans = pl.DataFrame(rows, {"of": pl.Int64, "started_at": pl.Int64, "length": pl.Int64}, orient="row")
    found = union_ms(spans.with_columns(finished_at=pl.col("started_at") + pl.col("length")), ["of"])
    instants = {(of, at) for of, begin, length in rows for at in range(begin, begin + length)}
    assert found.rows() == [(one, sum(of == one for of, _ in instants)) for one in sorted({of for of, *_ in rows})]
