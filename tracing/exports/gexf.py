"""Contact graphs as GEXF 1.2, laid out as networkx lays it out.

The facts of the case are the document's description, for GEXF gives a graph no attributes. What is told of people and
exposures is declared in the order in which the document first tells it.
"""

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape

import polars as pl

from tracing.contact_graph import ContactGraph
from tracing.exports.graph_xml import case_facts, facts_of, members, texts, told
from tracing.exports.row_text import in_attribute

_HEAD = """<?xml version='1.0' encoding='utf-8'?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://www.gexf.net/1.2draft http://www.gexf.net/1.2draft/gexf.xsd" version="1.2">
  <meta>
    <creator>tracing</creator>
    <description>{}</description>
  </meta>
  <graph defaultedgetype="directed" mode="static" name="">
"""
_NODE = '      <node id="{}" label="{}">\n        <attvalues>\n'
_EDGE = '      <edge source="{}" target="{}" id="{}">\n        <attvalues>\n'
_TITLES = {"key": "networkx_key"}
"""Where networkx looks for the key of an edge."""


def gexf(graph: ContactGraph, zone: str) -> Iterator[bytes]:
    """The document in pieces.

    graph   people and exposures in the order in which they are written, exposures numbered by it
    """
    people, exposures = members(graph)
    names = [name for name in facts_of(people) if name != "label"], [*facts_of(exposures), "key"]
    of_people, of_exposures = map(told, (people, exposures), names)
    yield _HEAD.format(escape("; ".join(f"{name}: {fact}" for name, fact in case_facts(graph).items()))).encode()
    yield _attributes("edge", of_exposures, len(of_people)) + _attributes("node", of_people, 0)
    yield b"    <nodes>\n"
    begin = pl.format(_NODE, "id", "label")
    yield from texts(people, zone, in_attribute, _row(begin, "node", names[0], list(of_people), 0))
    yield b"    </nodes>\n" + (b"    <edges />\n" if exposures.is_empty() else b"    <edges>\n")
    begin = pl.format(_EDGE, "source", "target", "exposure")
    yield from texts(exposures, zone, in_attribute, _row(begin, "edge", names[1], list(of_exposures), len(of_people)))
    yield (b"" if exposures.is_empty() else b"    </edges>\n") + b"  </graph>\n</gexf>\n"


def _attributes(scope: str, types: Mapping[str, str], first: int) -> bytes:
    """What is told of people or of exposures, declared."""
    lines = (
        f'      <attribute id="{place}" title="{_TITLES.get(name, name)}" type="{kind}" />\n'
        for place, (name, kind) in enumerate(types.items(), first)
    )
    begin = f'    <attributes mode="static" class="{scope}">\n'
    return f"{begin}{''.join(lines)}    </attributes>\n".encode() if types else b""


def _row(begin: pl.Expr, scope: str, names: Sequence[str], declared: Sequence[str], first: int) -> pl.Expr:
    """A person or an exposure with its facts in the order of `names`."""
    values = (_value(name, first + declared.index(name)) for name in names if name in declared)
    return pl.concat_str(begin, *values, pl.lit(f"        </attvalues>\n      </{scope}>\n"))


def _value(name: str, place: int) -> pl.Expr:
    """A fact of a row; nothing where it has none."""
    return pl.concat_str(pl.lit(f'          <attvalue for="{place}" value="'), name, pl.lit('" />\n')).fill_null("")
