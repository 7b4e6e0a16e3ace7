"""The records that are measured on: made once in a folder, from a city's numbers and a seed."""

from dataclasses import asdict, fields
from pathlib import Path

from tests.benchmarks.city import FIXES_A_PERSON, City, as_of, write_cases, write_fixes
from tests.benchmarks.question import Question
from tests.benchmarks.station import Visitors, write_checkins

CITIES = {
    "river": {},
    "north": {"latitude": 64.1, "longitude": -21.9, "per_km2": 160.0, "centred": 0.6},
}
"""Cities by name: what each changes."""

CASES = (1, 3, 10, 30, 100)


def city_of(fixes: float, seed: int, named: str) -> City:
    """A city of about so many fixes."""
    return City(max(100, 10 * round(fixes / FIXES_A_PERSON / 10)), seed, **CITIES[named])


def fixes_scene(city: City, folder: Path) -> Path:
    """The folder that holds a city's fixes and cases, made unless it stands already."""
    return _made(city, folder, write_fixes)


def checkins_scene(visitors: Visitors, folder: Path) -> Path:
    """The folder that holds the check-ins, places and cases, made unless it stands already."""
    return _made(visitors, folder, write_checkins)


def _made(scene: City | Visitors, folder: Path, write) -> Path:
    path = folder / _name(scene)
    if not (path / "rows").exists():
        rows = write(scene, path)
        for count in CASES:
            write_cases(scene.people, scene.days, scene.seed, path, count)
        (path / "rows").write_text(str(rows), encoding="utf-8")
    return path


def _name(scene: City | Visitors) -> str:
    """The scene's name: what it is, how large, and what is unusual about it."""
    first, *others = fields(scene)
    values = asdict(scene)
    unusual = [f"{field.name}{values[field.name]}" for field in others if values[field.name] != field.default]
    return "-".join([type(scene).__name__.lower(), str(values[first.name]), *unusual])


def rows(folder: Path) -> int:
    """How many records a scene has."""
    return int((folder / "rows").read_text(encoding="utf-8"))


def question(scene: City | Visitors, folder: Path, cases: int, definition: str) -> Question:
    """The question about a scene's first cases."""
    return Question(folder, cases, definition, as_of(scene.days))
