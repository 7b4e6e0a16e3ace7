"""What contact graphs are made of, as frames: people, exposures and their episodes.

people      one row per person: id, tier (`case`, `other_case` or the tier of the line), hop, label, first_contact_at,
            last_contact_at (instants), follow_up_until (date), minutes, closest_m, rules, places, via (lists),
            episodes (their number), grid_id
exposures   one row per exposure: exposure (a number), source, target (rows of people), key (the rule, with the hops
            where the two have an exposure under that rule already), rule, tier, evidence, closest_m, hop, minutes,
            first_at, last_at (instants), episodes (their number)
episodes    one row per episode, by exposure and time: exposure, started_at, finished_at (instants), place (text),
            closest_m, records (list: each file with the lines of it that were used), missing (list)

Source: specification, "What goes out".
"""

from collections.abc import Iterable

import polars as pl
import polars.selectors as cs

from tracing.times import INSTANT, MINUTE

PEOPLE = {
    "id": pl.String,
    "tier": pl.String,
    "hop": pl.Int32,
    "label": pl.String,
    "first_contact_at": INSTANT,
    "last_contact_at": INSTANT,
    "follow_up_until": pl.Date,
    "minutes": pl.Float64,
    "closest_m": pl.Float64,
    "rules": pl.List(pl.String),
    "places": pl.List(pl.String),
    "via": pl.List(pl.String),
    "episodes": pl.Int64,
    "grid_id": pl.String,
}
EPISODES = {
    "exposure": pl.Int64,
    "started_at": INSTANT,
    "finished_at": INSTANT,
    "place": pl.String,
    "closest_m": pl.Float64,
    "records": pl.List(pl.String),
    "missing": pl.List(pl.String),
}
INSTANT_TEXT, DATE = "%Y-%m-%dT%H:%M:%S%.3f%:z", "%Y-%m-%d"
"""How instants, in the time of a zone, and days are written."""

_LINES = ["first_line", "last_line"]
_EPISODE = ["exposure", "episode"]
_FILE = [*_EPISODE, "file_id"]


def on_no_line(people: Iterable[str], tier: str, hop: int) -> pl.DataFrame:
    """People of whom no list says anything: the case itself, and other cases."""
    nothing = {"minutes": 0.0, "rules": [], "places": [], "via": [], "episodes": 0}
    rows = [{"id": person, "tier": tier, "hop": hop, "label": person, **nothing} for person in people]
    return pl.DataFrame(rows, PEOPLE)


def on_lines(lines: pl.DataFrame) -> pl.DataFrame:
    """The people of a case list's lines, in their order; instants typed."""
    direct = pl.col("via").list.len() == 0
    people = lines.with_columns(
        id="person_id", label="person_id", hop=pl.when(direct).then(pl.lit(1, pl.Int32)).otherwise(2)
    )
    return people.select(list(PEOPLE))


def exposures_between(people: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The exposures of a search, in their order, as those of a graph of these people."""
    rows = people.select("id").with_row_index("row")
    sources, targets = rows.rename({"row": "source"}), rows.rename({"row": "target"})
    # Divided by a number, polars multiplies with its inverse, and the last digit may be another one.
    minutes = found["measured_ms"] / pl.repeat(MINUTE, found.height, eager=True)
    return (
        found.with_columns(minutes=minutes)
        .join(sources, left_on="source_id", right_on="id", maintain_order="left")
        .join(targets, left_on="person_id", right_on="id", maintain_order="left")
        .select(
            *("exposure", "source", "target", pl.col("rule").alias("key"), "rule", "tier", "evidence", "closest_m"),
            hop=pl.col("hop").cast(pl.Int32) + 1,
            minutes="minutes",
            first_at=pl.col("first_at").cast(INSTANT),
            last_at=pl.col("last_at").cast(INSTANT),
            episodes="episodes",
        )
    )


def episodes_of(found: pl.DataFrame, runs: pl.DataFrame, files: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """The episodes of a search as those of a graph.

    found       exposure, episode, started_at, finished_at (ms), closest_m, place_ids, missing; by exposure, episode
    runs        the runs of lines behind them: exposure, episode, file_id, first_line, last_line, in that order
    files       file_id, name; places: place_id, name
    """
    instants = [pl.col(name).cast(INSTANT) for name in ("started_at", "finished_at")]
    return (
        found.select(*_EPISODE, *instants, _places(found["place_ids"], places), "closest_m", "missing")
        .join(_records(runs, files), on=_EPISODE, how="left", maintain_order="left")
        .with_columns(pl.col("records").fill_null([]))
        .select(list(EPISODES))
    )


def _places(place_ids: pl.Series, places: pl.DataFrame) -> pl.Series:
    """The places of each episode in words."""
    shown = pl.format("{} ({})", pl.when(pl.col("name") != "").then("name"), "place_id")
    names = places.select("place_id", place=shown).drop_nulls()
    met = place_ids.alias("place_id").to_frame().with_row_index("row").explode("place_id", empty_as_null=True)
    named = met.join(names, on="place_id", how="left", maintain_order="left")
    named = named.select(pl.col("row").set_sorted(), pl.coalesce("place", "place_id"))
    return named.group_by("row", maintain_order=True).agg("place")["place"].list.join(", ", ignore_nulls=True)


def _records(runs: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """Per exposure and episode, `records`: each file with the lines of it that were used."""
    one_line = pl.col("first_line") == pl.col("last_line")
    text = pl.when(one_line).then(pl.col("first_line").cast(pl.String)).otherwise(pl.format("{}-{}", *_LINES))
    by_file = _together(runs.with_columns(lines=text, alone=one_line), _FILE, "lines", "alone")
    alone = pl.col("alone").list.all() & (pl.col("alone").list.len() == 1)
    word = pl.when(alone).then(pl.lit("line")).otherwise(pl.lit("lines"))
    told = by_file.join(_names(files), on="file_id", how="left", maintain_order="left")
    told = told.with_columns(records=pl.format("{} {} {}", "file", word, pl.col("lines").list.join(", ")))
    return _together(told, _EPISODE, "records")


def _together(rows: pl.DataFrame, of: list[str], *listed: str) -> pl.DataFrame:
    """The rows that follow each other with the same values as one, the columns `listed` as lists."""
    runs = rows.with_columns(run=pl.struct(of).rle_id().set_sorted()).group_by("run", maintain_order=True)
    return runs.agg(pl.col(of).first(), *listed).drop("run")


def _names(files: pl.DataFrame) -> pl.DataFrame:
    """Each file's name; files of one name are told apart by number."""
    numbered = pl.format("{} (file {})", "name", "file_id")
    return files.select("file_id", file=pl.when(pl.len().over("name") == 1).then("name").otherwise(numbered))


def in_zone(rows: pl.DataFrame, zone: str) -> pl.DataFrame:
    """People, exposures or episodes with their instants in the zone's time; they stay the same instants."""
    return rows.with_columns(cs.datetime().dt.convert_time_zone(zone))


def as_text(rows: pl.DataFrame, zone: str) -> pl.DataFrame:
    """People, exposures or episodes with instants in the zone's time and days as text, empty where there is none."""
    instants = cs.datetime().dt.strftime(INSTANT_TEXT)
    return in_zone(rows, zone).with_columns(instants.fill_null(""), cs.date().dt.strftime(DATE).fill_null(""))
