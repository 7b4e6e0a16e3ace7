"""Coverage: how much of a case's infectious period the evidence can speak of, and how much of its list is assumed.

An empty list says that nobody was found: with a phone that was off and no check-ins there was nobody to be found.

coverage    one row per case and rule of the definition: case_id, rule, evidence,
            hours, of_hours     the part of the infectious period that the case's own records speak of, and all of it
            days, of_days       the local days on which they do, and those that the period touches
            records             how many of them do: moves, stays, badge records, rides, links to a plate; households
            untold              those of them that the rule cannot judge, as the kind of the place, or the mode, coach
                                or row of the ride is not known
            others              household: the other members; else null, as hours and days are for a household
            Positions are those with the rule's own gap and accuracy. A case with an empty period has zeros.
left_out    one row per case, hop (0: the case, 1: its close contacts) and seat rule that lost tickets: case_id, hop,
            rule, tickets (of others, on the sources' runs within their windows), untold (those that could count for
            none of the sources, as the mode, coach or row of either is not known)
reliance    one row per case and thing that records do not say: case_id, missing (check-out, duration, distance, ...),
            lines (of the list, with an episode that rests on it at least in part), only_lines (without any other
            episode), minutes (of those episodes, the union per line), of_lines, of_minutes (the whole list's)

cost        only the sources' own records are looked at, and those who were on their runs
source      specification, "Evidence"
"""

from collections.abc import Callable, Iterable

import polars as pl

from tracing import badges, bonds, seats
from tracing.contacts import LINE
from tracing.definitions import Definition, Rule
from tracing.evidence import Observations, clip, place_is_chosen
from tracing.exposures import merge, union_ms
from tracing.overlaps import overlaps
from tracing.times import HOUR, MINUTE, local_days

COVERAGE = {
    "case_id": pl.String,
    "rule": pl.String,
    "evidence": pl.String,
    "hours": pl.Float64,
    "of_hours": pl.Float64,
    "days": pl.Int64,
    "of_days": pl.Int64,
    "records": pl.Int64,
    "untold": pl.Int64,
    "others": pl.Int64,
}
LEFT_OUT = {"case_id": pl.String, "hop": pl.Int32, "rule": pl.String, "tickets": pl.Int64, "untold": pl.Int64}


def coverage(
    cases: pl.DataFrame, windows: pl.DataFrame, observations: Observations, rules: Iterable[Rule], zone: str
) -> pl.DataFrame:
    """How much of each case's infectious period each rule's evidence covers, sorted by case and rule.

    cases       case_id, person_id; windows: as `tracing.windows` gives them, of which those of hop 0 are looked at
    """
    own = windows.filter(pl.col("hop") == 0)
    whole = cases.select("case_id", "person_id").join(periods(own, zone), on="case_id", how="left")
    parts = [_under(rule, whole, own, observations, zone) for rule in rules]
    return pl.concat(parts).sort("case_id", "rule")


def periods(windows: pl.DataFrame, zone: str) -> pl.DataFrame:
    """How long windows are, by case: case_id, of_hours, of_days (the local days that they touch)."""
    extent = _extent(windows.with_columns(record=0, untold=False), zone)
    return extent.select("case_id", pl.col("hours").alias("of_hours"), pl.col("days").alias("of_days"))


def _under(rule: Rule, whole: pl.DataFrame, own: pl.DataFrame, observations: Observations, zone: str) -> pl.DataFrame:
    if rule.evidence == "household":
        told = _households(whole, observations.records["households"])
    else:
        spans = _SPANS[rule.evidence](whole["person_id"].unique(), observations, rule)
        told = _extent(_inside(spans, own), zone).with_columns(others=pl.lit(None, pl.Int64))
    named = whole.join(told, on="case_id", how="left").with_columns(
        pl.col("of_hours", "of_days").fill_null(0), rule=pl.lit(rule.id), evidence=pl.lit(rule.evidence)
    )
    known = ["others"] if rule.evidence == "household" else ["hours", "days"]
    return named.with_columns(pl.col("records", "untold", *known).fill_null(0)).select(list(COVERAGE)).cast(COVERAGE)


def _inside(spans: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """What lies of each span (as `_spans` gives them) in the cases' windows, with `case_id`."""
    numbered = spans.rename({"person_id": "source_id"}).with_row_index("record")
    return clip(numbered, own).join(own.select("window", "case_id").unique(), on="window")


def _extent(spans: pl.DataFrame, zone: str) -> pl.DataFrame:
    """Per case the hours of the union of its spans, the local days it touches, and the records behind it."""
    runs = merge(spans, ["case_id"]).group_by("case_id", "episode")
    runs = runs.agg(pl.col("started_at").min(), pl.col("finished_at").max())
    hours = runs.group_by("case_id").agg(ms=(pl.col("finished_at") - pl.col("started_at")).sum())
    # polars divides several by multiplying, which can differ in the last digit from how it divides one.
    hours = hours.select("case_id", hours=pl.Series(hours["ms"].to_numpy() / HOUR, dtype=pl.Float64))
    records = spans.unique(["case_id", "record"]).group_by("case_id").agg(pl.len().alias("records"), pl.sum("untold"))
    return hours.join(_days(runs, zone), on="case_id").join(records, on="case_id")


def _days(spans: pl.DataFrame, zone: str) -> pl.DataFrame:
    """Per case the number of local days that its spans touch."""
    if spans.is_empty():
        return spans.select("case_id", days=pl.lit(0, pl.Int64))
    midnights = local_days(spans["started_at"].min(), spans["finished_at"].max(), zone)["day_started_at"]
    first = midnights.search_sorted(spans["started_at"], side="right")
    last = midnights.search_sorted(spans["finished_at"] - 1, side="right")
    touched = spans.select("case_id", day=pl.int_ranges(first.cast(pl.Int64), last.cast(pl.Int64) + 1))
    return touched.explode("day").group_by("case_id").agg(days=pl.col("day").n_unique())


def _spans(told: pl.DataFrame, record: pl.Expr | None = None, untold: pl.Expr | None = None) -> pl.DataFrame:
    """Each record once, by its row: a passage is told twice of a person who is linked to its plate as well."""
    row = pl.col("records").list.first() if record is None else record
    unclear = pl.lit(False) if untold is None else untold
    return told.select("person_id", "started_at", "finished_at", row.alias("row"), unclear.alias("untold")).unique()


def _positions(people: pl.Series, observations: Observations, rule: Rule) -> pl.DataFrame:
    moves = observations.moves(rule.parameters["max_gap_minutes"], rule.parameters["max_accuracy_m"])
    return _spans(_of(moves, people), record=pl.col("record_0"))


def _stays(people: pl.Series, observations: Observations, rule: Rule) -> pl.DataFrame:
    return _spans(_of(observations.stays, people), untold=place_is_chosen(rule).is_null())


def _badge_records(people: pl.Series, observations: Observations, rule: Rule) -> pl.DataFrame:
    """Those of any distance: a badge that was far from another was worn."""
    told = badges.nearness(observations.until_now("proximity", "observed_at"), within_m=None)
    return _spans(_of(told.drop("person_id").rename({"source_id": "person_id"}), people))


def _rides(people: pl.Series, observations: Observations, rule: Rule) -> pl.DataFrame:
    tickets = _of(observations.until_now("tickets", "departs_at"), people)
    return _spans(seats.rides(tickets, modes=None), untold=_untold(rule))


def _untold(rule: Rule) -> pl.Expr:
    return seats.untold(rule.parameters["unit"], rule.parameters["modes"])


def _links(people: pl.Series, observations: Observations, rule: Rule) -> pl.DataFrame:
    return _spans(bonds.vehicle_bonds(_of(observations.records["vehicles"], people)))


def _of(told: pl.DataFrame, people: pl.Series) -> pl.DataFrame:
    return told.filter(pl.col("person_id").is_in(people.implode()))


_SPANS: dict[str, Callable[[pl.Series, Observations, Rule], pl.DataFrame]] = {
    "track": _positions,
    "cell": _positions,
    "stay": _stays,
    "proximity": _badge_records,
    "seat": _rides,
    "vehicle": _links,
}


def _households(cases: pl.DataFrame, households: pl.DataFrame) -> pl.DataFrame:
    """Per case its households and the other members of them, whenever they were together."""
    homes = cases.join(households.select("person_id", "household_id").unique(), on="person_id")
    members = homes.join(households.select("household_id", member="person_id"), on="household_id")
    other = pl.col("member").filter(pl.col("member") != pl.col("person_id"))
    return members.group_by("case_id").agg(
        pl.lit(None, pl.Float64).alias("hours"),
        pl.lit(None, pl.Int64).alias("days"),
        pl.col("household_id").n_unique().alias("records"),
        pl.lit(0).alias("untold"),
        other.n_unique().alias("others"),
    )


def left_out(windows: pl.DataFrame, observations: Observations, definition: Definition) -> pl.DataFrame:
    """The tickets on the sources' runs that could not count, as nobody knows where their holders sat.

    windows     of the cases and of their close contacts
    """
    onward = definition.secondary.rules if definition.secondary else ()
    parts = [pl.DataFrame(schema=LEFT_OUT)]
    for rule in definition.rules:
        if rule.evidence == "seat":
            asked = windows.filter((pl.col("hop") == 0) | pl.lit(rule.id in onward))
            parts.append(_left_out(rule, asked, observations))
    return pl.concat(parts).sort("case_id", "hop", "rule")


def _left_out(rule: Rule, windows: pl.DataFrame, observations: Observations) -> pl.DataFrame:
    modes = rule.parameters["modes"]
    rides = seats.rides(observations.until_now("tickets", "departs_at"), modes=None).with_columns(untold=_untold(rule))
    if modes is not None:
        rides = rides.filter(pl.col("mode").is_in(list(modes)) | pl.col("mode").is_null())
    together = overlaps(clip(rides.rename({"person_id": "source_id"}), windows), rides, on=["service"])
    by_ticket = (
        together.join(windows.select("window", "case_id", "hop").unique(), on="window")
        .group_by("case_id", "hop", ticket=pl.col("records_2").list.first())
        .agg((pl.col("untold") | pl.col("untold_2")).all())
    )
    lost = by_ticket.group_by("case_id", "hop").agg(pl.len().alias("tickets"), pl.sum("untold"))
    return lost.filter(pl.col("untold") > 0).with_columns(rule=pl.lit(rule.id)).select(list(LEFT_OUT)).cast(LEFT_OUT)


def reliance(exposures: pl.DataFrame, unsaid: pl.DataFrame, contacts: pl.DataFrame) -> pl.DataFrame:
    """How much of each list rests on what records do not say and the specification supplies.

    exposures   of a screen, with `listed`; contacts: the lines
    unsaid      by `exposure`, at least those of the episodes behind the lines of which records leave something unsaid
    """
    told = unsaid.select("exposure", "started_at", "finished_at", "missing", number="episode").explode("missing")
    assumed = told.drop_nulls("missing").with_columns(pl.col("missing").str.split(" and ")).explode("missing").unique()
    lines = contacts.select(*LINE, in_all="episodes").with_row_index("line")
    of_line = exposures.filter("listed").select(*LINE, "exposure").join(lines, on=LINE).select("line", "exposure")
    by_line = _lasting(of_line.join(assumed, on="exposure")).join(lines, on="line")
    counted = by_line.group_by("case_id", "missing").agg(
        lines=pl.len(), only_lines=(pl.col("episodes") == pl.col("in_all")).sum(), ms=pl.sum("length")
    )
    whole = contacts.group_by("case_id").agg(of_lines=pl.len(), of_minutes=pl.sum("minutes"))
    numbers = {name: pl.Int64 for name in ("lines", "only_lines", "of_lines")}
    return (
        counted.with_columns(minutes=pl.Series(counted["ms"].to_numpy() / MINUTE, dtype=pl.Float64))
        .join(whole, on="case_id")
        .select("case_id", "missing", "lines", "only_lines", "minutes", "of_lines", "of_minutes")
        .cast(numbers)
        .sort("case_id", "missing")
    )


def _lasting(assumed: pl.DataFrame) -> pl.DataFrame:
    """Per line and missing thing the number of episodes, and the length of their union (ms)."""
    of = ["line", "missing"]
    return assumed.group_by(of).agg(episodes=pl.len()).join(union_ms(assumed, of), on=of)
