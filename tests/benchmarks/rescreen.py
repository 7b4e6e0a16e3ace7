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
from tests.benchmarks import ours
from tests.benchmarks.city import City, write_cases
from tests.benchmarks.measure import middle
from tests.benchmarks.question import ZONE, Question
from tests.benchmarks.scenes import question, rows
from tests.benchmarks.worker import measured
from tracing.clustered.stored import Stored
from tracing.definitions import Definition, read
from tracing.last_screen import last_screen
from tracing.rescreening import FROM_NOTHING, Last
from tracing.screening import Screening, screen
from tracing.store import Database

HEADING = (
    "| question | cases | rows | late rows | of people | from nothing s | rescreen s | share | cpu: from nothing s "
    "| rescreen s | share | exposures taken over | answer |\n|" + "---|" * 13
)
_LATE_MS = 31_000
_UNPUBLISHED = ("shortfalls", "taken_over")


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
        """From the store to the lists, from nothing."""
        self.anew = self._screen(FROM_NOTHING)

    def ask_again(self) -> None:
        """The same, with the last screen read and taken over."""
        went_by = self.definition, ZONE, self.known_at, self.moment
        self.again = self._screen(last_screen(self.store, self.space.results, *went_by))

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.question.as_of)

    def same(self) -> bool:
        """Whether both found the same in all that is published."""
        published = [field.name for field in fields(Screening) if field.name not in _UNPUBLISHED]
        return all(getattr(self.anew, name).equals(getattr(self.again, name)) for name in published)

    def _screen(self, last: Last) -> Screening:
        held = Stored(self.store, self.space.clustered, self.known_at)
        return screen(held, self.definition, self.moment, ZONE, last=last)


def measure(city: City, folder: Path, runs: int, say: Callable[[str], None]) -> None:
    """Print a line for close contacts alone and one with secondary contacts."""
    print(f"\n{HEADING}")
    for name, cases in (("near", min(200, city.people // 16)), ("near_secondary", max(1, city.people // 330))):
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
            spent["anew"].append(measured(came.ask))
            spent["again"].append(measured(came.ask_again))
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
