"""Files of records for the tests of intake, and what comes of them."""

from pathlib import Path

import openpyxl
import polars as pl

from tracing.intake.formats import kind_of, open_records
from tracing.intake.rows import read_rows
from tracing.intake.tables import BROKEN, Layout

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
"""Real records beside the repository; tests that need them are skipped where they are not there."""


def write_csv(path: Path, rows: list[tuple]) -> Path:
    text = "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def write_xlsx(path: Path, *sheets: list[tuple]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def write_parquet(path: Path, columns: dict[str, list]) -> Path:
    pl.DataFrame(columns, strict=False).write_parquet(path)
    return path


def frames(path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All lines and all broken cells of a file in the specification's form."""
    return all_batches(path, Layout())


def all_batches(path: Path, layout: Layout) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All lines and all broken cells of a file that is laid out so."""
    batches = list(open_records(path, layout))
    if not batches:
        return pl.DataFrame(), BROKEN.to_frame()
    return pl.concat([batch.frame for batch in batches]), pl.concat([batch.broken for batch in batches])


def ingested(path: Path, zone: str = "Asia/Shanghai", crs: str | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All records and all rejects of a file."""
    parts = [read_rows(kind_of(path), batch, zone, crs) for batch in open_records(path)]
    return pl.concat([kept for kept, _ in parts]), pl.concat([rejects for _, rejects in parts])
