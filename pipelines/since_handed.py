"""Why lines changed since they were handed over: for the next hand-over, for who reads a list, and for `explain`.

Only the hand-over waits for the store, which knows of files that were taken back and of what came nearest. Who reads a
list asks it for nothing but who was joined, and, as `explain` does, only where nobody writes to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache, partial

import polars as pl

from pipelines.recorded import Asked, joins
from pipelines.settings import Workspace
from tracing import case_list
from tracing.changes import LOWERED, WITHDRAWN
from tracing.errors import WorkspaceLocked
from tracing.handover import folders, states
from tracing.handover.behind import sources, with_exposures
from tracing.handover.folders import HandOver
from tracing.handover.joins import Joins
from tracing.handover.reasons import Reasons
from tracing.results import run_of
from tracing.store import Database
from tracing.times import iso

_FELL = pl.col("change").is_in([WITHDRAWN, LOWERED])


def reasons(
    results: Database,
    case_id: str,
    given: HandOver | None,
    lines: pl.DataFrame,
    called: Mapping[str, str],
    asked: Asked | None,
    since: Joins,
) -> Reasons:
    """Says why lines of one case's list changed since it was handed over.

    given   the hand-over they were held against; lines: with `change` and exposures (`tracing.handover.behind`)
    called  pseudonym -> what to call her; who is not in it is called by the pseudonym
    asked   None where the store is not asked
    since   who was one person with whom then, and is now (`pipelines.recorded`)
    """
    recorded = asked and given and asked.recorded(given, since)
    now = states.screened(lines, results, case_id, recorded and recorded.naming)
    then, earlier = given and states.handed(given, recorded, since), cache(partial(_withdrawn_before, given))
    return Reasons(case_id, now, then, since, recorded, called, earlier)


def _withdrawn_before(given: HandOver | None) -> dict[str, tuple[int, int]]:
    """Of everybody whom a hand-over of the case, up to this one, withdrew: the last with her on the list, and that."""
    found: dict[str, tuple[int, int]] = {}
    for one in _back_from(given):
        for person in one.lines(["person_id", "change"]).filter(change=WITHDRAWN)["person_id"]:
            found.setdefault(person, (one.number - 1, one.number))
    return found


def _back_from(given: HandOver | None) -> Iterator[HandOver]:
    """A hand-over and those of its case before it, the last first."""
    while given:
        yield given
        before = folders.standing(given.folder.parents[1], given.case_id, given.at - timedelta(milliseconds=1))
        given = next(iter(before), None)


def asking(
    space: Workspace, results: Database, case_id: str, lines: pl.DataFrame, called: Mapping[str, str], **how: float
) -> Asked:
    """The store, to be asked about a list and the lines of it that fell away. `how`: `patience_s`."""
    return Asked(space, results, case_id, case_list.people(lines.filter(_FELL)), called, **how)


def concerned(named: pl.DataFrame, lines: pl.DataFrame, before: HandOver | None, since: Joins) -> pl.Series:
    """Everybody whom the reasons of a list may name: on its lines now and before, behind these, joined or parted since.

    named   the lines now, and those that were handed over; lines: those now, with exposures
    """
    told = {*case_list.people(named), *sources(lines)}
    if before:
        told |= {before.manifest["case_person_id"], *sources(before.lines(["exposures"]))}
    return pl.Series(sorted(since.beside(told - {None})), dtype=pl.String)


def concerned_by_withdrawn(
    space: Workspace, given: Sequence[HandOver], results: Database, lines: pl.DataFrame
) -> pl.Series:
    """Everybody whom the sentences of `withdrawn` may name."""
    told = [pl.Series(dtype=pl.String)]
    for one in given:
        own = lines.filter(case_id=one.case_id)
        if WITHDRAWN in own["change"]:
            whole = with_exposures(own, results, one.case_id)
            told.append(concerned(own, whole, one, _joins(space, results, one)))
    return pl.concat(told).unique()


def withdrawn(
    space: Workspace, given: Sequence[HandOver], results: Database, lines: pl.DataFrame, called: Mapping[str, str]
) -> list[tuple[str, str]]:
    """A case and a sentence for each withdrawn line of the lists that were held against these hand-overs."""
    told = []
    for one in given:
        own = lines.filter(case_id=one.case_id)
        if WITHDRAWN in own["change"]:
            whole = with_exposures(own, results, one.case_id)
            said = reasons(results, one.case_id, one, whole, called, None, _joins(space, results, one))
            for line in own.filter(change=WITHDRAWN).iter_rows(named=True):
                person = called.get(line["person_id"], line["person_id"])
                told.append((one.case_id, f"withdrawn since hand-over {one.number}: {person}, {said.why(line)}"))
    return told


def _joins(space: Workspace, results: Database, given: HandOver) -> Joins:
    """Who was one person with whom; nobody, as far as is known, while another process writes."""
    try:
        return joins(space, results, given, patience_s=0)
    except WorkspaceLocked:
        return Joins()


def handed_over(space: Workspace, results: Database, case_id: str, person: str) -> dict | None:
    """What was handed over of somebody who was withdrawn or lowered since, and why she was (`tracing.explanation`)."""
    given = folders.standing(space.handover, case_id)
    lines = case_list.lines(results, case_id, folders.lines_of(given))
    hers = lines.filter(_FELL, person_id=person).rows(named=True)
    if not hers:
        return None
    [line], [one], whole = hers, given, with_exposures(lines, results, case_id)
    try:
        asked = asking(space, results, case_id, lines, {}, patience_s=0)
        said = reasons(results, case_id, one, whole, {}, asked, joins(space, results, one, patience_s=0)).why(line)
    except WorkspaceLocked:
        said = reasons(results, case_id, one, whole, {}, None, Joins()).why(line)
    then = one.lines(["person_id", "tier"]).filter(person_id=person)["tier"].item()
    at = iso(one.at, run_of(results).timezone)
    return {"number": one.number, "at": at, "tier": then, "change": line["change"], "why": said}
