"""The product, asked like its peers: a workspace made by its own commands; in process, a screen from the store to the
episodes behind its lists, as the peers give them; as a command, the whole screen, with lists and results written.

The one module that knows how a screen is called.
"""

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
import pyarrow as pa

from pipelines import settings
from tests.benchmarks.question import ANSWER, ZONE, Question
from tracing.clustered.stored import Stored
from tracing.contacts import listed
from tracing.definitions import Definition, read
from tracing.finds import Finds
from tracing.rescreening import FROM_NOTHING
from tracing.screening import Question as Screen
from tracing.store import SQL, Database
from tracing.times import to_ms

_RECORDS = ("fixes_*.parquet", "checkins_*.parquet", "places_*.csv")
TRACING = (sys.executable, "-m", "pipelines.cli")


@dataclass
class Asked:
    """An open store and the question; `found`: the exposures behind the lists, and the episodes of all."""

    question: Question
    space: settings.Workspace
    store: Database
    definition: Definition
    found: tuple[pl.DataFrame, pl.DataFrame] | None = None


def workspace(question: Question) -> Path:
    """Where the workspace of a folder of records lies."""
    tables = b"".join(path.read_bytes() for path in sorted((SQL / "schema").rglob("*.sql")))
    return question.scratch / f"workspace-{hashlib.sha256(tables).hexdigest()[:8]}"


def prepare(question: Question) -> Path:
    """The workspace with all records taken in and the question's cases confirmed, made unless it stands already.

    One of another version of the tables is made anew; after a change to what else an ingest writes, remove `stores`.
    """
    folder = workspace(question)
    if not (folder / "taken.json").exists():
        run(folder, "init", "--timezone", ZONE, "--definition", str(question.definition_file))
        files = sorted(path for pattern in _RECORDS for path in question.folder.glob(pattern))
        run(folder, "ingest", *map(str, files))
        _note(folder, {"choices": 0, "cases": 0})
    taken = json.loads((folder / "taken.json").read_text(encoding="utf-8"))
    if taken["cases"] != question.cases:
        _choose(question, folder, taken["choices"] + 1)
    return folder


def _choose(question: Question, folder: Path, choice: int) -> None:
    """Confirm the question's cases and discard the others of the same folder: rows that no earlier choice has said."""
    largest = max(question.folder.glob("cases_*.csv"), key=lambda path: int(path.stem.removeprefix("cases_")))
    header, *lines = largest.read_text(encoding="utf-8").splitlines()
    said = [
        f"{line if number < question.cases else line.replace('confirmed', 'discarded')},{_moment(choice)}"
        for number, line in enumerate(lines)
    ]
    path = folder / f"cases_choice_{choice}.csv"
    path.write_text("\n".join([f"{header},confirmed_at", *said]) + "\n", encoding="utf-8")
    run(folder, "ingest", str(path))
    _note(folder, {"choices": choice, "cases": question.cases})


def _moment(choice: int) -> str:
    """An instant that tells one choice from another; where a sample is known, nothing else hangs on it."""
    return datetime.fromtimestamp(1_600_000_000 + choice).astimezone().isoformat()


def _note(folder: Path, taken: dict) -> None:
    (folder / "taken.json").write_text(json.dumps(taken), encoding="utf-8")


def run(folder: Path, *words: str) -> None:
    """Run a command on a workspace. Errors: RuntimeError with its last line."""
    command = [*TRACING, "--workspace", str(folder), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"tracing {words[0]}: {done.stderr.strip().splitlines()[-1]}")


def command(question: Question) -> list[str]:
    """The whole command, as a user gives it."""
    return [*TRACING, "--workspace", str(prepare(question)), "screen", "--anew", *_asked(question)]


def _asked(question: Question) -> tuple[str, ...]:
    return "--as-of", question.as_of, "--definition", str(question.definition_file)


def opened(question: Question) -> Asked:
    """The store opened, no record read yet."""
    space = settings.open_workspace(prepare(question))
    definition = read(question.definition_file.read_bytes(), question.definition_file.name)
    return Asked(question, space, Database(space.store, read_only=True), definition)


def ask(asked: Asked) -> None:
    """From the store to the episodes of everybody who is on a list."""
    asked.found = None  # or two answers would be held at once
    held = Stored(asked.store, asked.space.clustered)
    now = to_ms(datetime.fromisoformat(asked.question.as_of))
    steps = Screen(held, asked.definition, now, asked.space.timezone, FROM_NOTHING, lambda step: None, Finds(None))
    windows, cases = steps.cases()
    hops = steps.whom(windows, asked.definition.rules)
    if asked.definition.onward:
        hops = hops.and_(steps.whom(steps.close_contacts(hops.all, cases), asked.definition.onward))
    exposures, episodes = hops.numbered()
    asked.found = listed(exposures, cases["person_id"]), episodes


def told(asked: Asked, _: None) -> pa.Table:
    """The answer with the sources' own keys, as the peers give it: not part of what is measured."""
    behind, episodes = asked.found
    with Database(asked.space.vault, read_only=True) as vault:
        keys = vault.frame("SELECT pseudonym, source_key FROM keys WHERE family = 'person'")
    rows = behind.join(episodes.select("exposure", "started_at", "finished_at"), on="exposure")
    for column in ("source_id", "person_id"):
        named = keys.rename({"pseudonym": column, "source_key": "key"})
        rows = rows.join(named, on=column).drop(column).rename({"key": column})
    return rows.select(ANSWER.names).to_arrow().cast(ANSWER)


def forget_results(question: Question) -> None:
    """Remove what whole commands published."""
    for path in settings.open_workspace(workspace(question)).results.iterdir():
        path.unlink()


def files(question: Question) -> list[Path]:
    """The files that a screen may read."""
    return [path for path in workspace(question).rglob("*") if path.is_file()]
