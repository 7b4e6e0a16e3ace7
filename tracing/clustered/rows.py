"""What the rows of the clustered copy hold: fixes by person and second, whereabouts by cell and hour.

People and devices are told by numbers (the store's table `numbers`). Whereabouts are rounded outwards, to whole
seconds and ten millionths of a degree (a centimetre): they may propose too much and never too little.
"""

import numpy as np
import polars as pl

from tracing.clustered.order import order
from tracing.grid import FIRST_HOUR, HOURS, Pieces, cell_parts
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


def seconds_about(key: np.ndarray, gap_ms: int) -> tuple[np.ndarray, np.ndarray]:
    """The times of keys of fixes from a gap before to the gap after."""
    second, gap = key % np.uint64(_SECONDS), np.uint64(gap_ms // _SECOND + 1)
    return second - np.minimum(second, gap), second + gap


def whole_people(rows: np.ndarray, at_once: int) -> list[np.ndarray]:
    """Fixes, as rows sorted by key, in parts of about so many, everybody's in one of them."""
    person = rows["key"] // np.uint64(_SECONDS)
    return np.split(rows, np.unique(np.searchsorted(person, person[at_once::at_once])))


def fixes_to_rows(fixes: pl.DataFrame) -> np.ndarray:
    """Fixes as rows sorted by key: person, device (numbers), observed_at, latitude, longitude, accuracy_m, record."""
    rows = np.empty(len(fixes), FIXES)
    rows["observed_at"] = fixes["observed_at"].dt.epoch("ms").to_numpy()
    rows["key"] = person_keys(fixes["person"].to_numpy(), rows["observed_at"])
    rows["accuracy_m"] = fixes["accuracy_m"].fill_null(np.nan).to_numpy()
    rows["device"] = fixes["device"].fill_null(0).to_numpy()
    for name in _AS_IT_IS:
        rows[name] = fixes[name].to_numpy()
    return rows.take(order(rows["key"] // np.uint64(_SECONDS), rows["key"] % np.uint64(_SECONDS)))


def fixes_from_rows(rows: np.ndarray) -> pl.DataFrame:
    """The fixes of rows, with the columns that `fixes_to_rows` takes."""
    columns = {name: np.ascontiguousarray(rows[name]) for name in ("observed_at", *_AS_IT_IS, "accuracy_m", "device")}
    person = (rows["key"] // np.uint64(_SECONDS)).astype(np.uint32)
    told = pl.DataFrame({"person": person, **columns})
    return told.with_columns(
        pl.col("observed_at").cast(INSTANT), pl.col("accuracy_m").fill_nan(None), pl.col("device").replace(0, None)
    )


def whereabouts_to_rows(person: np.ndarray, pieces: Pieces, key: np.ndarray) -> np.ndarray:
    """Pieces of moves in cells and hours (one person, by number, and key each) as rows, in the same order."""
    rows, begin = np.empty(len(key), WHEREABOUTS), _hours(key)
    west = pieces.west - 360 * np.floor((pieces.west + 180) / 360)
    south, left = np.floor(pieces.south / _UNIT), np.floor(west / _UNIT)
    rows["key"], rows["person"] = key, person
    rows["from_s"] = np.maximum(pieces.from_ms - begin, 0) // _SECOND
    rows["to_s"] = -(-np.minimum(pieces.to_ms - begin, HOUR) // _SECOND)
    rows["south"], rows["west"] = south, left
    rows["height"] = np.ceil(pieces.north / _UNIT) - south
    rows["width"] = np.ceil((west + (pieces.east - pieces.west)) / _UNIT) - left + 1
    return rows


def whereabouts_from_rows(rows: np.ndarray) -> pl.DataFrame:
    """The whereabouts of rows, `person_id` being a number."""
    begin = _hours(rows["key"])
    south, west = rows["south"] * _UNIT, rows["west"] * _UNIT
    box = {"south": south, "north": (rows["south"] + rows["height"].astype(np.int64)) * _UNIT}
    box |= {"west": west, "east": (rows["west"] + rows["width"].astype(np.int64)) * _UNIT}
    times = {"from_ms": begin + rows["from_s"] * _SECOND, "to_ms": begin + rows["to_s"] * np.int64(_SECOND)}
    return pl.DataFrame({"person_id": rows["person"].copy(), "key": rows["key"].copy(), **times, **box})


def one_per_person(rows: np.ndarray) -> np.ndarray:
    """Whereabouts of one person in one cell and hour as one row, sorted by key."""
    rows = rows.take(order(*cell_parts(rows["key"]), rows["person"]))
    key, person = np.ascontiguousarray(rows["key"]), np.ascontiguousarray(rows["person"])
    same = (key[1:] == key[:-1]) & (person[1:] == person[:-1])
    alike = np.append(same, False)[: len(rows)]
    first = np.flatnonzero(~np.append(False, same)[: len(rows)])
    one, several = rows.take(first), np.flatnonzero(alike[first])
    alike[1:] |= same
    _combine(one, several, rows.take(np.flatnonzero(alike)))
    return one


def _combine(one: np.ndarray, at: np.ndarray, rows: np.ndarray) -> None:
    """Let some rows, the first of each that there are several of, stand for all of these."""
    new = np.append(True, (rows["key"][1:] != rows["key"][:-1]) | (rows["person"][1:] != rows["person"][:-1]))
    begins = np.flatnonzero(new[: len(rows)])
    north, east = rows["south"].astype(np.int64) + rows["height"], rows["west"].astype(np.int64) + rows["width"]
    least = {name: np.minimum.reduceat(rows[name], begins) for name in ("from_s", "south", "west")}
    one["to_s"][at] = np.maximum.reduceat(rows["to_s"], begins)
    one["height"][at] = np.maximum.reduceat(north, begins) - least["south"]
    one["width"][at] = np.maximum.reduceat(east, begins) - least["west"]
    for name, value in least.items():
        one[name][at] = value


def _hours(key: np.ndarray) -> np.ndarray:
    """When the hours of keys begin (ms)."""
    return ((key % np.uint64(HOURS)).astype(np.int64) + FIRST_HOUR) * HOUR
