"""The columns of a list as all formats hold them: one value a cell.

What a column becomes follows from its type alone, so that every list goes the same way.
Source: specification, "What goes out".
"""

import polars as pl
import polars.selectors as cs

_ISO = "%Y-%m-%dT%H:%M:%S%.3f%:z"


def flat(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines with lists as sorted text joined by ";" (null where empty) and numbers rounded to two decimals."""
    return lines.with_columns(
        cs.by_dtype(pl.List(pl.String)).list.sort().list.join(";", ignore_nulls=True).replace("", None),
        cs.float().map_batches(_two_decimals, return_dtype=pl.Float64),
    )


def _two_decimals(numbers: pl.Series) -> pl.Series:
    # polars multiplies by 100 before it rounds, so its 0.615 is not the 0.61 that its own CSV writer prints.
    return pl.Series([None if number is None else round(number, 2) for number in numbers], dtype=pl.Float64)


def in_zone(lines: pl.DataFrame, zone: str) -> pl.DataFrame:
    """The lines with their instants in the zone's time; they stay the same instants."""
    return lines.with_columns(cs.datetime().dt.convert_time_zone(zone))


def with_iso_text(lines: pl.DataFrame, zone: str) -> pl.DataFrame:
    """The lines with their instants as ISO 8601 text in the zone's time, with offset and milliseconds."""
    return in_zone(lines, zone).with_columns(cs.datetime().dt.strftime(_ISO))
