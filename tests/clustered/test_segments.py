"""Segments: what is found is what a plain filter finds, and merging changes nothing but the number of files."""

from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tracing.clustered import segments
from tracing.clustered.copy import apart
from tracing.clustered.segments import Segment

ROW = np.dtype([("key", "u8"), ("number", "i4")])
KEYS = st.integers(0, 300).flatmap(lambda most: st.lists(st.integers(0, 400), min_size=most, max_size=most))
STRETCHES = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 40)), max_size=12)


def rows_of(keys: list[int], first_number: int = 0) -> np.ndarray:
    """Rows sorted by key; equal keys in the order of their numbers."""
    rows = np.empty(len(keys), ROW)
    rows["key"], rows["number"] = sorted(keys), np.arange(first_number, first_number + len(keys))
    return rows


def written(path: Path, *parts: np.ndarray) -> Segment:
    count = segments.write(path, iter(parts), ROW)
    assert count == sum(map(len, parts))
    return Segment(path, ROW, count)


def stretched(stretches: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    pairs = np.array([(first, first + length) for first, length in stretches], np.uint64).reshape(-1, 2)
    return apart(pairs[:, 0], pairs[:, 1])


@settings(max_examples=60, deadline=None)
@given(keys=KEYS, stretches=STRETCHES, at_once=st.sampled_from((1, 40, 64, 2**14)))
def test_what_is_found_is_what_a_plain_filter_finds(tmp_path_factory, keys, stretches, at_once):
    rows = rows_of(keys)
    segment = written(tmp_path_factory.mktemp("found") / "000001.npy", rows)
    expected = [row for row in rows.tolist() if any(a <= row[0] <= a + length for a, length in stretches)]
    with patch.object(segments, "SEARCHED_AT_ONCE", at_once):
        assert segment.find(*stretched(stretches)).tolist() == expected
    assert segments.find(rows, *stretched(stretches)).tolist() == expected


@settings(max_examples=60, deadline=None)
@given(stretches=STRETCHES)
def test_stretches_apart_hold_the_same_keys_and_do_not_touch(stretches):
    first, last = stretched(stretches)
    held = [key for a, b in zip(first.tolist(), last.tolist(), strict=True) for key in range(a, b + 1)]
    assert held == sorted({key for a, length in stretches for key in range(a, a + length + 1)})
    assert (first[1:] > last[:-1] + np.uint64(1)).all()


@settings(max_examples=40, deadline=None)
@given(several=st.lists(KEYS, min_size=1, max_size=5), cut=st.integers(0, 401), sampled=st.sampled_from((1, 2, 3)))
def test_merged_segments_are_their_rows_sorted(tmp_path_factory, several, cut, sampled):
    folder = tmp_path_factory.mktemp("merged")
    parts = [rows_of(keys, number * 1000) for number, keys in enumerate(several)]
    found = [written(folder / f"{number}.npy", part) for number, part in enumerate(parts)]
    with patch.object(segments, "MERGED_AT_ONCE", 128), patch.object(segments, "SAMPLED", sampled):
        merged = list(segments.merged(found))
        before = [one.before(cut) for one in found]
    everything = np.concatenate(parts)
    assert np.concatenate(merged).tolist() == everything[np.argsort(everything["key"], kind="stable")].tolist()
    assert before == [int((part["key"] < cut).sum()) for part in parts]


def test_merging_holds_a_part_at_a_time_and_all_of_a_key_in_one(tmp_path):
    many = [written(tmp_path / f"{number}.npy", rows_of([7, *range(200), 7])) for number in range(4)]
    with patch.object(segments, "MERGED_AT_ONCE", 128), patch.object(segments, "SAMPLED", 1):
        merged = [part["key"] for part in segments.merged(many)]
    assert len(merged) > 3
    assert max(map(len, merged)) <= 2 * 128
    assert all(one[-1] < other[0] for one, other in pairwise(merged))


def test_a_segment_that_is_removed_stays_readable_for_who_has_it_open(tmp_path):
    segment = written(tmp_path / "000001.npy", rows_of([1, 2, 3]), rows_of([3, 5]))
    segments.remove(tmp_path / "000001.npy")
    assert list(tmp_path.iterdir()) == []
    assert segment.find(*stretched([(2, 1)]))["key"].tolist() == [2, 3, 3]
