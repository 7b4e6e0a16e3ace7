"""What a search asks of the spans in the copy, and how they are read: by the things that they name, in some times."""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from tracing.clustered.copy import Copy, apart
from tracing.clustered.spans import SPANS
from tracing.definitions import Definition, Rule
from tracing.evidence import Observations
from tracing.times import MINUTE
from tracing.windows import facing


@dataclass(frozen=True)
class Search:
    """What a search asks: windows, rules, the definition they are of, the moment (ms), and all records of the kinds
    that have no copy.

    people      who alone is looked for; None: everybody. What is read is then what touches their stays and rides
    """

    windows: pl.DataFrame
    rules: Sequence[Rule]
    definition: Definition
    as_of: int
    known: Mapping[str, pl.DataFrame]
    people: pl.Series | None = None

    def of(self, evidence: str) -> list[Rule]:
        """The rules of one kind of evidence."""
        return [rule for rule in self.rules if rule.evidence == evidence]

    def observations(self, **records: pl.DataFrame) -> Observations:
        """What is known, with records of other kinds."""
        return Observations(ChainMap(records, self.known), self.definition, self.as_of)

    @property
    def linger(self) -> int:
        """How long a room's air can outlast a source (ms)."""
        return max((round(rule.parameters["linger_minutes"] * MINUTE) for rule in self.of("stay")), default=0)

    @cached_property
    def asked(self) -> pl.DataFrame:
        """The windows of those from whom the reading starts: the sources, or who is looked for."""
        if self.people is None:
            return self.windows
        return facing(self.windows, self.people).with_columns(pl.col("finished_at") + self.linger)

    def hulls(self) -> pl.DataFrame:
        """From when to when the windows of each last: source_id, from_ms, to_ms."""
        by_source = self.asked.group_by("source_id")
        return by_source.agg(from_ms=pl.col("started_at").min(), to_ms=pl.col("finished_at").max())


def once(rows: np.ndarray) -> np.ndarray:
    """The rows of records, each once and in their order."""
    return rows.take(pl.Series(np.ascontiguousarray(rows["record"])).arg_unique().sort().to_numpy())


def numbered(copy: Copy, asked: pl.DataFrame, column: str) -> pl.DataFrame:
    """What is asked of things that have a number, with `number` for the name."""
    return asked.rename({column: "name"}).join(copy.numbers(asked[column]), on="name").drop("name")


def touching(copy: Copy, kind: str, by: str, asked: pl.DataFrame) -> np.ndarray:
    """The rows whose spans may touch some times: number, from_ms, to_ms, and what `Spans.touching` takes beside."""
    none = [pl.lit(0, pl.Int64).alias(name) for name in ("no_end_ms", "at_least_ms") if name not in asked.columns]
    return copy.find(f"{kind} by {by}", *apart(*SPANS[kind].touching(asked.with_columns(none), by)))
