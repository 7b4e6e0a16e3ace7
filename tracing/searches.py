"""A search: from sources in their windows to everybody they were with long enough, and who was not long enough.

A screen is two searches, one from the cases and one from their close contacts; deeper graphs, the search for a
source and a trial of thresholds are searches too. Source: specification, "Evidence" to "Contacts".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import polars as pl

from tracing import citations, sorting
from tracing.definitions import TIERS, Rule
from tracing.evidence import Observations
from tracing.exposures import episodes, measured, qualifying
from tracing.together import together

EXPOSURES = {
    "window": pl.Int64,
    "case_id": pl.String,
    "source_id": pl.String,
    "person_id": pl.String,
    "hop": pl.Int32,
    "rule": pl.String,
    "evidence": pl.String,
    "tier": pl.String,
    "measured_ms": pl.Int64,
    "first_at": pl.Int64,
    "last_at": pl.Int64,
    "closest_m": pl.Float64,
    "episodes": pl.Int64,
}
EPISODES = {"found": pl.Int64} | citations.EPISODES | {"records": pl.List(pl.Int64)}
SHORTFALLS = {name: EXPOSURES[name] for name in ("window", "case_id", "source_id", "person_id", "hop", "rule")} | {
    "measured_ms": pl.Int64
}


@dataclass(frozen=True)
class Found:
    """What a search found; instants are ms since 1970, UTC.

    exposures   one row per qualifying exposure: window, case_id, source_id, person_id, hop, rule, evidence, tier (that
                of the rule; secondary from hop 1 on), measured_ms, first_at, last_at, closest_m, episodes (a count)
    episodes    their episodes, in the order of the exposures: found (an exposure's place), episode, started_at,
                finished_at, closest_m, place_ids, records, missing
    shortfalls  one row per pair and rule that was together for less than the rule's threshold: window, case_id,
                source_id, person_id, hop, rule, measured_ms
    """

    exposures: pl.DataFrame
    episodes: pl.DataFrame
    shortfalls: pl.DataFrame


def search(
    windows: pl.DataFrame,
    observations: Observations,
    rules: Iterable[Rule],
    zone: str,
    people: pl.Series | None = None,
) -> Found:
    """Whom the windows' sources were with, under each rule by itself.

    windows     as `tracing.windows` gives them: window, case_id, source_id, hop, started_at, finished_at
    people      who is looked for; None: everybody
    """
    searches = windows.select("window", "case_id", "source_id", "hop").unique()
    parts = [_under(rule, windows, observations, zone, people) for rule in rules]
    tier = pl.when(pl.col("hop") == 0).then("tier").otherwise(pl.lit(TIERS[1]))
    exposures = pl.concat([part.exposures for part in parts]).join(searches, on="window", maintain_order="left")
    shortfalls = pl.concat([part.shortfalls for part in parts]).join(searches, on="window")
    begins = accumulate((len(part.exposures) for part in parts), initial=0)
    behind = [part.episodes.with_columns(pl.col("found") + begin) for part, begin in zip(parts, begins, strict=False)]
    return Found(
        exposures.with_columns(tier=tier).select(list(EXPOSURES)),
        pl.concat(behind).select(list(EPISODES)),
        shortfalls.select(list(SHORTFALLS)),
    )


def _under(rule: Rule, windows: pl.DataFrame, observations: Observations, zone: str, people: pl.Series | None) -> Found:
    """What one rule shows; exposures and shortfalls lack the columns of their windows still."""
    met = together(windows, observations, rule)
    lengths = measured(met.spans, rule, zone, by=["pair"])
    lengths = lengths.with_columns(met.pairs[lengths["pair"]], rule=pl.lit(rule.id))
    if people is not None:
        lengths = lengths.filter(pl.col("person_id").is_in(people.implode()))
    reached = qualifying(lengths, rule)
    pairs = reached["pair"].to_numpy()
    behind = episodes(met.meetings(pairs), by=["pair"])
    found = np.searchsorted(pairs, behind["pair"].to_numpy())
    exposures = reached.drop("pair").with_columns(
        *_totals(behind), evidence=pl.lit(rule.evidence), tier=pl.lit(rule.tier)
    )
    short = lengths.join(reached, on="pair", how="anti").drop("pair")
    return Found(exposures, behind.drop("pair").with_columns(found=found), short)


def _totals(episodes: pl.DataFrame) -> list[pl.Series]:
    """What the episodes of each window and person come to, in their order."""
    first = np.flatnonzero(episodes["episode"].to_numpy() == 1)
    last, closest = episodes["finished_at"].to_numpy(), episodes["closest_m"].to_numpy()
    if len(first):
        last, closest = np.maximum.reduceat(last, first), np.fmin.reduceat(closest, first)
    return [
        episodes["started_at"].gather(first).alias("first_at"),
        pl.Series("last_at", last),
        pl.Series("closest_m", closest).fill_nan(None),
        pl.Series("episodes", np.diff(np.append(first, len(episodes)))),
    ]


def in_order(exposures: pl.DataFrame, hop: str) -> pl.DataFrame:
    """Exposures in a total order with a number each, `exposure`.

    hop     the column that tells how far from the case an exposure is
    """
    ordered = sorting.ordered(exposures, "case_id", hop, "source_id", "person_id", "rule")
    return ordered.with_row_index("exposure").cast({"exposure": pl.Int64})
