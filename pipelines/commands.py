"""What each sub-command does: read options, run a verb, print. Each function returns its exit status or None.

A verb, and what writes a format, is imported when its command runs: who reads a list does not wait for the readers
of files.
"""

import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import polars as pl

from pipelines import settings
from pipelines.cli import HAND_OFFS, LIST_FORMATS
from pipelines.disclosure import disclosed
from pipelines.output import deliver, format_of
from tracing import case_list, coverage_words, ledger
from tracing.changes import WITHDRAWN
from tracing.errors import InboxRefused, NotACase, UsageError
from tracing.handover import folders
from tracing.results import latest, run_of
from tracing.store import Database, statement
from tracing.times import from_ms, iso

_MOST_TOLD = 40


def folder_of(options: Namespace) -> Path:
    """The workspace's folder that the command line means."""
    return Path(options.workspace) if "workspace" in options else settings.workspace_folder()


def init(options: Namespace) -> None:
    """`tracing init`."""
    zone, definition = options.timezone or settings.DEFAULT_ZONE, options.definition or settings.DEFAULT_DEFINITION
    space = settings.init(folder_of(options), zone, definition)
    print(f"workspace {space.folder}: times in {space.timezone}, definition {space.definition}")
    print(f"the pseudonym key is {space.key_file}: keep a copy of it apart from the databases")


def ingest(options: Namespace) -> int | None:
    """`tracing ingest`: of a path that is named and leads nowhere nothing is noted, and the others go on."""
    from pipelines import inbox

    space = settings.open_workspace(folder_of(options))
    if options.files:
        paths = [path for path in map(Path, options.files) if _leads_to_a_file(path)]
        refused = len(options.files) - len(paths) + _taken_in(space, paths, options)
        return UsageError.exit_status if refused else None
    print_left_in(space.inbox)
    paths = inbox.waiting(space.inbox)
    if not paths:
        print(f"nothing to take in lies in {space.inbox}")
    return InboxRefused.exit_status if _taken_in(space, paths, options) else None


def _taken_in(space: settings.Workspace, paths: Sequence[Path], options: Namespace) -> int:
    """Take files in and print their accounts: how many were refused."""
    from pipelines import ingest as intake
    from pipelines.intake_report import print_accounts
    from pipelines.orchestration import run

    if not paths:
        return 0
    file_ids = intake.bring(str(space.folder), paths, options.crs, options.profile)
    run(intake.ingest, workspace=str(space.folder), file_ids=file_ids)
    return print_accounts(space, file_ids)


def _leads_to_a_file(path: Path) -> bool:
    """Whether something lies at a path, be it a member of an archive; where nothing does, that is said."""
    from tracing.intake.archives import archive_of, expanded
    from tracing.intake.tables import shown

    archive = archive_of(path)
    if archive and path in expanded(archive):
        return True
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        reason = "no such file"
    except OSError as error:
        reason = error.strerror or "cannot be looked at"
    else:
        return True
    print(f"tracing: {shown(path)}: {reason}", file=sys.stderr)
    return False


def print_left_in(folder: Path) -> None:
    """Say what stays in the inbox, and why."""
    from pipelines import inbox

    for path in inbox.unfinished(folder):
        print(f"{path}: left where it is: by its name, it is still being written")
    for path in inbox.not_files(folder):
        print(f"tracing: {path}: a folder, left where it is; only files are taken in", file=sys.stderr)


def rerun(options: Namespace) -> int | None:
    """`tracing rerun`."""
    from pipelines.intake_report import print_accounts
    from pipelines.orchestration import run
    from pipelines.rerun import rerun as verb

    space = settings.open_workspace(folder_of(options))
    print_left_in(space.inbox)
    done = run(verb, workspace=str(space.folder))
    return InboxRefused.exit_status if print_accounts(space, done["file_ids"]) else None


def screen(options: Namespace) -> None:
    """`tracing screen`."""
    from pipelines.orchestration import run
    from pipelines.screen import moment_of
    from pipelines.screen import screen as verb

    space = settings.open_workspace(folder_of(options))
    space.definition_in_force(options.definition)  # refused before anything begins
    moment_of(options.as_of, space.timezone)
    run(verb, workspace=str(space.folder), as_of=options.as_of, definition=options.definition, anew=options.anew)
    print_cases(space)


def print_cases(space: settings.Workspace) -> None:
    """Print the cases of the last screen with the numbers of people on their lists, and what to read with them."""
    from pipelines.undecided import undecided

    with latest(space.results) as results:
        screened = run_of(results)
        cases = results.frame(statement("results/case_summary"))
        windows = results.frame(statement("results/infectious_periods"))
        noted = coverage_words.notes(results, None)
        proposed = undecided(space, results)
    periods = _periods(windows, screened.timezone)
    print(f"screen {screened.run_id}: {screened.definition_id}, as of {iso(screened.as_of, screened.timezone)}")
    tiers = ("close", "secondary", "general", "flagged")
    figures = list(noted[0].figures) if noted else []
    rows = [
        (case["case_id"], case["classification"], *(str(case[tier]) for tier in tiers), *notes.figures.values(),
         periods.get(case["case_id"]) or f"empty: {case['empty_because']}")
        for case, notes in zip(cases.iter_rows(named=True), noted, strict=True)
    ]  # fmt: skip
    print_table(("case", "classification", *tiers, *figures, "infectious period"), rows)
    for notes in noted:
        for sentence in _read_with_the_table(notes):
            print(f"note: {notes.case_id}: {sentence}")
    if proposed:
        print(f"note: {proposed}")


def _read_with_the_table(notes: coverage_words.Notes) -> Iterable[str]:
    """What an empty list rests on, as nobody opens it, and of every list the records that could not count."""
    if not notes.lines:
        yield "; ".join([notes.heading, *notes.seen])
    yield from notes.left_out


def _periods(windows: pl.DataFrame, zone: str) -> dict[str, str]:
    periods: dict[str, list[str]] = {}
    for row in windows.iter_rows(named=True):
        begin, end = (iso(from_ms(row[name]), zone)[:16] for name in ("started_at", "finished_at"))
        periods.setdefault(row["case_id"], []).append(f"{begin} to {end}")
    return {case: ", ".join(stretches) for case, stretches in periods.items()}


def print_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print aligned columns; numbers stand to the right."""
    table = [tuple(header), *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(header))]
    for row in table:
        cells = (c.rjust(w) if c.isdigit() else c.ljust(w) for c, w in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def contacts(options: Namespace) -> None:
    """`tracing contacts`."""
    if options.format in HAND_OFFS:
        from pipelines.hand_off import hand_off

        return hand_off(options)
    from tracing.exports.lists import list_bytes

    space = settings.open_workspace(folder_of(options))
    wanted = format_of(options, LIST_FORMATS)
    hour = hour_asked(options.known_at, space.timezone)
    given = folders.standing(space.handover, options.case, hour)
    with results_at(space, hour) as results:
        noted = _noted(results, options.case, given)
        lines, screened = case_list.lines(results, options.case, folders.lines_of(given)), run_of(results)
        said = case_list.about(screened, options.case, lines, options.identified)
        called: dict[str, str] = {}
        listed = lines
        if options.identified:
            people = _named(space, given, results, lines)
            known = disclosed(space, results, people, "contacts", options.case, lines.height, hour)
            listed, called = case_list.identified(lines, known), case_list.keys_of(known)
        gone = _withdrawn(space, given, results, lines, called)
    coverage = [(notes.case_id, sentence) for notes in noted for sentence in notes.sentences]
    document = list_bytes(listed, wanted, screened.timezone, said, [*coverage, *gone], bom=options.out is not None)
    deliver(options, wanted, document)
    if wanted != "xlsx":
        print_notes(noted, gone)


def hour_asked(text: str | None, zone: str) -> datetime | None:
    """The earlier hour of `--known-at`, where one is asked for. Errors: UsageError."""
    if text is None:
        return None
    from pipelines.known_at import hour_of

    return hour_of(text, zone)


def results_at(space: settings.Workspace, hour: datetime | None) -> AbstractContextManager[Database]:
    """The results of the last screen, or as they would have been at an hour."""
    if hour is None:
        return latest(space.results)
    from pipelines.known_at import known_at

    return known_at(space, hour)


def _noted(results: Database, case_id: str | None, given: Sequence[folders.HandOver]) -> list[coverage_words.Notes]:
    """What must be read with a list; nothing of a case that is none any more, but was handed over."""
    try:
        return coverage_words.notes(results, case_id)
    except NotACase:
        if given:
            return []
        raise


def _named(
    space: settings.Workspace, given: Sequence[folders.HandOver], results: Database, lines: pl.DataFrame
) -> pl.Series:
    """Everybody whom a list names, and whom what is said of its withdrawn lines may."""
    people = case_list.people(lines)
    if WITHDRAWN not in lines["change"]:
        return people
    from pipelines.since_handed import concerned_by_withdrawn

    return pl.concat([people, concerned_by_withdrawn(space, given, results, lines)]).unique(maintain_order=True)


def _withdrawn(
    space: settings.Workspace,
    given: Sequence[folders.HandOver],
    results: Database,
    lines: pl.DataFrame,
    called: Mapping[str, str],
) -> list[tuple[str, str]]:
    if WITHDRAWN not in lines["change"]:
        return []
    from pipelines.since_handed import withdrawn

    return withdrawn(space, given, results, lines, called)


def print_notes(noted: Iterable[coverage_words.Notes], gone: Sequence[tuple[str, str]] = ()) -> None:
    """Say with a list what its columns cannot, on the standard error: a workbook has a sheet for it."""
    if sys.stderr is None:  # closed; print would take the standard output for it, in which the list stands
        return
    for notes in noted:
        print(f"{notes.case_id}: {notes.heading}", file=sys.stderr)
        for sentences in (notes.seen, notes.left_out, notes.assumed):
            if sentences:
                print(f"    {'; '.join(sentences)}", file=sys.stderr)
    for case_id, sentence in gone[:_MOST_TOLD]:
        print(f"{case_id}: {sentence}", file=sys.stderr)
    if len(gone) > _MOST_TOLD:
        print(f"... and {len(gone) - _MOST_TOLD:,} more withdrawn; a list in xlsx says why of each", file=sys.stderr)


def rejects(options: Namespace) -> None:
    """`tracing rejects`."""
    from tracing.exports.csv_text import csv_bytes

    with Database(settings.open_workspace(folder_of(options)).store, read_only=True) as store:
        rejected = ledger.rejects(store)
    deliver(options, format_of(options, ("csv",)), csv_bytes(rejected, "UTC", bom=options.out is not None))


def simulate(options: Namespace) -> None:
    """`tracing simulate`."""
    from pipelines.simulate import simulate as make_town

    where = Path(options.folder)
    print(make_town(where, options.people, options.days, options.seed, options.cases, plain=options.plain))
