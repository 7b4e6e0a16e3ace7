"""The limit: how fast this machine moves bytes, and how many of them any method must read for a question."""

import math
import os
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from tests.benchmarks import ours
from tests.benchmarks.engines import OURS
from tests.benchmarks.measure import Process
from tests.benchmarks.peers import duckdb_sql
from tests.benchmarks.question import Question

BYTES_A_FIX = 20
"""Person, instant and place, as tightly as they can be kept and still be looked up."""

_GB = 1_000_000_000
_BLOCK = 8 << 20


@dataclass(frozen=True)
class Bound:
    """What must be read: fixes of the cases in their windows, and the ends of others' moves whose boxes, at the same
    time, come within reach of theirs; in how many hours of people these lie."""

    of_cases: int
    of_others: int
    hours: int

    @property
    def size(self) -> int:
        """Bytes."""
        return (self.of_cases + self.of_others) * BYTES_A_FIX


@dataclass(frozen=True)
class Cold:
    """Our screen with nothing of the store in memory: seconds, and what was fetched from disk (MB)."""

    wall_s: float
    fetched_mb: float


def memory_gb_s() -> float:
    """How many GB a second are read and written by a copy of 1 GB."""
    source = np.ones(_GB // 8)
    target = np.empty_like(source)
    times = []
    for _ in range(5):
        began = time.perf_counter()
        np.copyto(target, source)
        times.append(time.perf_counter() - began)
    return 2 * source.nbytes / _GB / median(times)


def disk_gb_s(folder: Path) -> float:
    """How many GB a second are read in order from a file that memory does not hold."""
    block = np.random.default_rng(0).bytes(_BLOCK)
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for _ in range(_GB // _BLOCK):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
        evict([Path(file.name)])
        began, size = time.perf_counter(), 0
        with open(file.name, "rb", buffering=0) as reading:
            while got := len(reading.read(_BLOCK)):
                size += got
        return size / _GB / (time.perf_counter() - began)


def evict(paths: Iterable[Path]) -> None:
    """Have the system forget what it holds of files."""
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)


def must_read(question: Question) -> Bound:
    """What any method must read for a question of tracks without secondary contacts."""
    asked = duckdb_sql.opened(question)
    duckdb_sql.ask(asked)
    return Bound(*asked.connection.execute(duckdb_sql.sql("must_read")).fetchone())


def cold(question: Question) -> Cold:
    """Our screen right after the system forgot the store."""
    with Process(OURS, question) as worker:
        evict(ours.files(question))
        steps = [worker.tell("open"), worker.tell("ask")]
    return Cold(*(sum(step[name] for step in steps) for name in ("wall_s", "fetched_mb")))


@dataclass(frozen=True)
class Share:
    """What one size of store took for a question: its fixes, the bound, ours warm (s) and cold."""

    fixes: int
    bound: Bound
    warm_s: float
    cold: Cold


def share(question: Question, fixes: int, warm_s: float) -> Share:
    """Measure the bound and our cold screen beside a warm one that is known."""
    return Share(fixes, must_read(question), warm_s, cold(question))


def told(took: Share, memory: float, disk: float) -> list[str]:
    """The bound and what we take, in sentences."""
    bound, fetched = took.bound, took.cold.fetched_mb
    warm_ms, cold_ms = (bound.size / rate / _GB * 1000 for rate in (memory, disk))
    return [
        f"{took.fixes:,} fixes: any method must read {bound.of_cases:,} fixes of the cases and {bound.of_others:,} of "
        f"others, in {bound.hours:,} hours of people: {bound.size / 1e6:.2f} MB at {BYTES_A_FIX} bytes each",
        f"  warm: {warm_ms:.2f} ms at the speed of memory; ours {took.warm_s * 1000:.0f} ms, "
        f"{took.warm_s * 1000 / warm_ms:,.0f} times that",
        f"  cold: {cold_ms:.2f} ms at the speed of the disk; ours {took.cold.wall_s * 1000:.0f} ms, "
        f"{took.cold.wall_s * 1000 / cold_ms:,.0f} times that; {fetched:.1f} MB fetched, "
        f"{fetched * 1e6 / bound.size:,.1f} times the bytes",
    ]


def extrapolated(smaller: Share, larger: Share, fixes: int = 1_000_000_000) -> str:
    """What a larger store would take if everything went on growing as it did between two sizes, in a sentence."""
    steps = math.log(fixes / larger.fixes) / math.log(larger.fixes / smaller.fixes)
    pairs = {
        "MB must be read": (smaller.bound.size / 1e6, larger.bound.size / 1e6),
        "MB fetched cold": (smaller.cold.fetched_mb, larger.cold.fetched_mb),
        "s warm": (smaller.warm_s, larger.warm_s),
    }
    parts = [
        f"{high * (high / low) ** steps:.2g} {what} ({low:.2g}, {high:.2g})" for what, (low, high) in pairs.items()
    ]
    return (
        f"extrapolated, not measured, to {fixes:,} fixes from {smaller.fixes:,} and {larger.fixes:,} "
        f"(whose figures stand in brackets): {', '.join(parts)}"
    )
