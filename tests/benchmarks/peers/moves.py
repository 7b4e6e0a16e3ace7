"""The moves of everybody about the windows, as arrays: for the peers that index moves themselves.

Uses numpy and pyarrow alone.
"""

from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from tests.benchmarks.question import Question

METRES_PER_DEGREE = np.pi * 6_371_008.8 / 180


@dataclass(frozen=True)
class Moves:
    """Moves, one an entry: number of the person, ends in time (ms) and in place (degrees)."""

    person: np.ndarray
    t0: np.ndarray
    t1: np.ndarray
    lat0: np.ndarray
    lat1: np.ndarray
    lon0: np.ndarray
    lon1: np.ndarray

    def __len__(self) -> int:
        return len(self.person)

    def take(self, chosen: np.ndarray) -> "Moves":
        """Some of the moves, by number or mask."""
        return Moves(*(getattr(self, field.name)[chosen] for field in fields(self)))


def read_moves(question: Question) -> tuple[Moves, list[str]]:
    """The moves between the first window's beginning and the last one's end, and the people's keys by number."""
    table = _usable(question)
    people = table["person_id"].chunk(0)
    at = table["observed_at"].cast(pa.int64()).to_numpy()
    latitude, longitude = table["latitude"].to_numpy(), table["longitude"].to_numpy()
    accuracy = pc.fill_null(table["accuracy_m"], np.inf).to_numpy()
    person = people.indices.to_numpy()
    order = np.lexsort((longitude, latitude, accuracy, at, person))
    person, at, latitude, longitude = (values[order] for values in (person, at, latitude, longitude))
    first = np.ones(len(at), bool)
    first[1:] = (person[1:] != person[:-1]) | (at[1:] != at[:-1])
    return _joined(question, *(values[first] for values in (person, at, latitude, longitude))), (
        people.dictionary.to_pylist()
    )


def _usable(question: Question) -> pa.Table:
    gap, windows = question.limits["gap_ms"], question.windows()
    begin = min(window.started_at for window in windows) - gap
    end = min(max(window.finished_at for window in windows) + gap, question.as_of_ms)
    instant = pa.timestamp("ms", tz="UTC")
    meanwhile = (ds.field("observed_at") >= pa.scalar(begin, instant)) & (
        ds.field("observed_at") <= pa.scalar(end, instant)
    )
    accurate = ds.field("accuracy_m").is_null() | (ds.field("accuracy_m") <= question.limits["max_accuracy_m"])
    files = sorted(str(path) for path in question.folder.glob("fixes_*.parquet"))
    table = ds.dataset(files).to_table(filter=meanwhile & accurate)
    people = table["person_id"].combine_chunks().dictionary_encode()
    return table.combine_chunks().set_column(0, "person_id", pa.chunked_array([people]))


def _joined(question: Question, person, at, latitude, longitude) -> Moves:
    successive = (person[1:] == person[:-1]) & (at[1:] - at[:-1] <= question.limits["gap_ms"])
    ends = [(values[:-1][successive], values[1:][successive]) for values in (at, latitude, longitude)]
    return Moves(person[:-1][successive], *(end for pair in ends for end in pair))


def probes_of(question: Question, moves: Moves, keys: list[str]) -> np.ndarray:
    """The numbers of the moves of the cases that touch their windows."""
    numbers = {key: number for number, key in enumerate(keys)}
    touching = np.zeros(len(moves), bool)
    for window in question.windows():
        theirs = moves.person == numbers.get(window.person_id, -1)
        touching |= theirs & (moves.t0 < window.finished_at) & (moves.t1 > window.started_at)
    return np.flatnonzero(touching)


def hour_slabs(moves: Moves) -> tuple[np.ndarray, np.ndarray]:
    """Each move in every hour it touches: hours and numbers of moves, sorted by hour."""
    first, last = moves.t0 // 3_600_000, moves.t1 // 3_600_000
    both = np.flatnonzero(last > first)
    hours = np.concatenate([first, last[both]])
    numbers = np.concatenate([np.arange(len(moves)), both])
    order = np.argsort(hours, kind="stable")
    return hours[order], numbers[order]
