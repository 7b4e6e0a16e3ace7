"""Engines measured side by side: in turns, each in a process of its own, in process and as whole commands."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.benchmarks import ours
from tests.benchmarks.agreement import Agreement, compared
from tests.benchmarks.engines import OURS, Engine
from tests.benchmarks.environment import interpreter, variables
from tests.benchmarks.question import Question

Say = Callable[[str], None]


@dataclass
class Figures:
    """What one engine took, run by run: seconds on the clock and of processors, the most memory (MB).

    in_process  from its store, which stands open; where it has none, from the files
    again       with the index of an earlier run still in memory
    whole       as a command, with the start of its process
    """

    in_process: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    peak_mb: float = 0.0
    whole: list[float] = field(default_factory=list)
    whole_peak_mb: float = 0.0


@dataclass(frozen=True)
class Side:
    """One engine's figures beside ours, from the same run."""

    engine: Engine
    figures: Figures
    agreement: Agreement


class Process:
    """A worker that stays."""

    def __init__(self, engine: Engine, question: Question):
        command = worker_command(engine, question)
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = subprocess.Popen(command, env=variables(), text=True, **pipes)

    def tell(self, *words: str) -> dict[str, float]:
        """Have it take one step: what that cost."""
        self._process.stdin.write(" ".join(words) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"a worker ended with status {self._process.wait()}")
        return json.loads(line)

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def worker_command(engine: Engine, question: Question) -> list[str]:
    """The command of an engine's worker."""
    asked = [str(question.folder), str(question.cases), question.definition, question.as_of]
    return [interpreter(engine.apart), "-m", "tests.benchmarks.worker", engine.module, *asked]


def side_by_side(
    question: Question, peers: Sequence[Engine], runs: int, say: Say, whole: bool = True
) -> tuple[Figures, list[Side]]:
    """Ours and the peers' figures, as whole commands too if that is asked; one whose answer differs is not measured."""
    ours.prepare(question)
    engines = [OURS, *peers]
    figures = {engine: Figures() for engine in engines}
    with tempfile.TemporaryDirectory() as folder:
        answers = {engine: Path(folder) / f"{engine.name}.parquet" for engine in engines}
        agreements = _in_process(question, engines, answers, figures, runs, say)
        sides = [Side(engine, figures[engine], agreements[engine]) for engine in peers]
        if whole:
            same = [side.engine for side in sides if side.agreement.same]
            _whole(question, [OURS, *same], answers, figures, runs, say)
    return figures[OURS], sides


def _in_process(question: Question, engines, answers, figures, runs: int, say: Say) -> dict[Engine, Agreement]:
    workers = {engine: Process(engine, question) for engine in engines}
    try:
        for engine, worker in workers.items():
            say(f"{engine.label}: the answer")
            worker.tell("open")
            figures[engine].peak_mb = worker.tell("ask")["peak_mb"]
            worker.tell("save", str(answers[engine]))
        agreements = {engine: compared(answers[OURS], answers[engine], engine.exact) for engine in engines}
        for engine in engines:
            if not agreements[engine].same:
                workers.pop(engine).__exit__()
        for run in range(runs):
            say(f"in process, run {run + 1} of {runs}")
            for engine, worker in workers.items():
                _add(figures[engine], engine, worker)
    finally:
        for worker in workers.values():
            worker.__exit__()
    return agreements


def _add(figures: Figures, engine: Engine, worker: Process) -> None:
    opened = worker.tell("open") if engine.indexed else {"wall_s": 0, "cpu_s": 0}
    asked = worker.tell("ask")
    figures.in_process.append(opened["wall_s"] + asked["wall_s"])
    figures.cpu.append(opened["cpu_s"] + asked["cpu_s"])
    figures.again.append(asked["wall_s"])


def _whole(question: Question, engines, answers, figures, runs: int, say: Say) -> None:
    for run in range(runs):
        say(f"whole commands, run {run + 1} of {runs}")
        for engine in engines:
            wall, peak = run_command(whole_command(engine, question, answers[engine]))
            figures[engine].whole.append(wall)
            figures[engine].whole_peak_mb = max(figures[engine].whole_peak_mb, peak)
    ours.forget_results(question)


def whole_command(engine: Engine, question: Question, answer: Path) -> list[str]:
    """The engine as a command: ours is what a user gives."""
    if engine == OURS:
        return ours.command(question)
    return [*worker_command(engine, question), "--once", str(answer)]


def run_command(command: Sequence[str]) -> tuple[float, float]:
    """Run a command to its end: seconds on the clock and its most memory (MB)."""
    began = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=variables(), **quiet)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[2]} ended with status {process.returncode}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def middle(values: Sequence[float]) -> float:
    """The median."""
    return median(values)


def tell_progress(text: str) -> None:
    """One line of progress, where it does not mix with the table."""
    print(f"  {text}", file=sys.stderr, flush=True)
