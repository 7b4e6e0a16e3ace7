"""`tracing source`: what ties cases together in the days before?"""

import json
from argparse import Namespace

from pipelines import settings
from pipelines.cli import SOURCE_FORMATS
from pipelines.commands import folder_of
from pipelines.disclosure import disclosed_without_a_screen
from pipelines.output import deliver, format_of
from pipelines.screen import moment_of
from tracing import records
from tracing.backward import Backtrace, backtrace
from tracing.backward import view as source_view
from tracing.backward.text import text
from tracing.console.source_page import source_page
from tracing.exports.csv_text import csv_bytes
from tracing.store import Database
from tracing.times import iso

MOST_READ = 40
"""As many alternatives as a page or a terminal shows."""


def source(options: Namespace) -> None:
    """`tracing source`: the records as they are now; no screen needs to have been."""
    space, wanted = settings.open_workspace(folder_of(options)), format_of(options, SOURCE_FORMATS)
    in_force = space.definition_in_force(options.definition)
    as_of = moment_of(options.as_of, space.timezone) or settings.now()
    with Database(space.store, read_only=True) as store:
        known = records.load(store)
    found = backtrace(known, in_force, options.cases, as_of, space.timezone)
    if wanted in ("txt", "html"):
        found = source_view.top(found, MOST_READ)
    if options.identified:
        found = _identified(space, found)
    facts = {
        "definition": in_force.id,
        "title": in_force.title,
        "as_of": iso(as_of, space.timezone),
        "timezone": space.timezone,
        "identified": options.identified,
    }
    view = source_view.view(found, facts, space.timezone)
    deliver(options, wanted, _document(view, wanted, bom=options.out is not None))


def _identified(space: settings.Workspace, found: Backtrace) -> Backtrace:
    cases = ";".join(found.cases["case_id"])
    known = disclosed_without_a_screen(space, source_view.people(found), "source", cases, found.alternatives.height)
    return source_view.identified(found, known)


def _document(view: dict, wanted: str, bom: bool) -> bytes:
    if wanted == "csv":
        return csv_bytes(source_view.lines(view), view["timezone"], bom=bom)
    if wanted == "json":
        return (json.dumps(view, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
    return (source_page(view) if wanted == "html" else text(view)).encode()
