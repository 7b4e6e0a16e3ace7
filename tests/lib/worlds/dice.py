"""The chooser all drawing goes through: plain `random` for mass runs, hypothesis's own for shrinking."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

Option = TypeVar("Option")


class Dice:
    """Choices from pools; every draw is one call of the random source, and the first of a pool is the simplest."""

    def __init__(self, source: Random) -> None:
        self.source = source

    def one(self, pool: Sequence[Option]) -> Option:
        return pool[self.source.randrange(len(pool))]

    def number(self, least: int, most: int) -> int:
        return self.source.randrange(least, most + 1)

    def chance(self, percent: int) -> bool:
        """Whether something happens; what shrinks to 0 does not."""
        return self.source.randrange(100) >= 100 - percent

    def maybe(self, percent: int, pool: Sequence[str]) -> str:
        """One of the pool, or nothing known."""
        return self.one(pool) if self.chance(percent) else ""

    def pair(self, pool: Sequence[Option]) -> tuple[Option, Option]:
        """Two different ones."""
        first = self.number(0, len(pool) - 1)
        return pool[first], pool[(first + self.number(1, len(pool) - 1)) % len(pool)]
