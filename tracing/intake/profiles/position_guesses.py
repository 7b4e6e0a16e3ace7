"""What a proposal says of positions: the unit of their degrees, which axis is which, and their coordinate system."""

from collections.abc import Iterator, Mapping

import polars as pl

from tracing.intake.profiles.looks import Doubt, Sample, numbers_of
from tracing.intake.profiles.nouns import UNITS
from tracing.intake.profiles.vocabulary import system_in
from tracing.model import Kind

_WHOSE = {"wgs84": "GPS", "gcj02": "Amap, Tencent", "bd09": "Baidu"}
_AXES = ("latitude", "longitude")
_FARTHEST = {"latitude": 90, "longitude": 180}
_MICRO = float(UNITS["degrees"]["microdeg"])
_MOSTLY = 0.8


def state_axes(columns: dict[str, object], sample: Sample) -> Iterator[Doubt]:
    """State the unit of degrees, and the axes the other way round where they can only be meant so; yields the doubts.

    columns     the draft's, as far as nobody stated them: axis -> header
    """
    headers = {axis: columns[axis] for axis in _AXES if axis in columns}
    degrees = {header: numbers_of(sample[header]) for header in headers.values()}
    for axis, header in headers.items():
        if _are_microdegrees(degrees[header]):
            degrees[header] = degrees[header] * _MICRO
            columns[axis] = {"column": header, "unit": "microdeg"}
            yield Doubt(f"columns.{axis}", f"{header} holds whole numbers, taken as microdegrees")
    if len(degrees) == len(_AXES) and _are_swapped(*degrees.values()):
        columns |= {"latitude": columns["longitude"], "longitude": columns["latitude"]}
        north, east = headers.values()
        words = f"{north} holds numbers beyond 90, as no latitude has, and {east} none: the two are taken as swapped"
        yield Doubt("columns.latitude", f"{words}, {east} for the latitude: state both if that is wrong")


def _are_microdegrees(numbers: pl.Series) -> bool:
    """Whether most numbers, but for those of 0, are whole and degrees only as millionths."""
    held = numbers.filter(numbers != 0)
    micro = (held.round() == held) & (held.abs() > _FARTHEST["longitude"])
    return (micro & (held.abs() * _MICRO <= _FARTHEST["longitude"])).sum() > _MOSTLY * held.len()


def _are_swapped(latitude: pl.Series, longitude: pl.Series) -> bool:
    """Whether most positions, but for those at 0/0, are none on earth as they stand and are so once swapped."""
    held = (latitude != 0) | (longitude != 0)
    beyond = latitude.abs().is_between(_FARTHEST["latitude"], _FARTHEST["longitude"], closed="right")
    return (held & beyond & (longitude.abs() <= _FARTHEST["latitude"])).sum() > _MOSTLY * held.sum()


def state_system(document: dict[str, object], kind: Kind, sample: Sample) -> Iterator[Doubt]:
    """State the coordinate system that headers name, where lines name none; yields the doubt of it."""
    columns: Mapping[str, object] = document["columns"]
    if "crs" not in kind.names or not columns.keys() & {*_AXES}:
        return
    named = [sample[header] for header in sample.headers_in(columns.get("crs"))]
    if not named or named[0].has_nulls():
        where = "where a line names none, " if named else ""
        headers = [header for axis in _AXES for header in sample.headers_in(columns.get(axis))]
        system = system_in(headers)
        document |= {"crs": system} if system else {}
        taken = f"taken as {system}, by the words in {', '.join(headers)}" if system else "taken as WGS 84 (wgs84)"
        others = " or ".join(f"{one} ({who})" for one, who in _WHOSE.items() if one != (system or "wgs84"))
        yield Doubt("crs", f"{where}{taken}: state {others} if it is that")
