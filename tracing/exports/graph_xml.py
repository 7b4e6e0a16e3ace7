"""What the XML formats of contact graphs, GraphML and GEXF, share: they know neither None nor lists.

What is None is left out, lists become text joined by ";" (arrivals as `hops: instant`), the episodes of an exposure
become their number; characters that XML forbids are replaced.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import polars as pl
import polars.selectors as cs

from tracing.contact_graph import ContactGraph
from tracing.exports.row_text import SLICE, in_attribute, xml_text
from tracing.exports.text import REPLACEMENT, for_xml
from tracing.graph_members import as_text
from tracing.parallel import at_once

ENDS = ("source", "target")
_NO_FACTS = {"id", *ENDS, "key", "exposure"}
_TYPES = {pl.Float64: "double", pl.Int32: "long", pl.Int64: "long"}


def case_facts(graph: ContactGraph) -> dict[str, str | int]:
    """The facts of the case by their names in order."""
    return {name: _fact(fact) for name, fact in sorted(graph.case.items()) if fact is not None}


def _fact(fact: Any) -> str | int:
    match fact:
        case bool():
            return "yes" if fact else "no"
        case list():
            return for_xml(";".join(fact))
        case str():
            return for_xml(fact)
    return fact


def members(graph: ContactGraph) -> tuple[pl.DataFrame, pl.DataFrame]:
    """People and exposures with ids that XML can hold, escaped."""
    ids = _ids(graph.people["id"]).to_frame().select(in_attribute(pl.col("id"))).to_series()
    ends = [pl.lit(ids).gather(end).alias(end) for end in ENDS]
    return graph.people.with_columns(ids), graph.exposures.with_columns(ends)


def _ids(people: pl.Series) -> pl.Series:
    """An id that XML can hold for everybody; two people never become one."""
    cleaned = people.to_frame().select(xml_text(pl.col("id"))).to_series()
    taken: dict[str, None] = {}
    if cleaned.n_unique() == len(cleaned):
        return cleaned
    for person in cleaned:
        while person in taken:
            person += REPLACEMENT
        taken[person] = None
    return pl.Series("id", list(taken))


def told(rows: pl.DataFrame, names: Sequence[str]) -> dict[str, str]:
    """What the rows tell of people or exposures: names, in the order in which the rows first have them, and types.

    names   the order within a row
    """
    # Instants and days that are not known are told as empty text.
    has = rows.select(pl.col(name).is_not_null() | rows.schema[name].is_temporal() for name in names)
    first = {name: has[name].arg_max() for name in names if has[name].any()}
    return {name: _TYPES.get(rows.schema[name], "string") for name in sorted(first, key=first.__getitem__)}


def facts_of(rows: pl.DataFrame) -> list[str]:
    """The names of the columns that are facts, in order."""
    return sorted(set(rows.columns) - _NO_FACTS)


def texts(rows: pl.DataFrame, zone: str, escaped: Callable[[pl.Expr], pl.Expr], row: pl.Expr) -> Iterator[bytes]:
    """The texts of rows behind each other, in pieces.

    escaped     text as it stands in the document
    row         the text of a row of which every fact is a number or such text
    """
    yield from at_once(
        lambda part: _flat(part, zone, escaped).select(row.str.join("")).item().encode(), rows.iter_slices(SLICE)
    )


def _flat(rows: pl.DataFrame, zone: str, escaped: Callable[[pl.Expr], pl.Expr]) -> pl.DataFrame:
    """Every fact as one text or number."""
    arrivals = pl.format("{}: {}", pl.element().struct.field("hops"), pl.element().struct.field("arrived_at"))
    flat = rows.with_columns(
        cs.by_name("arrivals", require_all=False).list.eval(arrivals).list.join(";"),
        cs.by_dtype(pl.List(pl.String)).list.join(";"),
    )
    # Instants and days need no look for what XML cannot hold.
    return as_text(flat.with_columns(escaped(cs.string() - cs.by_name(*ENDS, "id", require_all=False))), zone)
