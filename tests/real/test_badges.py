"""The badge sets of SocioPatterns: the published numbers of episodes and of links."""

import polars as pl
import pytest

from tests.real.shared import DATA, needs_data
from tracing.badges import nearness
from tracing.exposures import merge

PUBLISHED = {"sfhh": (26_040, 9_565), "invs13": (4_592, 755), "invs15": (33_751, 4_274)}
PAIR = ["source_id", "person_id"]


@needs_data
@pytest.mark.parametrize("name", PUBLISHED)
def test_episodes_and_links_are_the_published_ones(name):
    records = pl.read_parquet(DATA / name / "proximity.parquet").with_columns(
        duration_s=pl.col("duration_s").cast(pl.Float64), distance_m=pl.lit(None, pl.Float64), record=pl.lit(0)
    )
    told = nearness(records, within_m=None).filter(pl.col("source_id") < pl.col("person_id"))
    merged = merge(told, PAIR).select(*PAIR, "episode").unique()
    assert (merged.height, merged.select(PAIR).unique().height) == PUBLISHED[name]
