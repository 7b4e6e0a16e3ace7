"""Marks: which rows of a file its filters keep out of evidence.

A mark is set when the file is taken in, on every row of that file that tells the record, also where an earlier file
told it first. As long as that file stands the record is no evidence, whichever files tell it besides
(`tracing.standing`).

cost    the file's fixes are sorted once, by DuckDB, which goes to the disk for what its memory does not hold; then the
        memory of the tracks that are looked at together
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import polars as pl

from tracing.filters import FILTERS, Parameters, complete
from tracing.filters.track import MOST
from tracing.standing import Standing
from tracing.store import Database, statement

PART = 250_000
"""About how many fixes are looked at together, in whole tracks."""

NOTHING_MARKED = pl.DataFrame(schema={"case_id": pl.String, "filter": pl.String, "fixes": pl.Int64})
"""As `marked_within` tells it."""


def mark(store: Database, file_id: int, rows: int, filters: Mapping[str, Parameters]) -> None:
    """Mark what filters find in a file of fixes whose rows are in the store; part of the transaction that adds them.

    rows        how many rows the file told, those that were known included
    filters     name -> parameters; those that are not given have their defaults
    """
    found = list(_found(store, file_id, rows, filters))
    if found:
        with store.lent("found", pl.concat(found)):
            store.run(statement("store/mark"), {"file_id": file_id})


def would_mark(store: Database, file_id: int, rows: int, filters: Mapping[str, Parameters]) -> dict[str, int]:
    """How many records of a file each of some filters would mark; nothing is marked."""
    counts = dict.fromkeys(filters, 0)
    for found in _found(store, file_id, rows, filters):
        for name, count in found.group_by("filter").len().iter_rows():
            counts[name] += count
    return counts


def marked_by(store: Database, file_ids: Sequence[int]) -> pl.DataFrame:
    """How many rows of some files are marked: `file_id`, `filter`, `rows`."""
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


def _found(store: Database, file_id: int, rows: int, filters: Mapping[str, Parameters]) -> Iterator[pl.DataFrame]:
    """What each filter finds, part by part: `record`, `filter`."""
    asked, parts = complete(filters), rows // PART + 1
    if not asked:
        return
    store.run(statement("store/sort_tracks"), {"file_id": file_id, "most": MOST, "parts": parts})
    for part in range(parts):
        fixes = store.frame(statement("store/tracks"), {"part": part})
        for name, parameters in asked.items() if fixes.height else ():
            marked: np.ndarray = FILTERS[name].marks(fixes, **parameters)
            if marked.any():
                yield fixes.select("record").filter(pl.Series(marked)).with_columns(filter=pl.lit(name))
    store.run(statement("store/drop_tracks"))
