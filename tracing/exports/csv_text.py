"""Lists as CSV that a spreadsheet may open: UTF-8, comma, no cell that runs as a formula.

A line ends in \\n: spreadsheets read it as well as \\r\\n, and whoever pipes a list through line tools finds no \\r
at the end of the last column.
"""

import polars as pl
import polars.selectors as cs

from tracing.exports.columns import flat, with_iso_text

# Spreadsheets drop what cannot be seen before they look for a formula; so does this (DI: default ignorable).
_FORMULA = r"^(?:[\t\r\n]|[\p{Z}\p{Cc}\p{Cf}\p{DI}]*[=+\-@＝＋－＠])"
_BOM = "\ufeff"


def guarded(text: pl.Expr) -> pl.Expr:
    """Text with an apostrophe before it where a spreadsheet would take it for a formula; other text as it is."""
    return text.str.replace(_FORMULA, "'${0}")


def csv_bytes(lines: pl.DataFrame, zone: str, bom: bool = True) -> bytes:
    """The lines as CSV: every text guarded, instants as ISO text in the zone, numbers with two decimals, null empty.

    bom   begin with a byte order mark, without which spreadsheets misread Chinese text
    """
    cells = flat(lines).with_columns(guarded(cs.string()))
    text = with_iso_text(cells, zone).write_csv(float_precision=2, line_terminator="\n")
    return ((_BOM if bom else "") + text).encode()
