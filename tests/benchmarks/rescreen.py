"""A rescreen beside the screen from nothing: a late file comes in, and both are asked of the same store in turns.

The late file holds fixes of some people of one day, half a minute after those they had: another telephone of theirs.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines import settings
from pipelines.screen import publish_screen
from tests.benchmarks import ours
from tests.benchmarks.city import City, write_cases
from tests.benchmarks.measure import middle
from tests.benchmarks.question import Question
from tests.benchmarks.scenes import question, rows
from tests.benchmarks.worker import measured
from tracing.definitions import Definition, read
from tracing.ledger import BegunRun
from tracing.results import cited, of_run, path_of
from tracing.screening import Screening
from tracing.store import Database

HEADING = (
    "| question | cases | rows | late rows | of people | from nothing s | rescreen s | share | cpu: from nothing s "
    "| rescreen s | share | exposures taken over | answer |\n|" + "---|" * 13
)
_LATE_MS = 31_000
_UNPUBLISHED = ("shortfalls", "taken_over", "found", "episodes")
_ANEW, _AGAIN = 1001, 1002


@dataclass
class Open:
    """A store in which a late file has come since the last screen, and what the screens found."""

    question: Question
    space: settings.Workspace
    store: Database
    definition: Definition
    known_at: datetime
    anew: Screening | None = None
    again: Screening | None = None

    def ask(self) -> None:
        """From the store to results that stand, from nothing."""
        self.anew = self._screen(_ANEW, anew=True)

    def ask_again(self) -> None:
        """The same, with the last screen taken over."""
        self.again = self._screen(_AGAIN, anew=False)

    def clear(self) -> None:
        """Let the screen before the late file be the last one again."""
        for run_id in (_ANEW, _AGAIN):
            path_of(self.space.results, run_id).unlink(missing_ok=True)

    def same(self) -> bool:
        """Whether both found the same in all that is published, and cite the same lines for some of the cases."""
        published = [field.name for field in fields(Screening) if field.name not in _UNPUBLISHED]
        alike = all(getattr(self.anew, name).equals(getattr(self.again, name)) for name in published)
        asked = self.anew.cases["case_id"].head(3)
        with of_run(self.space.results, _ANEW) as anew, of_run(self.space.results, _AGAIN) as again:
            return alike and all(cited(anew, case).equals(cited(again, case)) for case in asked)

    def _screen(self, run_id: int, anew: bool) -> Screening:
        moment = datetime.fromisoformat(self.question.as_of)
        begun = BegunRun(run_id, self.definition.sha256, self.definition.text, moment, self.known_at)
        return publish_screen(self.space, self.store, begun, self.space.results, anew)


def measure(city: City, folder: Path, runs: int, say: Callable[[str], None]) -> None:
    """Print a line for close contacts alone and one with secondary contacts."""
    print(f"\n{HEADING}")
    for name, cases in (("near", 200), ("near_secondary", 40), ("near_secondary", 200)):
        cases = min(cases, city.people // 16)
        write_cases(city.people, city.days, city.seed, folder, cases)
        asked = question(city, folder, cases, name)
        say(f"{name}, {cases} cases: the screen before the late file")
        print(_line(asked, write_late(city, folder, rows(folder) // 1000), runs, say), flush=True)


def write_late(city: City, folder: Path, count: int) -> Path:
    """The late file of so many rows, of people drawn by the seed, beside the stores."""
    day = sorted(folder.glob("fixes_*.parquet"))[len(list(folder.glob("fixes_*.parquet"))) // 2]
    told = pq.read_table(day)
    people = told["person_id"].unique().cast(pa.string())
    drawn = people.take(pa.array(city.dice(9).permutation(len(people))))
    few = drawn.slice(0, 1 + count * len(people) // told.num_rows)
    late = told.filter(pc.is_in(told["person_id"].cast(pa.string()), few)).slice(0, count)
    moved = pc.add(late["observed_at"].cast(pa.int64()), _LATE_MS).cast(late.schema.field("observed_at").type)
    path = folder / "stores" / "fixes_late.parquet"
    path.parent.mkdir(exist_ok=True)
    pq.write_table(late.set_column(late.schema.get_field_index("observed_at"), "observed_at", moved), path)
    return path


def _line(asked: Question, late: Path, runs: int, say: Callable[[str], None]) -> str:
    came = _came(asked, late)
    with came.store:
        spent: dict[str, list[dict[str, float]]] = {"anew": [], "again": []}
        for run in range(runs + 1):
            say(f"run {run} of {runs}" if run else "the answers")
            came.clear()
            spent["again"].append(measured(came.ask_again))
            spent["anew"].append(measured(came.ask))
        answer = "the same" if came.same() else "DIFFERENT"
    told = pq.read_table(late, columns=["person_id"])["person_id"]
    taken = f"{came.again.taken_over:,} of {len(came.again.exposures):,}"
    figures = [cell for kind in ("wall_s", "cpu_s") for cell in _compared(spent, kind)]
    first = [asked.definition, asked.cases, f"{rows(asked.folder):,}", f"{len(told):,}", len(told.unique())]
    return f"| {' | '.join(map(str, [*first, *figures, taken, answer]))} |"


def _came(asked: Question, late: Path) -> Open:
    """A copy of the scene's workspace, screened once, into which the late file came."""
    folder = asked.scratch / "rescreened"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ours.prepare(asked), folder, ignore=shutil.ignore_patterns("results"))
    ours.run(folder, "screen", "--as-of", asked.as_of, "--definition", str(asked.definition_file))
    ours.run(folder, "ingest", str(late))
    space = settings.open_workspace(folder)
    definition = read(asked.definition_file.read_bytes(), asked.definition_file.name)
    return Open(asked, space, Database(space.store, read_only=True), definition, datetime.now(UTC))


def _compared(spent: dict[str, list[dict[str, float]]], kind: str) -> tuple[str, str, str]:
    """Medians of both, the first of each left out, and the rescreen's share."""
    anew, again = (middle([one[kind] for one in spent[name][1:]]) for name in ("anew", "again"))
    return f"{anew:.3g}", f"{again:.3g}", f"{again / anew:.3f}"
