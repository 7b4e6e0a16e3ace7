"""What one kind of evidence yields for two people: pieces of time together, before merging and clipping."""

from collections.abc import Callable
from dataclasses import dataclass
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

    def observed(self, kind: str, column: str) -> list[Record]:
        """The records of a kind that count: none observed after `as_of` does (section 3)."""
        return [record for record in self.records.kept[kind] if record[column] <= self.as_of]


@dataclass(frozen=True)
class Piece:
    """One stretch together, where it was (for stays), and the least distance in metres inside a part of it."""

    stretch: Stretch
    place_id: str | None = None
    least_distance: Callable[[Stretch], float] | None = None
