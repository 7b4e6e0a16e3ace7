"""Exposures become contacts: each person of a case's list once, at the best tier she reaches.

Source: specification, "Contacts". A secondary contact stands on her exposures to the case's close contacts,
everybody else on the exposures to the case itself.

contacts    case_id, person_id, tier, hop, via (list), first_contact_at, last_contact_at (ms), minutes,
            closest_m, rules, places (lists, sorted), episodes, follow_up_until (local date), grid_id
"""

from functools import reduce

import polars as pl

from tracing.definitions import TIERS, Definition
from tracing.times import MINUTE

LINE = ["case_id", "person_id"]
LINES = {
    "case_id": pl.String,
    "person_id": pl.String,
    "tier": pl.String,
    "hop": pl.Int32,
    "via": pl.List(pl.String),
    "first_contact_at": pl.Int64,
    "last_contact_at": pl.Int64,
    "minutes": pl.Float64,
    "closest_m": pl.Float64,
    "rules": pl.List(pl.String),
    "places": pl.List(pl.String),
    "episodes": pl.Int64,
}
"""What the exposures behind a line make up; instants are ms."""
_RANK = {tier: rank for rank, tier in enumerate(TIERS)}


def rank(tier: str = "tier") -> pl.Expr:
    """The tiers' order as a number: 0 is the closest."""
    return pl.col(tier).replace_strict(_RANK, return_dtype=pl.Int32)


def close_contacts(exposures: pl.DataFrame, case_persons: pl.Series) -> pl.DataFrame:
    """The close contacts that are no cases: `case_id`, `source_id` and `first_contact_at` (ms)."""
    close = exposures.filter((pl.col("hop") == 0) & (pl.col("tier") == TIERS[0]))
    close = close.filter(~pl.col("person_id").is_in(case_persons.implode()))
    return (
        close.group_by("case_id", pl.col("person_id").alias("source_id"))
        .agg(pl.col("first_at").min().alias("first_contact_at"))
        .sort("case_id", "source_id")
    )


def listed(exposures: pl.DataFrame, case_persons: pl.Series) -> pl.DataFrame:
    """The exposures that stand behind a line of a list, each with the `line_tier` of its person.

    exposures   case_id, source_id, person_id, hop (0: to the case, 1: to a close contact), rule, tier, ...
    """
    others = exposures.filter(~pl.col("person_id").is_in(case_persons.implode()))
    direct = others.filter(pl.col("hop") == 0)
    close = direct.filter(pl.col("tier") == TIERS[0]).select(LINE).unique()
    secondary = others.filter(pl.col("hop") == 1).join(close, on=LINE, how="anti")
    secondary = secondary.with_columns(line_tier=pl.lit(TIERS[1]))
    best = direct.filter(rank() == rank().min().over(LINE)).with_columns(line_tier=pl.col("tier"))
    best = best.filter(pl.col("line_tier") == TIERS[0]).vstack(
        best.filter(pl.col("line_tier") != TIERS[0]).join(secondary.select(LINE).unique(), on=LINE, how="anti")
    )
    return pl.concat([best, secondary])


def contacts(listed: pl.DataFrame, episodes: pl.DataFrame) -> pl.DataFrame:
    """The lines of case lists: columns of `LINES`.

    listed      exposures as `listed` gives them; episodes: theirs, by `exposure`
    """
    lines = listed.select(*LINE, "line_tier").unique().with_row_index("line")
    behind = listed.join(lines.drop("line_tier"), on=LINE).drop(LINE)
    theirs = behind.select("line", "exposure").join(
        episodes.select("exposure", "started_at", "finished_at", "place_ids"), on="exposure"
    )
    met_at = theirs.filter(pl.col("place_ids").list.len() > 0)
    parts = (
        _totals(behind.lazy()),
        _distinct(behind.lazy().filter(pl.col("hop") == 1).select("line", via="source_id")),
        _distinct(behind.lazy().select("line", rules="rule")),
        _distinct(met_at.lazy().select("line", places="place_ids").explode("places")),
        _minutes(theirs.lazy()),
    )
    whole = reduce(lambda told, part: told.join(part, on="line", how="left"), parts, lines.lazy())
    told = whole.rename({"line_tier": "tier"}).with_columns(pl.col("via", "places").fill_null([]))
    return told.select(list(LINES)).cast(LINES).collect()


def case_lists(lines: pl.DataFrame, persons: pl.DataFrame, definition: Definition, zone: str) -> pl.DataFrame:
    """All lines in order of case, tier, first contact and person, with follow-up and grid cell.

    persons     records of that kind, for `grid_id`
    """
    whole = lines.join(persons.select("person_id", "grid_id"), on="person_id", how="left")
    whole = whole.select(*LINES, follow_up_until=_follow_up_until(definition, zone), grid_id="grid_id")
    return whole.sort("case_id", rank(), "first_contact_at", "person_id")


def _totals(exposures: pl.LazyFrame) -> pl.LazyFrame:
    return exposures.group_by("line").agg(
        pl.col("hop").max() + 1,
        pl.col("first_at").min().alias("first_contact_at"),
        pl.col("last_at").max().alias("last_contact_at"),
        pl.col("closest_m").min(),
        pl.col("episodes").sum().cast(pl.Int64),
    )


def _distinct(values: pl.LazyFrame) -> pl.LazyFrame:
    """The values of each line as a sorted list; one row per line that has any."""
    (name,) = set(values.collect_schema()) - {"line"}
    ordered = values.drop_nulls().unique().sort("line", name).with_columns(pl.col("line").set_sorted())
    return ordered.group_by("line").agg(name)


def _minutes(theirs: pl.LazyFrame) -> pl.LazyFrame:
    """The length of the union of a line's episodes, in minutes: what each adds to all that began before it."""
    ordered = theirs.select("line", "started_at", "finished_at").sort("line", "started_at")
    so_far = pl.col("finished_at").cum_max().shift(1).over("line")
    added = pl.col("finished_at") - pl.max_horizontal("started_at", so_far)
    lengths = ordered.select("line", added=added.clip(lower_bound=0)).group_by("line")
    return lengths.agg(minutes=pl.col("added").sum() / MINUTE)


def _follow_up_until(definition: Definition, zone: str) -> pl.Expr:
    """The local date of the last instant before the last contact ended, and as many days on as the tier has."""
    last = pl.from_epoch(pl.col("last_contact_at") - 1, "ms").dt.replace_time_zone("UTC").dt.convert_time_zone(zone)
    days = pl.col("tier").replace_strict(dict(definition.follow_up), default=None, return_dtype=pl.Int64)
    return last.dt.date() + pl.duration(days=days)
