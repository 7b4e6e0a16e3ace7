"""Contact graphs as the bytes of a file: GraphML and GEXF for graph tools, json with everything.

Grain: one person a node, one exposure (source -> contact under one rule) an edge. People stand in the order of their
ids, exposures in the order of source, contact and rule, so that equal graphs give equal bytes.
Source: specification, "What goes out".
"""

import json
from datetime import date, datetime
from typing import Any

import networkx as nx

from tracing.contact_graph import view
from tracing.errors import UsageError
from tracing.exports.graph_xml import gexf, graphml
from tracing.exports.text import whole
from tracing.times import iso

GRAPH_FORMATS = ("graphml", "gexf", "json")


def graph_bytes(graph: nx.MultiDiGraph, format: str, zone: str) -> bytes:
    """The contact graph as a file of that format.

    graph   as in `contact_graph`: the key of an edge is its rule; its facts are text, numbers, None, instants, and
            lists and dictionaries of them
    format  one of GRAPH_FORMATS
    zone    IANA name of the time zone in which instants are written
    Errors: UsageError for another format.
    """
    ordered = _ordered(graph, zone)
    if format == "graphml":
        return graphml(ordered)
    if format == "gexf":
        return gexf(ordered)
    if format == "json":
        return _json(ordered)
    raise UsageError(f"a graph is written as one of {', '.join(GRAPH_FORMATS)}, or html")


def _ordered(graph: nx.MultiDiGraph, zone: str) -> nx.MultiDiGraph:
    """The graph with people, exposures and the names of their facts in order, and text for every instant and day."""
    ordered = nx.MultiDiGraph()
    ordered.graph.update(_written(graph.graph, zone))
    for person in sorted(graph):
        ordered.add_node(person, **_written(graph.nodes[person], zone))
    for source, contact, rule in sorted(graph.edges(keys=True)):
        facts = _written(graph.edges[source, contact, rule], zone)
        ordered.add_edges_from([(source, contact, rule, facts)])
    return ordered


def _json(graph: nx.MultiDiGraph) -> bytes:
    """An object of case, nodes and edges, each person and each exposure on a line of its own."""
    seen = view(graph)
    nodes, edges = (",\n".join(map(_object, seen[members])) for members in ("nodes", "edges"))
    text = f'{{"case": {_object(seen["case"])},\n"nodes": [\n{nodes}\n],\n"edges": [\n{edges}\n]}}\n'
    return whole(text).encode()


def _object(facts: dict[str, Any]) -> str:
    return json.dumps(facts, ensure_ascii=False)


def _written(fact: Any, zone: str) -> Any:
    match fact:
        case datetime():
            return iso(fact, zone)
        case date():
            return fact.isoformat()
        case dict():
            return {name: _written(fact[name], zone) for name in sorted(fact)}
        case list():
            return [_written(member, zone) for member in fact]
    return fact
