"""Case lists as the bytes of a file: csv, xlsx, parquet or json, all with the same columns.

Grain: one line of a list, that is one contact of one case, in the order given.
Source: specification, "What goes out".
"""

from collections.abc import Mapping, Sequence
from io import BytesIO

import polars as pl

from tracing.errors import UsageError
from tracing.exports.columns import flat, in_zone, with_iso_text
from tracing.exports.csv_text import csv_bytes
from tracing.exports.text import whole

LIST_FORMATS = ("csv", "xlsx", "parquet", "json")


def list_bytes(
    lines: pl.DataFrame,
    format: str,
    zone: str,
    about: Mapping[str, str],
    coverage: Sequence[tuple[str, str]] = (),
    bom: bool = True,
) -> bytes:
    """The lines as a file of that format.

    lines   typed, in the specification's order of columns: text, lists of text, instants (UTC), dates, minutes, metres
    format  one of LIST_FORMATS
    zone    IANA name of the time zone in which instants are written
    about   words about the list; xlsx shows them on a sheet of their own, parquet holds them as metadata
    coverage  per case the sentences that must be read with its list, such as what the evidence covers: a sheet in xlsx,
            metadata in parquet; csv and json have no room for them
    bom     csv only: begin with a byte order mark
    Errors: TooLarge (xlsx), UsageError for another format.
    """
    if format == "csv":
        return csv_bytes(lines, zone, bom)
    if format == "xlsx":
        from tracing.exports.spreadsheet import workbook_bytes  # openpyxl takes its time, and only a workbook needs it

        return workbook_bytes(lines, zone, about, coverage)
    if format == "parquet":
        said = "\n".join(f"{case_id}: {sentence}" for case_id, sentence in coverage)
        return _parquet(lines, zone, {**about, "coverage": said} if coverage else about)
    if format == "json":
        return _json(lines, zone)
    raise UsageError(f"a list is written as one of {', '.join(LIST_FORMATS)}")


def _parquet(lines: pl.DataFrame, zone: str, about: Mapping[str, str]) -> bytes:
    document = BytesIO()
    words = {whole(name): whole(word) for name, word in about.items()}
    in_zone(flat(lines), zone).write_parquet(document, metadata=words)
    return document.getvalue()


def _json(lines: pl.DataFrame, zone: str) -> bytes:
    """An array with one object a line of text, so that two lists can be compared line by line."""
    objects = with_iso_text(flat(lines), zone).write_ndjson().rstrip("\n").replace("\n", ",\n")
    return f"[\n{objects}\n]\n".encode()
