"""Finds: what a screen has found and taken over so far.

The episodes of an exposure, and the lines of files that these rest on, are more than all else that a screen finds. They
are handed on as soon as the exposure is found, under the number it is found as, and stay where they were written then:
a later screen that takes the exposure over says by which screen it was found and as what.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from tracing.citations import EPISODES, lines_behind
from tracing.rescreening import TAKEN
from tracing.searches import EXPOSURES, SHORTFALLS, Found, in_order

Keep = Callable[[pl.DataFrame, pl.DataFrame], None]
"""Is handed episodes (`found_as` and columns of `EPISODES`), and the lines behind them (`found_as`, episode, file_id,
first_line, last_line).
"""

FOUND = EXPOSURES | {"found_as": pl.Int64}


class Finds:
    """Numbers exposures as they are found, from 0, and hands on what they rest on."""

    def __init__(self, keep: Keep | None):
        self._keep, self._next = keep, 0

    def kept(self, found: Found) -> "Hops":
        """What a search found, without the lines."""
        episodes = found.episodes.with_columns(found=pl.col("found") + self._next).rename({"found": "exposure"})
        if self._keep and not episodes.is_empty():
            told = (episodes.select("exposure", *EPISODES), lines_behind(episodes))
            self._keep(*(rows.rename({"exposure": "found_as"}) for rows in told))
        as_found = pl.int_range(self._next, self._next + pl.len(), dtype=pl.Int64)
        self._next += len(found.exposures)
        numbered = found.exposures.select(*EXPOSURES, found_as=as_found)
        return Hops(numbered, episodes.select(list(EPISODES)), found.shortfalls, pl.DataFrame(schema=TAKEN))


@dataclass(frozen=True)
class Hops:
    """What was found, and what was taken over from the last screen.

    exposures   columns of `FOUND`, in the order of `found_as`
    episodes    those of each exposure together, in the same order
    taken       columns of `rescreening.TAKEN`
    """

    exposures: pl.DataFrame
    episodes: pl.DataFrame
    shortfalls: pl.DataFrame
    taken: pl.DataFrame

    @classmethod
    def nothing(cls, taken: pl.DataFrame | None = None) -> "Hops":
        """Nothing found, and what was taken over."""
        nothing = (pl.DataFrame(schema=schema) for schema in (FOUND, EPISODES, SHORTFALLS))
        return cls(*nothing, pl.DataFrame(schema=TAKEN) if taken is None else taken)

    def and_(self, more: "Hops") -> "Hops":
        """Both, `more` being what was found later."""
        return Hops(
            self.exposures.vstack(more.exposures),
            self.episodes.vstack(more.episodes),
            self.shortfalls.vstack(more.shortfalls),
            self.taken.vstack(more.taken),
        )

    @property
    def all(self) -> pl.DataFrame:
        """All exposures: columns of `searches.EXPOSURES`."""
        return self.exposures.select(list(EXPOSURES)).vstack(self.taken.select(list(EXPOSURES)))

    def numbered(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """All exposures in order with a number each, beside the columns of `TAKEN`; the episodes of what was found, by
        that number and in the order in which they were found.
        """
        unknown = (pl.lit(None, TAKEN[name]).alias(name) for name in ("found_by", "was"))
        ordered = in_order(self.exposures.with_columns(*unknown).select(list(TAKEN)).vstack(self.taken), "hop")
        found = ordered.filter(pl.col("was").is_null()).select("exposure", "found_as").sort("found_as")
        number = np.repeat(found["exposure"].to_numpy(), self.exposures["episodes"].to_numpy())
        return ordered, self.episodes.with_columns(exposure=pl.Series(number, dtype=pl.Int64))
