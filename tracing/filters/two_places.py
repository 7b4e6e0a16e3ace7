"""`two-places`: one device at one instant at two places that lie farther apart than the errors of both.

Of several fixes at one instant the specification lets the most accurate one count. Where another one of that instant
cannot be the same position, nobody knows which is right: all fixes of the instant are marked.

errors      twice the accuracy of each, `UNKNOWN_M` where it is not told (`tracing.filters.track`)
source      the order of fixes at one instant is the specification's, "track"
"""

import numpy as np
import polars as pl

from tracing.filters.track import apart_m, errors_m

_INSTANT = ["track", "at"]


def two_places(fixes: pl.DataFrame) -> np.ndarray:
    """Which fixes (rows of `tracing.filters.track`) are of an instant at two places."""
    several = fixes.with_row_index("row").filter(pl.len().over(_INSTANT) > 1)
    if several.is_empty():
        return np.zeros(len(fixes), bool)
    several = several.with_columns(error=pl.Series(errors_m(several)))
    order = ["accuracy_m", "latitude", "longitude"]
    that_counts = several.sort([*_INSTANT, *order], nulls_last=True).unique(_INSTANT, keep="first")
    beside = several.join(that_counts, on=_INSTANT, suffix="_0", maintain_order="left")
    places = (beside[name].to_numpy() for name in ("latitude", "longitude", "latitude_0", "longitude_0"))
    too_far = apart_m(*places) > (beside["error"] + beside["error_0"]).to_numpy()
    at_two = beside.with_columns(far=pl.Series(too_far)).filter(pl.col("far").any().over(_INSTANT))
    marked = np.zeros(len(fixes), bool)
    marked[at_two["row"]] = True
    return marked
