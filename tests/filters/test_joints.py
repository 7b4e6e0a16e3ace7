"""A track taken apart at a joint is marked as the whole one, and what is near a fix tells whether it is a joint."""

import os
from collections import Counter
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from tests.filters.slow import MINUTE, Fix
from tests.filters.test_against_slow import frame
from tracing.filters import FILTERS, STANDARD
from tracing.filters.track import SILENCE

TRACKS = int(os.environ.get("TRACING_TRACKS", "60"))
NEAR, FAR = (31.2, 121.4), (39.9, 116.4)


def walk(dice: Random) -> list[Fix]:
    """Somebody who walks, stands or flies, with a fault now and then."""
    at, place, fixes = 0, NEAR, []
    while len(fixes) < 80:
        at += round(dice.choice((MINUTE // 6, MINUTE, MINUTE, 5 * MINUTE, 3 * 60 * MINUTE)))
        fault, seen = dice.random(), place
        if fault < 0.1:
            seen = dice.choice((FAR, (place[0], place[1] + 0.02), (place[0] + 5, place[1])))
        elif fault < 0.5:
            place = (place[0] + dice.choice((0, 1, -1)) * 0.001, place[1])
        elif fault < 0.51:
            place, at = dice.choice((NEAR, FAR)), at + 100 * MINUTE
        fixes += [(at, *seen, dice.choice((None, 10.0)))]
        if dice.random() < 0.03:
            fixes += [(at, *dice.choice((place, FAR)), dice.choice((None, 10.0)))]
        if fault > 0.93:
            other = dice.choice(((place[0] + 0.01, place[1]), FAR))
            fixes += [(at + (1 + n) * MINUTE, *(other, place)[n % 2], 10.0) for n in range(dice.randint(3, 6))]
            at = fixes[-1][0]
    return sorted(fixes, key=lambda fix: (*fix[:3], fix[3] is None))


@pytest.mark.parametrize("name", FILTERS)
def test_a_track_may_be_taken_apart_at_its_joints(name):
    one, counted = FILTERS[name], Counter()
    for seed in range(TRACKS):
        track = walk(Random(seed))
        fixes = frame([track])
        joints, marks = (what(fixes, **STANDARD[name]) for what in (one.joints, one.marks))
        assert not (joints & marks).any()
        ends = [0, *np.flatnonzero(joints)[joints[:1].sum() :], len(track) - 1]
        for begin, end in pairwise(ends):
            part = one.marks(fixes[begin : end + 1], **STANDARD[name])
            assert part[1:-1].tolist() == marks[begin + 1 : end].tolist(), (seed, begin, end)
        counted.update(joints=joints.sum(), marks=marks.sum())
    assert counted["joints"] > 5 * TRACKS and counted["marks"] > TRACKS / 2, counted


@pytest.mark.parametrize("name", FILTERS)
def test_what_is_far_from_a_fix_does_not_tell_whether_it_is_a_joint(name):
    one, counted = FILTERS[name], Counter()
    for seed in range(TRACKS):
        fixes = frame([walk(Random(seed))])
        at, whole = fixes["at"].to_numpy(), one.joints(fixes, **STANDARD[name])
        begin, end = sorted(Random(seed).sample(range(len(at)), 2))
        seen = slice(begin, end + 1)
        told = one.joints(fixes[seen], **STANDARD[name])
        sure = (at[seen] - at[begin] >= SILENCE) & (at[end] - at[seen] >= SILENCE)
        assert told[sure].tolist() == whole[seen][sure].tolist(), seed
        counted.update(sure=sure.sum(), none=(~whole[seen][sure]).sum())
    assert counted["sure"] > TRACKS and counted["none"], counted
