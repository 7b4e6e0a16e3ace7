"""What `make demo` shows: a town that does not exist, from its records to the lists of its cases."""

import time
from argparse import Namespace
from datetime import timedelta
from itertools import chain, count
from pathlib import Path

from pipelines import commands, settings
from pipelines import ingest as intake
from pipelines.graph import graph
from pipelines.intake_report import print_accounts
from pipelines.orchestration import run
from pipelines.screen import screen
from pipelines.simulate import simulate
from tracing.errors import WorkspaceExists
from tracing.results import latest
from tracing.store import statement
from tracing.town import FIRST_DAY
from tracing.town.life import Wish

FORMATS = ("csv", "xlsx")


def demo(options: Namespace) -> None:
    """Make a town, a workspace, the lists of all cases and the graph of the one with most contacts."""
    wish = (options.people, options.days, options.seed, options.cases)
    Wish(*wish)  # refused before there is a folder
    folder, began = _new_folder(options.folder), time.monotonic()
    town = folder / "town"
    _told(f"a town of {options.people} people over {options.days} days, in {town}")
    simulate(town, *wish, say=lambda text: print(f"  {text}", flush=True))
    space = settings.init(folder / "workspace", settings.DEFAULT_ZONE, settings.DEFAULT_DEFINITION)
    _told(f"its records, taken into the workspace {space.folder}")
    files = sorted((town / "records").iterdir())
    numbers = intake.bring(str(space.folder), files)
    run(intake.ingest, workspace=str(space.folder), file_ids=numbers)
    print_accounts(space, numbers)
    _told("the contacts of its cases")
    run(screen, workspace=str(space.folder), as_of=_last_day(options.days))
    commands.print_cases(space)
    _told(f"done in {time.monotonic() - began:.0f} s")
    _next_steps(space, _write(folder, space), folder, _last_day(options.days))


def _told(text: str) -> None:
    print(f"\n== {text}", flush=True)


def _new_folder(wanted: str | None) -> Path:
    if wanted and Path(wanted).exists():
        raise WorkspaceExists(f"{wanted}: is there already; the demo makes a new folder")
    names = [wanted] if wanted else chain(["demo"], (f"demo-{number}" for number in count(2)))
    folder = next(Path(name) for name in names if not Path(name).exists())
    folder.mkdir(parents=True)
    return folder


def _last_day(days: int) -> str:
    return (FIRST_DAY + timedelta(days=days - 1)).isoformat()


def _write(folder: Path, space: settings.Workspace) -> str:
    """The lists and one graph; the case whose graph it is."""
    with latest(space.results) as results:
        cases = results.frame(statement("results/case_summary"))
    case_id = cases.sort("close", descending=True)["case_id"][0]
    to = {"workspace": str(space.folder), "identified": False}
    for ending in FORMATS:
        out = str(folder / f"contacts.{ending}")
        commands.contacts(Namespace(command="contacts", case=None, known_at=None, format=ending, out=out, **to))
    out = str(folder / f"graph-{case_id}.html")
    graph(Namespace(command="graph", case=case_id, hops=2, format="html", out=out, **to))
    return case_id


def _next_steps(space: settings.Workspace, case_id: str, folder: Path, last_day: str) -> None:
    with latest(space.results) as results:
        found = results.frame(statement("results/lines"), {"case_id": case_id}).filter(tier="secondary")
        cases = results.frame(statement("results/case_summary"))["case_id"]
    person = found["person_id"][0] if len(found) else "PERSON"
    print(f"""
The lists are above, for a spreadsheet; open graph-{case_id}.html in a browser. What to try next:

  export TRACING_WORKSPACE={space.folder}
  .venv/bin/tracing contacts {case_id}
  .venv/bin/tracing explain {case_id} {person}
  .venv/bin/tracing contacts {case_id} --identified --out {folder}/identified.xlsx
  .venv/bin/tracing rejects
  .venv/bin/tracing compare covid-cn-9 covid-cdc {case_id} --as-of {last_day}
  .venv/bin/tracing sweep {case_id} --as-of {last_day} --within 10:100:10 --minutes 5:60:5 --out {folder}/sweep.html
  .venv/bin/tracing source {" ".join(cases)} --as-of {last_day} --out {folder}/source.html""")
