"""Exposures become contacts: each person of a case's list once, at the best tier she reaches.

A secondary contact stands on her exposures to the case's close contacts, everybody else on the exposures to the case
itself. What these make up: `tracing.contact_lines`. Source: specification, "Contacts".
"""

import polars as pl

from tracing.definitions import TIERS

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
    lower = best.filter(pl.col("line_tier") != TIERS[0])
    lower = lower.join(secondary.select(LINE).join(lower, on=LINE, how="semi"), on=LINE, how="anti")
    return pl.concat([best.filter(pl.col("line_tier") == TIERS[0]), lower, secondary])
