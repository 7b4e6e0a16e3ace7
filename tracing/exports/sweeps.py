"""A sweep as the bytes of a file: txt to be read, csv as a long table, json with what was swept.

Grain: one setting a row. Only counts go out: no person is in a sweep.
"""

import json

import polars as pl

from tracing.definition_words import rule_in_words
from tracing.errors import UsageError
from tracing.exports.csv_text import csv_bytes
from tracing.sweep import COUNTS, Sweep
from tracing.sweep.text import number, sweep_lines
from tracing.times import iso

SWEEP_FORMATS = ("txt", "csv", "json")
AXES = ("within_m", "minutes")


def sweep_bytes(found: Sweep, format: str, at_most: int | None, bom: bool = True) -> bytes:
    """The sweep as a file of that format.

    format  one of SWEEP_FORMATS
    at_most how many people the team can call: txt marks the settings that fit, json tells them
    bom     csv only: begin with a byte order mark
    Errors: UsageError for another format.
    """
    if format == "txt":
        return ("\n".join(sweep_lines(found, at_most)) + "\n").encode()
    if format == "csv":
        return csv_bytes(_as_written(found.cells.select(*AXES, *COUNTS)), found.timezone, bom)
    if format == "json":
        return (json.dumps(_document(found, at_most), ensure_ascii=False, indent=1) + "\n").encode()
    raise UsageError(f"a sweep is written as one of {', '.join(SWEEP_FORMATS)}, or html")


def _as_written(cells: pl.DataFrame) -> pl.DataFrame:
    """The settings as text with all their decimals: a distance of 1.8288 m is not one of 1.83 m."""
    return cells.with_columns(pl.col(AXES).map_elements(number, return_dtype=pl.String))


def _document(found: Sweep, at_most: int | None) -> dict:
    definition = found.definition
    cells = found.cells if at_most is None else found.cells.with_columns(fits=pl.col("people") <= at_most)
    return {
        "case_id": found.case_id,
        "definition": definition.id,
        "title": definition.title,
        "definition_sha256": definition.sha256,
        "as_of": iso(found.as_of, found.timezone),
        "timezone": found.timezone,
        "empty_because": found.empty_because,
        "rules": [{"rule": name, "words": rule_in_words(definition.rule(name))} for name in found.grid.rules],
        "at_most": at_most,
        "people_as_it_stands": found.standing,
        "settings": cells.to_dicts(),
    }
