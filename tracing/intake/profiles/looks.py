"""What the values of a column look like: an instant, a day, a time of day, a key of a person, a number of degrees."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from tracing.intake.day_times import CHINESE_PARTS
from tracing.intake.documents import look_of, read_keys
from tracing.intake.english_stamps import weekday_behind
from tracing.intake.profiles.names import normal
from tracing.intake.profiles.vocabulary import tells_phones
from tracing.intake.profiles.zones_named import zone_of
from tracing.intake.stamp_forms import ORDERS
from tracing.intake.stamps import NAMES, Clock, joined, looks, read_stamps
from tracing.intake.values import WITH_COMMA
from tracing.model import Column

_MOSTLY = 0.8
_HALF = 0.5
_SOME = 0.2
_PART = rf"(?:{'|'.join(CHINESE_PARTS)}|[AaPp]\.?[Mm]\.?)"
_TIME = rf"^\s*(?:当日|次日|翌日|第二天)?\s*{_PART}?\s*[0-9]{{1,2}}(?:[:：][0-9]{{1,2}}|[时時点點])"
_TIME_OR_DIGITS = rf"{_TIME}|^\s*[0-9]{{3,4}}\s*$"
_NUMBERS = r"[0-9]{1,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,4}[日号]?|[0-9]{8}"
_MONTHS = r"[0-9]{1,2}[-/ ][A-Za-z]{3,9}[-/, ]+[0-9]{2,4}|[A-Za-z]{3,9}\.? [0-9]{1,2},? [0-9]{4}"
_DAY_ONLY = rf"^\s*(?:{_NUMBERS}|{_MONTHS})\s*(?:[(（]?(?:星期|礼拜|周).[)）]?)?(?:[T ]0?0:00(?::00)?)?\s*$"
_SERIAL = r"^\s*[0-9]{5}(?:\.0)?\s*$"
_DAY_OR_SERIAL = rf"{_DAY_ONLY}|{_SERIAL}"
_SHARE_OF_DAY = r"^\s*0\.[0-9]{3,}\s*$"
_SHARE_OR_ROUND = r"^\s*0\.[0-9]+\s*$"
_SEATED = {"coach": "coach", "row": "row", "seat": "seat", "service": "service"}
_DEGREES = {"latitude": 90, "longitude": 180}
_LONG = 10


class Doubt(NamedTuple):
    """What is unsure of a proposal: the key to state, and why; words of value maps apart it holds no value."""

    key: str
    words: str


@dataclass
class Sample:
    """The first texts of each column of a file, by header.

    unread      header, why cells of it cannot be read -> how many
    used        the headers that something was taken from
    """

    texts: Mapping[str, pl.Series]
    unread: Mapping[tuple[str, str], int] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(self.texts)

    @property
    def unreadable(self) -> set[str]:
        """The headers of columns that hold something, and nothing that can be read."""
        return {header for header, _ in self.unread if self[header].null_count() == len(self[header])}

    @property
    def left(self) -> list[str]:
        """The headers that nothing was taken from."""
        return [header for header in self.headers if header not in self.used]

    def __getitem__(self, header: str) -> pl.Series:
        return self.texts[header]

    def headers_in(self, given: object) -> list[str]:
        """The headers that the field of a profile speaks of, of each of its ways the first of each part."""
        return [header for way in _ways(given) for header in self._of_way(way)]

    def _of_way(self, given: object) -> list[str]:
        parts = [given.get(part) for part in ("column", "date", "time")] if isinstance(given, dict) else [given]
        lists = [part if isinstance(part, list) else [part] for part in parts if part]
        headers = ([self._written(str(name)) for name in names] for names in lists)
        return [next(filter(None, found)) for found in headers if any(found)]

    def _written(self, name: str) -> str | None:
        return next((header for header in self.texts if normal(header) == normal(name)), None)

    def words(self, given: object) -> list[str]:
        """The different texts of a field's column."""
        return [word for header in self.headers_in(given) for word in self[header].drop_nulls().unique().sort()]

    def instants(self, given: object) -> pl.Series | None:
        """The texts of a field that is an instant, a time of day behind its day."""
        headers = next(filter(None, map(self._of_way, _ways(given))), None)
        if headers is None:
            return None
        return (joined(*(self[header] for header in headers)) if len(headers) > 1 else self[headers[0]]).alias("text")

    def sort_of(self, header: str, column: Column) -> str:
        """The sort that a column's texts are to be read as; empty: as they stand."""
        if column.name in _SEATED:
            return _SEATED[column.name]
        if column.label not in ("person", "plate"):
            return ""
        look = look_of(self[header])
        if column.label == "plate":
            return "plate" if look == "plate" else ""
        if tells_phones(header) and look != "phone":
            return self._mostly(header, ("phone",))
        return "" if look == "plate" else {"resident-number": "document"}.get(look, look or self._mostly(header))

    def _mostly(self, header: str, sorts: tuple[str, ...] = ("document", "phone")) -> str:
        """The sort of key that most of the texts are, where too few are for a look: their flaws are the lines' own."""
        texts = self[header].drop_nulls().unique()
        shares = {sort: read_keys(texts, sort)[0].is_not_null().mean() or 0 for sort in sorts}
        best = max(shares, key=lambda sort: shares[sort])
        return best if shares[best] > _HALF else ""

    def looks_like(self, header: str, column: Column) -> bool:
        """Whether the texts could be those of a column."""
        texts = self[header].drop_nulls()
        if texts.is_empty():
            return False
        match column.type:
            case "instant" | "closing":
                return _share_read(texts) >= _MOSTLY
            case "latitude" | "longitude":
                numbers = numbers_of(texts).abs()
                within = numbers <= _DEGREES[column.type]
                return bool(numbers.is_not_null().all() and within.all() and texts.str.contains(r"[.,][0-9]{3}").any())
            case _ if column.label in ("person", "plate"):
                look = look_of(texts)
                return (look == "plate") == (column.label == "plate") and look is not None and not are_instants(texts)
            case _:
                return False


def _ways(given: object) -> list:
    """The ways of a field: several stand in a list of tables, one by itself."""
    several = isinstance(given, list) and any(isinstance(one, dict) for one in given)
    return given if several else [given]


def are_instants(texts: pl.Series) -> bool:
    """Whether texts that could be keys of people, being digits, are days or counts of seconds."""
    return any(look.share >= _MOSTLY for look in looks(texts))


def numbers_of(texts: pl.Series) -> pl.Series:
    """The numbers of a column, with a point or a comma before decimals."""
    return texts.str.replace(WITH_COMMA, "$1.$2").cast(pl.Float64, strict=False)


def has_commas(texts: pl.Series) -> bool:
    """Whether most of a column's texts are numbers with a decimal comma, or whole, and some with one."""
    held = texts.drop_nulls()
    commas = held.str.contains(WITH_COMMA)
    return bool(commas.any()) and (commas | held.str.contains(r"^[+-]?[0-9]+$")).mean() >= _MOSTLY


def are_day_and_time(days: pl.Series, times: pl.Series) -> bool:
    """Whether two columns hold days without a time and times of day, both as texts or both as a spreadsheet counts."""
    counted = _mostly_so(days, _SERIAL, _SERIAL) and _mostly_so(times, _SHARE_OF_DAY, _SHARE_OR_ROUND)
    return counted or (is_day(days) and _is_time(times))


def is_day(texts: pl.Series) -> bool:
    """Whether a column holds days without a time."""
    return _mostly_so(weekday_behind(texts), _DAY_ONLY, _DAY_OR_SERIAL)


def _is_time(texts: pl.Series) -> bool:
    """Whether a column holds times of day, of which some may bear a day of their own."""
    held = texts.drop_nulls()
    times = held.filter(held.str.contains(_TIME_OR_DIGITS))
    if times.len() < held.len() * _SOME or not _mostly_so(times, _TIME, _TIME_OR_DIGITS):
        return False
    others = held.filter(~held.str.contains(_TIME_OR_DIGITS))
    return times.len() + others.len() * _share_read(others) >= held.len() * _MOSTLY


def _share_read(texts: pl.Series) -> float:
    """The share of some texts that are instants in as few forms as read most, whatever the order of day and month."""
    forms = _forms(texts)
    unread = min((_unread(texts, forms, order) for order in ORDERS), default=0) if forms else texts.len()
    return 1 - unread / texts.len() if texts.len() else 0.0


def days_among(texts: pl.Series) -> int:
    """How many of a column's instants are a day alone, where others are not; 0 where all or none are."""
    days = texts.drop_nulls().str.contains(_DAY_ONLY)
    return 0 if days.all() else int(days.sum())


def _mostly_so(texts: pl.Series, clear: str, likely: str) -> bool:
    """Whether most texts are likely so, and half of them clearly."""
    held = texts.drop_nulls()
    shares = (held.str.contains(pattern).mean() or 0 for pattern in (clear, likely))
    return all(share >= least for share, least in zip(shares, (_HALF, _MOSTLY), strict=True))


def clock_of(
    texts: pl.Series, stated: Mapping[str, object], headers: Sequence[str]
) -> tuple[dict[str, object], list[Doubt]]:
    """`[instants]` for some texts, as far as it is not stated, and what is unsure about it.

    headers     of the columns that they stand in
    """
    forms = list(stated.get("forms", _forms(texts)))
    if not forms:
        words = f"none of the forms there are ({', '.join(NAMES)}) is that of the instants here"
        return {"forms": ["iso"]}, [Doubt("instants.forms", words)]
    order, doubts = _order(texts, forms)
    order = stated.get("day_order", order)
    unread = _unread(texts, forms, order)
    if unread and order:
        doubts.append(Doubt("instants.forms", f"{unread} of {texts.drop_nulls().len()} instants cannot be read so"))
    zone, why = zone_of(headers)
    if not any(form.startswith("epoch") for form in forms):
        words = f"texts without an offset are taken to be in {why}: state another if they are not"
        doubts.append(Doubt("instants.zone", words))
    told = {"zone": zone, "day_order": order}
    return {"forms": forms} | {key: value for key, value in told.items() if value}, doubts


def _forms(texts: pl.Series) -> list[str]:
    """As few forms as read what can be read: the one that most texts have, then the one that most of the rest have."""
    left, forms = texts.drop_nulls(), []
    while found := next((look.form for look in looks(left) if look.form not in forms), None):
        forms.append(found)
        for order in ORDERS:
            read, _ = read_stamps(left, Clock("UTC", (found,), order))
            left = left.filter(read.is_null())
        if left.is_empty():
            break
    return forms


def _order(texts: pl.Series, forms: list[str]) -> tuple[str | None, list[Doubt]]:
    """The order of day and month, where some dates need one and only one order reads most of them."""
    if not any(look.ambiguous for look in looks(texts) if look.form in forms):
        return None, []
    unread = {order: _unread(texts, forms, order) for order in ORDERS}
    least = [order for order, number in unread.items() if number == min(unread.values())]
    if len(least) == 1:
        return least[0], [Doubt("instants.day_order", f"taken as {least[0]}, as no other order reads as many")]
    return None, [Doubt("instants.day_order", f"dates could be two days: state one of {', '.join(least)}")]


def _unread(texts: pl.Series, forms: list[str], order: str | None) -> int:
    found, _ = read_stamps(texts, Clock("UTC", tuple(forms), order))
    return int((found.is_null() & texts.is_not_null()).sum())


def masked(texts: pl.Series) -> Iterator[str]:
    """Texts that name somebody, all but their ends hidden; of a short one all but its first character."""
    for text in texts:
        if text is None:
            yield ""
        elif len(text) < _LONG:
            yield text[:1] + "*" * (len(text) - 1)
        else:
            yield text[:3] + "*" * (len(text) - 5) + text[-2:]
