"""Flow: results of the last screen -> identified list, what changed and why, manifest; a folder per case."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import polars as pl

from pipelines import settings
from pipelines.disclosure import noted, opened
from pipelines.orchestration import show_table, step
from pipelines.recorded import joins
from pipelines.settings import Workspace
from pipelines.since_handed import asking, concerned, reasons
from tracing import case_list, coverage_words, ledger
from tracing.changes import CHANGES, news
from tracing.errors import NotACase, StoreDamaged
from tracing.handover import folders
from tracing.handover.behind import with_exposures
from tracing.handover.documents import documents
from tracing.handover.manifest import manifest
from tracing.results import latest, run_of
from tracing.store import Database, statement
from tracing.succession import following


def hand_over(workspace: str, cases: Sequence[str] | None = None) -> dict:
    """Hand over the lists of some cases, or of all that have one, where anything changed since they last were.

    cases       their signs (`sign`); None: all
    Returns {"cases": [...]}: per case its sign, whether a hand-over was made, the number of the last one, and how many
    lines have which change. Errors: NotACase for a sign that is no case's.
    """
    known = {sign(case_id): case_id for case_id in cases_with_a_list(workspace)}
    if not set(cases or ()) <= set(known):
        raise NotACase("one of the cases is no confirmed case of the last screen, and was never handed over")
    told = [{"case": one} | hand_over_case(workspace, known[one]) for one in (known if cases is None else cases)]
    counts = {name: sum(one[name] for one in told) for name in ("made", *CHANGES)}
    show_table("hand-over", [{"cases": len(told)} | counts], "Lists handed over, and their lines by what changed")
    return {"cases": told}


def sign(case_id: str) -> str:
    """What stands for a case where Prefect sees it: ids of cases come from records, and may be anything."""
    return folders.sha256(case_id.encode())[:16]


def cases_with_a_list(workspace: str) -> list[str]:
    """The cases of the last screen, and those that were handed over."""
    space = settings.open_workspace(Path(workspace))
    with latest(space.results) as results:
        found = results.frame(statement("results/case_summary"))["case_id"].to_list()
    return sorted({*found, *(one.case_id for one in folders.standing(space.handover))})


@step
def hand_over_case(workspace: str, case_id: str) -> dict:
    """Hand over one case's list, unless it was before and nothing changed since."""
    space = settings.open_workspace(Path(workspace))
    with folders.handing_over(space.handover), latest(space.results) as results:
        before = folders.latest(space.handover, case_id)
        if before is None:
            case_list.check_case(results, case_id)
        handed = before and before.lines(list(case_list.COLUMNS))
        lines = case_list.lines(results, case_id, handed)
        told = {change: lines.filter(change=change).height for change in CHANGES}
        is_new = before is None or not news(lines, handed).is_empty()
        if is_new:
            at = _at(space, results, before)
            _put(space, results, case_id, before, handed, with_exposures(lines, results, case_id), at)
    number = (before.number if before else 0) + is_new
    return {"made": is_new, "number": number, **told}


def _at(space: Workspace, results: Database, before: folders.HandOver | None) -> datetime:
    """The instant of a hand-over. Errors: ClockWentBack; StoreDamaged where the last screen's results went lost."""
    with Database(space.store, read_only=True) as store:
        at, last = ledger.entry_at(store, settings.now()), ledger.last_published(store)
    if run_of(results).run_id < last:
        raise StoreDamaged(f"{space.results}: the results of screen {last} are missing; screen once more")
    return following(before and before.at, at, space.handover)


def _put(
    space: Workspace,
    results: Database,
    case_id: str,
    before: folders.HandOver | None,
    handed: pl.DataFrame | None,
    lines: pl.DataFrame,
    at: datetime,
) -> None:
    """Write the hand-over of these lines, `handed` being those of the one before; who they are is disclosed under an
    entry that stands before.
    """
    entry = noted(space, results, "hand-over", case_id, lines.height)
    named = lines if handed is None else pl.concat([lines.select(handed.columns), handed])
    since = joins(space, results, before)
    disclosed = opened(space, concerned(named, lines, before, since), entry)
    called = case_list.keys_of(disclosed)
    said = reasons(results, case_id, before, lines, called, asking(space, results, case_id, lines, called), since)
    why = [said.why(line) for line in lines.select("person_id", "change").iter_rows(named=True)]
    noted_down = coverage_words.notes(results, case_id) if said.now.case_person else []
    coverage = [(case_id, sentence) for notes in noted_down for sentence in notes.sentences]
    files = documents(lines, handed, why, disclosed, said.now.run, case_id, coverage)
    at = max(at, datetime.fromisoformat(entry.at))
    described = manifest(case_id, said.now, lines, files, before, at, entry.head)
    whole = {name: document for name, (_, document) in files.items()}
    folders.put(space.handover, case_id, described["number"], whole, described)
