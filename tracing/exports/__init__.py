"""What goes out: case lists and contact graphs as the bytes of a file.

A list's way: typed lines -> `columns` (one value a cell, two decimals, the zone's time) -> `csv_text`, `spreadsheet`,
or parquet and json in `lists`. A graph's way: `graphs` (order, json) -> `graph_xml` (GraphML, GEXF). `text` keeps
the characters whole that a format cannot hold. Equal inputs give equal bytes; nothing here touches a disk.
Source: specification, "What goes out".
"""

from tracing.exports.graphs import GRAPH_FORMATS, graph_bytes
from tracing.exports.lists import LIST_FORMATS, list_bytes

__all__ = ["GRAPH_FORMATS", "LIST_FORMATS", "graph_bytes", "list_bytes"]
