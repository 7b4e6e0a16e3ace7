"""A search: from sources in their windows to everybody they were with long enough, and who was not long enough.

A screen is two searches, one from the cases and one from their close contacts; deeper graphs, the search for a
source and a trial of thresholds are searches too. Source: specification, "Evidence" to "Contacts".
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from tracing.definitions import TIERS, Rule
from tracing.evidence import MEETINGS, Observations, meetings
from tracing.exposures import PAIR, episodes, measured, qualifying


@dataclass(frozen=True)
class Found:
    """What a search found; instants are ms since 1970, UTC. Pairs are told by `window` and `person_id`.

    exposures   one row per qualifying exposure: window, case_id, source_id, person_id, hop, rule, evidence, tier (that
                of the rule; secondary from hop 1 on), measured_ms, first_at, last_at, closest_m, episodes (a count)
    episodes    their episodes: window, person_id, rule, episode, started_at, finished_at, closest_m, place_ids,
                records, missing
    shortfalls  one row per pair and rule that was together for less than the rule's threshold: window, case_id,
                source_id, person_id, hop, rule, measured_ms
    """

    exposures: pl.DataFrame
    episodes: pl.DataFrame
    shortfalls: pl.DataFrame

    def and_(self, more: "Found") -> "Found":
        """Both searches as one."""
        return Found(
            self.exposures.vstack(more.exposures),
            self.episodes.vstack(more.episodes),
            self.shortfalls.vstack(more.shortfalls),
        )


def search(windows: pl.DataFrame, observations: Observations, rules: Iterable[Rule], zone: str) -> Found:
    """Whom the windows' sources were with, under each rule by itself.

    windows     as `tracing.windows` gives them: window, case_id, source_id, hop, started_at, finished_at
    """
    searches = windows.select("window", "case_id", "source_id", "hop").unique()
    parts = [_under(rule, windows, observations, zone) for rule in rules]
    tier = pl.when(pl.col("hop") == 0).then("tier").otherwise(pl.lit(TIERS[1]))
    exposures = pl.concat([part.exposures for part in parts]).join(searches, on="window").with_columns(tier=tier)
    shortfalls = pl.concat([part.shortfalls for part in parts]).join(searches, on="window")
    return Found(exposures, pl.concat([part.episodes for part in parts]), shortfalls)


def _under(rule: Rule, windows: pl.DataFrame, observations: Observations, zone: str) -> Found:
    """What one rule shows; exposures and shortfalls lack the columns of their windows still."""
    together = episodes(meetings(windows, observations, rule).cast(MEETINGS))
    lengths = measured(together, rule, zone)
    reached = qualifying(lengths, rule)
    behind = together.join(reached.select(PAIR), on=PAIR, how="semi").with_columns(rule=pl.lit(rule.id))
    totals = behind.group_by(PAIR).agg(
        pl.col("started_at").min().alias("first_at"),
        pl.col("finished_at").max().alias("last_at"),
        pl.col("closest_m").min(),
        pl.len().cast(pl.Int64).alias("episodes"),
    )
    exposures = reached.join(totals, on=PAIR).with_columns(
        rule=pl.lit(rule.id), evidence=pl.lit(rule.evidence), tier=pl.lit(rule.tier)
    )
    short = lengths.join(reached.select(PAIR), on=PAIR, how="anti").with_columns(rule=pl.lit(rule.id))
    return Found(exposures, behind, short)


def numbered(exposures: pl.DataFrame, episodes: pl.DataFrame, hop: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Exposures in a total order with a number each, `exposure`, and their episodes by that number.

    hop     the column that tells how far from the case an exposure is
    """
    by = [*PAIR, "rule"]
    ordered = exposures.sort("case_id", hop, "source_id", "person_id", "rule").with_row_index("exposure")
    ordered = ordered.cast({"exposure": pl.Int64})
    theirs = episodes.join(ordered.select("exposure", *by), on=by).drop(by)
    return ordered, theirs.sort("exposure", "episode")
