"""A file of records: which kind it holds, whether its header will do, and its lines in batches.

Source: specification, "Records that come in". Whatever cannot be taken in as a whole is refused in one line.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from tracing.intake.csv_lines import open_csv
from tracing.intake.parquet_rows import open_parquet
from tracing.intake.tables import Batch, Table, refuse
from tracing.intake.xlsx_sheet import open_xlsx
from tracing.model import KINDS, Kind

__all__ = ["Batch", "Table", "check_header", "kind_of", "open_records"]

READERS: dict[str, Callable[[Path], Table]] = {
    ".csv": open_csv,
    ".csv.gz": open_csv,
    ".parquet": open_parquet,
    ".xlsx": open_xlsx,
}


def open_records(path: Path) -> Table:
    """The table in a file, its header read; FileRefused with path and reason where there is none.

    Only the header is read here; a damaged file may still be refused while its batches are read.
    A header without rows is a table of no rows.
    """
    try:
        _check_file(path)
        reader = next((READERS[end] for end in READERS if path.name.lower().endswith(end)), None)
        if reader is None:
            raise refuse(path, f"not one of {', '.join(READERS)}")
        return reader(path)
    except OSError:
        raise refuse(path, "cannot be read") from None


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
    absent = [column.name for column in kind.columns if column.required and column.name not in set(columns)]
    if absent:
        raise refuse(path, f"{kind.name} without the required columns: {', '.join(absent)}")
