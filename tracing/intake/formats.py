"""A file of records: which kind it holds, whether its header will do, and its lines in batches.

Source: specification, "Records that come in". Whatever cannot be taken in as a whole is refused in one line.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tracing.intake.archives import ENDING, glimpse_archive, open_archive
from tracing.intake.csv_lines import open_csv
from tracing.intake.dittos import without_dittos
from tracing.intake.gpx_points import glimpse_gpx, open_gpx
from tracing.intake.parquet_rows import glimpse_parquet, open_parquet
from tracing.intake.plt_lines import glimpse_plt, open_plt
from tracing.intake.tables import Batch, Glimpse, Layout, Table, refuse
from tracing.intake.text_glimpses import glimpse_text
from tracing.intake.totals import without_totals
from tracing.intake.workbooks import glimpse_workbook, is_text, open_workbook
from tracing.model import KINDS, Kind

__all__ = ["Batch", "Glimpse", "Layout", "Table", "check_header", "glimpses", "kind_of", "open_records"]


@dataclass(frozen=True)
class Format:
    """How files of one format are opened, and how they can be read."""

    open: Callable[[Path, Layout], Table]
    glimpse: Callable[[Path], list[Glimpse]]


TEXT, WORKBOOK = Format(open_csv, glimpse_text), Format(open_workbook, glimpse_workbook)

FORMATS = {
    **dict.fromkeys((".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt", ".txt.gz"), TEXT),
    ".parquet": Format(open_parquet, glimpse_parquet),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls"), WORKBOOK),
    ".gpx": Format(open_gpx, glimpse_gpx),
    ".plt": Format(open_plt, glimpse_plt),
    ENDING: Format(open_archive, glimpse_archive),
}
"""The formats that are read, by the ending of a file's name."""

DEFAULT = Layout()


def open_records(path: Path, layout: Layout = DEFAULT) -> Table:
    """The table in a file, its header read; FileRefused with path and reason where there is none.

    Only the header is read here; a damaged file may still be refused while its batches are read.
    A header without rows is a table of no rows.
    """
    try:
        table = _format(path, layout.format).open(path, layout)
    except OSError:
        raise refuse(path, "cannot be read") from None
    return replace(table, batches=partial(_records, table, layout))


def _records(table: Table, layout: Layout) -> Iterator[Batch]:
    """The batches of a table without what stands in lists that people keep: totals, and words for "as above"."""
    batches = (without_totals(batch, layout.totals) for batch in table) if layout.totals else table
    return without_dittos(batches, layout.repeats)


def glimpses(path: Path) -> list[Glimpse]:
    """All plausible ways to read a file, best first, of which no more than the beginning is read.

    FileRefused where there is none.
    """
    try:
        form = _format(path, None)
        found = form.glimpse(path)
    except OSError:
        raise refuse(path, "cannot be read") from None
    if not found:
        raise refuse(path, f"holds no lines that can be read{' as UTF-8, GB18030 or UTF-16' if form is TEXT else ''}")
    return found


def _format(path: Path, stated: str | None) -> Format:
    _check_file(path)
    name = f".{stated}" if stated else path.name.lower()
    ending = max((end for end in FORMATS if name.endswith(end)), key=len, default=None)
    if ending is None:
        raise refuse(path, f"not one of {', '.join(FORMATS)}")
    found = FORMATS[ending]
    return TEXT if found is WORKBOOK and is_text(path) else found


def _check_file(path: Path) -> None:
    if not path.exists():
        raise refuse(path, "no such file")
    if path.is_dir():
        raise refuse(path, "a folder, not a file")
    if not path.is_file():
        raise refuse(path, "not a regular file")
    if path.stat().st_size == 0:
        raise refuse(path, "empty")


def kind_of(path: Path) -> Kind:
    """The kind a file's name begins with: its first word, in letters a to z of either case."""
    word = re.match("[A-Za-z]*", path.name)[0].lower()
    if word not in KINDS:
        raise refuse(path, f"its name does not begin with a kind of records: {', '.join(KINDS)}")
    return KINDS[word]


def check_header(kind: Kind, columns: Iterable[str], path: Path) -> None:
    """FileRefused, naming all of them, where columns that the kind requires are absent."""
    absent = [name for name in kind.required if name not in set(columns)]
    if absent:
        raise refuse(path, f"{kind.name} without the required columns: {', '.join(absent)}")
