"""From candidate pairs of moves to the answer, with arrays: exact roots, clipping, merging, rolling windows.

Uses numpy and pyarrow alone, and nothing of the product: the engines that share it are held against one that does not.
"""

import numpy as np
import pyarrow as pa

from tests.benchmarks.peers.moves import METRES_PER_DEGREE, Moves
from tests.benchmarks.question import ANSWER, Question

Spans = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""Number of the source, number of the person, begin and end (ms)."""


def spans_of(a: Moves, b: Moves, within_m: float) -> Spans:
    """When pairs of moves are within so many metres; pairs of one person, or that never are, are left out."""
    meets = (a.person != b.person) & (a.t0 < b.t1) & (b.t0 < a.t1)
    a, b = a.take(meets), b.take(meets)
    zero, lasts, (x, y, vx, vy) = _motion(a, b)
    square, half, rest = vx * vx + vy * vy, x * vx + y * vy, x * x + y * y - within_m * within_m
    with np.errstate(divide="ignore", invalid="ignore"):
        q = -(half + np.where(half < 0, -1, 1) * np.sqrt(half * half - square * rest))
        one, other = q / square, np.where(q == 0, 0, rest / q)
    still = square == 0
    enters = np.where(still, 0, np.minimum(one, other))
    leaves = np.where(still, np.where(rest <= 0, lasts, -1), np.maximum(one, other))
    near = (leaves > 0) & (enters < lasts)
    begin = zero[near] + np.floor(np.maximum(enters[near], 0) + 0.5).astype(np.int64)
    end = zero[near] + np.floor(np.minimum(leaves, lasts)[near] + 0.5).astype(np.int64)
    return a.person[near], b.person[near], begin, end


def _motion(a: Moves, b: Moves) -> tuple[np.ndarray, np.ndarray, tuple[np.ndarray, ...]]:
    zero = np.maximum(a.t0, b.t0)
    east_m = METRES_PER_DEGREE * np.cos(np.radians((a.lat0 + a.lat1 + b.lat0 + b.lat1) / 4))
    (a_lat, a_north), (b_lat, b_north) = (_at(m.lat0, m.lat1, m, zero) for m in (a, b))
    (a_lon, a_east), (b_lon, b_east) = (_at(m.lon0, m.lon1, m, zero) for m in (a, b))
    position = east_m * (a_lon - b_lon), METRES_PER_DEGREE * (a_lat - b_lat)
    speed = east_m * (a_east - b_east), METRES_PER_DEGREE * (a_north - b_north)
    return zero, np.minimum(a.t1, b.t1) - zero, (*position, *speed)


def _at(begin: np.ndarray, end: np.ndarray, move: Moves, instant: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    per_ms = (end - begin) / (move.t1 - move.t0)
    return begin + per_ms * (instant - move.t0), per_ms


def answer(question: Question, spans: Spans, keys: list[str]) -> pa.Table:
    """The episodes of the pairs that reach the threshold, cases left out."""
    windows = question.windows()
    numbers = {key: number for number, key in enumerate(keys)}
    cases = [numbers.get(window.person_id, -1) for window in windows]
    kept = ~np.isin(spans[1], cases)
    source, person, begin, end = (values[kept] for values in spans)
    parts = []
    for window, case in zip(windows, cases, strict=True):
        inside = (source == case) & (begin < window.finished_at) & (end > window.started_at)
        clipped = np.maximum(begin[inside], window.started_at), np.minimum(end[inside], window.finished_at)
        who, s, e = _enough(question.limits, *_merged(person[inside], *clipped))
        names = [keys[number] for number in who]
        parts.append(_table(window.case_id, window.person_id, names, s, e))
    return pa.concat_tables(parts)


def _merged(person: np.ndarray, begin: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Stretches of one source, merged where those of one person touch."""
    some = begin < end
    person, begin, end = person[some], begin[some], end[some]
    order = np.lexsort((begin, person))
    person, begin, end = person[order], begin[order], end[order]
    opens = np.ones(len(person), bool)
    opens[1:] = (person[1:] != person[:-1]) | (begin[1:] > end[:-1])
    first = np.flatnonzero(opens)
    last = np.append(first[1:], len(person)) - 1 if len(first) else first
    return person[first], begin[first], end[last]


def _enough(limits: dict[str, int], person, begin, end) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The episodes of those who reach the threshold: the most in a rolling window that begins with an episode."""
    before = np.append(0, np.cumsum(end - begin))
    day = np.int64(1) << 44
    last = np.searchsorted(person * day + begin, person * day + begin + limits["rolling_ms"]) - 1
    beyond = np.maximum(end[last] - begin - limits["rolling_ms"], 0) if len(person) else 0
    together = before[last + 1] - before[:-1] - beyond
    chosen = np.isin(person, person[together >= limits["least_ms"]])
    return person[chosen], begin[chosen], end[chosen]


def _table(case_id: str, source_id: str, people: list[str], begin: np.ndarray, end: np.ndarray) -> pa.Table:
    rows = len(people)
    columns = [[0] * rows, [case_id] * rows, [source_id] * rows, people, begin, end]
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, ANSWER, strict=True)], ANSWER)
