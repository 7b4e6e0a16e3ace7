"""The files of a hand-over: the identified list twice, what changed, what was handed over, and the definition.

list.csv, list.xlsx     the identified list, as `tracing contacts --identified` writes it
changes.csv             identified: the lines that are news, one row each, with what they were and why
handed.parquet          the lines under pseudonyms with what each stands on: what the next list is held against
definition.toml         the contact definition by which the list was made
"""

from collections.abc import Sequence
from io import BytesIO

import polars as pl

from tracing import case_list
from tracing.changes import WITHDRAWN, is_news, with_was
from tracing.exports.csv_text import csv_bytes
from tracing.exports.lists import list_bytes
from tracing.handover.folders import DEFINITION, HANDED, LIST
from tracing.privacy.vault import IDENTITY
from tracing.results import Run

CHANGED = (
    "case_id", "person_id", "change", "tier", "was_tier", "follow_up_until", "was_follow_up_until",
    "first_contact_at", "last_contact_at", "why", *IDENTITY,
)  # fmt: skip


def documents(
    lines: pl.DataFrame,
    before: pl.DataFrame | None,
    why: Sequence[str],
    disclosed: pl.DataFrame,
    run: Run,
    case_id: str,
    coverage: Sequence[tuple[str, str]],
) -> dict[str, tuple[int | None, bytes]]:
    """Name -> rows and bytes of every file of a hand-over but its manifest.

    lines       of one case, with `change` and the exposures behind each (`tracing.handover.behind`)
    before      the lines last handed over; None: before the first
    why         for each line why it changed
    disclosed   what the vault disclosed of everybody whom the lines name
    """
    was = with_was(lines, lines.clear() if before is None else before)
    told = case_list.identified(was.with_columns(why=pl.Series(why, dtype=pl.String)), disclosed)
    listed = told.select(*case_list.COLUMNS, *IDENTITY)
    withdrawn = pl.col("change") == WITHDRAWN
    changed = told.filter(is_news()).select(CHANGED)
    changed = changed.with_columns(pl.when(~withdrawn).then(pl.col("tier", "follow_up_until")))
    said = case_list.about(run, case_id, lines, identified=True)
    return {
        LIST: (listed.height, list_bytes(listed, "csv", run.timezone, said)),
        "list.xlsx": (listed.height, list_bytes(listed, "xlsx", run.timezone, said, coverage)),
        "changes.csv": (changed.height, csv_bytes(changed, run.timezone)),
        HANDED: (lines.height, _parquet(lines)),
        DEFINITION: (None, run.definition_text.encode()),
    }


def _parquet(lines: pl.DataFrame) -> bytes:
    document = BytesIO()
    lines.write_parquet(document)
    return document.getvalue()
