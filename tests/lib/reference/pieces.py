"""What one kind of evidence yields for two people: pieces of time together, before merging and clipping."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import tzinfo

from tests.lib.reference.records import Record, Records
from tests.lib.reference.stretches import Stretch


@dataclass(frozen=True)
class Inputs:
    """All that an answer depends on: records, the definition, the moment of the analysis (ms UTC), the local zone."""

    records: Records
    definition: dict
    as_of: int
    zone: tzinfo
    by_person: dict[str, dict[str, list[Record]]] = field(default_factory=dict)

    def observed(self, kind: str, column: str) -> list[Record]:
        """The records of a kind that count: none observed after `as_of` does (section 3)."""
        return [record for record in self.records.kept[kind] if record[column] <= self.as_of]

    def observed_of(self, person: str, kind: str, column: str) -> list[Record]:
        """Those of them that name a person: looked up in an index, as real sets have a hundred thousand records."""
        if kind not in self.by_person:
            index = self.by_person.setdefault(kind, {})
            for record in self.observed(kind, column):
                for name in {record.get(key) for key in ("person_id", "person_a", "person_b")} - {None}:
                    index.setdefault(name, []).append(record)
        return self.by_person[kind].get(person, [])


@dataclass(frozen=True)
class Piece:
    """One stretch together, where it was (for stays), and the least distance in metres inside a part of it."""

    stretch: Stretch
    place_id: str | None = None
    least_distance: Callable[[Stretch], float] | None = None
