"""Traffic: what ties each case to places, plates and runs, and how probable that is by their traffic alone.

held        one row per alternative and case: kind, id, case_id, ties (whether it ties the case), first_at and
            last_at (ms, inside the window; null where the two were not together), probability (that it ties the case
            by chance)
source      specification, "Contacts" (backward)
"""

import polars as pl

from tracing.backward.chance import at_least_once, share

HELD = {
    "kind": pl.String,
    "id": pl.String,
    "case_id": pl.String,
    "ties": pl.Boolean,
    "first_at": pl.Int64,
    "last_at": pl.Int64,
    "probability": pl.Float64,
}
ALTERNATIVE = ["kind", "id"]


def held(visits: pl.DataFrame, windows: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Everything that anybody visited within a window of a case, against each of the cases.

    visits      as `tracing.backward.visits` gives them
    windows     the cases' windows, one stretch each; a case without one is tied by nothing
    cases       the given cases: case_id
    """
    counted = pl.concat([pl.DataFrame(schema=_COUNTED), *(_within(one, visits) for one in windows.rows(named=True))])
    everywhere = counted.select(ALTERNATIVE).unique().join(cases.select("case_id"), how="cross")
    sums = {"all_visits": pl.col("visits").sum(), "all_others": pl.col("others").sum()}
    totals = counted.group_by("kind", "case_id").agg(**sums)
    known = (
        everywhere.join(counted, on=[*ALTERNATIVE, "case_id"], how="left")
        .join(totals, on=["kind", "case_id"], how="left")
        .with_columns(pl.col("others", "all_visits", "all_others").fill_null(0))
    )
    theirs = share(known["others"].to_numpy(), known["all_others"].to_numpy())
    by_chance = at_least_once(theirs, known["all_visits"].to_numpy())
    found = known.with_columns(ties=pl.col("first_at").is_not_null(), probability=pl.Series(by_chance))
    return found.select(list(HELD)).cast(HELD)


_COUNTED = {
    "kind": pl.String,
    "id": pl.String,
    "case_id": pl.String,
    "visits": pl.Int64,
    "others": pl.Int64,
    "first_at": pl.Int64,
    "last_at": pl.Int64,
}


def _within(window: dict, visits: pl.DataFrame) -> pl.DataFrame:
    """The visits of a case within its window, when the first began and the last ended, and those of everybody else."""
    begin, end = window["started_at"], window["finished_at"]
    inside = visits.filter(pl.col("started_at") < end, pl.col("finished_at") > begin)
    own = pl.col("person_id") == window["source_id"]
    counted = inside.group_by(ALTERNATIVE).agg(
        visits=own.sum(),
        others=(~own).sum(),
        first_at=pl.col("started_at").clip(lower_bound=begin).filter(own).min(),
        last_at=pl.col("finished_at").clip(upper_bound=end).filter(own).max(),
    )
    return counted.with_columns(case_id=pl.lit(window["case_id"])).select(list(_COUNTED)).cast(_COUNTED)
