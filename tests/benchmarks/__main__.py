"""The benchmark behind `make bench`: one table, every line with our figure and a peer's from the same run.

python -m tests.benchmarks [--quick] [--sizes 1e7 1e8] [--only track secondary stays limit rescreen ingest growth]
                           [--folder DIR] [--city NAME] [--seed N] [--runs N]
"""

import argparse
import platform
from pathlib import Path

from tests.benchmarks import growth, ingest, limits, rescreen
from tests.benchmarks.engines import SECONDARY_PEERS, STAY_PEERS, TRACK_PEERS, Engine
from tests.benchmarks.measure import Figures, middle, side_by_side, tell_progress
from tests.benchmarks.question import HERE, Question
from tests.benchmarks.scenes import CITIES, checkins_scene, city_of, fixes_scene, question, rows
from tests.benchmarks.station import Visitors
from tests.benchmarks.table import Asked, heading, line

PARTS = ("track", "secondary", "stays", "limit", "rescreen", "ingest", "growth")
_QUICK = 1_200_000
"""A little more than the rows from which on a store keeps a clustered copy."""

_MOST_FOR_INDEXES = 20_000_000
"""Above so many fixes the peers that index in memory are left out."""


def main() -> None:
    """Measure what is asked for, a line as soon as it is known."""
    asked = _arguments()
    asked.folder.mkdir(parents=True, exist_ok=True)
    print(f"{platform.machine()}, {platform.python_version()}, medians of {asked.runs} runs in turns (least–most)\n")
    print(heading(), flush=True)
    ours = {}
    for size in asked.sizes:
        city = city_of(size, asked.seed, asked.city)
        if {"track", "secondary", "limit"} & set(asked.only):
            folder = fixes_scene(city, asked.folder)
            ours |= {size: _tracks(asked, city, folder)}
        if "stays" in asked.only and size <= asked.most_checkins:
            _stays(asked, round(size))
    if "limit" in asked.only:
        _limit(asked, ours)
    for part in (rescreen, ingest):
        for size in asked.sizes if part.__name__.split(".")[-1] in asked.only else ():
            city = city_of(size, asked.seed, asked.city)
            part.measure(city, fixes_scene(city, asked.folder), asked.runs, tell_progress)
    if "growth" in asked.only:
        growth.measure(asked.folder, asked.seed, asked.city, asked.growth_people, asked.runs, tell_progress)


def _tracks(asked: argparse.Namespace, city, folder: Path) -> tuple[Question, list[float]] | None:
    ten, figures = question(city, folder, 10, "near"), None
    small = rows(folder) <= _MOST_FOR_INDEXES
    if "track" in asked.only or "limit" in asked.only:
        peers = [engine for engine in TRACK_PEERS if small or not engine.indexed] if "track" in asked.only else []
        figures = _print("near, 30 m, 15 min", ten, peers, asked.runs)
    if "track" in asked.only:
        for cases in () if asked.quick else (1, 100):
            _print("near, 30 m, 15 min", question(city, folder, cases, "near"), TRACK_PEERS[:1], asked.runs)
    if "secondary" in asked.only and small:
        all_of_them = question(city, folder, 1 if asked.quick else 100, "near_secondary")
        # A minute or more each: one run tells enough.
        _print("near, with secondary contacts", all_of_them, SECONDARY_PEERS, runs=1)
    return figures and (ten, figures.in_process)


def _stays(asked: argparse.Namespace, checkins: int) -> None:
    visitors = Visitors(checkins, asked.seed)
    folder = checkins_scene(visitors, asked.folder)
    _print("same place, 15 min", question(visitors, folder, 10, "stay"), STAY_PEERS, asked.runs)


def _print(title: str, asked: Question, peers: list[Engine], runs: int) -> Figures:
    tell_progress(f"{title}, {asked.cases} cases, {asked.folder.name}")
    ours, sides = side_by_side(asked, peers, runs, tell_progress)
    for side in sides:
        print(line(Asked(title, asked.cases, rows(asked.folder)), ours, side), flush=True)
    return ours


def _limit(asked: argparse.Namespace, ours: dict) -> None:
    memory, disk = limits.memory_gb_s(), limits.disk_gb_s(asked.folder)
    print(f"\nmemory: {memory:.1f} GB a second read and written; disk: {disk:.2f} GB a second read in order")
    shares = [limits.share(ten, rows(ten.folder), middle(seconds)) for ten, seconds in ours.values()]
    for share in shares:
        print("\n".join(limits.told(share, memory, disk)), flush=True)
    if len(shares) > 1:
        print(limits.extrapolated(*sorted(shares, key=lambda share: share.fixes)[-2:]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.benchmarks", description="Ours beside its peers, on the same records.")
    parser.add_argument("--quick", action="store_true", help="1.2 million records: about two minutes")
    parser.add_argument("--sizes", type=float, nargs="+", default=[1e7], help="numbers of records (1e7)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS[:-1], help="parts (all but growth)")
    parser.add_argument("--folder", type=Path, default=HERE.parents[1] / ".bench", help="records and stores (.bench)")
    parser.add_argument("--city", choices=CITIES, default="river")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3, help="of each engine (3)")
    parser.add_argument("--most-checkins", type=float, default=2e7, help="above, stays are not measured (2e7)")
    parser.add_argument("--growth-people", type=int, default=1000, help="the city that growth starts from (1000)")
    asked = parser.parse_args()
    if asked.quick:
        asked.sizes = [_QUICK]
    return asked


if __name__ == "__main__":
    main()
