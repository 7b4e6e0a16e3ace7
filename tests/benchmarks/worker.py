"""One engine in a process of its own, asked line by line: `open`, `ask`, `save PATH`; or once, as a whole command.

    python -m tests.benchmarks.worker MODULE FOLDER CASES DEFINITION AS_OF [--once PATH]

Each line is answered by one line of JSON: seconds on the clock and of processors, the most memory so far (MB).
"""

import gc
import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq

from tests.benchmarks.question import Question


class Worker:
    """An engine and the question it is asked."""

    def __init__(self, module: str, question: Question):
        self.engine, self.question = importlib.import_module(module), question
        self.state, self.answer = None, None

    def open(self) -> None:
        """Open the engine's store, or read everything and build its index."""
        self.state = None
        gc.collect()
        self.state = self.engine.opened(self.question)

    def ask(self) -> None:
        """Ask the question of what is open."""
        self.answer = self.engine.ask(self.state)

    def save(self, path: str) -> None:
        """Write the last answer."""
        told = getattr(self.engine, "told", lambda _, answer: answer)
        pq.write_table(told(self.state, self.answer), path)


def peak_mb() -> float:
    """The most memory this process has held."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def fetched_mb() -> float:
    """What this process has fetched from disk."""
    lines = Path("/proc/self/io").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1e6 for line in lines if line.startswith("read_bytes"))


def measured(step: Callable[[], None]) -> dict[str, float]:
    """Take a step: what it cost."""
    wall, cpu, fetched = time.perf_counter(), time.process_time(), fetched_mb()
    step()
    spent = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
    return spent | {"peak_mb": peak_mb(), "fetched_mb": fetched_mb() - fetched}


def serve(worker: Worker) -> None:
    """Answer lines until there are no more."""
    steps = {"open": worker.open, "ask": worker.ask, "save": worker.save}
    for line in sys.stdin:
        verb, *path = line.split(maxsplit=1)
        spent = measured(lambda verb=verb, path=path: steps[verb](*(text.strip() for text in path)))
        print(json.dumps(spent), flush=True)


def main(module: str, folder: str, cases: str, definition: str, as_of: str, *once: str) -> None:
    """Run the engine of a module on a question."""
    worker = Worker(module, Question(Path(folder), int(cases), definition, as_of))
    if not once:
        serve(worker)
        return
    worker.open()
    worker.ask()
    worker.save(once[1])


if __name__ == "__main__":
    main(*sys.argv[1:])
