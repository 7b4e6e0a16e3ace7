"""A slow reading of stamps: one text after the other, each taken apart from its ends inwards."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from tests.intake.test_instants_drawn import plain_local
from tracing.intake.instants import instant

TWO_DAYS, TWO_FORMS, NO_HOUR, NO_WEEKDAY = "two days", "two forms", "no hour", "no weekday"
MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
CHINESE = "上午|凌晨|清晨|清早|早晨|早上|早间|早|中午|正午|下午|午后|傍晚|晚上|晚间|夜晚|夜间|夜里|晚|深夜|半夜|午夜"
CUT_SHORT = re.compile(r":\d(?!\d)|[时点]\d$|[时点]\d\d\d$|分\d$|[时点]\d\d秒", re.ASCII)
HALF = CHINESE + r"|[ap]\.?m\.?"
SIGNS = {"slashes": "/", "dots": ".", "dashes": "-"}
PLACES = {"year-month-day": (0, 1, 2), "day-month-year": (2, 1, 0), "month-day-year": (2, 0, 1)}
ORIGINS = {"excel-1900": date(1899, 12, 30), "excel-1904": date(1904, 1, 1)}


def slow_stamp(text: str, forms: tuple[str, ...], order: str | None, zone: str, closing: bool):
    """The instant; None; or TWO_DAYS, TWO_FORMS where it could be two."""
    readings = [(form, _of_form(text, form, order, zone, closing)) for form in forms]
    told = {one for form, one in readings if one is not None and (len(forms) == 1 or _counts(form, one))}
    if TWO_DAYS in told:
        return TWO_DAYS
    if len({one for one in told if isinstance(one, datetime)}) > 1:
        return TWO_FORMS
    return next((wrong for wrong in (NO_HOUR, NO_WEEKDAY) if wrong in told), next(iter(told), None))


_EPOCHS = {
    "epoch-seconds": (1000, 15),
    "epoch-milliseconds": (1, 18),
    "epoch-microseconds": (Fraction(1, 1000), 18),
}
"""Milliseconds of each, and how many digits a count of it may have."""


def _counts(form: str, at) -> bool:
    """Whether a count is of the years in which one of several forms may be a count."""
    return not form.startswith(("epoch", "excel")) or not isinstance(at, datetime) or 1980 <= at.year < 2100


def _of_form(text, form, order, zone, closing):
    if form == "iso":
        return instant(text, zone, closing)
    plain = unicodedata.normalize("NFKC", text).lower().strip()
    if form == "months":
        plain, form, order = _numbered(plain), "slashes", "year-month-day"
    if form.startswith("epoch"):
        return _epoch(plain, *_EPOCHS[form])
    if form.startswith("excel"):
        return _serial(plain, form, zone, closing)
    day, rest = _day_and_rest(plain, form)
    rest, weekday = _weekday(rest)
    time = _time(rest, form) if rest else (None, None)
    if day is None or time is None:
        return None
    found = _date(day, "year-month-day" if form in ("chinese", "compact") else order)
    if found == TWO_DAYS and time != NO_HOUR:
        return TWO_DAYS
    if time == NO_HOUR:
        return NO_HOUR
    if not isinstance(found, date):
        return found
    return NO_WEEKDAY if weekday not in (None, found.weekday()) else _instant(found, *time, zone, closing)


def _numbered(plain):
    """A date with the name of a month as one in numbers; nothing of any other text."""
    names = [*MONTHS, "sept", *(name[:3] for name in MONTHS)]
    for name in names:
        number = [month[:3] for month in MONTHS].index(name[:3]) + 1
        first = re.match(rf"([0-9]{{1,2}})[\s/-]*{name}\.?[\s/,-]*([0-9]{{4}}|[0-9]{{2}})(?![0-9a-z_])", plain)
        if first:
            return f"{first[2]}/{number}/{first[1]}{plain[first.end() :]}"
        last = re.match(rf"{name}\.?\s*([0-9]{{1,2}}),?\s+([0-9]{{4}})(?![0-9a-z_])", plain)
        if last:
            return f"{last[2]}/{number}/{last[1]}{plain[last.end() :]}"
    return ""


def _weekday(rest):
    """What follows a weekday, and which it is; all and None where none stands there."""
    found = re.match(r"\s*\(?(?:星期|礼拜|周)([一二三四五六日天])\)?\s*", rest)
    if not found:
        return rest, None
    behind = rest[found.end() :]
    return (" " + behind if behind else ""), "一二三四五六日".index(found[1].replace("天", "日"))


def _instant(day, clock, east, zone, closing):
    clock = timedelta(days=int(closing)) if clock is None else clock
    try:
        local = datetime.combine(day, datetime.min.time()) + clock
    except OverflowError:
        return datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC)
    return plain_local(local, zone) if east is None else (local - east).replace(tzinfo=UTC)


def _epoch(plain, unit_ms, digits):
    if not re.fullmatch(rf"-?[0-9]{{1,{digits}}}(\.[0-9]*)?", plain):
        return None
    milliseconds = int(Fraction(plain.rstrip(".")) * unit_ms)
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None


def _serial(plain, form, zone, closing):
    number = re.sub(r"^([0-9]{1,7})(\.0*)?\s+0\.", r"\1.", plain)
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]*)?", number):
        return None
    days, _, fraction = number.partition(".")
    days = int(days)
    if form == "excel-1900" and (days == 0 or days == 60):
        return None
    days += form == "excel-1900" and days < 60
    try:
        day = ORIGINS[form] + timedelta(days=days)
    except OverflowError:
        return None
    if number == plain and not fraction.strip("0"):
        return _instant(day, None, None, zone, closing)
    return _instant(day, timedelta(milliseconds=round(float("0." + fraction) * 86_400_000)), None, zone, closing)


def _day_and_rest(plain, form):
    """The three numbers and what follows them, from where the time begins."""
    if form == "compact":
        return ((plain[:4], plain[4:6], plain[6:8]), plain[8:]) if re.match("[0-9]{8}", plain) else (None, "")
    if form == "chinese":
        found = re.match(r"([0-9]{2}|[0-9]{4})\s*年\s*([0-9]+)\s*月\s*([0-9]{1,2})\s*[日号]", plain)
    else:
        sign = re.escape(SIGNS[form])
        found = re.match(rf"([0-9]+){sign}([0-9]+){sign}([0-9]+)", plain)
    return (found.groups(), plain[found.end() :]) if found else (None, "")


def _date(parts, order):
    """The day; None; TWO_DAYS where the order is not told."""
    widths = [len(part) for part in parts]
    if widths[1] > 2:
        return None
    if widths[0] == 4 and widths[2] <= 2:
        return _calendar(*parts)
    year_last = widths[0] <= 2 and widths[2] in (2, 4)
    fitting = [name for name in PLACES if (year_last if name[0] != "y" else widths[0] == 2 and widths[2] <= 2)]
    if order not in fitting:
        return TWO_DAYS if fitting else None
    year, month, day = (parts[place] for place in PLACES[order])
    return _calendar(year if len(year) == 4 else "20" + year, month, day)


def _calendar(year, month, day):
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _time(rest, form):
    """The time since midnight and the offset, None where there is none; None where this is no time of day; NO_HOUR."""
    loose = form in ("chinese", "compact") or re.match(rf"\s*(?:{CHINESE})", rest)
    if not loose and not re.match(r"\s|t", rest):
        return None
    rest, east = _offset(rest.strip().removeprefix("t").strip())
    before = re.match(HALF, rest)
    rest = rest[before.end() :].strip() if before else rest
    after = re.search(rf"({HALF})$", rest)
    rest = rest[: after.start()].strip() if after else rest
    half = (before or after)[0] if before or after else ""
    if (before and after) or not (numbers := _numbers(rest, bool(half))):
        return None
    hour, *behind = numbers
    hour = _hour(hour, half.replace(".", "")) if half and hour <= 24 else hour
    clock = NO_HOUR if hour is None else _clock(hour, *behind)
    return clock if clock in (None, NO_HOUR) else (clock, east)


def _offset(rest):
    if found := re.search(r"\s*([+-])([01][0-9]|2[0-3]):?([0-5][0-9])?$", rest):
        east = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        return rest[: found.start()], -east if found[1] == "-" else east
    return (rest[:-1].rstrip(), timedelta()) if rest.endswith("z") else (rest, None)


def _numbers(rest, with_half):
    """Hour, minute, second and milliseconds; None where minutes or seconds have one digit and no word behind it."""
    rest = re.sub("^零(?=[时点])", "0", rest)
    if CUT_SHORT.search(rest):
        return None
    for quarter, minutes in (("整", "0"), ("一刻", "15"), ("半", "30"), ("三刻", "45")):
        if found := re.fullmatch(rf"(\d\d?)[时点]{quarter}", rest, re.ASCII):
            return int(found[1]), int(minutes), 0, 0
    for form in (
        r"(\d\d?):(\d\d?)(?::(\d\d?)(?:[.,](\d+)|:(\d{3}))?)?",
        r"(\d\d?)[时点](?:(\d\d?)分?(?:(\d\d?)秒?)?)?",
        r"(\d\d)(\d\d)(?:(\d\d)(?:(\d{3})|\.(\d+))?)?",
        r"(\d\d?)\.(\d\d)\.(\d\d)(?:\.(\d+))?",
        r"(\d\d?)(?:\.(\d\d))?" if with_half else r"(?!)()()",
    ):
        if found := re.fullmatch(form, rest, re.ASCII):
            hour, minute, second, *fraction = (*found.groups(), None, None)
            cut = next((digits for digits in fraction if digits), "0")[:3].ljust(3, "0")
            return int(hour), int(minute or 0), int(second or 0), int(cut)
    return None


def _hour(hour, half):
    """The hour of the day; None where its part of the day has none such."""
    if half in ("am", "上午"):
        return {12: 0}.get(hour, hour if hour < 12 else None)
    if half == "pm":
        return {12: 12}.get(hour, hour + 12 if 0 < hour < 12 else None)
    if half in ("下午", "午后"):
        return hour + 12 if 0 < hour < 12 else hour if 12 <= hour < 24 else None
    if half == "凌晨":
        return {12: 0}.get(hour, hour if hour < 7 else None)
    if half[0] in "清早":
        return hour if hour < 12 else None
    if half in ("中午", "正午"):
        return hour + 12 if hour in (1, 2) else hour if 11 <= hour <= 14 else None
    least, most = {"傍": (16, 20), "晚": (17, 23), "夜": (17, 23)}.get(half[0], (22, 23))
    return next((one for one in (hour, hour + 12) if least <= one <= most and (one == hour or hour < 12)), None)


def _clock(hour, minute, second, milliseconds):
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute + second + milliseconds):
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second, milliseconds=milliseconds)
