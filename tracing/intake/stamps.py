"""Stamps: a column of texts as a source writes its instants -> instants, and why there is none.

Which forms a column may have is told, never found out from its values: a text that is another instant in another of
the forms told, or that needs an order of day and month which nobody told, is none, with the reason. Of several forms
told those that are a count mean an instant of 1980 to 2099: so no digits of a date are seconds as well.
Source: specification, "Records that come in"; the forms stand in `stamp_forms`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import polars as pl

from tracing.intake.distinct import read_distinct
from tracing.intake.instants import FIRST, LAST, UTC_MS, of_local, to_instants
from tracing.intake.stamp_forms import FORMS, NUMBERS, ORDERS, alike, padded
from tracing.intake.unread_stamps import (
    ZONE_NAME,
    lacking,
    misnamed,
    of_another_zone,
    with_offsets,
    without_names,
    zone_names,
)

NAMES = ("iso", *FORMS)
"""The forms by name, as a profile names them."""

NO_INSTANT = "not an instant"
TWO_DAYS = "could be two days: the profile does not say the order of day and month"
TWO_FORMS = "could be two instants: it has two of the profile's forms"
NO_HOUR = "an hour that its part of the day (AM, PM, 中午, 晚上 ...) does not have, or that could be of two days"
NO_WEEKDAY = "a weekday that is not that of its date"
OTHER_ORDER = "a day in another order of day and month than the profile says: the whole file may be in that"
NO_DATE = "not a date"
NO_CENTURY = "a year of two digits does not say its century"

_COUNTED = (
    pl.datetime(1980, 1, 1, time_zone="UTC", time_unit="ms"),
    pl.datetime(2100, 1, 1, time_zone="UTC", time_unit="ms"),
)
_PLAUSIBLE = (pl.datetime(2000, 1, 1, time_unit="ms"), pl.datetime(2100, 1, 1, time_unit="ms"))
_WRITTEN_DAY = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}|[0-9]{4}-?W[0-9]{2}-?[1-7])(?:[T ]|$)"
_MIDNIGHT = r"[T ]0?0:00(?::00(?:\.0+)?)?$"
_SHORT_YEAR = r"^[0-9]{2}\s*年|^[0-9]{1,2}([/.-])(?:[0-9]{1,2}|[a-z]{3,9})[/.-][0-9]{1,2}(?:[^0-9]|$)"


@dataclass(frozen=True)
class Clock:
    """How a source writes its instants.

    zone        IANA name of the zone of texts without an offset
    forms       one or more of NAMES
    day_order   one of `stamp_forms.ORDERS`, for dates of which a year of four digits does not stand first
    one_digit   minutes and seconds may have one digit (9:5:3), which elsewhere may be what is left of two
    """

    zone: str
    forms: tuple[str, ...] = ("iso",)
    day_order: str | None = None
    one_digit: bool = False


class Look(NamedTuple):
    """How many of a column's texts have a form: `share` of those given, and of all given the share `ambiguous`
    that need the order of day and month to be told."""

    form: str
    share: float
    ambiguous: float


def read_stamps(given: pl.Series, clock: Clock, closing: bool = False) -> tuple[pl.Series, pl.Series]:
    """The instants of a column (UTC, whole milliseconds), and the reason where something was given that is none.

    given     text, numbers as text, or a typed column of dates or datetimes
    closing   a date alone is the end of its day, not the beginning
    """
    if isinstance(given.dtype, pl.Date | pl.Datetime):
        found = to_instants(given, clock.zone, closing)
        return found, _reasons(given, {NO_INSTANT: found.is_null()})
    if clock.forms != ("iso",):
        return read_distinct(given, lambda texts: _stamps(texts, clock, closing))
    quick = to_instants(given, clock.zone, closing)
    if quick.null_count() == given.null_count():
        return quick, _reasons(given, {})
    rest, reasons = read_distinct(given.set(quick.is_not_null(), None), lambda texts: _stamps(texts, clock, closing))
    return quick.fill_null(rest), reasons


def read_dates(given: pl.Series, clock: Clock) -> tuple[pl.Series, pl.Series]:
    """The dates of a column as written, without any zone (birth dates); the reason where something given is none.

    A time of day behind the date is dropped. Epochs are no dates here: which day they mean depends on a zone.
    """
    if isinstance(given.dtype, pl.Date | pl.Datetime):
        return given.dt.date(), _reasons(given, {})
    return read_distinct(given, lambda texts: _dates(texts, clock))


def joined(days: pl.Series, times: pl.Series) -> pl.Series:
    """A date and a time given apart as one text, to be read as a stamp; null where neither is given.

    Spreadsheets write a midnight behind every date, which gives way to the time.
    """
    parts = pl.DataFrame({"day": days, "time": times}, {"day": pl.String, "time": pl.String})
    day = pl.when(pl.col("time").is_null()).then("day").otherwise(pl.col("day").str.replace(_MIDNIGHT, ""))
    both = pl.concat_str(day, "time", separator=" ", ignore_nulls=True)
    return parts.select(both.replace("", None).alias(days.name)).to_series()


def looks(given: pl.Series) -> list[Look]:
    """The forms that some texts of a column have, the most frequent first.

    Numbers count as an epoch or a serial only where that lies in the years 2000 to 2099. Meant for proposals:
    forms of equal share are for a person to choose between.
    """
    texts = with_offsets(given.drop_nulls().cast(pl.String))
    found = [Look("iso", to_instants(texts, "UTC").is_not_null().mean() or 0.0, 0.0)]
    plain = alike(texts)
    for name, read in FORMS.items():
        ambiguous = read(plain, None).struct.field("unordered").fill_null(False).mean()
        found.append(Look(name, _fits(name, plain).mean() or 0.0, ambiguous or 0.0))
    return sorted((look for look in found if look.share), key=lambda look: -look.share)


def _stamps(texts: pl.Series, clock: Clock, closing: bool) -> pl.DataFrame:
    written = with_offsets(texts)
    names = zone_names(written)
    bare = without_names(written, names)
    plain, found, readings = alike(bare), [], []
    plain = padded(plain) if clock.one_digit else plain
    for form in clock.forms:
        if form == "iso":
            found.append(to_instants(bare, clock.zone, closing))
            continue
        parts = FORMS[form](plain, clock.day_order).struct.unnest()
        instants = _instants(parts, clock.zone, closing)
        if form in NUMBERS and len(clock.forms) > 1:
            instants = instants.set(~instants.is_between(*_COUNTED, closed="left"), None)
        found.append(instants)
        readings.append(parts)
    return _explained(_decided(texts, found, readings, {}, NO_INSTANT), plain, names, clock)


def _explained(decided: pl.DataFrame, plain: pl.Series, names: pl.Series, clock: Clock) -> pl.DataFrame:
    """The answers, without those whose zone's name is another's, and with what a text lacks that is no instant."""
    wrong = misnamed(decided["found"], names, clock.zone) | of_another_zone(decided["found"], decided["text"])
    reasons = decided["reason"].set(wrong, ZONE_NAME)
    unread = reasons == NO_INSTANT
    if unread.any():
        left = plain.set(~unread.fill_null(False), None)
        reasons = lacking(left).fill_null(reasons).set(_is_of_another_order(left, clock), OTHER_ORDER).alias("reason")
    return decided.with_columns(decided["found"].set(wrong, None), reasons)


def _is_of_another_order(plain: pl.Series, clock: Clock) -> pl.Series:
    """Whether a text is a day only by another order of day and month than the one that is told."""
    others = [order for order in ORDERS if order != clock.day_order] if clock.day_order else []
    forms = [form for form in clock.forms if form in FORMS and form not in NUMBERS]
    found = pl.repeat(False, len(plain), dtype=pl.Boolean, eager=True)
    for order, form in product(others, forms):
        found |= FORMS[form](plain, order).struct.field("local").is_not_null().fill_null(False)
    return found


def unstated(texts: pl.Series, stated: Collection[str]) -> pl.Series:
    """Per text the form, of those that are not stated, that it has; null where it has none, or is none given."""
    plain = alike(with_offsets(texts.cast(pl.String)))
    found = pl.repeat(None, len(texts), dtype=pl.String, eager=True).alias("form")
    for name in (form for form in FORMS if form not in stated):
        found = found.set(found.is_null() & _fits(name, plain), name)
    return found


def _fits(name: str, plain: pl.Series) -> pl.Series:
    """Which texts have a form, whatever the order of day and month; a count lies in the years 2000 to 2099."""
    parts = FORMS[name](plain, None).struct.unnest()
    fits = pl.col("local").is_between(*_PLAUSIBLE, closed="left") if name in NUMBERS else pl.col("local").is_not_null()
    return parts.select((fits | pl.col("unordered")).fill_null(False)).to_series()


def _dates(texts: pl.Series, clock: Clock) -> pl.DataFrame:
    plain, found, readings = alike(texts), [], []
    for form in clock.forms:
        if form == "iso":
            day = texts.str.extract(_WRITTEN_DAY).set(to_instants(texts, "UTC").is_null(), None)
            found.append(to_instants(day, "UTC").dt.date())
        elif not form.startswith("epoch"):
            parts = FORMS[form](plain, clock.day_order).struct.unnest()
            found.append(parts["local"].dt.date())
            readings.append(parts)
    return _decided(texts, found, readings, {NO_CENTURY: plain.str.contains(_SHORT_YEAR)}, NO_DATE)


def _decided(
    texts: pl.Series, found: list[pl.Series], readings: list[pl.DataFrame], doubts: dict[str, pl.Series], none: str
) -> pl.DataFrame:
    """One answer a text out of what it is by each form, and what else its readings say: `text`, `found`, `reason`."""
    by_form = pl.DataFrame({str(at): one for at, one in enumerate(found)})
    least, most = by_form.min_horizontal(), by_form.max_horizontal()
    doubts = {
        TWO_DAYS: _in_any(readings, "unordered", len(texts)),
        TWO_FORMS: least != most,
        NO_HOUR: _in_any(readings, "no_hour", len(texts)),
        NO_WEEKDAY: _in_any(readings, "no_weekday", len(texts)),
    } | {reason: rows & least.is_not_null() for reason, rows in doubts.items()}
    reasons = _reasons(texts, doubts)
    chosen = least.set(reasons.is_not_null(), None)
    return pl.DataFrame(
        {"text": texts, "found": chosen, "reason": reasons.fill_null(_reasons(texts, {none: chosen.is_null()}))}
    )


def _in_any(readings: list[pl.DataFrame], what: str, rows: int) -> pl.Series:
    said = pl.repeat(False, rows, dtype=pl.Boolean, eager=True)
    for one in readings:
        said = said | one[what].fill_null(False)
    return said


def _reasons(given: pl.Series, rows: dict[str, pl.Series]) -> pl.Series:
    """Per row the first reason that is true of it; null where nothing is given."""
    reasons = pl.repeat(None, len(given), dtype=pl.String, eager=True).alias("reason")
    for reason, concerned in reversed(rows.items()):
        reasons = reasons.set(concerned.fill_null(False) & given.is_not_null(), reason)
    return reasons


def _instants(parts: pl.DataFrame, zone: str, closing: bool) -> pl.Series:
    """Instants of the readings of one form; null where the text has not the form."""
    local = parts["local"].set(~parts["local"].dt.year().is_between(FIRST.year, LAST.year), None)
    later = parts["next_day"] | (parts["alone"] & closing)
    zoned = parts["east"].is_null()
    here = local.set(~zoned, None)
    found = of_local(here.set(later, None), zone).fill_null(of_local(here.set(~later, None), zone, days=1))
    shifted = pl.DataFrame({"local": local, "east": parts["east"], "later": later}).select(
        (pl.col("local") + pl.duration(days=pl.col("later").cast(pl.Int64), time_unit="ms") - pl.col("east"))
        .dt.replace_time_zone("UTC")
        .clip(FIRST, LAST)
    )
    return found.fill_null(shifted.to_series()).cast(UTC_MS)
