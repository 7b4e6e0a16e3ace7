"""Why a person is on a list under one definition and not under another: the facts, before they are sentences.

The side on which she has a line has `reached`: the rules that put her there. The side on which she has none, or one of
a lower tier than on the other, lacks something. Within reach are the rules that would have given her the other side's
tier or a better one (all rules where she has no line at all). What is lacking is looked for in this order; a reason of
the first kind ends the search, and the others are all told:

empty period    the case has no infectious period (section 3)
too short       together under a rule within reach, but not long enough (5); of close contacts the nearest one
partly outside  the same pair's meetings on the other side lie in part outside of the source's window (3, 6)

Where no rule within reach saw her with the case, or with a close contact by way of whom she is on the other list, at
all, the way she was met on the other side is followed from its source (of several close contacts the one who comes
furthest down this list):

no secondary    contacts of close contacts are not searched (6)
not close       the close contact is none on this side (6)
empty window    the close contact's window is empty (6)
outside         the other side's meetings lie all outside of the source's window (3, 6)
no rule         no rule within reach goes by this kind of evidence (4)
not seen        the rules within reach that do saw nothing of the pair in the source's window (4)

The list is complete: the rules within reach either saw the pair in the window for too short a time or did not see it,
and then there was no window, the meetings lie outside of it, or the rules do not show them.

reasons     case_id, person_id, reason, hop (0: with the case, 1: with a close contact), source_id, rule, measured_ms
            (`partly outside`: what lies outside), of_ms (all of it), where (`before`, `after` or `outside` the
            window), edge (the window's nearer end, ms), evidence (sorted list), tier (`not close`: of the source),
            reach (rank of the worst tier that would do), ways (how many sources were looked at)
"""

from dataclasses import dataclass

import polars as pl

from tracing.contacts import LINE, rank
from tracing.definitions import TIERS, Definition
from tracing.exposures import merge
from tracing.screening import Screening
from tracing.times import MINUTE

REASONS = {
    "case_id": pl.String,
    "person_id": pl.String,
    "reason": pl.String,
    "hop": pl.Int32,
    "source_id": pl.String,
    "rule": pl.String,
    "measured_ms": pl.Int64,
    "of_ms": pl.Int64,
    "where": pl.String,
    "edge": pl.Int64,
    "evidence": pl.String,
    "tier": pl.String,
    "reach": pl.Int32,
    "ways": pl.Int32,
}
NOT_LISTED = len(TIERS)
_PAIR = [*LINE, "hop", "source_id"]
_FURTHEST = ("not seen", "no rule", "outside", "empty window", "not close", "no secondary")
_STAGE = {reason: stage for stage, reason in enumerate(_FURTHEST)}


@dataclass(frozen=True)
class Side:
    """A definition, and what the screen under it found."""

    definition: Definition
    found: Screening


def reached(side: Side) -> pl.DataFrame:
    """For every line the rules that put the person there, the longest first; of close contacts the one met longest."""
    behind = side.found.exposures.filter("listed").sort("measured_ms", "source_id", descending=[True, False])
    longest = behind.unique([*LINE, "rule"], keep="first", maintain_order=True)
    return _told(longest.with_columns(reason=pl.lit("reached")))


def lacking(side: Side, other: Side) -> pl.DataFrame:
    """For everybody who has a better tier on the other side: what she lacks on this one, in the order of this page."""
    wanted = _wanted(side.found.contacts, other.found.contacts)
    without = side.found.cases.filter(pl.col("empty_because").is_not_null()).select("case_id")
    empty = wanted.join(without, on="case_id", how="semi").with_columns(reason=pl.lit("empty period"))
    wanted = wanted.join(without, on="case_id", how="anti")
    short = _too_short(side, wanted)
    met = _met(other.found, wanted)
    parts = [
        empty,
        short,
        _partly_outside(side, met, short),
        _ways(side, met.join(short, on=[*LINE, "hop"], how="anti")),
    ]
    return pl.concat([_told(part) for part in parts])


def _told(rows: pl.DataFrame) -> pl.DataFrame:
    """Reasons in their columns; what a reason does not speak of is null."""
    unknown = [pl.lit(None, kind).alias(name) for name, kind in REASONS.items() if name not in rows.columns]
    return rows.with_columns(unknown).select(list(REASONS)).cast(REASONS)


def _wanted(here: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    """Who has a better tier there than here: case_id, person_id and `reach`."""
    both = there.select(*LINE, there=rank()).join(here.select(*LINE, here=rank()), on=LINE, how="left")
    lower = both.filter(pl.col("there") < pl.col("here").fill_null(NOT_LISTED))
    worst = pl.when(pl.col("here").is_null()).then(NOT_LISTED - 1).otherwise("there")
    return lower.select(*LINE, reach=worst.cast(pl.Int32))


def rules_within(definition: Definition, reach: int, hop: int) -> list[str]:
    """The ids of the rules that give a tier of that rank or a better one, to a contact of the case or of a contact."""
    if hop == 0:
        return [rule.id for rule in definition.rules if TIERS.index(rule.tier) <= reach]
    searched = definition.secondary is not None and TIERS.index("secondary") <= reach
    return list(definition.secondary.rules) if searched else []


def _within_reach(definition: Definition) -> pl.DataFrame:
    """One row per reach, hop and rule within: reach, hop, rule, evidence, threshold_ms."""
    rows = [
        (reach, hop, name, definition.rule(name).evidence, (definition.rule(name).threshold_minutes or 0.0) * MINUTE)
        for reach in range(NOT_LISTED)
        for hop in (0, 1)
        for name in rules_within(definition, reach, hop)
    ]
    kinds = {"reach": pl.Int32, "hop": pl.Int32, "rule": pl.String, "evidence": pl.String, "threshold_ms": pl.Float64}
    return pl.DataFrame(rows, orient="row", schema=kinds)


def _too_short(side: Side, wanted: pl.DataFrame) -> pl.DataFrame:
    near = side.found.shortfalls.join(wanted, on=LINE).join(_within_reach(side.definition), on=["reach", "hop", "rule"])
    share = pl.col("measured_ms") / pl.col("threshold_ms")
    nearest = near.drop("evidence").sort("hop", share, "rule", "source_id", descending=[False, True, False, False])
    nearest = nearest.with_columns(first=pl.col("source_id").first().over([*LINE, "hop"]))
    return nearest.filter(pl.col("source_id") == pl.col("first")).with_columns(reason=pl.lit("too short"))


def _met(found: Screening, wanted: pl.DataFrame) -> pl.DataFrame:
    """The meetings behind the lines of the wanted: their pairs, reach, evidence, started_at, finished_at."""
    behind = found.exposures.filter("listed").select("exposure", *_PAIR, "evidence").join(wanted, on=LINE)
    return behind.join(found.episodes.select("exposure", "started_at", "finished_at"), on="exposure")


def _inside(met: pl.DataFrame, windows: pl.DataFrame) -> pl.DataFrame:
    """The meetings with the ends of their source's window here (null: it has none), and `inside_ms` of it."""
    stretches = windows.select("case_id", "hop", "source_id", w0="started_at", w1="finished_at")
    of_source = stretches.group_by("case_id", "hop", "source_id").agg(
        pl.struct("w0", "w1").alias("stretches"), pl.col("w0").min().alias("begins"), pl.col("w1").max().alias("ends")
    )
    shared = pl.min_horizontal("finished_at", "w1") - pl.max_horizontal("started_at", "w0")
    return (
        met.join(of_source, on=["case_id", "hop", "source_id"], how="left")
        .with_row_index("meeting")
        .explode("stretches")
        .unnest("stretches")
        .with_columns(inside_ms=shared.clip(0).sum().over("meeting"))
        .unique("meeting", keep="any")
    )


def _partly_outside(side: Side, met: pl.DataFrame, short: pl.DataFrame) -> pl.DataFrame:
    """How much of the time together that the other side saw of a pair lies outside of the window on this side."""
    pairs = met.join(short.select(_PAIR).unique(), on=_PAIR, how="semi")
    runs = merge(pairs.select(*_PAIR, "reach", "started_at", "finished_at"), _PAIR)
    runs = runs.group_by(*_PAIR, "reach", "episode").agg(pl.col("started_at").min(), pl.col("finished_at").max())
    whole = (pl.col("finished_at") - pl.col("started_at")).sum()
    sums = _inside(runs, side.found.windows).group_by(*_PAIR, "reach").agg(
        whole.alias("of_ms"), (whole - pl.col("inside_ms").sum()).alias("measured_ms")
    )  # fmt: skip
    return sums.filter(pl.col("measured_ms") > 0).sort(_PAIR).with_columns(reason=pl.lit("partly outside"))


def _ways(side: Side, met: pl.DataFrame) -> pl.DataFrame:
    """What became here of the way by which each of the wanted was met there, from the source who came furthest."""
    by_evidence = _inside(met, side.found.windows).group_by(*_PAIR, "reach", "evidence", "begins", "ends").agg(
        pl.col("started_at").min(), pl.col("finished_at").max(), pl.col("inside_ms").sum()
    )  # fmt: skip
    tiers = side.found.contacts.select("case_id", pl.col("person_id").alias("source_id"), "tier")
    told = (
        by_evidence.join(tiers, on=["case_id", "source_id"], how="left")
        .join(_evidence_within(side.definition), on=["reach", "hop", "evidence"], how="left")
        .with_columns(reason=_reason(side.definition))
        .with_columns(stage=pl.col("reason").replace_strict(_STAGE, return_dtype=pl.Int32))
        .with_columns(
            ways=pl.col("source_id").n_unique().over([*LINE, "hop"]).cast(pl.Int32),
            nearest=pl.col("source_id").sort_by("stage", "source_id").first().over([*LINE, "hop"]),
        )
        .filter(pl.col("source_id") == pl.col("nearest"))
    )
    outside = pl.col("reason") == "outside"
    told = told.with_columns(where=pl.when(outside).then(_where()), edge=pl.when(outside).then(_edge()))
    grouped = [*_PAIR, "reach", "reason", "where", "edge", "tier", "ways"]
    told = told.group_by(grouped).agg(pl.col("evidence").sort().str.join(";"), pl.col("stage").first())
    return told.sort(*_PAIR, "stage", "where")


def _evidence_within(definition: Definition) -> pl.DataFrame:
    return _within_reach(definition).select("reach", "hop", "evidence").unique().with_columns(held=True)


def _reason(definition: Definition) -> pl.Expr:
    """What hinders a pair that no rule within reach saw."""
    onward = pl.col("hop") == 1
    return (
        pl.when(onward & pl.lit(definition.secondary is None)).then(pl.lit("no secondary"))
        .when(onward & pl.col("tier").ne_missing(TIERS[0])).then(pl.lit("not close"))
        .when(pl.col("begins").is_null()).then(pl.lit("empty window"))
        .when(pl.col("inside_ms") == 0).then(pl.lit("outside"))
        .when(pl.col("held").is_null()).then(pl.lit("no rule"))
        .otherwise(pl.lit("not seen"))
    )  # fmt: skip


def _where() -> pl.Expr:
    return (
        pl.when(pl.col("finished_at") <= pl.col("begins"))
        .then(pl.lit("before"))
        .when(pl.col("started_at") >= pl.col("ends"))
        .then(pl.lit("after"))
        .otherwise(pl.lit("outside"))
    )


def _edge() -> pl.Expr:
    return pl.when(_where() == "before").then("begins").when(_where() == "after").then("ends")
