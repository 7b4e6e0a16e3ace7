"""Rows to records (specification, section 2): types, ranges, rows known already, later rows that replace."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, tzinfo
from fractions import Fraction

from tests.lib.reference.instants import read_instant

Rows = list[dict[str, str]]
Record = dict[str, object]
Reader = Callable[[str, tzinfo], object]
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def text(value: str, zone: tzinfo) -> str:
    return value


def instant(value: str, zone: tzinfo) -> int:
    return read_instant(value, zone)


def closing(value: str, zone: tzinfo) -> int:
    """An instant of a column that closes a window: a date alone is the day's end."""
    return read_instant(value, zone, closes_window=True)


def number(value: str, zone: tzinfo) -> Fraction:
    if not NUMBER.fullmatch(value):
        raise ValueError("not a number")
    return Fraction(value)


def whole(value: str, zone: tzinfo) -> int:
    return int(number(value, zone)) if number(value, zone).denominator == 1 else fail()


def not_negative(value: str, zone: tzinfo) -> Fraction:
    return number(value, zone) if number(value, zone) >= 0 else fail()


def within(limit: int) -> Reader:
    return lambda value, zone: number(value, zone) if abs(number(value, zone)) <= limit else fail()


def one_of(*words: str) -> Reader:
    return lambda value, zone: value if value in words else fail()


def flag(value: str, zone: tzinfo) -> bool:
    return {"true": True, "false": False}[one_of("true", "false")(value.lower(), zone)]


def day(value: str, zone: tzinfo) -> date:
    return date.fromisoformat(value)


def fail() -> object:
    raise ValueError("out of range")


CRS = one_of("wgs84", "gcj02", "bd09")
COLUMNS: dict[str, dict[str, Reader]] = {
    "fixes": {"person_id": text, "observed_at": instant, "latitude": within(90), "longitude": within(180)}
    | {"accuracy_m": not_negative, "device_id": text, "crs": CRS},
    "checkins": {"person_id": text, "place_id": text, "checked_in_at": instant, "checked_out_at": instant},
    "proximity": {"person_a": text, "person_b": text, "observed_at": instant}
    | {"duration_s": not_negative, "distance_m": not_negative},
    "tickets": {"person_id": text, "service": text, "departs_at": instant, "arrives_at": instant}
    | {"mode": text, "coach": text, "row": whole, "seat": text},
    "passages": {"place_id": text, "passed_at": instant, "person_id": text, "plate": text, "direction": text},
    "vehicles": {"plate": text, "person_id": text, "from_at": instant, "until_at": closing},
    "households": {"household_id": text, "person_id": text},
    "places": {"place_id": text, "name": text, "kind": text, "latitude": within(90), "longitude": within(180)}
    | {"crs": CRS, "enclosed": flag, "typical_stay_minutes": not_negative, "grid_id": text},
    "persons": {"person_id": text, "name": text, "document_type": text, "document_number": text, "phone": text}
    | {"address": text, "grid_id": text, "birth_date": day, "sex": text},
    "tests": {"person_id": text, "sampled_at": instant, "resulted_at": instant, "method": text, "site": text}
    | {"result": one_of("positive", "negative", "pending")},
    "cases": {"case_id": text, "person_id": text, "onset_at": instant, "sampled_at": instant, "confirmed_at": instant}
    | {"classification": one_of("confirmed", "asymptomatic", "probable", "suspected", "discarded")}
    | {"isolated_at": closing},
    "isolations": {"person_id": text, "from_at": closing, "until_at": closing, "site_id": text, "room": text},
    "followups": {"case_id": text, "person_id": text, "status": text, "method": text, "at": instant}
    | {"outcome": text, "note": text},
}
REQUIRED = {
    "fixes": ("person_id", "observed_at", "latitude", "longitude"),
    "checkins": ("person_id", "place_id", "checked_in_at"),
    "proximity": ("person_a", "person_b", "observed_at"),
    "tickets": ("person_id", "service", "departs_at", "arrives_at"),
    "passages": ("place_id", "passed_at"),
    "vehicles": ("plate", "person_id"),
    "households": ("household_id", "person_id"),
    "places": ("place_id",),
    "persons": ("person_id",),
    "tests": ("person_id", "sampled_at", "result"),
    "cases": ("case_id", "person_id", "classification"),
    "isolations": ("person_id", "from_at"),
    "followups": ("case_id", "person_id", "status"),
}
STRETCHES = {
    "checkins": ("checked_in_at", "checked_out_at"),
    "tickets": ("departs_at", "arrives_at"),
    "vehicles": ("from_at", "until_at"),
    "isolations": ("from_at", "until_at"),
}
KEYS = {"cases": "case_id", "places": "place_id", "persons": "person_id"}


@dataclass(frozen=True)
class Records:
    """What is kept, by kind, and the places (counted from 0) of the rows that are not."""

    kept: dict[str, list[Record]]
    rejected: dict[str, list[int]]


def read_records(files: dict[str, Rows], zone: tzinfo) -> Records:
    """Every kind of record, read (section 2)."""
    kept: dict[str, list[Record]] = {kind: [] for kind in COLUMNS}
    rejected: dict[str, list[int]] = {}
    for kind, rows in files.items():
        known = set()
        for index, row in enumerate(rows):
            try:
                record = read_row(kind, row, zone)
            except ValueError:
                rejected.setdefault(kind, []).append(index)
                continue
            fingerprint = tuple(row.get(column, "") for column in COLUMNS[kind])
            if fingerprint not in known:
                kept[kind].append(record)
                known.add(fingerprint)
        if kind in KEYS:
            kept[kind] = last_of_each(kept[kind], KEYS[kind])
    return Records(kept, rejected)


def last_of_each(records: list[Record], key: str) -> list[Record]:
    """The last record of each key: a later row replaces the earlier one as a whole (section 2)."""
    return list({record[key]: record for record in records}.values())


def read_row(kind: str, row: dict[str, str], zone: tzinfo) -> Record:
    """One row's record, None where a value is unknown; ValueError where it breaks types or ranges (section 2)."""
    record: Record = {}
    for column, reader in COLUMNS[kind].items():
        value = row.get(column, "")
        if value == "" and column in REQUIRED[kind]:
            raise ValueError("a value that must be there is not")
        record[column] = None if value == "" else reader(value, zone)
    if record.get("latitude") == 0 and record.get("longitude") == 0:
        raise ValueError("both coordinates are 0")
    if kind in STRETCHES:
        start, end = (record[column] for column in STRETCHES[kind])
        if start is not None and end is not None and end < start:
            raise ValueError("ends before its beginning")
    if record.get("crs") not in (None, "wgs84"):
        raise NotImplementedError("the reference reads WGS 84 only")
    return record
