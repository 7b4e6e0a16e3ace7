"""What badges record: in some offices, who faced whom, in slots of 20 seconds.

People together in a room face each other now and then, for a minute or so; only that is recorded.
"""

from datetime import date

import numpy as np
import polars as pl

from tracing.town.clock import in_utc
from tracing.town.days import HOUR_S

SLOT_S = 20
TALKS_PER_HOUR = 0.35
SLOTS_PER_TALK = 4
MEASURED_SHARE = 0.6


def proximity(
    rng: np.random.Generator, meetings: pl.DataFrame, people: pl.DataFrame, offices: list[str], first_day: date
) -> pl.DataFrame:
    """One row a pair and slot, of the meetings at these places (place ids); about half with a distance."""
    pairs = meetings.filter(pl.col("place_id").is_in(offices))
    talks = _talks(rng, pairs)
    length = rng.geometric(1 / SLOTS_PER_TALK, len(talks[0]))
    pair, begin = (np.repeat(values, length) for values in talks)
    nth = np.arange(len(pair)) - np.repeat(np.cumsum(length) - length, length)
    facing = pl.DataFrame({"pair": pair, "slot": begin // SLOT_S + nth})
    numbered = pairs.with_columns(pair=pl.int_range(pl.len()))
    together = facing.join(numbered, on="pair").filter((pl.col("slot") + 1) * SLOT_S <= pl.col("finished"))
    rows = together.unique(("person_a", "person_b", "slot")).sort("slot", "person_a", "person_b")
    measured = pl.Series(rng.random(rows.height) < MEASURED_SHARE)
    distance = pl.Series(np.round(rng.uniform(0.4, 1.8, rows.height), 1))
    ids = people["person_id"]
    return rows.select(
        person_a=ids.gather(rows["person_a"]),
        person_b=ids.gather(rows["person_b"]),
        observed_at=in_utc(pl.col("slot") * SLOT_S, first_day),
        duration_s=pl.lit(SLOT_S),
        distance_m=pl.when(measured).then(distance),
    )


def _talks(rng: np.random.Generator, pairs: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The pair's row and the first second of every talk, none of which starts in the room's first slot."""
    started, finished = (pairs[name].to_numpy() for name in ("started", "finished"))
    count = rng.poisson((finished - started) / HOUR_S * TALKS_PER_HOUR)
    pair = np.repeat(np.arange(pairs.height), count)
    share = rng.random(len(pair))
    return pair, started[pair] + SLOT_S + np.floor(share * (finished - started)[pair]).astype(np.int64)
