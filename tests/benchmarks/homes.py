"""Where a city's people live, work and go: every place is the nearest point of a jittered lattice.

Positions are metres east and north of the city's south-western corner, as arrays of shape (2, people).
"""

from dataclasses import dataclass, fields

import numpy as np

_BUILDINGS_M = 220
_HOUSEHOLD = 3
_WORK = ((350, 0.5, 10), (900, 0.35, 20), (2500, 0.15, 45))
"""Small, middling and large work places: metres between them, share of the workers, metres between their people."""

_SHOPS = ((250, 0.4, 8), (1000, 0.4, 20), (4000, 0.2, 50))
_CANTEENS_M = 300


class Lattice:
    """Points about `spacing_m` apart all over the city."""

    def __init__(self, side_m: float, spacing_m: float, dice: np.random.Generator):
        self.spacing_m, self.count = spacing_m, max(1, round(side_m / spacing_m))
        cells = np.mgrid[0 : self.count, 0 : self.count]
        self.points = (cells + 0.2 + 0.6 * dice.random(cells.shape)) * spacing_m

    def near(self, position: np.ndarray) -> np.ndarray:
        """The point of the cell in which each position lies."""
        east, north = np.clip((position / self.spacing_m).astype(np.int64), 0, self.count - 1)
        return self.points[:, east, north]


@dataclass(frozen=True)
class Population:
    """Where each person is to be found, and what tells one from another."""

    home: np.ndarray
    work: np.ndarray
    lunch: np.ndarray
    shops: np.ndarray  # three usual ones: shape (2, people, 3)
    works: np.ndarray
    sleeps_dark: np.ndarray
    phase_s: np.ndarray

    def part(self, first: int, last: int) -> "Population":
        """The people from number `first` to before `last`."""
        return Population(*(_cut(getattr(self, field.name), first, last) for field in fields(self)))


def _cut(values: np.ndarray, first: int, last: int) -> np.ndarray:
    return values[first:last] if values.ndim == 1 else values[:, first:last]


def populate(people: int, side_m: float, centred: float, dice: np.random.Generator) -> Population:
    """A population for a square city."""
    home = _homes(people, side_m, centred, dice)
    work = _chosen(_WORK, _around(home, 2000, side_m, dice), side_m, dice)
    lunch = Lattice(side_m, _CANTEENS_M, dice).near(work) + 6 * dice.standard_normal((2, people))
    shops = [_chosen(_SHOPS, _around(home, 700, side_m, dice), side_m, dice) for _ in range(3)]
    return Population(
        home=home,
        work=work,
        lunch=lunch,
        shops=np.stack(shops, axis=2),
        works=dice.random(people) < 0.7,
        sleeps_dark=dice.random(people) < 0.3,
        phase_s=dice.random(people) * 180,
    )


def _homes(people: int, side_m: float, centred: float, dice: np.random.Generator) -> np.ndarray:
    households = -(-people // _HOUSEHOLD)
    anywhere = dice.random((2, households)) * side_m
    middle = side_m / 2 + side_m / 6 * dice.standard_normal((2, households))
    wanted = np.clip(np.where(dice.random(households) < centred, middle, anywhere), 0, side_m)
    home = Lattice(side_m, _BUILDINGS_M, dice).near(wanted) + 12 * dice.standard_normal((2, households))
    return np.repeat(home, _HOUSEHOLD, axis=1)[:, :people]


def _around(position: np.ndarray, spread_m: float, side_m: float, dice: np.random.Generator) -> np.ndarray:
    """Somewhere about so far away, in the city: who would leave it turns back at its edge."""
    there = np.abs(position + spread_m * dice.standard_normal(position.shape))
    return np.clip(np.where(there > side_m, 2 * side_m - there, there), 0, side_m)


def _chosen(kinds: tuple, wanted: np.ndarray, side_m: float, dice: np.random.Generator) -> np.ndarray:
    """A place of one of the kinds near each wanted position, and each person's own spot in it."""
    choice = dice.choice(len(kinds), wanted.shape[1], p=[share for _, share, _ in kinds])
    places = np.stack([Lattice(side_m, spacing, dice).near(wanted) for spacing, _, _ in kinds], axis=2)
    width = np.array([width for _, _, width in kinds])[choice]
    return places[:, np.arange(len(choice)), choice] + width * dice.standard_normal(wanted.shape)
