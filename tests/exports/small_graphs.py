"""Contact graphs put together by hand, and the slow, obvious way to write one."""

import io
import json
import re
from datetime import UTC, datetime
from xml.etree.ElementTree import SubElement

import networkx as nx
import polars as pl
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from tests.exports.lines import ZONE
from tracing.contact_graph import ContactGraph, view
from tracing.graph_members import EPISODES, PEOPLE
from tracing.times import INSTANT

MET_AT = datetime(2021, 8, 4, 4, 10, tzinfo=UTC)
LEFT_AT = datetime(2021, 8, 4, 4, 40, tzinfo=UTC)
EXPOSURES = {
    "exposure": pl.Int64, "source": pl.UInt32, "target": pl.UInt32, "key": pl.String, "rule": pl.String,
    "tier": pl.String, "evidence": pl.String, "closest_m": pl.Float64, "hop": pl.Int32, "minutes": pl.Float64,
    "first_at": INSTANT, "last_at": INSTANT, "episodes": pl.Int64,
}  # fmt: skip


def person(id: str, tier: str, hop: int, **facts) -> dict:
    lists = {"rules": [], "places": [], "via": []}
    return {"id": id, "tier": tier, "hop": hop, "label": "p", "minutes": 0.0, "episodes": 0} | lists | facts


def episode(**facts) -> dict:
    usual = {"started_at": MET_AT, "finished_at": LEFT_AT, "place": "", "closest_m": 1.25, "missing": []}
    return usual | {"records": ["fixes_2021-08-04.csv lines 3-9"]} | facts


def exposure(source: str, target: str, rule: str, **facts) -> dict:
    usual = {"tier": "close", "hop": 1, "evidence": "track", "minutes": 30.0, "closest_m": 1.25, "key": rule}
    seen = {"first_at": MET_AT, "last_at": LEFT_AT, "episodes": [episode(), episode()]}
    return {"source": source, "target": target, "rule": rule} | usual | seen | facts


def graph_of(case: dict, people: list[dict], exposures: list[dict]) -> ContactGraph:
    """The graph of these people and of exposures between them by id, each with its episodes."""
    rows = {person["id"]: row for row, person in enumerate(people)}
    numbered = [
        edge | {"exposure": number, "source": rows[edge["source"]], "target": rows[edge["target"]]}
        for number, edge in enumerate(exposures)
    ]
    episodes = [{"exposure": edge["exposure"], **met} for edge in numbered for met in edge["episodes"]]
    numbered = [edge | {"episodes": len(edge["episodes"])} for edge in numbered]
    further = {name: pl.String for name in people[0] if name in ("name", "phone", "address")}
    if "arrivals" in people[0]:
        further["arrivals"] = pl.List(pl.Struct({"hops": pl.Int32, "arrived_at": pl.String}))
    return ContactGraph(
        {"timezone": ZONE} | case,
        pl.DataFrame(people, PEOPLE | further),
        pl.DataFrame(numbered, EXPOSURES),
        pl.DataFrame(episodes, EPISODES),
    )


def as_xml(text: str) -> str:
    """How a text must read back from XML."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", re.sub("\r\n?", "\n", text))


def _plain(name: str, fact: object) -> str | int | float:
    """What XML keeps of a fact."""
    if name == "episodes" and isinstance(fact, list):
        return len(fact)
    if name == "arrivals":
        return ";".join(f"{arrival['hops']}: {arrival['arrived_at']}" for arrival in fact)
    if isinstance(fact, list):
        return as_xml(";".join(fact))
    if isinstance(fact, bool):
        return "yes" if fact else "no"
    return as_xml(fact) if isinstance(fact, str) else fact


def plain(facts: dict) -> dict:
    """What XML can keep of a person, an exposure or a case, by name."""
    return {name: _plain(name, facts[name]) for name in sorted(facts) if facts[name] is not None}


def for_xml(graph: ContactGraph) -> nx.MultiDiGraph:
    """The graph as networkx can write it to XML, in order."""
    given, ordered = graph.to_networkx(), nx.MultiDiGraph(**plain(graph.case))
    for id in sorted(given):
        ordered.add_node(id, **plain(given.nodes[id]))
    for source, target, key in sorted(given.edges(keys=True)):
        ordered.add_edges_from([(source, target, key, plain(given.edges[source, target, key]))])
    return ordered


def by_networkx(graph: ContactGraph, format: str) -> bytes:
    """The graph's XML as networkx's writers have it, with ids for exposures, the facts of the case, and no date."""
    ordered, document = for_xml(graph), io.BytesIO()
    if format == "graphml":
        writer = GraphMLWriter(ordered)
        for number, edge in enumerate(writer.xml.iter("edge")):
            edge.set("id", f"e{number}")
        writer.dump(document)
        return document.getvalue()
    writer = GEXFWriter(ordered)
    meta = writer.xml.find("meta")
    del meta.attrib["lastmodifieddate"]
    meta.find("creator").text = "tracing"
    SubElement(meta, "description").text = "; ".join(f"{name}: {fact}" for name, fact in ordered.graph.items())
    writer.write(document)
    return document.getvalue()


def by_json_module(graph: ContactGraph) -> bytes:
    """The graph's json as Python's module has it, a person or an exposure a line."""
    seen = view(graph)
    keys = graph.to_networkx().edges(keys=True)
    edges = [edge for _, edge in sorted(zip(keys, seen["edges"], strict=True), key=lambda pair: pair[0])]
    nodes = sorted(seen["nodes"], key=lambda node: node["id"])
    lines = (
        ",\n".join(_object({name: member[name] for name in first} | _sorted(member, first)) for member in members)
        for first, members in ((("id",), nodes), (("source", "target"), edges))
    )
    return '{{"case": {},\n"nodes": [\n{}\n],\n"edges": [\n{}\n]}}\n'.format(
        _object(_sorted(seen["case"])), *lines
    ).encode()


def _object(facts: dict) -> str:
    return json.dumps(facts, ensure_ascii=False)


def _sorted(fact: object, but: tuple[str, ...] = ()) -> object:
    if isinstance(fact, dict):
        return {name: _sorted(fact[name]) for name in sorted(fact) if name not in but}
    return [_sorted(member) for member in fact] if isinstance(fact, list) else fact
