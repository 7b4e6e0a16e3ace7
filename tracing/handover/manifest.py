"""What a hand-over says of itself: whose list it is, what changed, what it was made from, and its files.

case_id, number, handed_over_at     number counts the hand-overs of a case from 1
case_person_id                      the case's pseudonym; null where it is no confirmed case any more
run                                 run_id, definition_id, definition_sha256, title, as_of, begun_at, timezone
infectious_period                   stretches of it
lines, changes                      how many lines, and how many of each change
files                               name, rows (null where it has none), bytes, sha256
audit_head                          hash of the audit log's entry for this hand-over, and so of all before it
previous                            number of the hand-over before it, and the sha256 of that one's manifest; or null

Instants are ISO 8601: in UTC, those of the run in its zone.
"""

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from tracing.changes import CHANGES
from tracing.handover.folders import HandOver, sha256
from tracing.handover.states import Now
from tracing.times import from_ms, iso


def manifest(
    case_id: str,
    now: Now,
    lines: pl.DataFrame,
    documents: Mapping[str, tuple[int | None, bytes]],
    previous: HandOver | None,
    at: datetime,
    audit_head: str,
) -> dict:
    """The manifest of a hand-over. `documents`: name -> rows and bytes of each file."""
    counts = dict(lines["change"].value_counts().iter_rows())
    return {
        "case_id": case_id,
        "number": previous.number + 1 if previous else 1,
        "handed_over_at": at.isoformat(timespec="milliseconds"),
        "case_person_id": now.case_person,
        "run": _run(now),
        "infectious_period": _period(now),
        "lines": lines.height,
        "changes": {change: counts.get(change, 0) for change in CHANGES},
        "files": [
            {"name": name, "rows": rows, "bytes": len(document), "sha256": sha256(document)}
            for name, (rows, document) in documents.items()
        ],
        "audit_head": audit_head,
        "previous": previous and {"number": previous.number, "manifest_sha256": sha256(previous.described())},
    }


def _run(now: Now) -> dict:
    run = now.run
    named = ("run_id", "definition_id", "definition_sha256", "title")
    instants = {name: iso(getattr(run, name), run.timezone) for name in ("as_of", "begun_at")}
    return {name: getattr(run, name) for name in named} | instants | {"timezone": run.timezone}


def _period(now: Now) -> list[dict]:
    stretches = now.windows.get((0, now.case_person), []) if now.case_person else []
    edges = [[iso(from_ms(edge), now.run.timezone) for edge in stretch] for stretch in stretches]
    return [{"started_at": begun, "finished_at": end} for begun, end in edges]
