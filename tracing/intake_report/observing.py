"""What is seen of a file while it is read, batch by batch: what its rows cover, and what only its lines show.

Rows that were known already are seen like any other. Nothing of a record is kept but the first and last instant, the
ends of the area, and counts by hour; of people no more than `ENOUGH` are told apart.

cost    a few passes over each batch's instants and positions; memory of an entry per hour
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime

import polars as pl

from tracing.counted import counted
from tracing.intake.axes import Area, axis_findings, tally
from tracing.intake.findings import Finding
from tracing.intake.tables import Batch
from tracing.intake.values import Reader
from tracing.intake_report.oddities import oddities_of
from tracing.intake_report.ticket_oddities import as_said
from tracing.model import Kind
from tracing.times import HOUR, INSTANT

ENOUGH = 10
"""So many people of a file make its area nobody's place (small counts are those below 10)."""

_ENDS = {"south": pl.col("latitude").min(), "north": pl.col("latitude").max()} | {
    "west": pl.col("longitude").min(),
    "east": pl.col("longitude").max(),
}
_COUNTS = ("hidden", "blank", "repeated", "instants", "at_midnight")
READING = {
    **dict.fromkeys((*_COUNTS, "people"), pl.Int64),
    **dict.fromkeys(("first_at", "last_at"), INSTANT),
    **dict.fromkeys(_ENDS, pl.Float64),
}
"""What is kept of a file: columns of `readings`."""
_AXES = ("latitude", "longitude")
_HIDDEN = ("row is hidden in the sheet; it was read", "rows are hidden in the sheet; they were read")
_MARKED = (
    "point is a waypoint without a time, or of a route: it says where nobody was",
    "points are waypoints without a time, or of routes: they say where nobody was",
)


class Observing:
    """One file on its way in, as it is watched.

    zone        IANA name, of the days that midnights belong to
    known       positions that are known already (latitude, longitude), against which those of the file are held
    """

    def __init__(self, kind: Kind, zone: str, known: pl.DataFrame):
        self._kind, self._zone, self._area = kind, zone, Area.of(known)
        self._axes: Counter[str] = Counter()
        self._moment = kind.first_instant
        self._people: set[str] = set()
        self._hours: Counter[int] = Counter()
        self._ends: list[dict] = []
        self._filled, self._given = Counter[str](), 0
        self._asides: Counter[tuple[str, str]] = Counter()
        self._oddities, self._odd_rows = oddities_of(kind.name, zone), Counter[str]()
        self.hidden = self.blank = self.repeated = self.instants = self.at_midnight = self._marked = self._rows = 0
        self._first = self._last = None

    def see(self, batch: Batch, rows: pl.DataFrame, readers: Mapping[str, Reader]) -> None:
        """A batch: its lines in columns of the kind, as they were given, how some of these are read, and the records
        that came of them.
        """
        given = batch.frame
        self.hidden += batch.hidden
        self.blank += batch.blank
        self._given += given.height
        self._marked += batch.marked
        for aside, lines in batch.asides.items():
            self._asides[aside] += rows["line"].is_in(lines.implode()).sum()
        for name in set(self._kind.names) & set(given.columns):
            self._filled[name] += given[name].count() + (batch.broken["column"] == name).sum()
        self._see_oddities(given, rows)
        if self._moment:
            self._see_moments(rows[self._moment].drop_nulls())
        self._see_people(rows)
        if set(_AXES) <= set(given.columns):
            self._see_positions(given, rows, readers)

    def repeat(self, rows: int) -> None:
        """Some rows say what an earlier row of the file said."""
        self.repeated += rows

    def facts(self) -> dict:
        """What is kept of it, by name: `READING`."""
        ends = pl.DataFrame(self._ends, dict.fromkeys(_ENDS, pl.Float64))
        area = ends.select(pl.col("south", "west").min(), pl.col("north", "east").max()).row(0, named=True)
        counts = {name: getattr(self, name) for name in _COUNTS}
        return counts | area | {"first_at": self._first, "last_at": self._last, "people": len(self._people)}

    def hours(self) -> pl.DataFrame:
        """The hours in which rows fall: `begins_at`, `rows`."""
        by_hour = pl.DataFrame(sorted(self._hours.items()), {"hour": pl.Int64, "rows": pl.Int64}, orient="row")
        return by_hour.select((pl.col("hour") * HOUR).cast(INSTANT).alias("begins_at"), "rows")

    def findings(self) -> Iterator[Finding]:
        """What the lines alone show."""
        for name in self._kind.names if self._given else ():
            if name in self._filled and not self._filled[name]:
                yield Finding("empty-column", None, f"the column {name} is there and holds nothing in any line")
        if self.hidden:
            yield Finding("hidden-rows", self.hidden, counted(self.hidden, *_HIDDEN))
        if self._marked:
            yield Finding("marked-points", self._marked, counted(self._marked, *_MARKED))
        for (what, words), rows in self._asides.items():
            if rows:
                yield Finding(what, rows, f"{counted(rows, 'row')} {words}")
        for oddity in self._oddities:
            rows = self._odd_rows[oddity.what]
            if rows and (oddity.of_all or rows < self._rows):
                yield oddity.finding(rows)
        yield from axis_findings(self._axes)

    def _see_oddities(self, given: pl.DataFrame, rows: pl.DataFrame) -> None:
        self._rows += rows.height
        told = as_said(rows, given) if self._kind.name == "tickets" else rows
        counts = told.select(oddity.rows.sum().alias(oddity.what) for oddity in self._oddities)
        self._odd_rows.update(counts.row(0, named=True) if self._oddities else {})

    def _see_moments(self, moments: pl.Series) -> None:
        if moments.is_empty():
            return
        told: tuple[datetime, datetime] = moments.min(), moments.max()
        self._first, self._last = min(self._first or told[0], told[0]), max(self._last or told[1], told[1])
        by_hour = (moments.dt.epoch("ms") // HOUR).value_counts()
        self._hours.update(dict(by_hour.iter_rows()))
        if self.at_midnight == self.instants:  # one that is not settles it
            self.at_midnight += (moments.dt.convert_time_zone(self._zone).dt.time() == datetime.min.time()).sum()
        self.instants += len(moments)

    def _see_positions(self, given: pl.DataFrame, rows: pl.DataFrame, readers: Mapping[str, Reader]) -> None:
        self._ends += (
            rows.filter(pl.all_horizontal(pl.col(_AXES).is_not_null())).select(**_ENDS).drop_nulls().to_dicts()
        )
        if len(rows) == len(given):  # where no line was rejected the numbers need not be read once more
            self._axes += tally(rows.select(_AXES), self._area)
        else:
            self._axes += tally(given.select(_read(given[name], readers.get(name)) for name in _AXES), self._area)

    def _see_people(self, rows: pl.DataFrame) -> None:
        for column in self._kind.columns:
            if column.label == "person" and len(self._people) < ENOUGH:
                self._people.update(rows[column.name].drop_nulls().unique().head(ENOUGH))
        self._people = set(sorted(self._people)[:ENOUGH])


def _read(given: pl.Series, reader: Reader | None) -> pl.Series:
    return reader(given)[0].alias(given.name) if reader else given
