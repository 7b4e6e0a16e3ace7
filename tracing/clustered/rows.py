"""What the rows of the clustered copy hold: fixes by person and second, whereabouts by cell and hour.

People and devices are told by numbers (the store's table `numbers`). Whereabouts are rounded outwards, to whole
seconds and ten millionths of a degree (a centimetre): they may propose too much and never too little.
"""

import numpy as np
import polars as pl

from tracing.grid import FIRST_HOUR, HOURS
from tracing.times import FIRST_RECORDS, HOUR, INSTANT

FIXES = np.dtype(
    [("key", "u8"), ("observed_at", "i8"), ("record", "i8"), ("latitude", "f8"), ("longitude", "f8"),
     ("accuracy_m", "f8"), ("device", "u4")]
)  # fmt: skip
"""key: person and second; observed_at: ms since 1970; no accuracy is NaN, no device 0."""

WHEREABOUTS = np.dtype(
    [("key", "u8"), ("person", "u4"), ("from_s", "u2"), ("to_s", "u2"), ("south", "i4"), ("west", "i4"),
     ("height", "u4"), ("width", "u4")]
)  # fmt: skip
"""key: cell and hour; from_s, to_s: seconds of the hour; the box in units of `_UNIT` degrees."""

ROWS = {"fixes": FIXES, "whereabouts": WHEREABOUTS}

_SECONDS = 2**34
"""The seconds of a key, from `FIRST_RECORDS` on: what is left of 64 bits numbers a billion people."""
TIMES = {"fixes": _SECONDS, "whereabouts": HOURS}
_SECOND = 1000
_UNIT = 1e-7
_AS_IT_IS = ("record", "latitude", "longitude")


def person_keys(number: np.ndarray, instants: np.ndarray) -> np.ndarray:
    """People (by number) and instants (ms) as keys."""
    second = np.clip((instants - FIRST_RECORDS) // _SECOND, 0, _SECONDS - 1)
    return number.astype(np.uint64) * np.uint64(_SECONDS) + second.astype(np.uint64)


def fixes_to_rows(fixes: pl.DataFrame) -> np.ndarray:
    """Fixes as rows sorted by key: person, device (numbers), observed_at, latitude, longitude, accuracy_m, record."""
    rows = np.empty(len(fixes), FIXES)
    rows["observed_at"] = fixes["observed_at"].dt.epoch("ms").to_numpy()
    rows["key"] = person_keys(fixes["person"].to_numpy(), rows["observed_at"])
    rows["accuracy_m"] = fixes["accuracy_m"].fill_null(np.nan).to_numpy()
    rows["device"] = fixes["device"].fill_null(0).to_numpy()
    for name in _AS_IT_IS:
        rows[name] = fixes[name].to_numpy()
    return rows.take(np.argsort(rows["key"], kind="stable"))


def fixes_from_rows(rows: np.ndarray) -> pl.DataFrame:
    """The fixes of rows, with the columns that `fixes_to_rows` takes."""
    columns = {name: np.ascontiguousarray(rows[name]) for name in ("observed_at", *_AS_IT_IS, "accuracy_m", "device")}
    person = (rows["key"] // np.uint64(_SECONDS)).astype(np.uint32)
    told = pl.DataFrame({"person": person, **columns})
    return told.with_columns(
        pl.col("observed_at").cast(INSTANT), pl.col("accuracy_m").fill_nan(None), pl.col("device").replace(0, None)
    )


def whereabouts_to_rows(stood: pl.DataFrame) -> np.ndarray:
    """Whereabouts (`person_id` being a number) as rows sorted by key."""
    rows, begin = np.empty(len(stood), WHEREABOUTS), _hours(stood["key"].to_numpy())
    west = stood["west"].to_numpy()
    west = west - 360 * np.floor((west + 180) / 360)
    south, left = np.floor(stood["south"].to_numpy() / _UNIT), np.floor(west / _UNIT)
    rows["key"], rows["person"] = stood["key"].to_numpy(), stood["person_id"].to_numpy()
    rows["from_s"] = (stood["from_ms"].to_numpy() - begin) // _SECOND
    rows["to_s"] = -((begin - stood["to_ms"].to_numpy()) // _SECOND)
    rows["south"], rows["west"] = south, left
    rows["height"] = np.ceil(stood["north"].to_numpy() / _UNIT) - south
    rows["width"] = np.ceil((west + (stood["east"] - stood["west"]).to_numpy()) / _UNIT) - left + 1
    return rows.take(np.argsort(rows["key"], kind="stable"))


def whereabouts_from_rows(rows: np.ndarray) -> pl.DataFrame:
    """The whereabouts of rows, `person_id` being a number."""
    begin = _hours(rows["key"])
    south, west = rows["south"] * _UNIT, rows["west"] * _UNIT
    box = {"south": south, "north": (rows["south"] + rows["height"].astype(np.int64)) * _UNIT}
    box |= {"west": west, "east": (rows["west"] + rows["width"].astype(np.int64)) * _UNIT}
    times = {"from_ms": begin + rows["from_s"] * _SECOND, "to_ms": begin + rows["to_s"] * np.int64(_SECOND)}
    return pl.DataFrame({"person_id": rows["person"].copy(), "key": rows["key"].copy(), **times, **box})


def one_per_person(rows: np.ndarray) -> np.ndarray:
    """Whereabouts of one person in one cell and hour as one row, sorted by key as they are."""
    rows = rows.take(np.lexsort((rows["person"], rows["key"])))
    same = (rows["key"][1:] == rows["key"][:-1]) & (rows["person"][1:] == rows["person"][:-1])
    first = np.flatnonzero(np.concatenate([np.ones(min(len(rows), 1), bool), ~same]))
    one = rows.take(first)
    if len(one) < len(rows):
        north = rows["south"].astype(np.int64) + rows["height"]
        east = rows["west"].astype(np.int64) + rows["width"]
        for name in ("from_s", "south", "west"):
            one[name] = np.minimum.reduceat(rows[name], first)
        one["to_s"] = np.maximum.reduceat(rows["to_s"], first)
        one["height"] = np.maximum.reduceat(north, first) - one["south"]
        one["width"] = np.maximum.reduceat(east, first) - one["west"]
    return one


def _hours(key: np.ndarray) -> np.ndarray:
    """When the hours of keys begin (ms)."""
    return ((key % np.uint64(HOURS)).astype(np.int64) + FIRST_HOUR) * HOUR
