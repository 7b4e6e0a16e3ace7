"""Exposures become contacts: each person of a case's list once, at the best tier she reaches.

Source: specification, "Contacts". A secondary contact stands on her exposures to the case's close contacts,
everybody else on the exposures to the case itself.

contacts    case_id, person_id, tier, hop, via (list), first_contact_at, last_contact_at (ms), minutes,
            closest_m, rules, places (lists, sorted), episodes, follow_up_until (local date), grid_id
"""

from datetime import timedelta

import polars as pl

from tracing.definitions import TIERS, Definition
from tracing.exposures import merge
from tracing.times import MINUTE, local_date

LINE = ["case_id", "person_id"]
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


def contacts(
    listed: pl.DataFrame, episodes: pl.DataFrame, persons: pl.DataFrame, definition: Definition, zone: str
) -> pl.DataFrame:
    """The lines of all case lists, sorted by case, tier, first contact and person.

    listed      exposures as `listed` gives them; episodes: theirs, by `exposure`
    persons     records of that kind, for `grid_id`
    """
    lines = listed.group_by(*LINE, pl.col("line_tier").alias("tier")).agg(
        pl.col("hop").max() + 1,
        pl.col("source_id").filter(pl.col("hop") == 1).unique().sort().alias("via"),
        pl.col("first_at").min().alias("first_contact_at"),
        pl.col("last_at").max().alias("last_contact_at"),
        pl.col("closest_m").min(),
        pl.col("rule").unique().sort().alias("rules"),
        pl.col("episodes").sum().cast(pl.Int64),
    )
    theirs = listed.select(*LINE, "exposure").join(episodes, on="exposure")
    places = theirs.group_by(LINE).agg(pl.col("place_ids").explode().drop_nulls().unique().sort().alias("places"))
    return (
        lines.join(_minutes(theirs), on=LINE)
        .join(places, on=LINE)
        .join(persons.select("person_id", "grid_id"), on="person_id", how="left")
        .with_columns(follow_up_until=_follow_up_until(definition, zone))
        .sort("case_id", rank(), "first_contact_at", "person_id")
        .select(*LINE, "tier", "hop", "via", "first_contact_at", "last_contact_at", "minutes", "closest_m",
                "rules", "places", "episodes", "follow_up_until", "grid_id")
    )  # fmt: skip


def _minutes(theirs: pl.DataFrame) -> pl.DataFrame:
    """The length of the union of a line's episodes, in minutes."""
    together = merge(theirs.select(*LINE, "started_at", "finished_at"), LINE)
    runs = together.group_by(*LINE, "episode").agg(length=pl.col("finished_at").max() - pl.col("started_at").min())
    return runs.group_by(LINE).agg(minutes=pl.col("length").sum() / MINUTE)


def _follow_up_until(definition: Definition, zone: str) -> pl.Expr:
    def until(line: dict) -> object:
        days = definition.follow_up.get(line["tier"])
        return days if days is None else local_date(line["last_contact_at"] - 1, zone) + timedelta(days=days)

    return pl.struct("tier", "last_contact_at").map_elements(until, return_dtype=pl.Date)
