"""Whether two answers are the same: the same people under the same case and source, the same episodes."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tests.benchmarks.question import ANSWER

PAIR = ("hop", "case_id", "source_id", "person_id")
_MOST_MS = 1
_MOST_SHARE = 0.001
"""Of the time together, by which an engine with another plane may be off altogether."""


@dataclass(frozen=True)
class Agreement:
    """What two answers have in common."""

    same: bool
    exposures: int
    episodes: int
    text: str


def compared(ours: Path, theirs: Path, exact: bool) -> Agreement:
    """Our answer held against another: within a millisecond, or, where the engine is not exact, the same people."""
    a, b = (pl.read_parquet(path).select(ANSWER.names).sort(ANSWER.names) for path in (ours, theirs))
    one, other = (rows.select(PAIR).unique() for rows in (a, b))
    only = one.join(other, on=PAIR, how="anti").height + other.join(one, on=PAIR, how="anti").height
    told = (one.height, a.height)
    if only:
        return Agreement(False, *told, f"{only} exposures are in one answer only")
    if not exact:
        return _loosely(a, b, told)
    if a.height != b.height:
        return Agreement(False, *told, f"{a.height} episodes against {b.height}")
    off = _farthest(a, b)
    return Agreement(off <= _MOST_MS, *told, "the same" if off <= _MOST_MS else f"ends differ by up to {off} ms")


def _loosely(a: pl.DataFrame, b: pl.DataFrame, told: tuple[int, int]) -> Agreement:
    together = [(rows["finished_at"] - rows["started_at"]).sum() for rows in (a, b)]
    share = abs(together[1] - together[0]) / max(together[0], 1)
    off = f", ends differ by up to {_farthest(a, b)} ms" if a.height == b.height else ""
    text = f"the same people, {b.height} episodes{off}, time together {share:.4%} off"
    return Agreement(share <= _MOST_SHARE, *told, text)


def _farthest(a: pl.DataFrame, b: pl.DataFrame) -> int:
    """By how many ms ends differ at most, episodes taken in order."""
    return max((a[name] - b[name]).abs().max() or 0 for name in ("started_at", "finished_at"))
