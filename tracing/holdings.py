"""Holdings: the records that there are, and how a search asks for those it needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from tracing.definitions import Definition, Rule
from tracing.frames import complete


@dataclass(frozen=True)
class Around:
    """What a search may rest on.

    records     every kind: frames of that kind's stored columns and `record`, the number of the row they came from
    near        who may come as near as any track rule asks, and when (`whereabouts.candidates`), where that is known
    """

    records: Mapping[str, pl.DataFrame]
    near: pl.DataFrame | None = None


class Holdings(Protocol):
    """Records by kind, wherever they are kept."""

    def all_of(self, kind: str) -> pl.DataFrame:
        """All records of a kind that is small: cases, persons, isolations, links, places."""
        ...

    def around(
        self,
        windows: pl.DataFrame,
        rules: Sequence[Rule],
        definition: Definition,
        as_of: int,
        people: pl.Series | None = None,
    ) -> Around:
        """The records of every kind that a search in these windows, by these rules of a definition, at a moment (ms)
        can rest on: none of them is missing, and others may be among them.

        people      who is looked for; None: everybody. Then only what shows a source and one of them may be there
        """
        ...


class InMemory:
    """Records that somebody holds as frames: every search sees them all."""

    def __init__(self, records: Mapping[str, pl.DataFrame]):
        """Errors: UsageError, as `tracing.frames.complete` says."""
        self._records = complete(records)

    def all_of(self, kind: str) -> pl.DataFrame:
        return self._records[kind]

    def around(
        self,
        windows: pl.DataFrame,
        rules: Sequence[Rule],
        definition: Definition,
        as_of: int,
        people: pl.Series | None = None,
    ) -> Around:
        return Around(self._records if people is None else of_people(self._records, windows["source_id"], people))


_BY_PERSON = {"fixes": ("person_id",), "checkins": ("person_id",), "tickets": ("person_id",)} | {
    "proximity": ("person_a", "person_b")
}


def of_people(records: Mapping[str, pl.DataFrame], sources: pl.Series, people: pl.Series) -> dict[str, pl.DataFrame]:
    """Records, of the bulk those alone that name nobody but sources and people."""
    either = pl.concat([sources, people]).unique().implode()
    told = dict(records)
    for kind, columns in _BY_PERSON.items():
        told[kind] = records[kind].filter(pl.all_horizontal(pl.col(*columns).is_in(either)))
    return told


def holdings(records: "Mapping[str, pl.DataFrame] | Holdings") -> Holdings:
    """Frames as holdings; holdings as they are."""
    return InMemory(records) if isinstance(records, Mapping) else records
