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
from tracing.grid import spread
from tracing.rescreening import TAKEN
from tracing.searches import EXPOSURES, SHORTFALLS, Found, in_order, of_exposures

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
        exposures = found.exposures.with_row_index("exposure", self._next).cast({"exposure": pl.Int64})
        episodes = of_exposures(found.episodes, exposures)
        if self._keep and not episodes.is_empty():
            told = (episodes.select("exposure", *EPISODES), lines_behind(episodes))
            self._keep(*(rows.rename({"exposure": "found_as"}) for rows in told))
        self._next += len(exposures)
        numbered = exposures.select(*EXPOSURES, found_as="exposure")
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
        that number.
        """
        unknown = (pl.lit(None, TAKEN[name]).alias(name) for name in ("found_by", "was"))
        ordered = in_order(self.exposures.with_columns(*unknown).select(list(TAKEN)).vstack(self.taken), "hop")
        return ordered, self._episodes_of(ordered.filter(pl.col("was").is_null()))

    def _episodes_of(self, ordered: pl.DataFrame) -> pl.DataFrame:
        """The episodes of what was found, by the numbers that the exposures have now, in their order."""
        counts = self.exposures["episodes"].to_numpy()
        as_found = ordered["found_as"].to_numpy()
        of, k = spread(counts[as_found])
        rows = self.episodes[(np.cumsum(counts) - counts)[as_found[of]] + k]
        return rows.with_columns(exposure=ordered["exposure"].gather(of))
