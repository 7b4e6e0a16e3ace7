"""The fixes of devices as the clustered copy tells them (`tracing.device_tracks`).

cost    what is near the stretches
"""

import polars as pl

from tracing.clustered import rows
from tracing.clustered.copy import FIXES, Copy, apart
from tracing.standing import EVERY_RECORD

_TELLS = ("stretch", "at", "latitude", "longitude", "accuracy_m", "record")


class CopiedTracks:
    """The fixes of a store that keeps a copy of them."""

    def __init__(self, copy: Copy):
        self._copy = copy

    def near(self, stretches: pl.DataFrame) -> pl.DataFrame:
        """As `Tracks.near`."""
        names = pl.concat([stretches["person_id"], stretches["device_id"]]).drop_nulls()
        numbers = self._copy.numbers(names)
        number = pl.col("person_id", "device_id").replace_strict(
            numbers["name"], numbers["number"], default=None, return_dtype=pl.UInt32
        )
        asked = stretches.with_columns(number).rename({"person_id": "person", "device_id": "device"})
        person = asked["person"].to_numpy()
        keys = (rows.person_keys(person, asked[name].to_numpy()) for name in ("sees_from", "sees_to"))
        found = rows.fixes_from_rows(self._copy.find(FIXES, *apart(*keys), EVERY_RECORD))
        at = pl.col("observed_at").dt.epoch("ms")
        theirs = found.with_columns(at=at).join(asked, on=["person", "device"], nulls_equal=True)
        return theirs.filter(pl.col("at").is_between("sees_from", "sees_to")).select(_TELLS)
