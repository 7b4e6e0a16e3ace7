"""Contact graphs as GraphML, laid out as networkx lays it out.

The head declares what is told of the case, of people and of exposures, in the order in which the document first has it.
"""

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

import polars as pl

from tracing.contact_graph import ContactGraph
from tracing.exports.graph_xml import case_facts, facts_of, members, texts, told
from tracing.exports.row_text import in_element

_HEAD = """<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_NODE = '    <node id="{}">\n'
_EDGE = '    <edge source="{}" target="{}" id="e{}">\n'


def graphml(graph: ContactGraph, zone: str) -> Iterator[bytes]:
    """The document in pieces; the facts of the case are attributes of the graph.

    graph   people and exposures in the order in which they are written, exposures numbered by it
    """
    case, (people, exposures) = case_facts(graph), members(graph)
    of_people, of_exposures = told(people, facts_of(people)), told(exposures, facts_of(exposures))
    first, second = len(case), len(case) + len(of_people)
    yield _HEAD.encode()
    yield _keys("edge", of_exposures, second)
    yield _keys("node", of_people, first)
    yield _keys("graph", {name: "long" if isinstance(fact, int) else "string" for name, fact in case.items()}, 0)
    yield b'  <graph edgedefault="directed">\n'
    yield from texts(people, zone, in_element, _row(pl.format(_NODE, "id"), "node", of_people, first))
    ends = pl.format(_EDGE, "source", "target", "exposure")
    yield from texts(exposures, zone, in_element, _row(ends, "edge", of_exposures, second))
    for place, fact in enumerate(case.values()):
        yield f'    <data key="d{place}">{escape(str(fact))}</data>\n'.replace("></data>", " />").encode()
    yield b"  </graph>\n</graphml>\n"


def _keys(scope: str, types: Mapping[str, str], first: int) -> bytes:
    """What is told of people, of exposures or of the case, declared: the last comes first."""
    lines = [
        f'  <key id="d{place}" for="{scope}" attr.name="{name}" attr.type="{kind}" />\n'
        for place, (name, kind) in enumerate(types.items(), first)
    ]
    return "".join(reversed(lines)).encode()


def _row(begin: pl.Expr, scope: str, types: Mapping[str, str], first: int) -> pl.Expr:
    """A person or an exposure with its facts in the order of their names."""
    facts = sorted((name, f"d{place}", kind) for place, (name, kind) in enumerate(types.items(), first))
    return pl.concat_str(begin, *(_data(*fact) for fact in facts), pl.lit(f"    </{scope}>\n"))


def _data(name: str, key: str, kind: str) -> pl.Expr:
    """A fact of a row; nothing where it has none."""
    full = pl.concat_str(pl.lit(f'      <data key="{key}">'), name, pl.lit("</data>\n"))
    if kind == "string":
        full = pl.when(pl.col(name) == "").then(pl.lit(f'      <data key="{key}" />\n')).otherwise(full)
    return full.fill_null("")
