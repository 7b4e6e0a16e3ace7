"""What is kept about the reading of a file, for its report: part of the transaction that settles the file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from tracing.counted import counted
from tracing.intake.findings import Finding
from tracing.intake.tables import Table
from tracing.intake_report.observing import READING, Observing
from tracing.store import Database, statement

LAYOUT = ("encoding", "delimiter", "sheet", "format")
"""What is told of the layout that a file was read by, stated or found."""


@dataclass(frozen=True)
class Kept:
    """What is kept about some files; one frame per table of these names.

    readings, hours, findings       as `sql/schema/store/` has them
    people                          whom rejected rows name: `file_id`, `person_id` (a pseudonym), `rows`
    """

    readings: pl.DataFrame
    hours: pl.DataFrame
    findings: pl.DataFrame
    people: pl.DataFrame

    @classmethod
    def of(cls, store: Database, file_ids: Sequence[int]) -> "Kept":
        """Read it; a file with the content of another has nothing of its own."""
        asked = {"file_ids": list(file_ids)}
        return cls(
            store.frame(statement("store/file_readings"), asked),
            store.frame(statement("store/file_hours"), asked),
            store.frame(statement("store/file_findings"), asked),
            store.frame(statement("store/people_of_rejects"), asked),
        )


def keep(store: Database, file_id: int, table: Table, seen: Observing) -> None:
    """Keep what was seen of a file that was read, and what looks wrong about it."""
    facts = seen.facts() | {"heading": table.heading} | {name: getattr(table.layout, name) for name in LAYOUT}
    schema = dict.fromkeys(LAYOUT, pl.String) | {"heading": pl.Int64} | READING
    store.insert("readings", _of_file(pl.DataFrame([facts], schema), file_id))
    store.insert("hours", _of_file(seen.hours(), file_id))
    found = [(one.what, one.rows, one.words) for one in _findings(table, seen)]
    told = {"what": pl.String, "rows": pl.Int64, "words": pl.String}
    store.insert("findings", _of_file(pl.DataFrame(found, told, orient="row"), file_id))


def _findings(table: Table, seen: Observing) -> Iterator[Finding]:
    """What looks wrong; that a file of tracks fills not all the columns of its format does not."""
    yield from (one for one in seen.findings() if one.what != "empty-column" or not table.layout.format)
    yield from _of_other_sheets(table)


def _of_other_sheets(table: Table) -> Iterator[Finding]:
    """What a workbook holds beside the sheet that was read."""
    for number, rows in table.unread():
        words = f"sheet {number} of the workbook holds {counted(rows, 'row')} and was not read: where it holds records"
        yield Finding("unread-sheet", None, f"{words}, save it as a file of its own")


def keep_people(store: Database, file_id: int, people: pl.DataFrame) -> None:
    """Keep whom rejected rows name: `line`, `person_id`, a pseudonym."""
    if people.height:
        store.insert("rejected_people", _of_file(people.select("line", "person_id"), file_id))


def _of_file(rows: pl.DataFrame, file_id: int) -> pl.DataFrame:
    return rows.with_columns(file_id=pl.lit(file_id, pl.Int32))
