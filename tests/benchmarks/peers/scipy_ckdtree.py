"""scipy: a cKDTree of every hour's moves, cut into pieces of at most 100 m, each standing in its middle.

Two moves that come within R metres have pieces whose middles are at most R + 100 m apart: nothing is missed.
"""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from tests.benchmarks.peers.episodes import answer, spans_of
from tests.benchmarks.peers.moves import METRES_PER_DEGREE, Moves, hour_slabs, probes_of, read_moves
from tests.benchmarks.question import Question

_PIECE_M = 100.0
_WIDER = 1.02


@dataclass
class Pieces:
    """Middles of pieces (metres), the move each is of, and when it is there (ms)."""

    middle: np.ndarray
    move: np.ndarray
    begin: np.ndarray
    end: np.ndarray


@dataclass
class Indexed:
    """The moves, and for each hour its pieces and a tree of them."""

    question: Question
    moves: Moves
    keys: list[str]
    slabs: dict[int, tuple[Pieces, cKDTree]]


def opened(question: Question) -> Indexed:
    """Everything read, joined to moves, cut and indexed."""
    moves, keys = read_moves(question)
    hours, numbers = hour_slabs(moves)
    edges = np.flatnonzero(np.diff(hours, prepend=-1))
    slabs = {}
    for hour, theirs in zip(hours[edges], np.split(numbers, edges[1:]), strict=True):
        pieces = _pieces(moves, theirs)
        slabs[int(hour)] = pieces, cKDTree(pieces.middle)
    return Indexed(question, moves, keys, slabs)


def ask(indexed: Indexed):
    """The answer, from the trees."""
    moves, within_m = indexed.moves, indexed.question.limits["within_m"]
    probes = np.zeros(len(moves), bool)
    probes[probes_of(indexed.question, moves, indexed.keys)] = True
    pairs = np.concatenate([_near(pieces, tree, probes, within_m) for pieces, tree in indexed.slabs.values()], axis=1)
    pairs = np.unique(pairs, axis=1)
    return answer(indexed.question, spans_of(moves.take(pairs[0]), moves.take(pairs[1]), within_m), indexed.keys)


def _near(pieces: Pieces, tree: cKDTree, probes: np.ndarray, within_m: float) -> np.ndarray:
    """Pairs of a probe's move and another whose pieces come near in one hour."""
    asked = np.flatnonzero(probes[pieces.move])
    found = tree.query_ball_point(pieces.middle[asked], (within_m + _PIECE_M) * _WIDER)
    probe = np.repeat(asked, [len(some) for some in found])
    other = np.concatenate([*found, []]).astype(np.int64)
    meanwhile = (pieces.begin[probe] <= pieces.end[other]) & (pieces.begin[other] <= pieces.end[probe])
    return np.stack([pieces.move[probe[meanwhile]], pieces.move[other[meanwhile]]])


def _pieces(moves: Moves, numbers: np.ndarray) -> Pieces:
    chosen = moves.take(numbers)
    east_m = METRES_PER_DEGREE * np.cos(np.radians(np.mean(moves.lat0)))
    x, way_x = chosen.lon0 * east_m, (chosen.lon1 - chosen.lon0) * east_m
    y, way_y = chosen.lat0 * METRES_PER_DEGREE, (chosen.lat1 - chosen.lat0) * METRES_PER_DEGREE
    count = np.maximum(1, np.ceil(np.hypot(way_x, way_y) / _PIECE_M)).astype(np.int64)
    of = np.repeat(np.arange(len(numbers)), count)
    place = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    share = (place + 0.5) / count[of]
    lasts = (chosen.t1 - chosen.t0)[of]
    begin = chosen.t0[of] + lasts * place // count[of]
    middle = np.stack([x[of] + share * way_x[of], y[of] + share * way_y[of]], axis=1)
    return Pieces(middle, numbers[of], begin, begin + lasts // count[of] + 1)
