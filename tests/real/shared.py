"""The real records beside the project; tests that need them are skipped, saying so, where they are absent."""

import csv
import gzip
from pathlib import Path

import polars as pl
import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason=f"real records are not beside the project ({DATA.name}/)")


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one file of real records as text, as they would stand in a csv."""
    path = DATA / name
    if path.suffix == ".parquet":
        return as_text(pl.read_parquet(path))
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    return list(csv.DictReader(text.splitlines()))


def as_text(frame: pl.DataFrame) -> list[dict[str, str]]:
    """Typed rows as text: instants as ISO 8601, unknown as nothing."""
    shown = [
        pl.col(name).dt.to_string("iso:strict") if dtype.is_temporal() else pl.col(name).cast(pl.String)
        for name, dtype in frame.schema.items()
    ]
    return frame.select(shown).fill_null("").to_dicts()
