"""Growth: time and memory against the number of fixes, cases, people per place, and days.

Writes `growth.csv` into the folder and has the pictures drawn from it by the peers' environment.
"""

import csv
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.city import City
from tests.benchmarks.engines import TRACK_PEERS
from tests.benchmarks.environment import python, variables
from tests.benchmarks.measure import Figures, middle, side_by_side
from tests.benchmarks.scenes import CITIES, fixes_scene, question, rows

COLUMNS = ("grows", "value", "rows", "engine", "wall_s", "least_s", "most_s", "cpu_s", "peak_mb", "episodes")
_CASES = 10


def measure(folder: Path, seed: int, named: str, people: int, runs: int, say: Callable[[str], None]) -> None:
    """Measure ours and DuckDB along each direction, and draw what came out."""
    base = City(people, seed, **CITIES[named])
    path = folder / "growth.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for grows, value, city, cases in directions(base):
            scene = fixes_scene(city, folder)
            say(f"{grows}: {value:g}")
            asked = question(city, scene, cases, "near")
            ours, [side] = side_by_side(asked, TRACK_PEERS[:1], runs, say, whole=False)
            counted = [grows, value, rows(scene)]
            writer.writerow([*counted, "tracing", *_row(ours), side.agreement.episodes])
            if side.agreement.same:
                writer.writerow([*counted, side.engine.label, *_row(side.figures), side.agreement.episodes])
            file.flush()
    draw(path, folder / "growth")


def directions(base: City) -> Iterator[tuple[str, float, City, int]]:
    """What grows, its value, the city and the number of cases."""
    for times in (1 / 3, 1, 3, 10):
        people = round(base.people * times)
        yield "people", people, replace(base, people=people), _CASES
    for cases in (1, 3, 10, 30, 100):
        yield "cases", cases, base, cases
    for times in (0.25, 0.5, 1, 2, 4):
        yield "people per km²", base.per_km2 * times, replace(base, per_km2=base.per_km2 * times), _CASES
    for days in (7, 14, 28, 56):
        yield "days", days, replace(base, days=days), _CASES


def _row(figures: Figures) -> list[str]:
    walls = figures.in_process
    numbers = (middle(walls), min(walls), max(walls), middle(figures.cpu), figures.peak_mb)
    return [f"{number:.4g}" for number in numbers]


def draw(figures: Path, picture: Path) -> None:
    """Draw the csv as `<picture>.png` and `<picture>.svg`."""
    command = [str(python()), "-m", "tests.benchmarks.pictures", str(figures), str(picture)]
    subprocess.run(command, env=variables(), check=True)
