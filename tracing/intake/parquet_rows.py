"""parquet: row batches of the listed columns, as they are typed there. A line is the row's number from 1."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from tracing.intake.tables import (
    BATCH_ROWS,
    BROKEN,
    GLIMPSED_LINES,
    Batch,
    Glimpse,
    Layout,
    Table,
    header_names,
    one_line,
    refuse,
    stripped,
)

_BATCH_BYTES = 32_000_000
_HELD = 64_000_000
"""Bytes of a row group, packed, that are held at once. Of a larger one, which may be the whole file, each column is
read by and by; then whatever size a damaged page says it has is taken from memory."""

_READ = 1_000_000
_PLAIN = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_string_view,
    pa.types.is_integer,
    pa.types.is_floating,
    pa.types.is_decimal128,
    pa.types.is_boolean,
    pa.types.is_date,
    pa.types.is_time,
    pa.types.is_timestamp,
    pa.types.is_null,
)


def open_parquet(path: Path, layout: Layout) -> Table:
    """The table in a parquet file; FileRefused where it is none or a listed column holds more than plain values."""
    with _opened(path) as file:
        columns = header_names(file.schema_arrow.names, path, layout.columns)
        if not columns:
            raise refuse(path, "no columns")
        _check_types(file, columns, path, layout.columns)
    return Table(columns, path.stat().st_size, partial(_batches, path, columns, layout.columns), layout)


def glimpse_parquet(path: Path) -> list[Glimpse]:
    """The names of the columns, and the first rows as text; a value that is none of text is shown as empty."""
    with _opened(path) as file:
        names = file.schema_arrow.names
        plain = [field.name for field in file.schema_arrow if _is_plain(field.type)]
        part = _next(file.iter_batches(GLIMPSED_LINES - 1, columns=plain), path, 0)
    rows = part.to_pylist() if part else []
    lines = [
        (0, tuple(map(one_line, names))),
        *((at, tuple(_shown(row.get(name)) for name in names)) for at, row in enumerate(rows, 1)),
    ]
    return [Glimpse(Layout(), lines)]


def _shown(value: object) -> str:
    return "" if value is None else str(value).strip()


def _opened(path: Path) -> pq.ParquetFile:
    try:
        metadata = pq.read_metadata(path)
        buffer = _READ if _largest_group(metadata) > _HELD else 0
        # Old writers' instants are counted in nanoseconds otherwise, which wrap outside 1677..2262.
        units = {"coerce_int96_timestamp_unit": "ms"}
        return pq.ParquetFile(path, metadata=metadata, buffer_size=buffer, pre_buffer=False, **units)
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        raise refuse(path, "not a parquet file") from None


def _largest_group(metadata: pq.FileMetaData) -> int:
    """The bytes of the largest row group, packed."""
    groups = map(metadata.row_group, range(metadata.num_row_groups))
    sizes = (sum(group.column(at).total_compressed_size for at in range(group.num_columns)) for group in groups)
    return max(sizes, default=0)


def _check_types(file: pq.ParquetFile, columns: tuple[str, ...], path: Path, read: frozenset[str]) -> None:
    for name, field in zip(columns, file.schema_arrow, strict=True):
        if name in read and not _is_plain(field.type):
            raise refuse(path, f"column {name} does not hold plain values")


def _is_plain(of: pa.DataType) -> bool:
    return _is_plain(of.value_type) if pa.types.is_dictionary(of) else any(is_one(of) for is_one in _PLAIN)


def _batches(path: Path, columns: tuple[str, ...], read: frozenset[str]) -> Iterator[Batch]:
    row = 0
    with _opened(path) as file:
        listed = {given: name for given, name in zip(file.schema_arrow.names, columns, strict=True) if name in read}
        parts = file.iter_batches(_batch_rows(file), columns=list(listed))
        while (part := _next(parts, path, row)) is not None:
            # Polars dies of damaged metadata, which names and arrays alone do not have.
            frame = pl.from_arrow(pa.table(part.columns, names=[listed[name] for name in part.schema.names]))
            yield _batch(frame, row, part.num_rows, file.metadata.num_rows)
            row += part.num_rows


def _batch_rows(file: pq.ParquetFile) -> int:
    groups = range(file.metadata.num_row_groups)
    size = sum(file.metadata.row_group(group).total_byte_size for group in groups)
    return max(1, min(BATCH_ROWS, _BATCH_BYTES * file.metadata.num_rows // max(size, 1)))


def _next(parts: Iterator[pa.RecordBatch], path: Path, row: int) -> pa.RecordBatch | None:
    try:
        part = next(parts, None)
        if part is not None:
            # Text that is not UTF-8 would otherwise come through unseen and break whoever reads it.
            part.validate(full=True)
        return part
    except (pa.ArrowException, OSError):
        raise refuse(path, f"damaged after row {row}") from None


def _batch(frame: pl.DataFrame, row: int, rows: int, of: int) -> Batch:
    """Categories become text and NaN, which is how numeric tools write nothing, null; all else stays as typed."""
    lines = pl.Series("line", range(row + 1, row + rows + 1), dtype=pl.Int64).to_frame()
    texts = stripped(pl.col(pl.String, pl.Categorical, pl.Enum).cast(pl.String)).name.keep()
    frame = frame.with_columns(texts, pl.col(pl.Float32, pl.Float64).fill_nan(None))
    return Batch(lines.hstack(frame.get_columns()), BROKEN.to_frame(), (row + rows) / of)
