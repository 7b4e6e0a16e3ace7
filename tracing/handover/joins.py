"""Who was one person with whom when a list was handed over, and who is one now.

Where somebody was joined or parted since, the lines of who is kept rest on records that name others: which these are,
each episode says in `names`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import polars as pl

from tracing.identity.joined import Joined

RUN = {"file_id": pl.Int32, "first_line": pl.Int64, "last_line": pl.Int64}
Naming = Callable[[pl.DataFrame], pl.DataFrame]
"""Runs of lines (`RUN`) -> each with every `name` in it of those who were joined or parted since."""


@dataclass(frozen=True)
class Joins:
    """What had been decided by a hand-over's screen (`then`), and by that of the list that is held against it."""

    then: Joined = field(default_factory=Joined)
    now: Joined = field(default_factory=Joined)

    @property
    def others(self) -> set[str]:
        """The names of those who are told under another name now."""
        return {name for name in {*self.then.kept, *self.now.kept} if self.then.one(name) != self.now.one(name)}

    def gained(self, person: str) -> set[str]:
        """The names of which the records count for a person since."""
        return {name for name in self.others if self.now.one(name) == person}

    @property
    def named(self) -> set[str]:
        """These, and under whom they are told now."""
        return self.others | {self.now.one(name) for name in self.others}

    def joined(self, person: str, listed: Collection[str] = ()) -> set[str]:
        """The names of whom a person is since, and was not when the list was handed over.

        listed      whom that list told of: who was told then as one of them is known by that name, whoever is kept now
        """
        hers = {name for name in self.named if self.now.one(name) == person}
        was = {self.then.one(name) for name in hers} & set(listed) or {self.then.one(person)}
        return {name for name in hers if self.then.one(name) not in was}

    def lost(self, person: str) -> set[str]:
        """The names of which the records count for a person no more."""
        return {name for name in self.others if self.then.one(name) == person}

    def beside(self, people: Collection[str]) -> set[str]:
        """Some people, and whoever they were joined with or parted from since."""
        told = set()
        for person in people if self.others else ():
            told |= {self.then.one(person), self.now.one(person)} | self.gained(person) | self.lost(person)
        return told | set(people)
