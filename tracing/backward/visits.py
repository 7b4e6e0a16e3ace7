"""Visits: who went to a place, rode on a run or went with a plate, from when to when.

A run is one service with overlapping tickets. Tickets of one service are merged while each overlaps one before it, so
a traveller who changes seats half-way does not cut a run in two.

visits      kind (`place`, `run`, `plate`), id, person_id, started_at, finished_at (ms): one row per stay, ride, or
            stretch of a link to a plate in which its person is not isolated; those alike in all are one
source      specification, "stay", "seat" and "vehicle"
"""

import polars as pl

from tracing import bonds, seats
from tracing.evidence import Observations
from tracing.exposures import merge
from tracing.times import INSTANT

_COMMON = ("kind", "id", "person_id", "started_at", "finished_at")


def visits(observations: Observations, zone: str) -> pl.DataFrame:
    """All visits of everybody; a run's id is its service and its first departure in local time."""
    rides = seats.rides(observations.until_now("tickets", "departs_at"), modes=None)
    links = bonds.at_large(bonds.vehicle_bonds(observations.records["vehicles"]), observations.records["isolations"])
    return pl.concat(
        [
            _of("place", observations.stays, pl.col("place_id")),
            _of("run", _runs(rides), pl.format("{} {}", "service", _local(pl.col("run_at"), zone))),
            _of("plate", links, pl.col("bond")),
        ]
    )


def _of(kind: str, spans: pl.DataFrame, name: pl.Expr) -> pl.DataFrame:
    """One visit however many records tell of it: a gate may see both a driver and the plate."""
    return spans.select(pl.lit(kind).alias("kind"), name.alias("id"), *_COMMON[2:]).unique()


def _runs(rides: pl.DataFrame) -> pl.DataFrame:
    """The rides with `run_at`, the first departure of their run; rides that only touch are not on one run."""
    last_instants = rides.with_columns(pl.col("finished_at") - 1)
    run = ["service", "episode"]
    numbered = merge(last_instants, ["service"]).with_columns(run_at=pl.col("started_at").min().over(run))
    return numbered.with_columns(pl.col("finished_at") + 1)


def _local(milliseconds: pl.Expr, zone: str) -> pl.Expr:
    return milliseconds.cast(INSTANT).dt.convert_time_zone(zone).dt.to_string("%Y-%m-%dT%H:%M:%S%.3f%:z")
