"""One day of a block of people: seven legs from stop to stop, and when their phones are dark.

On working days: home, work, lunch, work, an errand, home, a walk in the evening, home. Others, and all at weekends,
go on two errands instead of to work. Who skips a stop stays where she is. Seconds since midnight.
"""

import numpy as np

from tests.benchmarks.homes import Population

DAY_S = 86_400
_HOUR = 3600
_WALK_AT_MOST_M = 900
_PLANNED = ((8.0, 1.0), (12.0, 0.4), (12.3, 0.3), (17.7, 1.0), (18.2, 0.5), (20.0, 0.7), (20.3, 0.5))
"""Hour at which each leg begins, if the one before has ended, and its spread."""

_STAYED_S = (0, 60, 1500, 60, 900, 300, 900)
"""How long each stop lasts at the least."""


class Day:
    """A day's legs: `begins`, `ends` (s) and `stops` (m), each by leg; and the dark stretches."""

    def __init__(self, people: Population, weekend: bool, dice: np.random.Generator):
        count = people.home.shape[1]
        self.stops = _stops(people, weekend, dice)
        self.begins, self.ends = [], []
        arrived = np.zeros(count)
        for leg, (hour, spread) in enumerate(_PLANNED):
            planned = _HOUR * (hour + spread * dice.standard_normal(count))
            stay = _STAYED_S[leg] * (1 + dice.exponential(0.6, count))
            begin = np.maximum(planned, arrived + stay)
            arrived = begin + _duration(self.stops[leg + 1] - self.stops[leg], dice)
            self.begins.append(begin)
            self.ends.append(arrived)
        self.dark_from = np.where(dice.random(count) < 0.45, dice.random(count) * DAY_S, DAY_S)
        self.dark_until = self.dark_from + dice.exponential(5 * _HOUR, count)
        self.asleep_until = np.where(people.sleeps_dark, _HOUR * (6.5 + dice.random(count)), 0)


def _stops(people: Population, weekend: bool, dice: np.random.Generator) -> list[np.ndarray]:
    count = people.home.shape[1]
    at_work = people.works & (not weekend)
    first, second = (_shop(people, dice) for _ in range(2))
    work = np.where(at_work, people.work, first)
    lunch = np.where(at_work & (dice.random(count) < 0.6), people.lunch, work)
    errand = np.where(dice.random(count) < 0.55, second, people.home)
    walk = np.where(dice.random(count) < 0.3, people.home + 400 * dice.standard_normal((2, count)), people.home)
    return [people.home, work, lunch, work, errand, people.home, walk, people.home]


def _shop(people: Population, dice: np.random.Generator) -> np.ndarray:
    """One of each person's usual shops, and where in it she stands today."""
    count = people.home.shape[1]
    usual = people.shops[:, np.arange(count), dice.integers(0, people.shops.shape[2], count)]
    return usual + 5 * dice.standard_normal((2, count))


def _duration(way: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Seconds on the way: on foot where it is short, else by bicycle, bus or car."""
    metres = np.hypot(*way)
    on_foot, riding = 1.1 + 0.4 * dice.random(len(metres)), 3.5 + 9 * dice.random(len(metres))
    return metres / np.where(metres <= _WALK_AT_MOST_M, on_foot, riding) + 1


def walked(day: Day, person: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Where people are at instants of the day: shape (2, instants)."""
    position = day.stops[0][:, person]
    for leg, (begin, end) in enumerate(zip(day.begins, day.ends, strict=True)):
        share = np.clip((at - begin[person]) / (end - begin)[person], 0, 1)
        position = position + share * (day.stops[leg + 1] - day.stops[leg])[:, person]
    return position
