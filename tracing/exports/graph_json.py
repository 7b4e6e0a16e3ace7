"""Contact graphs as json: an object of case, nodes and edges, each person and each exposure on a line of its own."""

import json
from collections.abc import Iterable, Iterator

import polars as pl

from tracing.contact_graph import ContactGraph
from tracing.exports.row_text import SLICE, json_object, json_value
from tracing.graph_members import in_zone
from tracing.parallel import at_once


def graph_json(graph: ContactGraph, zone: str) -> Iterator[bytes]:
    """The document in pieces.

    graph   people and exposures in the order in which they are written, exposures numbered by it
    """
    yield f'{{"case": {json.dumps(graph.case, ensure_ascii=False, sort_keys=True)},\n"nodes": [\n'.encode()
    yield from _lines(at_once(lambda rows: _people(in_zone(rows, zone)), graph.people.iter_slices(SLICE)))
    yield b'\n],\n"edges": [\n'
    ids = graph.people.select(json_value(pl.col("id"), pl.String)).to_series()
    yield from _lines(at_once(lambda part: _exposures(*(in_zone(rows, zone) for rows in part), ids), _slices(graph)))
    yield b"\n]}\n"


def _slices(graph: ContactGraph) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """The exposures in their order, so many at a time, with their episodes."""
    of_exposure = graph.episodes["exposure"].set_sorted()
    for start in range(0, graph.exposures.height, SLICE):
        first, last = of_exposure.search_sorted(pl.Series([start, start + SLICE]))
        yield graph.exposures.slice(start, SLICE), graph.episodes.slice(first, last - first)


def _lines(texts: Iterable[pl.Series]) -> Iterator[bytes]:
    for place, rows in enumerate(texts):
        if place:
            yield b",\n"
        yield rows.str.join(",\n").item().encode()


def _people(people: pl.DataFrame) -> pl.Series:
    first = {"id": json_value(pl.col("id"), pl.String)}
    return people.select(text=json_object(first | _facts(people, "id")))["text"]


def _exposures(exposures: pl.DataFrame, episodes: pl.DataFrame, ids: pl.Series) -> pl.Series:
    """Each exposure with its episodes.

    ids     the people's, as JSON
    """
    texts = episodes.select(pl.col("exposure").set_sorted(), text=json_object(_facts(episodes, "exposure")))
    listed = texts.group_by("exposure", maintain_order=True).agg(pl.col("text"))
    joined = exposures.join(listed, on="exposure", how="left", maintain_order="left")
    ends = {end: pl.lit(ids).gather(end) for end in ("source", "target")}
    nested = {"episodes": pl.concat_str(pl.lit("["), pl.col("text").list.join(", ").fill_null(""), pl.lit("]"))}
    facts = nested | _facts(exposures, "exposure", "source", "target", "key", "episodes")
    return joined.select(text=json_object(ends | dict(sorted(facts.items()))))["text"]


def _facts(rows: pl.DataFrame, *but: str) -> dict[str, pl.Expr]:
    """The facts of rows as JSON, by their names in order."""
    names = sorted(set(rows.columns) - set(but))
    return {name: json_value(pl.col(name), rows.schema[name]) for name in names}
