"""A strip of squares, one an hour, darker where more rows of a file fall in it: the days down, or across where many."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import log

_CELL, _TOP = 11, 16
_LEFT = {False: 44, True: 40}
"""Points to the left of the squares: for days, or for hours where the days go across."""
_SHADES = 5
_DOWN = 21
"""Up to so many days stand one below the other."""
MOST_DAYS = 120
"""Days that are drawn; of a longer file the last ones."""


def hour_strip(hours: Sequence[Sequence]) -> str:
    """The strip of one file: [when the hour begins (local ISO text), rows], in order; empty where there are none."""
    counts: dict[tuple[date, int], int] = {}
    for at, rows in hours:  # an hour that occurs twice is one square
        hour = date.fromisoformat(at[:10]), int(at[11:13])
        counts[hour] = counts.get(hour, 0) + rows
    if not counts:
        return ""
    first, last = min(counts)[0], max(counts)[0]
    begin = max(first, last - timedelta(days=MOST_DAYS - 1))
    days = [begin + timedelta(days=number) for number in range((last - begin).days + 1)]
    across = len(days) > _DOWN
    columns, rows = (len(days), 24) if across else (24, len(days))
    wide, high = _LEFT[across] + _CELL * columns + 36, _TOP + _CELL * rows
    drawn = "".join([*_ticks(days, across), *_cells(days, counts, across)])
    told = f"rows by hour, {begin} to {last}" + (f" (the last {MOST_DAYS} days)" if begin > first else "")
    strip = f'<svg class="strip" width="{wide}" height="{high}" role="img"><title>{told}</title>{drawn}</svg>'
    return f"<figure>{strip}<figcaption>{told}</figcaption></figure>"


def _cells(days: Sequence[date], counts: Mapping[tuple[date, int], int], across: bool) -> Iterator[str]:
    """One path for the squares of each shade: thousands of squares by themselves make a page slow."""
    most, side, shades = max(counts.values()), _CELL - 1, [""] * (_SHADES + 1)
    for number, day in enumerate(days):
        for hour in range(24):
            rows = counts.get((day, hour), 0)
            shade = 1 + min(_SHADES - 1, int(_SHADES * log(1 + rows) / log(2 + most))) if rows else 0
            x, y = (number, hour) if across else (hour, number)
            shades[shade] += f"M{_LEFT[across] + _CELL * x} {_TOP + _CELL * y}h{side}v{side}h-{side}z"
    yield from (f'<path class="h{shade}" d="{path}"/>' for shade, path in enumerate(shades) if path)


def _ticks(days: Sequence[date], across: bool) -> Iterator[str]:
    for hour in (0, 6, 12, 18):
        x, y = (0, _TOP + _CELL * (hour + 1) - 2) if across else (_LEFT[across] + _CELL * hour, _TOP - 5)
        yield f'<text x="{x}" y="{y}">{hour:02}:00</text>'
    for number, day in enumerate(days):
        if across and number % 7 == 0:
            yield f'<text x="{_LEFT[across] + _CELL * number}" y="{_TOP - 5}">{day:%m-%d}</text>'
        elif not across:
            yield f'<text x="0" y="{_TOP + _CELL * (number + 1) - 2}">{day:%m-%d}</text>'
