"""Gate clocks: by how much the clock of a gate is off, from what else is known of the people it recorded.

A clock is one kind of record (check-ins or passages) at one place. For each of its events, the person's own track says
when she was near the place; the clock is off by what most people's differences agree on. A clock of which tracks do not
tell enough is held against the same people's records by other clocks at the same spot, as of a gate and the code on
its door. Nothing is corrected: a clock is reported, and whoever runs it sets it right. A habit of the house, such as
checking in when the bill is paid, looks like a clock that is ahead.
"""

import polars as pl

from tracing.counted import counted
from tracing.grid import EARTH_RADIUS_M
from tracing.intake.findings import Finding
from tracing.joint_events import AROUND, approaches
from tracing.times import MINUTE

SAME_SPOT_M = 50
"""How near two places are for a record at one to say when a person was at the other: the width of an entrance."""

SHARP_S = 60
"""The most that differences between two clocks may spread: who goes on from one place to another does so after minutes
that are her own, so that only two records of one and the same moment agree so well."""

LEAST_PEOPLE = 5
LEAST_AGREEING = 0.5
LEAST_OFFSET_S = 180
CERTAIN = 2
"""An offset must be three minutes, and two standard errors more."""

_OPEN_S = 120
"""By so much good clocks look off: a phone takes a fix every few minutes, and from the street to the door is a walk."""

_HOURS_S = 7_200
_SHORT = 20 * MINUTE
_BIN = MINUTE
_EITHER_SIDE = 2
_AGREES = 5 * MINUTE
_TO_SIGMA = 1.4826
_MEDIAN_ERROR = 1.2533

_CLOCK = ["place_id", "kind"]


def clock_offsets(events: pl.DataFrame, places: pl.DataFrame, fixes: pl.DataFrame) -> pl.DataFrame:
    """What the joint events say of each clock, also of the good ones.

    events      `joint_events.events_at`
    places      place_id, latitude, longitude (WGS 84, degrees; unknown: null)
    fixes       records of that kind of the people and times of `joint_events.spans`
    returns     place_id, kind, offset_s (above 0: the clock is ahead), spread_s (robust standard deviation), error_s
                (of the offset), people, events, agreeing (the share of events that fit the offset), against (`fixes`,
                or `records` where fixes tell of fewer than LEAST_PEOPLE); sorted
    """
    by_fixes = _told(_differences(events, approaches(events, places, fixes)), "fixes")
    enough = by_fixes.filter(pl.col("people") >= LEAST_PEOPLE)
    good = events.join(enough.filter(is_off()), on=_CLOCK, how="anti")
    others = _differences(events.join(enough, on=_CLOCK, how="anti"), _records_beside(good, places))
    return pl.concat([enough, _told(others, "records")]).sort(_CLOCK)


def clock_findings(offsets: pl.DataFrame) -> list[Finding]:
    """The clocks that are off for certain, one finding each."""
    return [_finding(**row) for row in offsets.filter(is_off()).iter_rows(named=True)]


def is_off() -> pl.Expr:
    """Whether a row of `clock_offsets` shows a clock that is off for certain."""
    far = pl.col("offset_s").abs()
    return (
        (pl.col("people") >= LEAST_PEOPLE)
        & (pl.col("agreeing") >= LEAST_AGREEING)
        & (far >= LEAST_OFFSET_S + CERTAIN * pl.col("error_s"))
        & ((pl.col("against") == "fixes") | (pl.col("spread_s") <= SHARP_S))
    )


def _finding(place_id, kind, offset_s, error_s, people, events, against, **_) -> Finding:
    way = "ahead" if offset_s > 0 else "behind"
    source = "their own positions"
    if against == "records":
        source = "their records by other clocks at the same spot, of which one may be off instead"
    words = (
        f"the clock of place {place_id} ({kind}) is about {_length(abs(offset_s))} {way}, give or take "
        f"{_length(max(_OPEN_S, CERTAIN * error_s))}: {events} records of {people} people held against {source}"
    )
    return Finding("clock-off", events, words)


def _length(seconds: float) -> str:
    return counted(round(seconds / 60), "minute") if seconds < _HOURS_S else f"{seconds / 3600:.1f} hours"


def _differences(events: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """How much later than each approach an event was stamped (ms).

    An approach tells when somebody came, for who checks in or goes in and stays; when somebody left, for who goes out
    after a longer stay; and its middle for who passes. Where a longer one could be either, or the track does not show
    how she came or left, it tells nothing: what is not known is no absence.
    """
    begins, ends = pl.col("begins_at"), pl.col("ends_at")
    short = ends - begins <= _SHORT
    checked = pl.col("kind") == "checkins"
    when = (
        pl.when(checked | (~short & (pl.col("way") == "in")))
        .then(pl.when("came").then(begins))
        .when(short)
        .then(pl.when(pl.col("came") & pl.col("left")).then((begins + ends) // 2))
        .when(pl.col("way") == "out")
        .then(pl.when("left").then(ends))
    )
    told = events.join(seen, on="event").with_columns(difference=pl.col("at") - when)
    return told.filter(pl.col("difference").abs() <= AROUND)


def _records_beside(events: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """As approaches: the people's records by other clocks at the same spot, about that time; not of those who leave."""
    where = places.select("place_id", "latitude", "longitude")
    located = events.filter(pl.col("way").ne_missing("out")).join(where, on="place_id", how="left")
    part = pl.col("part")
    filed = located.with_columns(part=pl.col("at") // AROUND)
    around = filed.with_columns(part=pl.int_ranges(part - 1, part + 2)).explode("part")
    met = around.join(filed, on=["person_id", "part"], suffix="_2").filter(
        (pl.col("at") - pl.col("at_2")).abs() <= AROUND,
        (pl.col("place_id") != pl.col("place_id_2")) | (pl.col("kind") != pl.col("kind_2")),
    )
    same = pl.col("place_id") == pl.col("place_id_2")
    near = met.filter(same | (_apart_m() <= SAME_SPOT_M).fill_null(False))
    return near.select("event", begins_at="at_2", ends_at="at_2", came=pl.lit(True), left=pl.lit(True))


def _apart_m() -> pl.Expr:
    north = pl.col("latitude") - pl.col("latitude_2")
    east = (pl.col("longitude") - pl.col("longitude_2")) * pl.col("latitude").radians().cos()
    return (north**2 + east**2).sqrt().radians() * EARTH_RADIUS_M


def _told(differences: pl.DataFrame, against: str) -> pl.DataFrame:
    """One row a clock: the difference that most people agree on."""
    about = _most_agree(differences)
    off = (pl.col("difference") - pl.col("about")).abs()
    of_event = (
        differences.join(about, on=_CLOCK)
        .sort("event", off, "difference")
        .unique("event", keep="first", maintain_order=True)
    )
    fits = of_event.filter(off <= _AGREES)
    spread = (pl.col("difference") - pl.col("difference").median()).abs().median() * _TO_SIGMA / 1000
    people = pl.col("person_id").n_unique()
    told = fits.group_by(_CLOCK).agg(
        offset_s=pl.col("difference").median() / 1000,
        spread_s=spread,
        error_s=_MEDIAN_ERROR * spread / people.sqrt(),
        people=people,
        events=pl.len(),
    )
    with_any = of_event.group_by(_CLOCK).agg(any=pl.len())
    return told.join(with_any, on=_CLOCK).select(
        pl.exclude("any"), agreeing=pl.col("events") / pl.col("any"), against=pl.lit(against)
    )


def _most_agree(differences: pl.DataFrame) -> pl.DataFrame:
    """The minute about which most people have a difference, the one nearest to none where several have: about (ms)."""
    minute = ((pl.col("difference") + _BIN // 2) // _BIN).alias("minute")
    near = pl.int_ranges(pl.col("minute") - _EITHER_SIDE, pl.col("minute") + _EITHER_SIDE + 1)
    spread = differences.select(*_CLOCK, "person_id", minute).unique().with_columns(minute=near).explode("minute")
    votes = spread.group_by(*_CLOCK, "minute").agg(votes=pl.col("person_id").n_unique())
    ranked = votes.sort(*_CLOCK, -pl.col("votes").cast(pl.Int64), pl.col("minute").abs(), "minute")
    return ranked.unique(_CLOCK, keep="first", maintain_order=True).select(*_CLOCK, about=pl.col("minute") * _BIN)
