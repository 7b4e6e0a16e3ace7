"""Contact graphs as files: GraphML and GEXF for graph tools, json with everything.

Grain: one person a node, one exposure (source -> contact under one rule) an edge. People stand in the order of their
ids, exposures in the order of source, contact and rule, so that equal graphs give equal bytes.
Source: specification, "What goes out".
"""

from collections.abc import Iterator

import polars as pl

from tracing.contact_graph import ContactGraph
from tracing.errors import UsageError
from tracing.exports.gexf import gexf
from tracing.exports.graph_json import graph_json
from tracing.exports.graphml import graphml

_WRITERS = {"graphml": graphml, "gexf": gexf, "json": graph_json}
GRAPH_FORMATS = tuple(_WRITERS)


def graph_pieces(graph: ContactGraph, format: str, zone: str) -> Iterator[bytes]:
    """The contact graph as a file of that format, piece by piece.

    format  one of GRAPH_FORMATS
    zone    IANA name of the time zone in which instants are written
    cost    a million exposures: some 4 s of a processor
    Errors: UsageError for another format.
    """
    if format not in _WRITERS:
        raise UsageError(f"a graph is written as one of {', '.join(GRAPH_FORMATS)}, or html")
    return _WRITERS[format](_ordered(graph), zone)


def _ordered(graph: ContactGraph) -> ContactGraph:
    """The graph with people and exposures in order, and exposures numbered by it."""
    people = graph.people.with_row_index("row").sort("id")
    place = people.select("row").with_row_index("place").sort("row")["place"]
    ends = [pl.lit(place).gather(end).alias(end) for end in ("source", "target")]
    exposures = graph.exposures.with_columns(ends).sort("source", "target", "key").with_row_index("number")
    numbers = exposures.select("exposure", "number")
    episodes = graph.episodes.join(numbers, on="exposure", maintain_order="left").drop("exposure")
    return ContactGraph(
        graph.case,
        people.drop("row"),
        exposures.drop("exposure").rename({"number": "exposure"}),
        episodes.rename({"number": "exposure"}).sort("exposure", maintain_order=True),
    )
