"""Runs: stretches of the same two people that touch, as one piece of evidence.

Two people who sit side by side are met move by move; what counts is the whole of it. Arrays throughout, no sort: the
stretches come in order.
"""

import numpy as np
import polars as pl

from tracing.encounters import RECORDS


def runs(met: pl.DataFrame) -> pl.DataFrame:
    """Stretches that touch as one: window, person_id, started_at, finished_at, closest_m, records.

    met         window, person_id, started_at, finished_at, closest_m and the records of both moves; the rows of each
                window and person together and in order of time
    """
    if met.is_empty():
        return met.select(*_SAME, "started_at", "finished_at", "closest_m", records=pl.concat_list(RECORDS))
    started, finished = met["started_at"].to_numpy(), met["finished_at"].to_numpy()
    who = met["person_id"].rle_id().to_numpy() + 0, met["window"].to_numpy()
    new = np.ones(len(met), bool)
    new[1:] = (started[1:] > finished[:-1]) | np.logical_or(*(one[1:] != one[:-1] for one in who))
    first = np.flatnonzero(new)
    return (
        met[first]
        .select(*_SAME, "started_at")
        .with_columns(
            finished_at=np.maximum.reduceat(finished, first),
            closest_m=np.minimum.reduceat(met["closest_m"].to_numpy(), first),
            records=_records(met, new),
        )
    )


_SAME = ("window", "person_id")


def _records(met: pl.DataFrame, new: np.ndarray) -> pl.Series:
    """The records behind each run, sorted. A move goes on from row to row: its fixes are taken where they are new."""
    run, parts = np.cumsum(new) - 1, []
    for begin, end in (RECORDS[:2], RECORDS[2:]):
        first, last = met[begin].to_numpy(), met[end].to_numpy()
        fresh = (first[1:] != first[:-1]) & (first[1:] != last[:-1]), last[1:] != last[:-1]
        for column, changed in zip((first, last), fresh, strict=True):
            taken = new.copy()
            taken[1:] |= changed
            parts.append(pl.DataFrame({"run": run[taken], "record": column[taken]}))
    told = pl.concat(parts).group_by("run").agg(pl.col("record").unique().sort()).sort("run")
    return told["record"]
