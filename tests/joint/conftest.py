"""The records of a town of the usual size, as they are kept, for tests of what several kinds say together."""

import polars as pl
import pytest

from tracing.frames import complete
from tracing.intake.rows import read_rows
from tracing.intake.tables import BROKEN, Batch
from tracing.model import KINDS
from tracing.town.life import Wish, live
from tracing.town.sources import records

READ = ("checkins", "passages", "vehicles", "places", "fixes")


@pytest.fixture(scope="session")
def town() -> dict[str, pl.DataFrame]:
    wish = Wish(people=800, days=7, seed=7)
    parts = {kind: [] for kind in READ}
    for source in records(wish, live(wish)):
        if source.kind in parts:
            lines = source.rows.with_columns(line=pl.int_range(pl.len(), dtype=pl.Int64))
            batch = Batch(lines, BROKEN.to_frame(), 1.0)
            parts[source.kind].append(read_rows(KINDS[source.kind], batch, "Asia/Shanghai")[0].drop("line"))
    return complete({kind: pl.concat(rows) for kind, rows in parts.items()})
