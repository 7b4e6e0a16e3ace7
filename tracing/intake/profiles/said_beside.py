"""What a file says, beside the columns that a profile reads, of how they are to be read: a column of time zones or of
hemispheres, a line above the header that names a zone or a coordinate system.
"""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from tracing.intake.profiles.fitting import Fit, placed
from tracing.intake.profiles.names import normal
from tracing.intake.profiles.pairs import INSTANTS
from tracing.intake.profiles.unread import left_texts, read_texts
from tracing.intake.profiles.vocabulary import system_in
from tracing.intake.profiles.zones_named import zone_named
from tracing.model import KINDS, SYSTEMS

_ZONES = {"timezone", "tz", "timezoneid", "timezoneoffset", "utcoffset", "gmtoffset", "zoneoffset", "tzoffset", "时区"}
_WHOLE = r"^[0-9.]+$|(?i:[0-9]\s*(?:z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}))$"
"""A count, or a time with its offset."""
_HEMISPHERES = (
    ({"n", "north", "北", "北纬"}, {"s", "south", "南", "南纬"}),
    ({"e", "east", "东", "东经"}, {"w", "west", "西", "西经"}),
)
_WINTER, _SUMMER = datetime(2021, 1, 1), datetime(2021, 7, 1)


def said_beside(fit: Fit, zone: str) -> Iterator[str]:
    """What a file says that the profile goes against, in words behind a number of its rows.

    zone    IANA name of the workspace's zone
    """
    read_in = fit.profile.instants.zone or zone
    if _has_local_times(fit) and (who := _another_zone(fit, read_in)):
        yield f"told times without an offset, read in {read_in}: {who}"
    for header in _other_hemispheres(fit):
        yield f"told positions beside {header}, which says south or west of some and which the profile does not read"
    if system := _another_system(fit):
        yield f"told positions below a line that names {system}, which the profile reads as another system"


def _another_zone(fit: Fit, zone: str) -> str | None:
    """What names another zone than that of the profile; None where nothing does."""
    for header, held in left_texts(fit).items():
        if normal(header) in _ZONES and not all(_is_that(zone, text) for text in held):
            return f"{header} tells others, which the profile does not read"
    named = next(filter(None, map(zone_named, _above(fit))), None)
    return None if named is None or _is_that(zone, named) else f"a line above the header names {named}"


def _is_that(zone: str, text: str) -> bool:
    """Whether a text names a zone, or one with the same offsets."""
    named = text if text in available_timezones() else zone_named(text) or zone_named(f"UTC{text}")
    offsets = [[ZoneInfo(one).utcoffset(day) for day in (_WINTER, _SUMMER)] for one in (zone, named) if one]
    return len(offsets) > 1 and offsets[0] == offsets[1]


def _has_local_times(fit: Fit) -> bool:
    """Whether a column of instants that is read holds texts that are instants in some zone alone."""
    column = KINDS[fit.profile.kind].column
    instants = {place.names[-1] for name, place in placed(fit).items() if column(name).type in INSTANTS}
    return not all(held.str.contains(_WHOLE).all() for held in read_texts(fit, instants).values())


def _other_hemispheres(fit: Fit) -> Iterator[str]:
    """Headers of columns that say on which side of the equator, or of Greenwich, positions are, and of some: afar."""
    if {"latitude", "longitude"} & {*placed(fit)}:
        for header, held in left_texts(fit).items():
            told = {normal(text) for text in held}
            if any(told & far and told <= near | far for near, far in _HEMISPHERES):
                yield header


def _another_system(fit: Fit) -> str | None:
    """The coordinate system that a line above the header names, where the profile takes all lines for another."""
    columns = placed(fit)
    if "latitude" not in columns or "crs" in columns:
        return None
    named = system_in(_above(fit))
    return named if named != (fit.profile.crs or SYSTEMS[0]) else None


def _above(fit: Fit) -> list[str]:
    """The texts of the lines above the header."""
    header = fit.layout.header_line or 0
    return [text for number, cells in fit.glimpse.lines if number < header for text in cells if text]
