"""MEOS (MobilityDB's library, by pymeos-cffi): a sequence set of points for every person, asked when two are near.

Its plane is one for the whole city, where the specification takes one for each pair of moves, so 30 m here are up to a
few centimetres more or less there: the people who qualify are the same or nearly so, the ends of episodes are not.
"""

from dataclasses import dataclass

import numpy as np
import pymeos_cffi as meos
from _meos_cffi import ffi

from tests.benchmarks.peers.episodes import answer
from tests.benchmarks.peers.moves import METRES_PER_DEGREE, Moves, read_moves
from tests.benchmarks.question import Question

_EPOCH_US = 946_684_800_000_000
"""2000-01-01, from which MEOS counts microseconds."""


@dataclass
class Tracks:
    """For each person by number: a sequence set, or None without any move."""

    question: Question
    keys: list[str]
    tracks: list


def opened(question: Question) -> Tracks:
    """Everything read and made into sequences."""
    meos.meos_initialize("UTC")
    moves, keys = read_moves(question)
    x = METRES_PER_DEGREE * np.cos(np.radians(np.mean(moves.lat0)))
    opens = np.ones(len(moves), bool)
    opens[1:] = (moves.person[1:] != moves.person[:-1]) | (moves.t0[1:] != moves.t1[:-1])
    runs: dict[int, list] = {}
    edges = np.append(np.flatnonzero(opens), len(moves))
    for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        runs.setdefault(int(moves.person[first]), []).append(_sequence(moves.take(np.s_[first:last]), x))
    tracks = [None] * len(keys)
    for person, sequences in runs.items():
        tracks[person] = meos.tsequenceset_make(sequences, len(sequences), False)
    return Tracks(question, keys, tracks)


def _sequence(run: Moves, east_m: float):
    """One unbroken run of moves."""
    ends = ((run.lon0, run.lon1, east_m), (run.lat0, run.lat1, METRES_PER_DEGREE))
    x, y = (np.append(begin, end[-1]) * scale for begin, end, scale in ends)
    at = np.append(run.t0, run.t1[-1]) * 1000 - _EPOCH_US
    x, y, at = (ffi.from_buffer(values) for values in (x, y, at))
    linear = meos.InterpolationType.LINEAR
    return meos.tpointseq_make_coords(x, y, ffi.NULL, at, len(run) + 1, 0, False, True, True, linear, False)


def ask(tracks: Tracks):
    """The answer, by every case's track against everybody's."""
    question, found = tracks.question, []
    numbers = {key: number for number, key in enumerate(tracks.keys)}
    for window in question.windows():
        case = numbers[window.person_id]
        begin, end = (instant * 1000 - _EPOCH_US for instant in (window.started_at, window.finished_at))
        span = meos.tstzspan_make(begin, end, True, False)
        probe = tracks.tracks[case] and meos.temporal_at_tstzspan(tracks.tracks[case], span)
        for person, track in enumerate(tracks.tracks):
            if probe and track and person != case:
                found += [(case, person, *ends) for ends in _near(probe, track, question.limits["within_m"])]
    columns = np.array(found, np.int64).reshape(-1, 4).T
    return answer(question, tuple(columns), tracks.keys)


def _near(probe, track, within_m: float) -> list[tuple[int, int]]:
    """Begins and ends (ms) of the stretches in which two tracks are within so many metres."""
    together = meos.tdwithin_tgeo_tgeo(probe, track, float(within_m), True, True)
    if together is None:
        return []
    spans = meos.tbool_when_true(together)
    each = [meos.spanset_span_n(spans, number) for number in range(1, meos.spanset_num_spans(spans) + 1)]
    return [(_ms(meos.tstzspan_lower(span)), _ms(meos.tstzspan_upper(span))) for span in each]


def _ms(microseconds: int) -> int:
    return (microseconds + _EPOCH_US + 500) // 1000
