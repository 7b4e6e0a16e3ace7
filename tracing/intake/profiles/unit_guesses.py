"""What a proposal says of the unit in which a column's numbers are given: by its header, as numbers alone tell none."""

import re
import unicodedata
from collections.abc import Mapping

from tracing.intake.profiles.likeness import english_words
from tracing.intake.profiles.looks import Doubt
from tracing.intake.profiles.nouns import UNITS, kept_in
from tracing.model import Column

_ENGLISH: Mapping[str, tuple[str, ...]] = {
    "m": ("m", "meter", "meters", "metre", "metres"),
    "cm": ("cm", "centimeter", "centimeters", "centimetre", "centimetres"),
    "km": ("km", "kilometer", "kilometers", "kilometre", "kilometres"),
    "ft": ("ft", "foot", "feet"),
    "s": ("s", "sec", "secs", "second", "seconds"),
    "ms": ("ms", "msec", "millisecond", "milliseconds", "millis"),
    "min": ("min", "mins", "minute", "minutes"),
    "h": ("h", "hr", "hrs", "hour", "hours"),
}
_CHINESE = {
    **{"厘米": "cm", "公分": "cm", "公里": "km", "千米": "km", "英尺": "ft", "米": "m"},
    **{"毫秒": "ms", "秒": "s", "分钟": "min", "小时": "h"},
}
"""Longer words before those that they hold."""
_CHINESE_WORD = re.compile("|".join(_CHINESE))


def unit_of(column: Column, header: str) -> tuple[object, list[Doubt]]:
    """The field of a column of numbers that are kept in some unit, and what is unsure of it."""
    kept, told = kept_in(column), _told(header)
    units = UNITS[kept]
    found = told.pop() if len(told) == 1 and told <= units.keys() else None
    if found == next(iter(units)):
        return header, []
    why = f"in {found}, by its name" if found else f"in {kept}, as its name does not tell one unit"
    words = (
        f"{header} is taken to be {why}: state {{ column = ..., unit = ... }} if it is another of {', '.join(units)}"
    )
    return {"column": header, "unit": found} if found else header, [Doubt(f"columns.{column.name}", words)]


def _told(header: str) -> set[str]:
    """The units that a header names: distance_ft, durationMin, 距离（厘米）."""
    words = english_words(header)
    english = {unit for unit, names in _ENGLISH.items() if words & {*names}}
    return english | {_CHINESE[word] for word in _CHINESE_WORD.findall(unicodedata.normalize("NFKC", header))}
