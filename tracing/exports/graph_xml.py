"""Contact graphs as GraphML and GEXF: XML that knows neither None nor lists, and not every character.

What is None is left out, lists become text joined by ";" (arrivals as `hops: instant`), the episodes of an exposure
become their number; characters that XML forbids are replaced.
"""

from io import BytesIO
from typing import Any
from xml.etree.ElementTree import SubElement

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from tracing.exports.text import REPLACEMENT, for_xml


def graphml(graph: nx.MultiDiGraph) -> bytes:
    """The graph as GraphML; the facts of the case are attributes of the graph."""
    writer = GraphMLWriter(_plain(graph))
    # networkx gives an edge its rule as id, but the ids of a document must differ.
    for number, exposure in enumerate(writer.xml.iter("edge")):
        exposure.set("id", f"e{number}")
    document = BytesIO()
    writer.dump(document)
    return document.getvalue()


def gexf(graph: nx.MultiDiGraph) -> bytes:
    """The graph as GEXF 1.2; the facts of the case are its description, for GEXF gives a graph no attributes."""
    plain = _plain(graph)
    writer = GEXFWriter(plain)
    meta = writer.xml.find("meta")
    del meta.attrib["lastmodifieddate"]  # today, whatever the graph
    SubElement(meta, "description").text = "; ".join(f"{name}: {fact}" for name, fact in plain.graph.items())
    document = BytesIO()
    writer.write(document)
    return document.getvalue()


def _plain(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    ids = _ids(graph)
    plain = nx.MultiDiGraph()
    plain.graph.update(_facts(graph.graph))
    plain.add_nodes_from((ids[person], _facts(facts)) for person, facts in graph.nodes(data=True))
    plain.add_edges_from(
        (ids[source], ids[contact], for_xml(rule), _facts(facts))
        for source, contact, rule, facts in graph.edges(keys=True, data=True)
    )
    return plain


def _ids(graph: nx.MultiDiGraph) -> dict[str, str]:
    """An id that XML can hold for everybody; two people never become one."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for person in graph:
        ids[person] = for_xml(person)
        while ids[person] in taken:
            ids[person] += REPLACEMENT
        taken.add(ids[person])
    return ids


def _facts(facts: dict[str, Any]) -> dict[str, str | int | float]:
    return {name: _fact(name, fact) for name, fact in facts.items() if fact is not None}


def _fact(name: str, fact: Any) -> str | int | float:
    if name == "episodes" and isinstance(fact, list):
        return len(fact)
    if name == "arrivals":
        return ";".join(f"{arrival['hops']}: {arrival['arrived_at']}" for arrival in fact)
    if isinstance(fact, list):
        return for_xml(";".join(fact))
    if isinstance(fact, bool):
        return "yes" if fact else "no"
    return for_xml(fact) if isinstance(fact, str) else fact
