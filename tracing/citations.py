"""Citations: the lines of files behind an episode.

A record's number is its file's number and its line; an hour of a track rests on thousands of records, so lines that
follow each other are told as one run.

evidence    exposure, episode, file_id, first_line, last_line: one row per run of lines, in order
"""

import polars as pl

LINE_BITS = 32
"""A record's number is its file's number, shifted by these bits, and its line."""

EPISODES = {
    "episode": pl.Int64,
    "started_at": pl.Int64,
    "finished_at": pl.Int64,
    "closest_m": pl.Float64,
    "place_ids": pl.List(pl.String),
    "missing": pl.List(pl.String),
}
"""An episode as it is told: its number in its exposure, instants in ms, places, and what its records do not say."""

EVIDENCE = {
    "exposure": pl.Int64,
    "episode": pl.Int64,
    "file_id": pl.Int32,
    "first_line": pl.Int64,
    "last_line": pl.Int64,
}


def lines_behind(episodes: pl.DataFrame) -> pl.DataFrame:
    """The lines of files behind each episode (exposure, episode, records), runs of lines that follow each other as one
    row.
    """
    of = ["exposure", "episode"]
    rows = episodes.select(*of, record="records").explode("record").drop_nulls().sort(*of, "record")
    same = pl.struct(of) == pl.struct(of).shift(1)
    follows = rows.select((same & (pl.col("record") == pl.col("record").shift(1) + 1)).fill_null(False)).to_series()
    last = rows["record"].filter(~follows.shift(-1, fill_value=False))
    file, line = pl.col("record") // 2**LINE_BITS, pl.col("record") % 2**LINE_BITS
    told = rows.filter(~follows).select(
        *of, file_id=file, first_line=line, last_line=pl.lit(last % 2**LINE_BITS, pl.Int64)
    )
    return told.cast(EVIDENCE)
