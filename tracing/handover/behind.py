"""What each line of a list stands on, kept with the line: when it changes later, the screen may be long gone.

exposures   one list per line: source_id, hop, rule, evidence, tier, measured_ms, first_at, last_at, the source's
            `window` (stretches started_at, finished_at) and `episodes`: started_at, finished_at, place_ids, records
            (runs of lines: file_id, first_line, last_line). Instants and lengths are ms
"""

import polars as pl

from tracing.results import cited, episodes
from tracing.store import Database, statement

_STRETCH = {"started_at": pl.Int64, "finished_at": pl.Int64}
_RECORDS = {"file_id": pl.Int32, "first_line": pl.Int64, "last_line": pl.Int64}
_EPISODE = _STRETCH | {"place_ids": pl.List(pl.String), "records": pl.List(pl.Struct(_RECORDS))}
_EXPOSURE = {
    "source_id": pl.String,
    "hop": pl.Int32,
    "rule": pl.String,
    "evidence": pl.String,
    "tier": pl.String,
    "measured_ms": pl.Int64,
    "first_at": pl.Int64,
    "last_at": pl.Int64,
    "window": pl.List(pl.Struct(_STRETCH)),
    "episodes": pl.List(pl.Struct(_EPISODE)),
}
EXPOSURES = pl.List(pl.Struct(_EXPOSURE))


def with_exposures(lines: pl.DataFrame, results: Database, case_id: str) -> pl.DataFrame:
    """The lines of one case's list with the exposures behind each; who was withdrawn has none."""
    asked = {"case_id": case_id}
    episodes = _episodes(results, asked)
    stretches = results.frame(statement("results/windows"), asked).sort("window", "started_at")
    windows = stretches.group_by("window").agg(pl.struct(list(_STRETCH)).alias("stretches"))
    listed = results.frame(statement("results/exposures"), asked).filter("listed")
    whole = listed.drop("episodes").join(episodes, on="exposure", how="left").join(windows, on="window", how="left")
    whole = whole.drop("window").rename({"stretches": "window"}).sort("person_id", "hop", "source_id", "rule")
    by_person = whole.group_by("person_id").agg(pl.struct(list(_EXPOSURE)).alias("exposures"))
    by_person = by_person.cast({"exposures": EXPOSURES})
    joined = lines.join(by_person, on="person_id", how="left", maintain_order="left")
    return joined.with_columns(pl.col("exposures").fill_null([]))


def sources(lines: pl.DataFrame) -> pl.Series:
    """The case and the close contacts by whom people came onto lines with exposures."""
    return lines["exposures"].explode().struct.field("source_id").drop_nulls().unique()


def _episodes(results: Database, asked: dict) -> pl.DataFrame:
    """The episodes of each exposure as one list."""
    of = ["exposure", "episode"]
    records = (
        cited(results, asked["case_id"])
        .group_by(of, maintain_order=True)
        .agg(pl.struct(list(_RECORDS)).alias("records"))
    )
    found = episodes(results, asked["case_id"]).join(records, on=of, how="left")
    ordered = found.sort("exposure", "started_at", "episode")
    return ordered.group_by("exposure", maintain_order=True).agg(pl.struct(list(_EPISODE)).alias("episodes"))
