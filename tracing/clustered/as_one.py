"""The copy where people are joined: it files their records under several numbers, and tells them under one.

Of two keys of one person the copy knows no move from a position under the one to a position under the other; all moves
of who is joined are found each time.

cost    in proportion to the fixes of who is joined
"""

from collections.abc import Collection
from pathlib import Path

import polars as pl

from tracing.clustered.as_known import AsKnown
from tracing.standing import Standing
from tracing.store import Database
from tracing.times import EVER, WITHOUT_END


class AsOne(AsKnown):
    """The copy, with one number, and the name that is kept, for everybody."""

    def __init__(self, store: Database, folder: Path, standing: Standing):
        super().__init__(store, folder, standing)
        names = standing.joined.names()
        known = names.join(super().numbers(names["name"]), on="name")
        self._hers = known.select("kept", "number", one=pl.col("number").min().over("kept"))

    def fixes(self, spans: pl.DataFrame, gap_ms: int = 0) -> pl.DataFrame:
        """As `Copy.fixes`."""
        found = super().fixes(self.under_all_numbers(spans, "person"), gap_ms)
        return self._as_one(found, "person").sort("person", "observed_at", maintain_order=True)

    def at(self, keys: pl.Series) -> pl.DataFrame:
        """As `Copy.at`."""
        return self._as_one(super().at(keys), "person_id")

    def in_hours(self, hours: pl.Series) -> pl.DataFrame:
        """As `Copy.in_hours`."""
        return self._as_one(super().in_hours(hours), "person_id")

    def numbers(self, names: pl.Series) -> pl.DataFrame:
        """The numbers of those names that have one, name, number: of who is kept, all of hers."""
        own = self._hers.select("number", name="kept").join(names.alias("name").to_frame(), on="name", how="semi")
        others = names.filter(~names.is_in(self._standing.joined.names()["name"].implode()))
        return pl.concat([super().numbers(others), own.select("name", "number")])

    def under_all_numbers(self, asked: pl.DataFrame, column: str) -> pl.DataFrame:
        """As `Copy.under_all_numbers`."""
        others = asked.filter(~pl.col(column).is_in(self._hers["number"].implode()))
        known = self._hers.select("one", another="number")
        own = self._as_one(asked, column).join(known, left_on=column, right_on="one").drop(column)
        return pl.concat([others, own.rename({"another": column}).select(asked.columns)])

    def named(self, told: pl.DataFrame, columns: Collection[str]) -> pl.DataFrame:
        """As `Copy.named`; who is joined is told by the name that is kept."""
        people = [column for column in columns if column.startswith(("person", "source"))]
        return super().named(told, columns).with_columns(pl.col(people).replace(self._standing.joined.kept))

    def _unsure(self) -> pl.DataFrame:
        about = super()._unsure()
        ever = self._hers.select(person="one", from_ms=pl.lit(EVER), to_ms=pl.lit(WITHOUT_END)).unique()
        return pl.concat([about, ever.cast(dict(about.schema))])

    def _as_one(self, told: pl.DataFrame, column: str) -> pl.DataFrame:
        return told.with_columns(pl.col(column).replace(self._hers["number"], self._hers["one"]))
