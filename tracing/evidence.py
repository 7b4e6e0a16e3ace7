"""The kinds of evidence: each turns windows and observations into meetings.

A kind of evidence is one function `(windows, observations, rule) -> meetings` in `EVIDENCE`. A new kind brings
a module of its own and one line there; nothing behind it (merging, measuring, tiers) knows the kinds apart.

meetings    window, person_id, started_at, finished_at (ms, clipped to the window), place_id, closest_m,
            records (the rows it rests on), missing (what they do not say and the specification supplies, such as
            a check-out); one row per piece of evidence, not merged yet
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import polars as pl

from tracing import badges, bonds, cells, seats, stays, tracks
from tracing.definitions import Definition, Rule
from tracing.encounters import Passages, encounters, passages
from tracing.overlaps import overlaps
from tracing.runs import Runs
from tracing.timeline import Timeline
from tracing.times import HOUR, MINUTE
from tracing.whereabouts import Held, candidates, cell_for

MEETINGS = {
    "window": pl.Int64,
    "person_id": pl.String,
    "started_at": pl.Int64,
    "finished_at": pl.Int64,
    "place_id": pl.String,
    "closest_m": pl.Float64,
    "records": pl.List(pl.Int64),
    "missing": pl.String,
}


class Observations:
    """The records that count at `as_of` (ms), and what is derived from them once for all rules.

    records     kind -> frame of that kind's stored columns and `record`, the number of the row it came from
    near        who may come near whom in the windows that the records were asked for (`tracing.holdings`), if known
    """

    def __init__(
        self,
        records: Mapping[str, pl.DataFrame],
        definition: Definition,
        as_of: int,
        near: pl.DataFrame | None = None,
    ):
        self.records = records
        self._near = near
        self.definition = definition
        self.as_of = as_of
        self._tracks: dict[tuple, pl.DataFrame] = {}
        self._timelines: dict[tuple, Timeline] = {}
        self._ahead: dict[tuple, _Ahead] = {}

    def until_now(self, kind: str, instant: str) -> pl.DataFrame:
        """The records of a kind that were observed at `as_of` or before."""
        return self.records[kind].filter(pl.col(instant).dt.epoch("ms") <= self.as_of)

    def moves(self, max_gap_minutes: float, max_accuracy_m: float) -> pl.DataFrame:
        """The tracks of everybody."""
        key = (max_gap_minutes, max_accuracy_m)
        if key not in self._tracks:
            self._tracks[key] = tracks.moves(self.until_now("fixes", "observed_at"), *key)
        return self._tracks[key]

    def look_ahead(self, windows: pl.DataFrame, rule: Rule) -> None:
        """Find once whom the windows' sources pass, for every later search in them, or in parts of them, that asks for
        no more metres than this track rule.
        """
        found = self._passages(windows, rule)
        self._ahead[_positions(rule)] = _Ahead(_hulls(windows), rule.parameters["within_m"], found)

    def runs(self, windows: pl.DataFrame, rule: Rule) -> Runs:
        """Whom the windows' sources were near, and when, under a track rule."""
        ahead, within_m = self._ahead.get(_positions(rule)), rule.parameters["within_m"]
        if ahead is None or not ahead.covers(windows, within_m):
            passing = self._passages(windows, rule)
        else:
            passing = ahead.passages
        timeline = self._timeline(rule)
        return Runs(timeline, encounters(passing, within_m), windows)

    def _passages(self, windows: pl.DataFrame, rule: Rule) -> Passages:
        """Whom the windows' sources pass, from the first beginning to the last end of each one's windows."""
        within_m, hulls = rule.parameters["within_m"], _hulls(windows)
        near = self._near
        if near is None:
            near = self._candidates(hulls, rule, within_m)
        return passages(self._timeline(rule), near, hulls, within_m)

    def _candidates(self, hulls: pl.DataFrame, rule: Rule, within_m: float) -> pl.DataFrame:
        begin, end = pl.lit(hulls["w0"].min(), pl.Int64), pl.lit(hulls["w1"].max(), pl.Int64)
        meanwhile = self.moves(*_positions(rule)).filter(pl.col("finished_at") > begin, pl.col("started_at") < end)
        asked = meanwhile.join(hulls, left_on="person_id", right_on="source_id", maintain_order="left")
        asked = asked.filter((pl.col("started_at") < pl.col("w1")) & (pl.col("w0") < pl.col("finished_at")))
        return candidates(asked, Held(meanwhile, cell_for(within_m)), within_m)

    def _timeline(self, rule: Rule) -> Timeline:
        """The tracks of everybody, as arrays."""
        key = _positions(rule)
        if key not in self._timelines:
            self._timelines[key] = Timeline(self.moves(*key))
        return self._timelines[key]

    @cached_property
    def stays(self) -> pl.DataFrame:
        """The stays of everybody."""
        return stays.stays(
            self.until_now("checkins", "checked_in_at"),
            self.until_now("passages", "passed_at"),
            self.records["vehicles"],
            self.records["places"],
            self.definition.typical_stay_minutes,
        )


@dataclass(frozen=True)
class _Ahead:
    """Passages found for later searches: of which sources, from when to when, and to which distance."""

    hulls: pl.DataFrame
    within_m: float
    passages: Passages

    def covers(self, windows: pl.DataFrame, within_m: float) -> bool:
        """Whether a search in these windows finds all it needs."""
        both = _hulls(windows).join(self.hulls, on="source_id", how="left", suffix="_known")
        inside = (pl.col("w0_known") <= pl.col("w0")) & (pl.col("w1") <= pl.col("w1_known"))
        return within_m <= self.within_m and both.select(inside.fill_null(False).all()).item()


def _positions(rule: Rule) -> tuple[float, float]:
    return rule.parameters["max_gap_minutes"], rule.parameters["max_accuracy_m"]


def _hulls(windows: pl.DataFrame) -> pl.DataFrame:
    """From the first beginning to the last end of each source's windows."""
    return windows.group_by("source_id").agg(
        pl.col("started_at").min().alias("w0"), pl.col("finished_at").max().alias("w1")
    )


def track_meetings(windows: pl.DataFrame, observations: Observations, rule: Rule) -> pl.DataFrame:
    """Meetings on the move: two tracks within `within_m` metres."""
    return completed(observations.runs(windows, rule).everything())


def stay_meetings(windows: pl.DataFrame, observations: Observations, rule: Rule) -> pl.DataFrame:
    """Meetings at a place: the source's stay, clipped and then prolonged, overlaps another's."""
    linger = round(rule.parameters["linger_minutes"] * MINUTE)
    chosen = observations.stays.filter(place_is_chosen(rule))
    own = clip(_as_sources(chosen), windows)
    own = own.with_columns(
        finished_at=pl.min_horizontal(pl.col("finished_at") + linger, pl.lit(observations.as_of, pl.Int64))
    )
    met = overlaps(own, chosen, on=["place_id"])
    no_check_out = pl.when(pl.col("inferred") | pl.col("inferred_2")).then(pl.lit("check-out"))
    return completed(met.with_columns(missing=no_check_out))


def place_is_chosen(rule: Rule) -> pl.Expr:
    """Whether the rule counts stays at a place; null where that hangs on a kind or an `enclosed` that is not known."""
    kinds, enclosed = rule.parameters["kinds"], rule.parameters["enclosed"]
    chosen = pl.lit(True)
    if kinds is not None:
        chosen = chosen & pl.col("kind").is_in(list(kinds))
    if enclosed is not None:
        chosen = chosen & (pl.col("enclosed") == enclosed)
    return chosen


def proximity_meetings(windows: pl.DataFrame, observations: Observations, rule: Rule) -> pl.DataFrame:
    """Meetings that a badge or a phone recorded."""
    told = observations.until_now("proximity", "observed_at")
    return completed(clip(badges.nearness(told, rule.parameters["within_m"]), windows))


def seat_meetings(windows: pl.DataFrame, observations: Observations, rule: Rule) -> pl.DataFrame:
    """Meetings on one run of a service."""
    rides = seats.rides(observations.until_now("tickets", "departs_at"), rule.parameters["modes"])
    together = overlaps(clip(_as_sources(rides), windows), rides, on=["service"])
    return completed(together.filter(seats.near_enough(rule.parameters["unit"], rule.parameters["rows"])))


def household_meetings(windows: pl.DataFrame, observations: Observations, rule: Rule) -> pl.DataFrame:
    """Members of one household."""
    return _bound(windows, observations, bonds.household_bonds(observations.records["households"]))


def vehicle_meetings(windows: pl.DataFrame, observations: Observations, rule: Rule) -> pl.DataFrame:
    """People linked to one plate."""
    return _bound(windows, observations, bonds.vehicle_bonds(observations.records["vehicles"]))


def _bound(windows: pl.DataFrame, observations: Observations, held: pl.DataFrame) -> pl.DataFrame:
    free = bonds.at_large(held, observations.records["isolations"])
    return completed(bonds.bound(clip(_as_sources(free), windows), free))


def cell_meetings(windows: pl.DataFrame, observations: Observations, rule: Rule) -> pl.DataFrame:
    """People in one cell of the grid."""
    moves = observations.moves(rule.parameters["max_gap_minutes"], rule.parameters["max_accuracy_m"])
    stood = cells.cell_stays(moves, rule.parameters["cell_m"])
    met = overlaps(clip(_as_sources(stood), windows), stood, on=["row", "column"])
    if rule.parameters.get("dwell_more_than_hours") is not None:
        begin = observations.as_of - rule.parameters["dwell_days"] * 24 * HOUR
        # The decimals as they are written, as with minutes: 0.4999999 h are less than 1,800,000 ms.
        longer_than = Fraction(str(rule.parameters["dwell_more_than_hours"])) * HOUR
        at_home = cells.dwellers(stood, begin, observations.as_of, longer_than)
        met = cells.where_someone_dwells(met, at_home, rule.parameters["dwell_who"])
    return completed(met)


def _as_sources(spans: pl.DataFrame) -> pl.DataFrame:
    return spans.rename({"person_id": "source_id"})


def completed(met: pl.DataFrame, columns: Sequence[str] = tuple(MEETINGS)) -> pl.DataFrame:
    """Meetings in their columns: what a kind of evidence does not know is null."""
    unknown = [pl.lit(None, MEETINGS[name]).alias(name) for name in columns if name not in met.columns]
    return met.with_columns(unknown).select(columns)


def clip(spans: pl.DataFrame, windows: pl.DataFrame) -> pl.DataFrame:
    """What lies of each span of a source (`source_id`, `started_at`, `finished_at`) in each of its windows."""
    stretches = windows.select(
        "source_id", "window", pl.col("started_at").alias("w0"), pl.col("finished_at").alias("w1")
    )
    return (
        spans.lazy()
        .join(stretches.lazy(), on="source_id", maintain_order="left")
        .with_columns(
            started_at=pl.max_horizontal("started_at", "w0"), finished_at=pl.min_horizontal("finished_at", "w1")
        )
        .filter(pl.col("started_at") < pl.col("finished_at"))
        .drop("w0", "w1")
        .collect()
    )


EVIDENCE: dict[str, Callable[[pl.DataFrame, Observations, Rule], pl.DataFrame]] = {
    "track": track_meetings,
    "stay": stay_meetings,
    "proximity": proximity_meetings,
    "seat": seat_meetings,
    "household": household_meetings,
    "vehicle": vehicle_meetings,
    "cell": cell_meetings,
}


def meetings(windows: pl.DataFrame, observations: Observations, rule: Rule) -> pl.DataFrame:
    """The meetings of every window's source under one rule."""
    return EVIDENCE[rule.evidence](windows, observations, rule)
