"""Keys that programs have made into floats: 7.0 for 7, as a column of numbers with an empty cell comes out of them.

Left so, one place would be two, one in each file; so such a key is read without its decimals, and told. A profile that
states `as = "text"` keeps what stands there. Documents and phones are read without them in any case.
"""

from collections.abc import Mapping

import polars as pl
import polars.selectors as cs

AS_FLOAT = "written-as-float"

_FLOAT = r"^([0-9]{1,15})\.0+$"
_READ = 'held in {} a whole number written with .0, read without it (as = "text" keeps it)'


def with_whole_keys(
    frame: pl.DataFrame, keys: Mapping[str, str]
) -> tuple[pl.DataFrame, dict[tuple[str, str], pl.Series]]:
    """The lines with keys as whole numbers, and which lines these are.

    keys    columns of the file that hold keys as they stand, and their headers
    """
    asides = {}
    for name in frame.select(cs.string() & cs.by_name(*keys, require_all=False)).columns:
        floats = frame["line"].filter(frame[name].str.contains(_FLOAT).fill_null(False))
        if not floats.is_empty():
            asides[AS_FLOAT, _READ.format(keys[name])] = floats
            frame = frame.with_columns(pl.col(name).str.replace(_FLOAT, "$1"))
    return frame, asides
