"""Tiny worlds of people with badges: one case, meetings in whole minutes, some people isolated; and their arrivals.

A world is drawn from a seed, with few people and few minutes, so that ties, touching ends and ways round really
happen. Times are minutes since the world begins, which is when the case's infectious period does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import polars as pl

import tracing
from tracing.arrivals import Reach, reach
from tracing.evidence import Observations
from tracing.frames import complete
from tracing.screening import Screening, screen
from tracing.times import MINUTE, to_ms

BEGIN = datetime(2021, 8, 2, tzinfo=UTC)
CASE = "k"
Span = tuple[int, int]
Arrivals = dict[tuple[str, int], float]
"""(person, hops) -> minute."""


@dataclass(frozen=True)
class World:
    """Who met whom from when to when, who was apart from when to when (None: without end), and the definition."""

    meetings: list[tuple[str, str, int, int]]
    apart: list[tuple[str, int, int | None]] = field(default_factory=list)
    cases: tuple[str, ...] = (CASE,)
    least: int | None = None
    latent: int = 0
    end: int = 600
    as_of: int = 600

    @property
    def people(self) -> list[str]:
        """Everybody who met anybody."""
        return sorted({person for one, other, *_ in self.meetings for person in (one, other)} | set(self.cases))


def at(minute: int) -> datetime:
    """The instant of a minute of the world."""
    return BEGIN + timedelta(minutes=minute)


def drawn(seed: int, released: bool = False) -> World:
    """The world of a seed; `released`: isolations end, else they last for ever."""
    dice = Random(seed)
    names = [CASE, *"abcdefg"[: dice.choice((5, 6, 7))]]
    return World(
        [_meeting(dice, names) for _ in range(dice.choice((12, 18, 24)))],
        [_isolation(dice, dice.choice(names[1:]), released) for _ in range(dice.choice((0, 1, 2, 4)))],
        (CASE, names[-1]) if dice.random() < 0.2 else (CASE,),
        least=dice.choice((None, None, 10, 20)),
        latent=dice.choice((0, 0, 30, 60)),
        end=dice.choice((150, 300, 600)),
        as_of=dice.choice((240, 600, 600)),
    )


def _meeting(dice: Random, names: list[str]) -> tuple[str, str, int, int]:
    one, other = dice.sample(names, 2)
    begin = dice.randrange(0, 400, 10)
    return one, other, begin, begin + dice.choice((5, 10, 20, 60))


def _isolation(dice: Random, person: str, released: bool) -> tuple[str, int, int | None]:
    begin = dice.randrange(0, 400, 10)
    return person, begin, begin + dice.choice((10, 50, 100)) if released else None


def screened(world: World) -> Screening:
    """What a screen of the world finds."""
    return screen(records([world]), definition(world), at(world.as_of), "UTC")


def arrivals(world: World, hops: int) -> Arrivals:
    """When the program says that the first case reaches people, by at most that many hops."""
    return arrivals_of([world], hops)[0]


def arrivals_of(worlds: Sequence[World], hops: int) -> list[Arrivals]:
    """The same for many worlds: those of one definition are islands of one outbreak, or it would take minutes."""
    told: list[Arrivals] = [{} for _ in worlds]
    alike = {(world.least, world.latent, world.as_of) for world in worlds}
    for kind in sorted(alike, key=str):
        places = [i for i, world in enumerate(worlds) if (world.least, world.latent, world.as_of) == kind]
        found = reached([worlds[i] for i in places], hops).arrivals
        for name, hop, instant in found.select("person_id", "hops", "arrived_at").iter_rows():
            island, person = name.split(".")
            told[places[int(island)]][person, hop] = (instant - to_ms(BEGIN)) / MINUTE
    return told


def reached(worlds: Sequence[World], hops: int) -> Reach:
    """Whom the first case of each world reaches by at most that many hops; the worlds have one definition."""
    known, in_force, now = records(worlds), definition(worlds[0]), at(worlds[0].as_of)
    found = screen(known, in_force, now, "UTC")
    close = found.contacts.filter(pl.col("case_id").str.ends_with(CASE), tier="close")
    close = close.select("case_id", "person_id", "first_contact_at")
    return reach(close, Observations(known, in_force, to_ms(now)), in_force, found.cases["person_id"], hops, "UTC")


def records(worlds: Sequence[World]) -> dict[str, pl.DataFrame]:
    """The worlds as records of one outbreak; people are named after their island, such as `0.k`."""
    met, apart, cases = [], [], []
    for island, world in enumerate(worlds):
        met += [(f"{island}.{a}", f"{island}.{b}", at(x), 60.0 * (y - x)) for a, b, x, y in world.meetings]
        apart += [(f"{island}.{a}", at(x), None if y is None else at(y)) for a, x, y in world.apart]
        cases += [
            (f"{island}.C-{a}", f"{island}.{a}", "confirmed", at(2 * 24 * 60), at(world.end)) for a in world.cases
        ]
    kinds = {
        "proximity": (met, ["person_a", "person_b", "observed_at", "duration_s"]),
        "isolations": (apart, ["person_id", "from_at", "until_at"]),
        "cases": (cases, ["case_id", "person_id", "classification", "onset_at", "isolated_at"]),
    }
    frames = {kind: pl.DataFrame(rows, columns, orient="row") for kind, (rows, columns) in kinds.items() if rows}
    return complete(frames)


def definition(world: World) -> tracing.Definition:
    """Whoever is near a case at all, or for that many minutes, is a close contact; and so on from there."""
    near = {"id": "near", "evidence": "proximity", "tier": "close", "within_m": 2}
    if world.least is not None:
        near["at_least_minutes"] = world.least
    told = {
        "id": "tiny", "title": "Tiny", "valid_from": BEGIN.date(), "source": "made up",
        "infectious_period": {"before_days": 2}, "rule": [near], "secondary": {"latent_hours": world.latent / 60},
    }  # fmt: skip
    return tracing.parse(told, "tiny.toml")
