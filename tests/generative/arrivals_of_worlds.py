"""Worlds that arrive in pieces: random batches of rows in random order, corrected, repeated and taken back, screened
after each of them.

A history is a list of steps; in each some files come, are brought again or are taken back, and then a screen is asked
for a moment that never goes back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from zoneinfo import ZoneInfo

from tests.lib.reference.instants import read_instant
from tests.lib.worlds import ALL_EVIDENCE, World, random_world
from tests.lib.worlds.journeys import random_journey
from tracing.times import from_ms

Row = dict[str, str]
KEYED = {"cases": "case_id", "places": "place_id", "persons": "person_id"}
CORRECTED = {
    "cases": ("onset_at", "isolated_at", "sampled_at", "classification", "person_id"),
    "isolations": ("from_at", "until_at", "person_id"),
    "places": ("kind", "enclosed", "typical_stay_minutes", "name"),
    "persons": ("grid_id",),
}


@dataclass(frozen=True)
class Step:
    """What happens before one screen: files that come (kind, rows), earlier files (by place) that are brought again or
    taken back; and the moment that the screen is asked for.
    """

    files: list[tuple[str, list[Row]]]
    again: list[int]
    retracted: list[int]
    as_of: datetime


@dataclass(frozen=True)
class History:
    """A world in the order in which it becomes known."""

    world: World
    steps: list[Step]


def random_history(seed: int) -> History:
    """The history of a seed: of a world of all kinds of evidence, or of one of journeys."""
    random = Random(seed)
    draw: Callable[[int], World] = random_journey if random.random() < 0.25 else _any_evidence
    world, count = max((draw(10 * seed + number) for number in range(10)), key=_richness), random.randint(4, 6)
    batches = _cut(world, random, count)
    moments, steps, brought = _moments(world, random, count), [], 0
    for number, batch in enumerate(batches):
        if number and random.random() < 0.2:
            steps.append(Step([], [], [], moments[number]))
            continue
        if number and random.random() < 0.3:
            batch, changes = [], _changed(world, random, percent=100)
        else:
            changes = _changed(world, random, percent=12) if number else []
        files = batch + changes
        random.shuffle(files)
        again = [random.randrange(brought) for _ in range(random.random() < 0.2)] if brought else []
        retracted = [_mostly_late(random, brought) for _ in range(random.random() < 0.35)] if brought else []
        steps.append(Step(files, again, retracted, moments[number]))
        brought += len(files)
    return History(world, steps)


def _mostly_late(random: Random, brought: int) -> int:
    """One of the files that were brought, the last ones most often."""
    return max(random.randrange(brought), random.randrange(brought))


def _any_evidence(seed: int) -> World:
    return random_world(seed, ALL_EVIDENCE)


def _richness(world: World) -> tuple:
    """Worlds in which many meet, and by way of close contacts, have most to lose."""
    rules = world.definition["rule"]
    return "secondary" in world.definition, sum(len(world.files.get(kind, [])) > 8 for kind in world.files), len(rules)


def _cut(world: World, random: Random, count: int) -> list[list[tuple[str, list[Row]]]]:
    """The rows of each kind in batches: what is late is mostly of one person, or little of anybody."""
    batches: list[list[tuple[str, list[Row]]]] = [[] for _ in range(count)]
    people = sorted({text for rows in world.files.values() for row in rows for text in _people(row)}) or [""]
    late = [random.choice(people) if random.random() < 0.8 else None for _ in range(count)]
    for kind, rows in world.files.items():
        place = [_batch(row, random, late) for row in rows]
        for number in range(count):
            some = [row for row, at in zip(rows, place, strict=True) if at == number]
            if some:
                batches[number].append((kind, some))
    return batches


def _people(row: Row) -> list[str]:
    return [row[name] for name in ("person_id", "person_a", "person_b") if row.get(name)]


def _batch(row: Row, random: Random, late: list[str | None]) -> int:
    """With which batch a row comes: with a later one if it is of that batch's person; seldom where it is of none."""
    number = random.randrange(len(late))
    if late[number] is None:
        return number if random.random() < 0.1 else 0
    return number if late[number] in _people(row) and random.random() < 0.6 else 0


def _changed(world: World, random: Random, percent: int) -> list[tuple[str, list[Row]]]:
    """Corrections of cases, isolations, places and persons, and rows that came before or come later in another file."""
    files = []
    for kind, columns in CORRECTED.items():
        rows = world.files.get(kind, [])
        if rows and random.random() < (percent if kind == "cases" else percent / 3) / 100:
            row, column = random.choice(rows), random.choice(columns)
            files.append((kind, [row | {column: random.choice(_values(world, kind, column))}]))
    for kind in [kind for kind in world.files if kind not in KEYED]:
        rows = world.files[kind]
        if rows and random.random() < 0.06:
            files.append((kind, random.sample(rows, random.randint(1, min(3, len(rows))))))
    return files


def _values(world: World, kind: str, column: str) -> list[str]:
    """What a correction may say: what some row of the world says in such a column, or nothing."""
    if column == "name":
        return ["Hall", "The hall"]
    told = [row.get(column, "") for row in world.files[kind]]
    if column.endswith("_at"):
        told += [row.get("onset_at", "") for row in world.files["cases"]]
        told += [row.get("from_at", "") for row in world.files.get("isolations", [])]
    extra = {"classification": ["confirmed", "discarded"], "enclosed": ["true", "false"], "kind": ["school", ""]}
    required = column in ("classification", "person_id", "from_at")
    return [text for text in told + extra.get(column, [""]) if text or not required]


def _moments(world: World, random: Random, count: int) -> list[datetime]:
    """The moments of the screens, in order: most of them the world's own, the others in the midst of what happens."""
    zone = ZoneInfo(world.timezone)
    last = read_instant(world.as_of, zone, closes_window=True)
    told = {row[name] for rows in world.files.values() for row in rows for name in row if name.endswith("_at")}
    known = [at for text in sorted(told) if (at := _instant(text, zone)) is not None]
    usual = last if random.random() < 0.7 or not known else random.choice(known)
    drawn = [usual if random.random() < 0.75 or not known else random.choice(known) for _ in range(count)]
    return [from_ms(at).astimezone(UTC) for at in sorted(drawn)]


def _instant(text: str, zone: ZoneInfo) -> int | None:
    try:
        return read_instant(text, zone, closes_window=False)
    except ValueError:
        return None
