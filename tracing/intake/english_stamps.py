"""Instants as English programs write them with the weekday first: Thu, 05 Aug 2021 09:30:00 GMT in mail and on the web,
Thu Aug 05 09:30:00 CST 2021 by Java and Unix, Thu Aug 05 2021 09:30:00 GMT+0800 (中国标准时间) by browsers.

They are put into the order of other texts, the weekday behind its day, where it must be the day's (`stamp_forms`).
"""

import polars as pl

_WEEKDAYS = {
    **{"mon": "一", "tue(?:s)?": "二", "wed(?:nes)?": "三", "thu(?:rs?)?": "四", "fri": "五", "sat(?:ur)?": "六"},
    "sun": "日",
}
_ANY = rf"(?i)^\s*(?:{'|'.join(_WEEKDAYS)})(?:day)?\b"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.[0-9]+)?"
_YEAR_LAST = rf"([a-z]{{3}})\s+([0-9]{{1,2}})\s+({_CLOCK})(?:\s+([a-z]{{3,5}}(?:[+-][0-9:]+)?))?\s+([0-9]{{4}})\s*$"
_DAY_FIRST = r"([^:]*?(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{4}))(\s.*)?$"


def weekday_behind(texts: pl.Series) -> pl.Series:
    """The texts with a weekday that stands first, in English, behind the day."""
    if not texts.str.contains(_ANY).any():
        return texts
    for name, sign in _WEEKDAYS.items():
        first = rf"(?i)^\s*{name}(?:day)?\.?,?\s+"
        texts = texts.str.replace(rf"{first}{_YEAR_LAST}", f"$1 $2, $5 周{sign} $3 $4")
        texts = texts.str.replace(rf"{first}{_DAY_FIRST}", f"$1 周{sign}$2")
    return texts
