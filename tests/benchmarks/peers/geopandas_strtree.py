"""GeoPandas: a tree (STRtree) of every hour's moves as lines in the plane, asked with the cases' own lines.

One tree for all hours would propose every day's visits to a home; the hours keep what is proposed small.
"""

from dataclasses import dataclass

import geopandas
import numpy as np
import shapely

from tests.benchmarks.peers.episodes import answer, spans_of
from tests.benchmarks.peers.moves import METRES_PER_DEGREE, Moves, hour_slabs, probes_of, read_moves
from tests.benchmarks.question import Question

_WIDER = 1.02
"""The plane of the whole city is off by less than this where the specification's own plane counts."""


@dataclass
class Indexed:
    """The moves, their lines, and a tree for each hour."""

    question: Question
    moves: Moves
    keys: list[str]
    lines: geopandas.GeoSeries
    trees: dict[int, tuple[np.ndarray, object]]


def opened(question: Question) -> Indexed:
    """Everything read, joined to moves and indexed."""
    moves, keys = read_moves(question)
    lines = geopandas.GeoSeries(_lines(moves))
    hours, numbers = hour_slabs(moves)
    edges = np.flatnonzero(np.diff(hours, prepend=-1))
    trees = {}
    for hour, theirs in zip(hours[edges], np.split(numbers, edges[1:]), strict=True):
        trees[int(hour)] = theirs, lines.iloc[theirs].sindex
        trees[int(hour)][1].query(shapely.Point(0, 0))
    return Indexed(question, moves, keys, lines, trees)


def ask(indexed: Indexed):
    """The answer, from the trees."""
    moves, within_m = indexed.moves, indexed.question.limits["within_m"]
    hours, numbers = hour_slabs(moves)
    asked = np.isin(numbers, probes_of(indexed.question, moves, indexed.keys))
    found = []
    for hour in np.unique(hours[asked]):
        probes = numbers[asked & (hours == hour)]
        theirs, tree = indexed.trees[int(hour)]
        lines = indexed.lines.iloc[probes]
        probe, other = tree.query(lines, predicate="dwithin", distance=within_m * _WIDER)
        found.append(np.stack([probes[probe], theirs[other]]))
    pairs = np.unique(np.concatenate(found, axis=1), axis=1)
    spans = spans_of(moves.take(pairs[0]), moves.take(pairs[1]), within_m)
    return answer(indexed.question, spans, indexed.keys)


def _lines(moves: Moves) -> np.ndarray:
    east_m = METRES_PER_DEGREE * np.cos(np.radians(np.mean(moves.lat0)))
    x = np.stack([moves.lon0, moves.lon1], axis=1) * east_m
    y = np.stack([moves.lat0, moves.lat1], axis=1) * METRES_PER_DEGREE
    # The tree finds no line without length: somebody at rest.
    x[:, 1] += np.where((x[:, 0] == x[:, 1]) & (y[:, 0] == y[:, 1]), 1e-3, 0)
    return shapely.linestrings(np.stack([x, y], axis=2))
