"""The lines of case lists: what the exposures behind each person make up.

contacts    case_id, person_id, tier, hop, via (list), first_contact_at, last_contact_at (ms), minutes,
            closest_m, rules, places (lists, sorted), episodes, follow_up_until (local date), grid_id

Source: specification, "Contacts". Who only reads lists needs none of this, nor the numpy that it loads.
"""

import numpy as np
import polars as pl

from tracing.contacts import LINE, LINES, rank
from tracing.definitions import Definition
from tracing.exposures import union_ms
from tracing.lists import distinct
from tracing.sorting import ordered
from tracing.times import MINUTE

_TOTALS = (
    pl.col("line_tier").first().alias("tier"),
    pl.col("hop").max() + 1,
    pl.col("first_at").min().alias("first_contact_at"),
    pl.col("last_at").max().alias("last_contact_at"),
    pl.col("closest_m").min(),
    pl.col("episodes").sum().cast(pl.Int64),
)


def contacts(listed: pl.DataFrame, episodes: pl.DataFrame) -> pl.DataFrame:
    """The lines of case lists: columns of `LINES`.

    listed      exposures as `listed` gives them; episodes: theirs, by `exposure`
    """
    lines = listed.with_row_index("row").group_by(LINE, maintain_order=True).agg(*_TOTALS, "row")
    count, line = len(lines), np.empty(len(listed), np.int64)
    line[lines["row"].explode().to_numpy()] = np.repeat(np.arange(count), lines["row"].list.len().to_numpy())
    onward = (listed["hop"] == 1).to_numpy()
    behind = listed.select("exposure", line=pl.Series(line))
    behind = behind.join(episodes.select("exposure", "started_at", "finished_at", "place_ids"), on="exposure")
    places = behind.select("line", "place_ids").explode("place_ids").drop_nulls()
    minutes = union_ms(behind.select("line", "started_at", "finished_at"), ["line"])["length"].to_numpy() / MINUTE
    lines = lines.with_columns(
        via=distinct(line[onward], listed["source_id"].filter(onward), count),
        rules=distinct(line, listed["rule"], count),
        places=distinct(places["line"].to_numpy(), places["place_ids"], count),
        minutes=pl.Series(minutes),
    )
    return lines.select(list(LINES)).cast(LINES)


def case_lists(lines: pl.DataFrame, persons: pl.DataFrame, definition: Definition, zone: str) -> pl.DataFrame:
    """All lines in order of case, tier, first contact and person, with follow-up and grid cell.

    persons     records of that kind, for `grid_id`
    """
    whole = lines.join(persons.select("person_id", "grid_id"), on="person_id", how="left")
    whole = whole.select(*LINES, follow_up_until=_follow_up_until(definition, zone), grid_id="grid_id")
    return ordered(whole.with_columns(rank=rank()), "case_id", "rank", "first_contact_at", "person_id").drop("rank")


def _follow_up_until(definition: Definition, zone: str) -> pl.Expr:
    """The local date of the last instant before the last contact ended, and as many days on as the tier has."""
    last = pl.from_epoch(pl.col("last_contact_at") - 1, "ms").dt.replace_time_zone("UTC").dt.convert_time_zone(zone)
    days = pl.col("tier").replace_strict(dict(definition.follow_up), default=None, return_dtype=pl.Int64)
    return last.dt.date() + pl.duration(days=days)
