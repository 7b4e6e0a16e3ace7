"""The copy as it was known at an instant, for stores in which not every file stands.

Where a fix does not count, its neighbours are joined by a move that the whereabouts need not know; these moves are
found each time. Every other stale whereabouts only proposes too much.

cost    in proportion to the fixes that do not count
"""

from functools import cached_property

import polars as pl

from tracing import tracks
from tracing.clustered import rows
from tracing.clustered.copy import ACCURACY_M, GAP_MINUTES, Copy
from tracing.clustered.stood import stood
from tracing.grid import hour_of
from tracing.store import statement
from tracing.times import MINUTE

_GAP = round(GAP_MINUTES * MINUTE)


class AsKnown(Copy):
    """The copy, with the whereabouts of moves past fixes that do not count."""

    def at(self, keys: pl.Series) -> pl.DataFrame:
        """As `Copy.at`."""
        return pl.concat([super().at(keys), self._bridges.filter(pl.col("key").is_in(keys.implode()))])

    def in_hours(self, hours: pl.Series) -> pl.DataFrame:
        """As `Copy.in_hours`."""
        return pl.concat([super().in_hours(hours), self._bridges.filter(hour_of(pl.col("key")).is_in(hours.implode()))])

    @cached_property
    def _bridges(self) -> pl.DataFrame:
        """The whereabouts of all moves that they need not know."""
        there = self.fixes(self._unsure(), _GAP).rename({"person": "person_id"})
        moves = tracks.moves(there, GAP_MINUTES, ACCURACY_M)
        return rows.whereabouts_from_rows(stood(moves))

    def _unsure(self) -> pl.DataFrame:
        """Whose moves the whereabouts need not know, and when: about fixes of files that do not stand, and about those
        of which it was not known at that instant that they are marked, or no more.
        """
        known_at = self._standing.known_at and self._standing.known_at.replace(tzinfo=None)
        asked = {"files": list(self._standing.gone), "known_at": known_at}
        fallen = self._store.frame(statement("store/fixes_of_files"), asked)
        at = pl.col("observed_at").dt.epoch("ms")
        about = fallen.join(self.numbers(fallen["name"]), on="name")
        return about.select(person="number", from_ms=at - _GAP, to_ms=at + _GAP)
