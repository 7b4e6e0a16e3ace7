"""A day of arrivals at speed: 2,000 files in 144 reruns, one for every ten minutes, many late, some twice.

python -m tests.benchmarks.day_of_arrivals [--folder DIR] [--people N] [--reruns N] [--files N]

A town's days are moved so that they end today, and their rows arrive in the order of their times, a tenth of them late.
Each rerun is a process of its own, as the service and cron start it. A line every twelve reruns: its time and peak
memory, the sizes in MB of the store, the vault, the results and the outbox; at the end what the store would be, made
at once.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from pipelines import settings
from pipelines.ingest import bring, take_in
from pipelines.simulate import simulate
from tracing.errors import InboxRefused
from tracing.results import run_ids
from tracing.store import Database

_DAY = re.compile(r"(?<!\d)2021-0[78]-[0-3]\d(?!\d)")
_MOMENT = re.compile(r"(?<!\d)20\d\d-\d\d-\d\d(T\d\d:\d\d)?")
_LATE, _TWICE = 0.1, 0.02
KEEP_RUNS = 10


def moved(folder: Path) -> dict[str, list[str]]:
    """The lines of each kind's file (header first), moved by days so that the last lies before today."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.csv"))}
    last = max(date.fromisoformat(day) for day in _DAY.findall(texts["fixes"]))
    ahead = date.today() - timedelta(days=1) - last

    def later(day: re.Match) -> str:
        return str(date.fromisoformat(day[0]) + ahead)

    return {kind: _DAY.sub(later, text).splitlines() for kind, text in texts.items()}


def arrivals(told: dict[str, list[str]], reruns: int, files: int, dice: Random) -> Iterator[list[tuple[str, str]]]:
    """The files of each rerun: name and content."""
    slots: list[dict[str, list[str]]] = [{} for _ in range(reruns)]
    for kind, (_, *rows) in told.items():
        moments = sorted(_MOMENT.search(row)[0] if _MOMENT.search(row) else "" for row in rows)
        places = {moment: place for place, moment in enumerate(moments)}
        for row in rows:
            found = _MOMENT.search(row)
            slot = places[found[0]] * reruns // len(rows) if found else dice.randrange(reruns // 4 + 1)
            late = dice.randrange(1, reruns // 6 + 2) if dice.random() < _LATE else 0
            slots[min(slot + late, reruns - 1)].setdefault(kind, []).append(row)
    for number, slot in enumerate(slots):
        yield list(_cut(told, slot, -(-files // reruns), number, dice))


def _cut(told: dict[str, list[str]], slot: dict, files: int, number: int, dice: Random) -> Iterator[tuple[str, str]]:
    rows = [(kind, row) for kind, those in slot.items() for row in those]
    size = -(-len(rows) // files) or 1
    for kind, those in slot.items():
        for part in range(0, len(those), size):
            content = "\n".join([told[kind][0], *those[part : part + size], ""])
            yield f"{kind}_{number:04}_{part}.csv", content
            if dice.random() < _TWICE:
                yield f"{kind}_{number:04}_{part}_again.csv", content


def rerun(workspace: Path) -> tuple[float, float]:
    """One rerun: its seconds and its peak memory in MB."""
    begun = time.monotonic()
    command = [sys.executable, "-m", "pipelines.cli", "rerun", "--workspace", str(workspace)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, InboxRefused.exit_status):
        raise SystemExit(f"a rerun ended with {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - begun, used.ru_maxrss / 1e3


def size_mb(*paths: Path) -> float:
    """Bytes of files and of all in folders."""
    every = [file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file()]
    return sum(file.stat().st_size for file in every) / 1e6


def main() -> None:
    """Replay the day."""
    asked = _arguments()
    shutil.rmtree(asked.folder, ignore_errors=True)
    simulate(asked.folder / "town", asked.people, 6, 1, 6, plain=True)
    told, dice = moved(asked.folder / "town" / "records"), Random(1)
    space = settings.init(asked.folder / "workspace", settings.DEFAULT_ZONE, settings.DEFAULT_DEFINITION)
    with (space.folder / "workspace.toml").open("a") as file:
        file.write(f"keep_runs = {KEEP_RUNS}\n")
    print("rerun  files  seconds  peak MB  store  vault  results  of runs  outbox")
    total = 0
    for number, files in enumerate(arrivals(told, asked.reruns, asked.files, dice), 1):
        for name, content in files:
            (space.inbox / name).write_text(content, encoding="utf-8")
        took = rerun(space.folder)
        total += len(files)
        if number % max(1, asked.reruns // 12) == 0:
            _tell(space, number, total, *took)
    _at_once(asked.folder / "at-once", told, space)


def _tell(space: settings.Workspace, number: int, files: int, seconds: float, peak_mb: float) -> None:
    sizes = [size_mb(path) for path in (space.store, space.vault, space.results)]
    kept, outbox = len(run_ids(space.results)), size_mb(space.outbox)
    told = (f"{size:>{width}.1f}" for size, width in zip(sizes, (5, 5, 7), strict=True))
    first = f"{number:>5}  {files:>5}  {seconds:>7.2f}  {peak_mb:>7.0f}"
    print(first, *told, f"{kept:>7}  {outbox:>6.2f}", sep="  ", flush=True)


def _at_once(folder: Path, told: dict[str, list[str]], space: settings.Workspace) -> None:
    """The same rows in one file a kind: how large the store is then, and whether it holds as many."""
    one = settings.init(folder, settings.DEFAULT_ZONE, settings.DEFAULT_DEFINITION)
    paths = []
    for kind, lines in told.items():
        paths.append(one.inbox / f"{kind}.csv")
        paths[-1].write_text("\n".join([*lines, ""]), encoding="utf-8")
    for file_id in bring(str(folder), paths):
        take_in(str(folder), file_id)
    rows = []
    for workspace in (space, one):
        with Database(workspace.store, read_only=True) as store:
            rows.append(store.run("SELECT sum(rows_kept) FROM files")[0][0])
    print(f"in pieces: {size_mb(space.store):.1f} MB of {rows[0]:,} records")
    print(f"at once:   {size_mb(one.store):.1f} MB of {rows[1]:,} records")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.day_of_arrivals")
    parser.add_argument("--folder", type=Path, default=Path("day-of-arrivals"))
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--reruns", type=int, default=144)
    parser.add_argument("--files", type=int, default=2000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
