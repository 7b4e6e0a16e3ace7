"""Instants whose time of day bears a day of its own beside the column of its day: which lines' two days differ.

The time's own day is taken, as an end after midnight has one; of a beginning it may be a slip of whoever typed it.
"""

from collections.abc import Mapping

import polars as pl

from tracing.intake.profiles.fitting import Place
from tracing.intake.stamps import Clock, read_stamps
from tracing.intake.values import as_text

DAYS_DIFFER = "days-differ"

WITH_DAY = r"[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}|^\s*[0-9]{8}"
"""A text in which a day stands, and perhaps a time of day."""


def days_twice(frame: pl.DataFrame, places: Mapping[str, Place], clock: Clock) -> dict[tuple[str, str], pl.Series]:
    """The lines of which that is so, by what is told of them.

    places      columns of instants -> where the table has them
    """
    found = {}
    for place in (place for place in places.values() if len(place.names) > 1):
        both = frame.select("line", *(as_text(frame[name]).alias(name) for name in place.names))
        day, time = place.names
        both = both.filter(pl.col(day).is_not_null() & pl.col(time).str.contains(WITH_DAY))
        told, own = (
            read_stamps(both[name], clock)[0].dt.convert_time_zone(clock.zone).dt.date() for name in place.names
        )
        lines = both["line"].filter((told != own).fill_null(False))
        if not lines.is_empty():
            words = f"bore another day in {place.headers[1]} than in {place.headers[0]}: that beside the time was taken"
            found[DAYS_DIFFER, words] = lines
    return found
