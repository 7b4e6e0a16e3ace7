"""What the exposures of screens in memory rest on, by the number of each screen."""

from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from tracing.citations import EPISODES, EVIDENCE
from tracing.finds import Keep
from tracing.screening import Screening

_SCHEMAS = {"exposure": pl.Int64} | EPISODES, EVIDENCE


class Kept:
    """Keeps what screens hand on while they search, as results files do."""

    def __init__(self) -> None:
        self._kept: dict[int, list[tuple[pl.DataFrame, pl.DataFrame]]] = defaultdict(list)

    def by(self, run: int) -> Keep:
        """Keeps what a screen hands on."""
        return lambda *rows: self._kept[run].append(rows)

    def episodes(self, found: pl.DataFrame, unsaid: bool = False) -> pl.DataFrame:
        """The episodes of exposures, as `rescreening.Episodes` says."""
        told = pl.concat(self._of(found, 0))
        return told.filter(pl.col("missing").list.len() > 0) if unsaid else told

    def behind(self, run: int, found: Screening) -> list[pl.DataFrame]:
        """All that a screen tells of episodes and of the lines behind them, also what it took over, in order."""
        whole = found.found.with_columns(pl.col("found_by").fill_null(run))
        return [pl.concat(self._of(whole, part)).sort(pl.all().exclude(pl.List(pl.String))) for part in (0, 1)]

    def _of(self, found: pl.DataFrame, part: int) -> Iterator[pl.DataFrame]:
        yield pl.DataFrame(schema=_SCHEMAS[part])
        for (by,), theirs in found.partition_by("found_by", as_dict=True).items():
            for kept in self._kept[by]:
                yield kept[part].join(theirs, on="found_as").select(list(_SCHEMAS[part]))
