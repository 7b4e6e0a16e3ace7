"""What the phones record: a fix every few minutes by day, with noise, gaps and some bad positions."""

from datetime import date

import numpy as np
import polars as pl

from tracing.town.clock import at_offset
from tracing.town.days import DAY_S, HOUR_S, MINUTE_S
from tracing.town.places import degrees
from tracing.town.timeline import Timeline

ON_S, OFF_S = 7 * HOUR_S, 23 * HOUR_S
MOVING_EVERY_S = 90
SHIFT = 0.25
"""A fix falls within a quarter of its interval about the middle: successive ones are never 1.5 intervals apart."""
POOR_SHARE, OFF_SHARE, GAP_SHARE = 0.006, 0.07, 0.6
NOISE_PER_AXIS = 0.66
"""An accuracy is the radius that holds 68 % of the fixes; per axis that is 0.66 of it."""


def fixes(
    rng: np.random.Generator, timeline: Timeline, people: pl.DataFrame, days: int, still_every_s: int, first_day: date
) -> pl.DataFrame:
    """All fixes in order of time, as they are written, and `day`, the number of the day.

    Columns: person_id, observed_at, latitude, longitude, accuracy_m, device_id, day.
    """
    taken = _sampled(rng, _by_day(timeline, people), still_every_s)
    heard = _has_signal(rng, taken["person"].to_numpy(), taken["second"].to_numpy(), people.height, days)
    kept = taken.filter(pl.Series(heard)).sort("second", "person")
    accuracy = _accuracies(rng, kept["person"].to_numpy(), people.height)
    noise = rng.normal(0, 1, (2, kept.height)) * accuracy * NOISE_PER_AXIS
    latitude, longitude = degrees(pl.col("x") + pl.Series(noise[0]), pl.col("y") + pl.Series(noise[1]))
    person_id = people["person_id"].gather(kept["person"])
    return kept.select(
        person_id=person_id,
        observed_at=at_offset(pl.col("second"), first_day),
        latitude=latitude,
        longitude=longitude,
        accuracy_m=pl.Series(np.round(accuracy, 1)),
        device_id=pl.format("D{}", person_id.str.tail(5)),
        day=pl.col("second") // DAY_S,
    )


def _by_day(timeline: Timeline, people: pl.DataFrame) -> pl.DataFrame:
    """Stays and legs of those who give a trail, as straight parts, cut to the hours in which phones are on."""
    stays = timeline.stays.select("person", "started", "finished", x0="x", y0="y", x1="x", y1="y", still=pl.lit(True))
    still = pl.col("mode") == "wait"
    legs = timeline.legs.select("person", "started", "finished", "x0", "y0", "x1", "y1", still=still)
    givers = np.flatnonzero(people["gives_trail"].to_numpy())
    midnight = pl.col("started") // DAY_S * DAY_S
    return (
        pl.concat([stays, legs])
        .filter(pl.col("person").is_in(givers.tolist()))
        .with_columns(
            begin=pl.max_horizontal("started", midnight + ON_S), end=pl.min_horizontal("finished", midnight + OFF_S)
        )
        .filter(pl.col("end") > pl.col("begin"))
        .sort("person", "begin")
    )


def _sampled(rng: np.random.Generator, parts: pl.DataFrame, still_every_s: int) -> pl.DataFrame:
    """Person, second and true position (metres) of every fix that the phones try to take."""
    column = {name: parts[name].to_numpy() for name in parts.columns}
    length = column["end"] - column["begin"]
    count = np.ceil(length / np.where(column["still"], still_every_s, MOVING_EVERY_S)).astype(np.int64)
    part = np.repeat(np.arange(len(count)), count)
    nth = np.arange(len(part)) - np.repeat(np.cumsum(count) - count, count)
    share = (nth + 0.5 + rng.uniform(-SHIFT, SHIFT, len(part))) / count[part]
    second = column["begin"][part] + np.floor(share * length[part]).astype(np.int64)
    whole = np.maximum(column["finished"] - column["started"], 1)[part]
    done = (second - column["started"][part]) / whole
    x, y = (column[a][part] + done * (column[b] - column[a])[part] for a, b in (("x0", "x1"), ("y0", "y1")))
    return pl.DataFrame({"person": column["person"][part], "second": second, "x": x, "y": y})


def _has_signal(rng, person: np.ndarray, second: np.ndarray, people: int, days: int) -> np.ndarray:
    """False where the phone was off for the day, or without signal for 20 to 90 minutes of it."""
    shape = (people, days)
    off = rng.random(shape) < OFF_SHARE
    begin = rng.integers(ON_S, OFF_S, shape)
    end = begin + rng.integers(20, 91, shape) * MINUTE_S
    end = np.where(rng.random(shape) < GAP_SHARE, end, begin)
    at, day = second % DAY_S, second // DAY_S
    lost = (at >= begin[person, day]) & (at < end[person, day])
    return ~(off[person, day] | lost)


def _accuracies(rng, person: np.ndarray, people: int) -> np.ndarray:
    """Metres: each phone has its own between 7 and 15, and now and then a fix is off by 200 and more."""
    usual = rng.uniform(7, 15, people)[person] * rng.uniform(0.85, 1.25, len(person))
    return np.where(rng.random(len(person)) < POOR_SHARE, rng.uniform(200, 600, len(person)), usual)
