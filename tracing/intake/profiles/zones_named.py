"""Zones that headers of instants name: 时间(UTC), UTC time, 定位时间(GMT+8), 北京时间."""

import re
import unicodedata
from collections.abc import Iterable
from zoneinfo import available_timezones

from tracing.intake.profiles.likeness import english_words

_OFFSET = re.compile(r"(?:utc|gmt)\s*([+-])\s*([0-9]{1,2})(?::?([0-9]{2}))?", re.IGNORECASE)
_UNIVERSAL = {"utc", "gmt"}
_PEKING = ("北京时间", "beijing")


def zone_in(headers: Iterable[str]) -> str | None:
    """The IANA name of the one zone that headers name; None where they name none, or several."""
    named = {zone for header in headers if (zone := _zone(unicodedata.normalize("NFKC", header)))}
    return named.pop() if len(named) == 1 else None


def _zone(header: str) -> str | None:
    if any(word in header.lower() for word in _PEKING):
        return "Asia/Shanghai"
    if offset := _OFFSET.search(header):
        hours, is_whole = int(offset[2]), offset[3] in (None, "00")
        sign = {"+": "-", "-": "+"}[offset[1]]  # the names of these zones count west of Greenwich
        named = f"Etc/GMT{sign}{hours}" if hours else "UTC"
        return named if is_whole and named in available_timezones() else None
    return "UTC" if _UNIVERSAL & english_words(header) else None
