"""The days of the town: no gaps, no two places at once, no impossible speeds, rooms that phones can tell apart."""

import numpy as np
import polars as pl

from tracing.town.days import DAY_S
from tracing.town.journeys import WALK_MPS
from tracing.town.people import PUPILS_PER_CLASSROOM
from tracing.town.places import positions


def test_everybody_is_somewhere_at_every_second_and_only_once(town, wish):
    legs = town.timeline.legs.filter(pl.col("started") < pl.col("finished"))
    parts = pl.concat([frame.select("person", "started", "finished") for frame in (town.timeline.stays, legs)])
    parts = parts.sort("person", "started").with_columns(before=pl.col("finished").shift(1).over("person"))
    assert (parts["started"] == parts["before"].fill_null(0)).all()
    last = parts.group_by("person").agg(pl.col("finished").last())
    assert last.height == wish.people
    assert (last["finished"] == wish.days * DAY_S).all()


def test_nobody_moves_faster_than_a_train_or_walks_faster_than_a_runner(town):
    legs = town.timeline.legs.with_columns(
        metres=((pl.col("x1") - pl.col("x0")) ** 2 + (pl.col("y1") - pl.col("y0")) ** 2).sqrt(),
        seconds=pl.col("finished") - pl.col("started"),
    )
    assert (legs["metres"] <= 50 * legs["seconds"]).all()
    walks = legs.filter(pl.col("mode") == "walk")
    assert (walks["metres"] <= WALK_MPS * walks["seconds"]).all()
    assert set(legs["mode"]) == {"walk", "cycle", "car", "taxi", "metro", "train", "feeder", "wait"}


def test_moves_begin_and_end_where_the_person_is(town):
    stays = town.timeline.stays.select("person", "started", "finished", "x", "y")
    legs = town.timeline.legs
    left = legs.join(stays, left_on=["person", "started"], right_on=["person", "finished"])
    reached = legs.join(stays, left_on=["person", "finished"], right_on=["person", "started"])
    assert left.height > 10_000
    assert ((left["x0"] == left["x"]) & (left["y0"] == left["y"])).all()
    assert ((reached["x1"] == reached["x"]) & (reached["y1"] == reached["y"])).all()


def test_nobody_is_elsewhere_after_midnight(town):
    stays = town.timeline.stays.sort("person", "started").with_columns(
        next_site=pl.col("site").shift(-1).over("person"), next_start=pl.col("started").shift(-1).over("person")
    )
    nights = stays.filter(pl.col("next_start") == pl.col("finished"))
    assert nights.height > 1_000
    assert (nights["finished"] % DAY_S == 0).all()
    assert (nights["site"] == nights["next_site"]).all()


def test_places_other_than_flats_of_one_building_are_more_than_60_m_apart(town):
    places = town.city.places
    lots = places.with_columns(lot=pl.when(pl.col("kind") == "flat").then(pl.col("place_id").str.head(4)))
    lots = lots.with_columns(pl.coalesce("lot", "place_id")).filter(
        ~pl.col("kind").is_in(["metro_station", "checkpoint"])
    )
    xy, lot = positions(lots), lots["lot"].to_numpy()
    apart = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    assert apart[lot[:, None] != lot[None]].min() > 60


def test_households_have_1_to_6_members_and_rooms_stay_small(town):
    people, habits = town.city.people, town.city.habits
    sizes = people["household"].value_counts()["count"]
    assert sizes.min() >= 1
    assert 4 <= sizes.max() <= 6
    at_work = habits.work != habits.home
    assert np.bincount(habits.work[at_work]).max() <= PUPILS_PER_CLASSROOM + 6


def test_the_isolated_stay_at_the_site_alone(town):
    site = town.city.isolation_site
    stays = town.timeline.stays.filter(pl.col("site") == site)
    assert set(stays["person"]) == {stretch.person for stretch in town.apart}
    assert not (town.meetings["place_id"] == town.city.places["place_id"][site]).any()
