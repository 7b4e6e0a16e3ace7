"""kill -9 at random moments of ingest, screen, hand-over, retract and rerun: afterwards all is as if nothing had been.

Each command of a day's work is started, killed at a random moment of the time it takes, started and killed again, and
then let through. `TRACING_KILLS=200` kills more often than a usual run.
"""

import csv
import os
import re
import shutil
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from tests.abuse.forked import command as run
from tests.abuse.forked import forked
from tests.abuse.test_killed import held
from tests.cli.program import CHECKINS, new_workspace, put, rows, told

KILLS = int(os.environ.get("TRACING_KILLS", "20"))
CASES = "case_id,person_id,classification,onset_at,isolated_at\n"
Day = list[tuple[str, ...]]
DAY: Day = [
    ("ingest",), ("screen", "--as-of", "2021-08-20"), ("hand-over", "--all"),
    ("ingest",), ("screen", "--as-of", "2021-08-20"), ("hand-over", "--all"),
    ("retract", "checkins-1.csv"), ("rerun",), ("hand-over", "--all"),
    ("rerun",), ("hand-over", "--all"),
]  # fmt: skip
BROUGHT = {0: "first", 3: "second", 7: "third", 9: "fourth"}
"""What is put into the inbox before a command."""


def stays(dice: Random, people: range, count: int) -> str:
    """Check-ins of an hour or two at a few places."""
    told_rows = []
    for _ in range(count):
        day, hour, person, place = dice.randint(1, 9), dice.randint(8, 19), dice.choice(people), dice.randint(1, 4)
        begin = f"2021-08-{day:02}T{hour:02}"
        told_rows.append(f"p{person},L{place},{begin}:00,{begin}:50")
    return CHECKINS + "\n".join(told_rows) + "\n"


def deliveries(folder: Path) -> dict[str, list[Path]]:
    """Four deliveries of files: later ones repeat and correct earlier ones."""
    dice, people = Random(5), range(40)
    first, second, third = (stays(dice, people, 120) for _ in range(3))
    again = CHECKINS + "".join(first.splitlines(keepends=True)[1:40])
    files = {
        "first/cases.csv": CASES + "C1,p1,confirmed,2021-08-04,2021-08-08\nC2,p2,confirmed,2021-08-05,2021-08-09\n",
        "first/checkins-1.csv": first,
        "first/persons.csv": "person_id,name,phone\n" + "".join(f"p{n},N{n},1900000{n:04}\n" for n in people),
        "second/checkins-2.csv": second,
        "second/checkins-1-again.csv": again,
        "third/checkins-3.csv": third,
        "third/cases-2.csv": CASES + "C2,p2,discarded,2021-08-05,\n",
        "fourth/cases-3.csv": CASES + "C3,p3,confirmed,2021-08-06,2021-08-09\n",
    }
    for name, content in files.items():
        put(folder / name, content)
    return {batch: sorted((folder / batch).iterdir()) for batch in BROUGHT.values()}


def bring(workspace: Path, paths: Sequence[Path]) -> None:
    for number, path in enumerate(paths):
        copied = shutil.copy(path, workspace / "inbox" / path.name)
        os.utime(copied, (number, number))


def spelled_out(workspace: Path, command: Sequence[str]) -> list[Sequence[str]]:
    """The command with the number of a file for its name; one each, where the file was brought again as an ingest died
    between its account and its move out of the inbox.
    """
    if command[0] != "retract":
        return [command]
    asked = "SELECT file_id FROM files WHERE name = $name AND status = 'taken'"
    return [("retract", str(number)) for (number,) in rows(workspace / "store.duckdb", asked, {"name": command[1]})]


def killed(workspace: Path, command: Sequence[str], after_s: float) -> bool:
    """Run a command and kill it: whether that came before its end."""
    process = forked(run, *command, "--workspace", str(workspace))
    time.sleep(after_s)
    process.kill()
    process.join()
    return process.exitcode < 0


def killed_at_last(workspace: Path, command: Sequence[str], dice: Random, within_s: float) -> bool:
    """Run a command and kill it at a random moment, an earlier one each time that it ended before: whether one came."""
    return any(killed(workspace, command, dice.uniform(0, within_s / 2**tries)) for tries in range(5))


def outcome(workspace: Path) -> dict[str, object]:
    """All that whoever comes later finds, but for the instants and the numbers of screens and files."""
    differences = [path.read_text() for path in sorted((workspace / "outbox").glob("*.csv"))]
    handed = {
        str(path.relative_to(workspace)): re.sub(r"file \d+", "file", path.read_text())
        for name in ("list.csv", "changes.csv")
        for path in sorted((workspace / "handover").glob(f"*/*/{name}"))
    }
    left = sorted(str(path.relative_to(workspace)) for path in workspace.rglob("*.part"))
    inbox = sorted(path.name for path in (workspace / "inbox").iterdir())
    lists = told(workspace, "contacts").out
    return {
        "lists": lists,
        "tables": held(workspace),
        "handed": handed,
        "outbox": differences,
        "left": left,
        "in": inbox,
    }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> tuple[Path, dict[str, list[Path]], dict[str, object], list[float]]:
    """An empty workspace, the deliveries, what comes of them when nothing happens, and how long each command took."""
    folder = tmp_path_factory.mktemp("undisturbed")
    empty, batches, lengths = new_workspace(folder / "empty"), deliveries(folder), []
    workspace = shutil.copytree(empty, folder / "workspace")
    for number, command in enumerate(DAY):
        bring(workspace, batches.get(BROUGHT.get(number, ""), ()))
        begun = time.monotonic()
        for one in spelled_out(workspace, command):
            assert told(workspace, *one).status == 0, one
        lengths.append(time.monotonic() - begun)
    return empty, batches, outcome(workspace), lengths


def test_the_undisturbed_day_changes_lists_in_every_way(undisturbed):
    _, _, found, _ = undisturbed
    changes = {
        line["change"]
        for text in found["handed"].values()
        for line in csv.DictReader(text.lstrip("\ufeff").splitlines())
    }
    assert changes >= {"new", "withdrawn", "unchanged"}
    assert len(found["handed"]) >= 12 and len(found["outbox"]) == 2


def test_nothing_is_lost_doubled_or_half_written(undisturbed, tmp_path):
    empty, batches, expected, lengths = undisturbed
    workspace, dice, kills = shutil.copytree(empty, tmp_path / "workspace"), Random(os.urandom(4)), 0
    for number, command in enumerate(DAY):
        bring(workspace, batches.get(BROUGHT.get(number, ""), ()))
        for one in spelled_out(workspace, command):
            for _ in range(-(-KILLS // len(DAY))):
                kills += killed_at_last(workspace, one, dice, lengths[number])
            assert told(workspace, *one).status == 0, one
        assert told(workspace, "check").status == 0
    assert outcome(workspace) == expected
    assert kills > KILLS / 2
