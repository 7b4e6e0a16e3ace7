"""GeoLife's .plt: the points of one track, a line each below six lines that say what they are.

The columns have no header: latitude and longitude in degrees, a zero, the altitude in feet, days since 1899-12-30 and
the same moment as a date and a time, in Greenwich's. Source: GeoLife GPS trajectories, user guide 1.3.
"""

from dataclasses import replace
from pathlib import Path

import polars as pl

from tracing.intake.csv_blocks import as_ended
from tracing.intake.csv_lines import first_lines, open_csv
from tracing.intake.encodings import UTF8
from tracing.intake.exact_lines import split_lines
from tracing.intake.tables import GLIMPSED_LINES, Glimpse, Layout, Table, refuse

NAMES = ("latitude", "longitude", "zero", "altitude_ft", "serial_day", "date", "time")
_ABOVE, _OF_DATUM, _DATUM = 6, 2, "WGS84"
_LAYOUT = Layout(delimiter=",", header_line=_ABOVE, names=NAMES, format="plt")


def open_plt(path: Path, layout: Layout) -> Table:
    """The table of a track's points; FileRefused where there are no six lines above them, points among those, or
    another datum than WGS 84, as programs that write this format may choose one."""
    lines = first_lines(path, as_ended(path, UTF8), _ABOVE)
    if lines.is_empty() or lines["line"][-1] < _ABOVE:
        raise refuse(path, f"no track of GeoLife's: it ends within its first {_ABOVE} lines")
    split = split_lines(lines, ",", UTF8.shown)
    if not split.filter((pl.col("line") <= _ABOVE) & (pl.col("fields").list.len() == len(NAMES))).is_empty():
        raise refuse(path, f"no track of GeoLife's: points stand in its first {_ABOVE} lines")
    datum = lines.filter(line=_OF_DATUM)["text"].str.replace_all(" ", "").str.to_uppercase()
    if not datum.str.starts_with(_DATUM).any():
        raise refuse(path, f"no track of GeoLife's: line {_OF_DATUM} does not say that its positions are in WGS 84")
    return open_csv(path, replace(_LAYOUT, columns=layout.columns, encoding=layout.encoding))


def glimpse_plt(path: Path) -> list[Glimpse]:
    """The first points."""
    open_plt(path, _LAYOUT)
    lines = first_lines(path, as_ended(path, UTF8), _ABOVE + 1).filter(pl.col("line") > _ABOVE).head(GLIMPSED_LINES)
    split = split_lines(lines, ",", UTF8.shown).filter(pl.col("reason").is_null())
    return [Glimpse(_LAYOUT, [(line, tuple(map(str.strip, fields))) for line, fields, _ in split.iter_rows()])]
