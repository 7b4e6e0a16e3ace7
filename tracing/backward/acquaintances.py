"""Acquaintances: the people whom several cases were with in the days before, and how many they meet anyway.

Somebody who meets a tenth of all people meets a tenth of all cases: for a case, the share is that of the people she
met within the case's window among all whom the evidence of the rules shows then, the case itself aside.
source: specification, "Contacts" (backward); the shape of the answer is that of `tracing.backward.traffic`.
"""

import polars as pl

from tracing.backward.chance import at_least_once, share
from tracing.backward.traffic import HELD
from tracing.evidence import Observations
from tracing.presence import present
from tracing.searches import search
from tracing.windows import WINDOWS


def held(
    windows: pl.DataFrame, cases: pl.DataFrame, observations: Observations, zone: str, least: int
) -> tuple[pl.DataFrame, int, pl.DataFrame]:
    """Everybody who ties enough of the cases, against each of them; how many people the evidence shows at all; and how
    many each case was with (`case_id`, `met`).

    windows     the cases' windows, one stretch each
    cases       the given cases: case_id, person_id
    least       how many cases are enough. One who is a given case herself ties her own to those she met: it counts,
                has the probability 1, and no times; alone it is nothing
    """
    ties = _met(windows, observations, zone).rename({"person_id": "id"})
    own = cases.select(pl.col("person_id").alias("id"), "case_id", own=pl.lit(True))
    tied = pl.concat([ties.select("id", "case_id"), own.join(ties, on="id", how="semi").select("id", "case_id")])
    enough = tied.group_by("id").agg(cases=pl.len()).filter(pl.col("cases") >= least).select("id")
    seen = present(windows, observations, observations.definition.rules)
    by_chance = _by_chance(_windows_of(enough, windows), observations, zone, seen)
    found = enough.join(cases.select("case_id"), how="cross")
    for known in (ties.drop("window"), by_chance, own):
        found = found.join(known, on=["id", "case_id"], how="left")
    own_case = pl.col("own").fill_null(False)
    found = found.with_columns(
        kind=pl.lit("person"),
        ties=own_case | pl.col("first_at").is_not_null(),
        probability=pl.when(own_case).then(1.0).otherwise(pl.col("probability").fill_null(0.0)),
    )
    met = ties.group_by("case_id").agg(met=pl.len())
    return found.select(list(HELD)).cast(HELD), seen["person_id"].n_unique(), met


def _by_chance(theirs: pl.DataFrame, observations: Observations, zone: str, seen: pl.DataFrame) -> pl.DataFrame:
    """How probable it is that each person met each case anyway: id, case_id, probability."""
    counts = _counted(theirs, _met(theirs, observations, zone), seen)
    probability = at_least_once(share(counts["met"].to_numpy(), counts["seen"].to_numpy()), 1)
    return counts.select("id", "case_id", probability=pl.Series(probability, dtype=pl.Float64))


def _met(windows: pl.DataFrame, observations: Observations, zone: str) -> pl.DataFrame:
    """Whom each window's source was with under any of the rules: window, case_id, person_id, first_at, last_at."""
    exposures = search(windows.select(list(WINDOWS)), observations, observations.definition.rules, zone).exposures
    by = ["window", "case_id", "person_id"]
    return exposures.group_by(by).agg(pl.col("first_at").min(), pl.col("last_at").max())


def _windows_of(people: pl.DataFrame, windows: pl.DataFrame) -> pl.DataFrame:
    """The cases' windows with each of the people as the source, never a case's own.

    returns     windows with `id`, the person, and `of_window` and `of_person`, the case's
    """
    theirs = windows.rename({"window": "of_window", "source_id": "of_person"}).join(people, how="cross")
    theirs = theirs.filter(pl.col("id") != pl.col("of_person")).with_columns(source_id=pl.col("id"))
    return theirs.sort("of_window", "id").with_row_index("window").cast({"window": pl.Int64})


def _counted(theirs: pl.DataFrame, met: pl.DataFrame, seen: pl.DataFrame) -> pl.DataFrame:
    """How many a person met in a case's window, and how many were seen in it, the two themselves aside.

    returns     id, case_id, met, seen
    """
    met = met.join(theirs.select("window", "of_person"), on="window").filter(pl.col("person_id") != pl.col("of_person"))
    shown = seen.rename({"window": "of_window"})
    counts = (
        theirs.join(met.group_by("window").agg(met=pl.len()), on="window", how="left")
        .join(shown.group_by("of_window").agg(seen=pl.len()), on="of_window", how="left")
        .join(shown.rename({"person_id": "id"}).with_columns(herself=1), on=["of_window", "id"], how="left")
        .join(shown.rename({"person_id": "of_person"}).with_columns(case=1), on=["of_window", "of_person"], how="left")
        .with_columns(pl.col("met", "seen", "herself", "case").fill_null(0).cast(pl.Int64))
    )
    # Air that lingers may bring a person to somebody whom nothing shows within the window itself.
    others = pl.max_horizontal("met", pl.col("seen") - pl.col("herself") - pl.col("case"))
    return counts.select("id", "case_id", "met", seen=others)
