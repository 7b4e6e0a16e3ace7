"""What a proposal says of positions: the unit or the form of their degrees, which axis is which, one column with both
numbers, and their coordinate system."""

from collections.abc import Collection, Iterator, Mapping

import polars as pl

from tracing.intake.profiles.looks import Doubt, Sample, numbers_of
from tracing.intake.profiles.nouns import UNITS
from tracing.intake.profiles.position_texts import of_degrees, of_two
from tracing.intake.profiles.vocabulary import names_towers, system_in
from tracing.model import Kind

_WHOSE = {"wgs84": "GPS", "gcj02": "Amap, Tencent", "bd09": "Baidu"}
_AXES = ("latitude", "longitude")
_FARTHEST = {"latitude": 90, "longitude": 180}
_MOSTLY = 0.8
_WHOLE = {"microdeg": "microdegrees", "1e-7 deg": "ten-millionths of a degree (1e-7 deg)"}
"""Units of whole numbers, and what they are called; of two that fit, the first is proposed."""


def both_in_one(
    kind: Kind, placed: Collection[str], given: Collection[str], sample: Sample
) -> tuple[dict[str, object], list[Doubt]]:
    """Axis -> its field, where a column holds both numbers of a position; and what is unsure.

    placed, given   columns that have a header by its words, or were stated: both axes of the one, or any of the other,
                    leave nothing to look for
    """
    header = next((one for one in sample.headers if one not in sample.used and _are_pairs(sample[one])), None)
    if header is None or {*_AXES} <= {*placed} or not {*_AXES} <= {*kind.names} - {*given}:
        return {}, []
    first, second = (of_two(sample[header], number)[0].fill_null(0) for number in (1, 2))
    east_first, certain = _are_swapped(first, second), _are_swapped(second, first)
    axes = _AXES[::-1] if east_first else _AXES
    why = "as the other goes beyond 90" if east_first or certain else "though nothing in the numbers tells: state both"
    words = f"{header} holds two numbers, taken as {axes[0]} and {axes[1]}, {why}"
    fields = zip(axes, ("first-of-two", "second-of-two"), strict=True)
    return {axis: {"column": header, "as": sort} for axis, sort in fields}, [Doubt(f"columns.{axes[0]}", words)]


def doubt_of_places(columns: Mapping[str, object], sample: Sample) -> Iterator[Doubt]:
    """That what is taken for the key of a place is a position."""
    for header in sample.headers_in(columns.get("place_id")):
        if _are_pairs(sample[header]):
            words = f"{header} holds two numbers, as positions do: state kind=fixes if a line is a position of somebody"
            yield Doubt("kind", words)


def doubt_of_towers(kind: Kind, columns: Mapping[str, object], sample: Sample) -> Iterator[Doubt]:
    """That positions are those of cell towers, of which nothing says how far from them people are."""
    named = [header for header in sample.headers if names_towers(header)]
    if named and kind.name == "fixes" and "accuracy_m" not in columns:
        words = f"{', '.join(named)}: a tower's position is not the phone's: state how far off it may be, such as"
        yield Doubt("fixed.accuracy_m", f"{words} fixed.accuracy_m=600, or fixes count as if they were the phone's own")


def _are_pairs(texts: pl.Series) -> bool:
    """Whether most texts are two numbers, at least one with a point: a comma alone may stand before decimals."""
    held = texts.drop_nulls()
    pairs = of_two(held, 1)[0].is_not_null() & held.str.contains(r"[0-9]\.[0-9]")
    return bool(len(held)) and pairs.sum() > _MOSTLY * len(held)


def state_axes(columns: dict[str, object], sample: Sample) -> Iterator[Doubt]:
    """State the unit or the form of degrees, and the axes the other way round where they can only be meant so; yields
    the doubts.

    columns     the draft's, as far as nobody stated them: axis -> header
    """
    headers = {axis: columns[axis] for axis in _AXES if isinstance(columns.get(axis), str)}
    degrees = {header: numbers_of(sample[header]) for header in headers.values()}
    unit = next((one for one in _WHOLE if degrees and all(_are_whole(n, one) for n in degrees.values())), None)
    for axis, header in headers.items():
        if unit:
            degrees[header] = degrees[header] * float(UNITS["degrees"][unit])
            columns[axis] = {"column": header, "unit": unit}
            yield Doubt(f"columns.{axis}", f"{header} holds whole numbers, taken as {_WHOLE[unit]}")
        elif _are_texts(sample[header], axis):
            columns[axis] = {"column": header, "as": f"dms-{axis}"}
            yield Doubt(f"columns.{axis}", f"{header} holds degrees with minutes, seconds or a point of the compass")
    if len(degrees) == len(_AXES) and _are_swapped(*degrees.values()):
        columns |= {"latitude": columns["longitude"], "longitude": columns["latitude"]}
        north, east = headers.values()
        words = f"{north} holds numbers beyond 90, as no latitude has, and {east} none: the two are taken as swapped"
        yield Doubt("columns.latitude", f"{words}, {east} for the latitude: state both if that is wrong")


def _are_whole(numbers: pl.Series, unit: str) -> bool:
    """Whether most numbers, but for those of 0, are whole and degrees only in that unit."""
    held, size = numbers.filter(numbers != 0), float(UNITS["degrees"][unit])
    whole = (held.round() == held) & (held.abs() > _FARTHEST["longitude"])
    return (whole & (held.abs() * size <= _FARTHEST["longitude"])).sum() > _MOSTLY * held.len()


def _are_texts(texts: pl.Series, axis: str) -> bool:
    """Whether most texts are degrees of an axis, and fewer are numbers."""
    held = texts.drop_nulls()
    read = of_degrees(held, axis)[0].is_not_null().sum()
    return read > _MOSTLY * len(held) and numbers_of(held).is_not_null().sum() < read


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
