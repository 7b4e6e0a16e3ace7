"""What the copy holds of check-ins, passages, tickets and badge records: spans, by the things they name and by length.

A check-in is filed by its person and by its place, a passage by its place, its person and its plate, a ticket by its
person and by its service, a badge record by either person. The key tells the thing, the class of the span's length and
the minute in which it begins, so that who asks for the spans that touch some time looks back, in each class, no farther
than a span of it reaches: the guests of years are found, and yet a station is not read whole. Texts are told by
numbers, as people are.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from tracing.badges import DURATION_S
from tracing.model import KINDS, Column
from tracing.times import FIRST_RECORDS, INSTANT, MINUTE

MINUTES, _CLASSES = 2**30, 2**4
"""Minutes of a key, from `FIRST_RECORDS` on, and classes: what is left of 64 bits numbers a billion things."""
_LIMITS = MINUTE * 4.0 ** np.arange(1, _CLASSES - 1)
"""Class k holds spans of at most `_LIMITS[k - 1]` ms, the last one all longer ones; class 0 those without an end."""
EVER = MINUTE * MINUTES
"""Longer than any time that keys tell apart (ms)."""
_OF_PEOPLE, _OF_THINGS, _OF_INSTANTS = np.array([0, 4, 7, _CLASSES - 1]), np.arange(_CLASSES), np.array([0])
"""The classes that are in use: a person has few records, and fewer classes are fewer searches."""
_NEVER = np.iinfo(np.int64).min
_FIELDS = {"text": "u4", "integer": "u4", "instant": "i8", "number": "f8"}


@dataclass(frozen=True)
class Spans:
    """How one kind of records is filed: by which columns, the first of which all records have, and from when its spans
    last how long (ms; NaN: no end). Where nobody can say how long, `length` is None.
    """

    kind: str
    by: tuple[str, ...]
    begin: str
    length: Callable[[np.ndarray], np.ndarray] | None

    @property
    def holds(self) -> tuple[str, ...]:
        """What segments of the kind are called, in the order of `by`."""
        return tuple(f"{self.kind} by {name}" for name in self.by)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The stored columns."""
        return tuple(KINDS[self.kind].column(name) for name in KINDS[self.kind].stored)

    @property
    def words(self) -> tuple[str, ...]:
        """The columns that numbers tell: texts, and whole numbers, which may be null as well."""
        return tuple(column.name for column in self.columns if _FIELDS[column.type] == "u4")

    @property
    def dtype(self) -> np.dtype:
        """Key, record and the stored columns: no word is 0, no number NaN, no instant `_NEVER`."""
        return np.dtype([("key", "u8"), ("record", "i8"), *((c.name, _FIELDS[c.type]) for c in self.columns)])

    def to_rows(self, told: pl.DataFrame) -> np.ndarray:
        """Records (`record` and the stored columns, words as numbers), filed by the first of `by`."""
        rows = np.empty(len(told), self.dtype)
        rows["record"] = told["record"].to_numpy()
        for column in self.columns:
            rows[column.name] = _as_field(told[column.name], _FIELDS[column.type])
        return self.filed(rows, self.by[0])

    def filed(self, rows: np.ndarray, by: str) -> np.ndarray:
        """Rows with keys of one of `by`, sorted by them."""
        classes, rows = self.classes(by), rows.copy()
        length = self.length(rows) if self.length else np.full(len(rows), np.nan)
        exactly = np.where(np.isnan(length), 0, 1 + np.searchsorted(_LIMITS, length))
        rows["key"] = _keys(rows[by], classes[np.searchsorted(classes, exactly)], rows[self.begin])
        return rows.take(np.argsort(rows["key"], kind="stable"))

    def classes(self, by: str) -> np.ndarray:
        """The classes under which spans are filed by a column."""
        if self.length is None:
            return _OF_INSTANTS
        return _OF_PEOPLE if by.startswith("person") else _OF_THINGS

    def touching(self, asked: pl.DataFrame, by: str) -> tuple[np.ndarray, np.ndarray]:
        """The stretches of keys of all spans, filed by a column, that may touch some times of some things.

        asked       number (of the thing), from_ms, to_ms; no_end_ms: how long a span without an end may last;
                    at_least_ms: spans that began so long before are wanted, however short
        """
        asked, classes = asked.sort("number", "from_ms"), self.classes(by)
        reach = np.concatenate([[0.0], _LIMITS, [EVER]])[classes]
        no_end, at_least = (asked[name].to_numpy()[:, None] for name in ("no_end_ms", "at_least_ms"))
        look_back = np.maximum(np.where(classes == 0, no_end, reach), at_least).astype(np.int64)
        return _of_classes(classes, asked["number"], asked["from_ms"].to_numpy()[:, None] - look_back, asked["to_ms"])

    def beginning(self, asked: pl.DataFrame, by: str) -> tuple[np.ndarray, np.ndarray]:
        """The stretches of keys of all spans, filed by a column, that begin in some times (number, from_ms, to_ms)."""
        asked = asked.sort("number", "from_ms")
        return _of_classes(self.classes(by), asked["number"], asked["from_ms"].to_numpy()[:, None], asked["to_ms"])

    def from_rows(self, rows: np.ndarray) -> pl.DataFrame:
        """The records of rows, as `to_rows` takes them."""
        fields = {name: np.ascontiguousarray(rows[name]) for name in rows.dtype.names if name != "key"}
        return pl.DataFrame(fields).with_columns(
            _from_field(column.name, _FIELDS[column.type]) for column in self.columns
        )


def _until(begin: str, end: str) -> Callable[[np.ndarray], np.ndarray]:
    return lambda rows: np.where(rows[end] == _NEVER, np.nan, rows[end] - rows[begin])


def _lasting(rows: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(rows["duration_s"]), DURATION_S, rows["duration_s"]) * 1000


SPANS = {
    spans.kind: spans
    for spans in (
        Spans("checkins", ("person_id", "place_id"), "checked_in_at", _until("checked_in_at", "checked_out_at")),
        Spans("passages", ("place_id", "person_id", "plate"), "passed_at", None),
        Spans("tickets", ("person_id", "service"), "departs_at", _until("departs_at", "arrives_at")),
        Spans("proximity", ("person_a", "person_b"), "observed_at", _lasting),
    )
}


def whole(number: pl.Series) -> tuple[np.ndarray, np.ndarray]:
    """The stretches of keys of all spans of some things."""
    first = number.to_numpy().astype(np.uint64) * np.uint64(_CLASSES * MINUTES)
    return first, first + np.uint64(_CLASSES * MINUTES - 1)


def without_end(rows: np.ndarray) -> np.ndarray:
    """Which rows are spans without an end."""
    return rows["key"] // np.uint64(MINUTES) % np.uint64(_CLASSES) == 0


def _of_classes(
    classes: np.ndarray, number: pl.Series, begin: np.ndarray, to_ms: pl.Series
) -> tuple[np.ndarray, np.ndarray]:
    of = number.to_numpy()[:, None]
    return _keys(of, classes, begin).ravel(), _keys(of, classes, to_ms.to_numpy()[:, None]).ravel()


def _keys(number: np.ndarray, classes: np.ndarray, instants: np.ndarray) -> np.ndarray:
    minute = np.clip((instants - FIRST_RECORDS) // MINUTE, 0, MINUTES - 1).astype(np.uint64)
    of = number.astype(np.uint64) * np.uint64(_CLASSES) + classes.astype(np.uint64)
    return of * np.uint64(MINUTES) + minute


def _as_field(values: pl.Series, field: str) -> np.ndarray:
    if field == "i8":
        return values.dt.epoch("ms").fill_null(_NEVER).to_numpy()
    return values.fill_null(0 if field == "u4" else np.nan).to_numpy()


def _from_field(name: str, field: str) -> pl.Expr:
    if field == "f8":
        return pl.col(name).fill_nan(None)
    told = pl.when(pl.col(name) != (_NEVER if field == "i8" else 0)).then(name)
    return told.cast(INSTANT) if field == "i8" else told
