"""What is wrong with records in life: rows that cannot be true or read, and rows that come twice.

Broken rows are spoiled copies, so that every true record is still there. Each breaks the specification's
types or ranges and belongs in the rejects; each repeated row is one that is already known.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

LONG_AGO = "2000-01-01T00:00:00+08:00"

BROKEN: dict[str, tuple[dict[str, object], ...]] = {
    "fixes": (
        {"latitude": 95.0},
        {"longitude": 200.0},
        {"latitude": 0.0, "longitude": 0.0},
        {"accuracy_m": -5.0},
        {"observed_at": None},
        {"latitude": None},
        {"observed_at": "2021-13-45T99:00:00+08:00"},
        {"person_id": None},
    ),
    "checkins": ({"checked_out_at": LONG_AGO}, {"place_id": None}, {"checked_in_at": "yesterday"}),
    "proximity": ({"distance_m": -1.0}, {"duration_s": -20}),
    "tickets": ({"arrives_at": LONG_AGO}, {"departs_at": None}),
    "passages": ({"passed_at": None}, {"place_id": None}),
    "tests": ({"result": "lost"}, {"sampled_at": None}),
}
BROKEN_A_SOURCE = 2
REPEATED = {"fixes": 3, "checkins": 5, "passages": 3, "proximity": 4}


@dataclass(frozen=True)
class Flawed:
    """A source's rows with the flaws among them, and how many of each there are."""

    rows: pl.DataFrame
    broken: int
    repeated: int


def spoil(rng: np.random.Generator, kind: str, source: int, rows: pl.DataFrame) -> Flawed:
    """Puts flaws among the rows of one source; `source`, its number within the kind, chooses the ways in turn."""
    ways = BROKEN.get(kind, ())
    chosen = [ways[(source * BROKEN_A_SOURCE + i) % len(ways)] for i in range(BROKEN_A_SOURCE)] if ways else []
    repeated = min(REPEATED.get(kind, 0), rows.height)
    if rows.is_empty():
        return Flawed(rows, 0, 0)
    numbered = rows.with_row_index("order")
    spoiled = [_one(rng, numbered).with_columns(**_literals(rows, way)) for way in chosen]
    again = [_one(rng, numbered) for _ in range(repeated)]
    mixed = pl.concat([numbered, *spoiled, *again]).sort("order", maintain_order=True)
    return Flawed(mixed.drop("order"), len(spoiled), repeated)


def _one(rng: np.random.Generator, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.slice(int(rng.integers(rows.height)), 1)


def _literals(rows: pl.DataFrame, way: dict[str, object]) -> dict[str, pl.Expr]:
    return {column: pl.lit(value, dtype=rows.schema[column]) for column, value in way.items()}
