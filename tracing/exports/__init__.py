"""What goes out: case lists as the bytes of a file, contact graphs piece by piece.

A list's way: typed lines -> `columns` (one value a cell, two decimals, the zone's time) -> `csv_text`, `spreadsheet`,
or parquet and json in `lists`. A graph's way: `graphs` (order) -> `graph_json`, or `graphml` and `gexf` by way of
`graph_xml`. Line list and contacts (`tracing.line_list`) go to other software by a module of its name: `epicontacts`.
`text` keeps the characters whole that a format cannot hold. Equal inputs give equal bytes; nothing here
touches a disk.
Source: specification, "What goes out".
"""

from importlib import import_module

_WHERE = {"GRAPH_FORMATS": "graphs", "LIST_FORMATS": "lists", "graph_pieces": "graphs", "list_bytes": "lists"}
__all__ = sorted(_WHERE)


def __getattr__(name: str) -> object:
    """Load the writers when they are first asked for: a list needs no networkx, a graph no openpyxl."""
    if name not in _WHERE:
        raise AttributeError(f"module 'tracing.exports' has no attribute {name!r}")
    return getattr(import_module(f"tracing.exports.{_WHERE[name]}"), name)
