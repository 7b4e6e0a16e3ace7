"""Marks: which fixes filters keep out of evidence, as they are told. How they are set, `tracing.judging` says."""

from collections.abc import Sequence

import polars as pl

from tracing.standing import Standing
from tracing.store import Database, statement

NOTHING_MARKED = pl.DataFrame(schema={"case_id": pl.String, "filter": pl.String, "fixes": pl.Int64})
"""As `marked_within` tells it."""


def marked_by(store: Database, file_ids: Sequence[int]) -> pl.DataFrame:
    """How many fixes that some files tell are marked now by filters that these name: `file_id`, `filter`, `rows`, and
    `rows_of_file`, in which a fix that several filters mark is one.
    """
    return store.frame(statement("store/marked_by"), {"file_ids": list(file_ids)})


def marked_of(store: Database, people: Sequence[str], standing: Standing) -> pl.DataFrame:
    """How many fixes of some people count for nothing as filters marked them: `person_id`, `filter`, `fixes`."""
    told = _marked_fixes(store, people, standing)
    return told.group_by("person_id", "filter").agg(fixes=pl.len().cast(pl.Int64)).sort("person_id", "filter")


def marked_within(store: Database, windows: pl.DataFrame, standing: Standing) -> pl.DataFrame:
    """How many marked fixes of cases lie within their infectious periods: `case_id`, `filter`, `fixes`.

    windows     those of the cases: case_id, source_id, started_at, finished_at
    """
    told = _marked_fixes(store, windows["source_id"].unique().to_list(), standing)
    met = windows.join(told, left_on="source_id", right_on="person_id")
    within = met.filter(pl.col("at") >= pl.col("started_at"), pl.col("at") < pl.col("finished_at"))
    return within.group_by("case_id", "filter").agg(fixes=pl.len().cast(pl.Int64)).sort("case_id", "filter")


def _marked_fixes(store: Database, people: Sequence[str], standing: Standing) -> pl.DataFrame:
    """The fixes of some people that count for nothing as filters marked them: person_id, filter, at (ms)."""
    names = standing.joined.recorded_as(people)
    told = store.frame(statement("store/marked_fixes_of"), {"people": names["name"].to_list()})
    in_force = told.join(standing.marked, on=["record", "filter"], how="semi")
    return in_force.rename({"person_id": "name"}).join(names, on="name")
