"""Lines of case lists, made by hand and drawn: what the writers are tried on, and what their files must say."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
from hypothesis import strategies as st

ZONE = "Asia/Shanghai"
ZONES = (ZONE, "UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu")
ABOUT = {"case": "K-1", "definition": "covid-cn-9", "identified": "no", "lines": "2"}
INSTANT = pl.Datetime("ms", "UTC")
SCHEMA = {
    "case_id": pl.String,
    "person_id": pl.String,
    "tier": pl.String,
    "via": pl.List(pl.String),
    "first_contact_at": INSTANT,
    "last_contact_at": INSTANT,
    "minutes": pl.Float64,
    "closest_m": pl.Float64,
    "rules": pl.List(pl.String),
    "places": pl.List(pl.String),
    "episodes": pl.Int64,
    "follow_up_until": pl.Date,
    "grid_id": pl.String,
    "change": pl.String,
}
IDENTIFIED = {**SCHEMA, "name": pl.String, "phone": pl.String, "address": pl.String}


def at(hour: int, minute: int = 0, milliseconds: int = 0) -> datetime:
    """An instant of 2021-08-04, UTC."""
    return datetime(2021, 8, 4, hour, minute, tzinfo=UTC) + timedelta(milliseconds=milliseconds)


def line(**cells) -> dict:
    """One close contact; what is named is different."""
    usual = {
        "case_id": "K-1",
        "person_id": "p_7f3a",
        "tier": "close",
        "via": [],
        "first_contact_at": at(4, 10),
        "last_contact_at": at(4, 40, 7),
        "minutes": 30.0,
        "closest_m": 1.25,
        "rules": ["near", "same-venue"],
        "places": ["mall-3"],
        "episodes": 2,
        "follow_up_until": date(2021, 8, 14),
        "grid_id": "440300-17",
        "change": "new",
    }
    return usual | cells


def frame(*lines: dict) -> pl.DataFrame:
    """Lines as the list's typed frame, identified where the first of them is."""
    identified = bool(lines) and "name" in lines[0]
    return pl.DataFrame(list(lines), schema=IDENTIFIED if identified else SCHEMA, orient="row")


def two_lines() -> pl.DataFrame:
    """A close contact, and a secondary one of whom little is known."""
    second = line(
        person_id="p_91c2",
        tier="secondary",
        via=["p_7f3a", "p_0b11"],
        minutes=36900 / 60_000,
        closest_m=None,
        places=[],
        follow_up_until=None,
        grid_id=None,
        change="raised",
    )
    return frame(line(), second)


def identified_line(**cells) -> dict:
    """One identified close contact."""
    return line(name="欧阳娜娜", phone="13800138000", address="深圳市南山区 1 号", **cells)


def local(instant: datetime, zone: str) -> str:
    """How an instant must be written."""
    return instant.astimezone(ZoneInfo(zone)).isoformat(timespec="milliseconds")


# Narrow on purpose: what spreadsheets, separators, quotes and XML stumble over comes up all the time.
NASTY = st.text(st.sampled_from("=+-@＝＋－＠'\";,\t\r\n\x00\x0b\x1f\x85\xa0\u200b\u2028\ufeff\ufffe\U0001f600 a1张"))
# A frame of polars holds UTF-8: no lone surrogates.
TEXT = NASTY | st.text(st.characters(codec="utf-8"))
_INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)).map(
    lambda instant: instant.replace(microsecond=instant.microsecond // 1000 * 1000)
)
_NUMBERS = st.integers(0, 10**10).map(lambda milliseconds: milliseconds / 60_000) | st.floats(0, 1e6)
_LISTS = st.lists(TEXT, max_size=3)
_DRAWN = {
    pl.String: st.none() | TEXT,
    pl.List(pl.String): _LISTS,
    INSTANT: _INSTANTS,
    pl.Float64: st.none() | _NUMBERS,
    pl.Int64: st.integers(0, 2**31),
    pl.Date: st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1)),
}


def frames(schema: dict[str, pl.DataType] = IDENTIFIED) -> st.SearchStrategy[pl.DataFrame]:
    """Frames of up to three lines, with any text at all in every text cell."""
    lines = st.fixed_dictionaries({name: _DRAWN[type_] for name, type_ in schema.items()})
    return st.lists(lines, max_size=3).map(lambda rows: pl.DataFrame(rows, schema=schema, orient="row"))


def flat_text(members: list[str]) -> str | None:
    """How a list must be written: sorted by code point, joined, nothing where there is nothing."""
    return ";".join(sorted(members)) or None
