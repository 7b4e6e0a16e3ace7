"""Zones that headers of instants name: 时间(UTC), UTC time, 定位时间(GMT+8), 北京时间."""

import re
import unicodedata
from collections.abc import Sequence
from zoneinfo import available_timezones

from tracing.intake.profiles.likeness import english_words

_OFFSET = re.compile(r"(?:(?:utc|gmt)\s*|\(\s*(?=[+-][0-9]{2}:))([+-])\s*([0-9]{1,2})(?::?([0-9]{2}))?", re.IGNORECASE)
_UNIVERSAL = {"utc", "gmt", "zulu"}
_PEKING = ("北京时间", "beijing")


def zone_of(headers: Sequence[str]) -> tuple[str | None, str]:
    """The IANA name of the zone in which texts below headers are taken to be (None: the workspace's), and why."""
    named = {header: zone for header in headers if (zone := zone_named(header))}
    zones, names = {*named.values()}, ", ".join(named)
    if not named:
        return None, "the workspace's zone"
    if len(zones) > 1:
        return None, f"the workspace's zone, as a profile has one and {names} name several: leave one of them out"
    [zone] = zones
    return zone, f"{zone}, as {names} says" if len(named) == 1 else f"{zone}, as {names} say"


def zone_named(text: str) -> str | None:
    """The IANA name of the zone that a header, or a line above it, names in passing; None where it names none."""
    text = unicodedata.normalize("NFKC", text)
    if any(word in text.lower() for word in _PEKING):
        return "Asia/Shanghai"
    if offset := _OFFSET.search(text):
        hours, is_whole = int(offset[2]), offset[3] in (None, "00")
        sign = {"+": "-", "-": "+"}[offset[1]]  # the names of these zones count west of Greenwich
        named = f"Etc/GMT{sign}{hours}" if hours else "UTC"
        return named if is_whole and named in available_timezones() else None
    return "UTC" if _UNIVERSAL & english_words(text) else None
