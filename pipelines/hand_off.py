"""`tracing contacts` in a format of other outbreak software: line list and contacts as files in a folder."""

import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from pipelines import settings
from pipelines.commands import folder_of, hour_asked, print_notes, results_at
from pipelines.disclosure import disclosed
from tracing import case_list, coverage_words
from tracing.changes import WITHDRAWN
from tracing.disk import put
from tracing.errors import CannotWrite, UsageError
from tracing.exports.epicontacts import epicontacts
from tracing.exports.godata import godata
from tracing.exports.sormas import left_out, sormas
from tracing.handover import folders
from tracing.line_list import LineList, identified, line_list
from tracing.results import Run, run_of

_WRITERS: dict[str, Callable[[LineList, Run], dict[str, bytes]]] = {
    "epicontacts": lambda tables, run: epicontacts(tables, run.timezone),
    "godata": lambda tables, run: godata(tables, run.as_of, run.timezone),
    "sormas": lambda tables, run: sormas(tables, run.timezone),
}


def hand_off(options: Namespace) -> None:
    """Write the files of the format asked for. Who was withdrawn is no contact any more: only how many is said."""
    folder = _folder(options)
    space = settings.open_workspace(folder_of(options))
    hour = hour_asked(options.known_at, space.timezone)
    given = folders.standing(space.handover, options.case, hour)
    with results_at(space, hour) as results:
        tables, run = line_list(results, options.case), run_of(results)
        noted = coverage_words.notes(results, options.case)
        gone = case_list.lines(results, options.case, folders.lines_of(given)).filter(change=WITHDRAWN).height
        if options.identified:
            people = tables.people["id"]
            known = disclosed(space, results, people, "contacts", options.case, len(people), hour)
            tables = identified(tables, known)
    _write(folder, _WRITERS[options.format](tables, run))
    print_notes(noted)
    _complain(gone, "withdrawn since the last hand-over, not in these files")
    if options.format == "sormas":
        _complain(left_out(tables), "met by no case but by its contacts, not in these files")


def _complain(people: int, why: str) -> None:
    if people and sys.stderr is not None:
        print(f"{people:,} {why}", file=sys.stderr)


def _folder(options: Namespace) -> Path:
    """Where the files go. Errors: UsageError where there can be no folder, before anything is read."""
    if not options.out:
        raise UsageError(f"{options.format} is several files: name a folder with --out")
    folder = Path(options.out)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: not a folder; {options.format} is several files")
    return folder


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Each file whole or not at all; those of an earlier hand-off are replaced."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"{folder}: {error.strerror or 'cannot be made'}") from None
    for name, document in files.items():
        put(folder / name, document)
    print(folder)
