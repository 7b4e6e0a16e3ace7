"""What files show only when they are held against each other: a wrong coordinate system, a gate whose clock is off.

Asked when the report is told, of the records that count now.

cost    reads all check-ins, passages, vehicles, places and fixes; nothing where there are more than `MOST` of a kind
"""

from collections.abc import Collection, Iterator, Mapping

import polars as pl

from tracing import records
from tracing.citations import LINE_BITS
from tracing.gate_clocks import clock_findings, clock_offsets
from tracing.intake import profiles
from tracing.intake.findings import Finding
from tracing.intake.systems import as_given, fixes_and_places, fixes_at, same_places, system_findings
from tracing.joint_events import events_at
from tracing.model import KINDS, SYSTEMS
from tracing.standing import Standing
from tracing.store import Database, statement

FEW = 300_000
"""Records of one kind, up to which files are held against each other whenever some were taken in."""

MOST = 5_000_000
"""Records of one kind: of more, files are not held against each other, and the report says so."""

_ASKED = ("fixes", "checkins", "passages", "vehicles", "places")
OTHER_FILES = "the same places in other files"
OWN_FIXES = "where people who checked in were by their own fixes"
THEIR_PLACES = "the places where its people checked in"


def held_together(store: Database, standing: Standing, file_ids: Collection[int]) -> dict[int | None, list[Finding]]:
    """Findings by number of file; None: of clocks, which no file alone stands for. Empty where there is too much."""
    if not at_most(store, MOST):
        return {None: [Finding("not-held-together", None, _TOO_MUCH)]}
    known = records.load(store, _ASKED, standing=standing)
    clocks = clock_offsets(events_at(*(known[kind] for kind in _ASKED[1:4])), known["places"], known["fixes"])
    told: dict[int | None, list[Finding]] = {None: clock_findings(clocks)}
    by_fixes = fixes_at(known["checkins"], known["fixes"])
    places = records.every(store, KINDS["places"], standing).drop_nulls(["latitude", "longitude"])
    for file_id, crs in _systems(store).items():
        if file_id in file_ids:
            told[file_id] = [*_of_places(file_id, crs, places, by_fixes), *_of_fixes(file_id, crs, known)]
    return told


def at_most(store: Database, rows: int) -> bool:
    """Whether the store has no more rows of any of the kinds that are held against each other."""
    return all(records.count(store, KINDS[kind]) <= rows for kind in _ASKED)


_TOO_MUCH = f"clocks and coordinate systems were not looked at: there are more than {MOST:,} records of a kind"


def _of_places(file_id: int, crs: str, places: pl.DataFrame, by_fixes: pl.DataFrame) -> Iterator[Finding]:
    """What is wrong with the places of a file, also with those that a later file replaced."""
    own = pl.col("record") // 2**LINE_BITS == file_id
    given = as_given(places.filter(own), crs)
    if len(given):
        yield from system_findings(same_places(given, places.filter(~own)), OTHER_FILES)
        yield from system_findings(same_places(given, by_fixes), OWN_FIXES)


def _of_fixes(file_id: int, crs: str, known: Mapping[str, pl.DataFrame]) -> Iterator[Finding]:
    given = as_given(known["fixes"].filter(pl.col("record") // 2**LINE_BITS == file_id), crs)
    if len(given):
        yield from system_findings(fixes_and_places(given, known["checkins"], known["places"]), THEIR_PLACES)


def _systems(store: Database) -> dict[int, str]:
    """The system in which each file was read, of rows that name none."""
    told = {}
    for file_id, crs, text in store.frame(statement("store/file_systems")).iter_rows():
        by = profiles.read(text.encode(), f"the profile of file {file_id}").crs if text and not crs else None
        told[file_id] = crs or by or SYSTEMS[0]
    return told
