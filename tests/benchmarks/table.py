"""The table: one line for each peer and question, our figures beside the peer's, and how many times ours is faster."""

from dataclasses import dataclass

from tests.benchmarks.measure import Figures, Side, middle

_HEADS = (
    "question",
    "cases",
    "rows",
    "peer",
    "in process: ours s",
    "peer s",
    "times",
    "index kept: peer s",
    "cpu: ours s",
    "peer s",
    "whole command: ours s",
    "peer s",
    "times",
    "peak MB in process: ours",
    "peer",
    "peak MB command: ours",
    "peer",
    "answer",
)


@dataclass(frozen=True)
class Asked:
    """What was asked, as the table tells it."""

    title: str
    cases: int
    rows: int


def heading() -> str:
    """The table's first two lines."""
    return f"| {' | '.join(_HEADS)} |\n|{'---|' * len(_HEADS)}"


def line(asked: Asked, ours: Figures, side: Side) -> str:
    """One line; a peer that answers otherwise has no figures."""
    agreement, peer = side.agreement, side.figures
    answer = f"{agreement.exposures} exposures, {agreement.episodes} episodes; {agreement.text}"
    first = [asked.title, str(asked.cases), f"{asked.rows:,}", side.engine.label]
    if not agreement.same:
        return _joined([*first, *["-"] * (len(_HEADS) - len(first) - 1), f"DIFFERENT: {agreement.text}"])
    pair = [_times(ours.in_process, peer.in_process), _times(ours.whole, peer.whole)]
    again = _seconds(peer.again) if side.engine.indexed else ""
    figures = [*pair[0], again, f"{middle(ours.cpu):.3g}", f"{middle(peer.cpu):.3g}", *pair[1]]
    peaks = [ours.peak_mb, peer.peak_mb, ours.whole_peak_mb, peer.whole_peak_mb]
    return _joined([*first, *figures, *(f"{peak:.0f}" for peak in peaks), answer])


def _times(ours: list[float], peer: list[float]) -> tuple[str, str, str]:
    return _seconds(ours), _seconds(peer), f"{middle(peer) / middle(ours):.1f}"


def _seconds(runs: list[float]) -> str:
    """The median, and from where to where the runs went."""
    return f"{middle(runs):.3g} ({min(runs):.3g}–{max(runs):.3g})"


def _joined(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
