"""Where everybody really was: plans carried out, with the time that travelling takes."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from tracing.town.days import DAY_S, MINUTE_S, NIGHT, SLOTS, Plan
from tracing.town.journeys import Trips, travel
from tracing.town.places import positions

SHORTEST_STAY_S = 8 * MINUTE_S


@dataclass(frozen=True)
class Timeline:
    """What happened, without gaps from midnight to midnight for each person.

    stays   one row a person and stay: person, site, started, finished (seconds), x, y (metres)
    legs    one row a straight move or a wait at a station, as `journeys.travel` gives them
    """

    stays: pl.DataFrame
    legs: pl.DataFrame


def carry_out(plan: Plan, people: pl.DataFrame, places: pl.DataFrame) -> Timeline:
    """Goes through the slots of all days at once; who arrives late sets off late."""
    midnight = plan.day * DAY_S
    here, since, x, y = plan.site[:, NIGHT].copy(), midnight.copy(), *_spots(plan, places, NIGHT)
    stays, legs = [], []
    for slot in range(NIGHT + 1, len(SLOTS)):
        rows = np.flatnonzero(plan.site[:, slot] >= 0)
        leave = np.maximum(midnight[rows] + plan.go[rows, slot], since[rows] + SHORTEST_STAY_S)
        stays.append(_stays(plan.person[rows], here[rows], since[rows], leave, x[rows], y[rows]))
        x1, y1 = (goal[rows] for goal in _spots(plan, places, slot))
        trips = Trips(plan.person[rows], leave, x[rows], y[rows], x1, y1, plan.luck[rows, slot])
        since[rows], new = travel(trips, people, places)
        here[rows], x[rows], y[rows] = plan.site[rows, slot], x1, y1
        legs += new
    stays.append(_stays(plan.person, here, since, midnight + DAY_S, x, y))
    return Timeline(*(pl.concat(frames).sort("person", "started") for frames in (stays, legs)))


def _spots(plan: Plan, places: pl.DataFrame, slot: int) -> tuple[np.ndarray, np.ndarray]:
    """Where in the slot's place each row's person stands, in metres."""
    site = plan.site[:, slot]
    at = positions(places)[site] + plan.spot[:, slot] * places["radius_m"].to_numpy()[site][:, None]
    return at[:, 0].copy(), at[:, 1].copy()


def _stays(person, site, started, finished, x, y) -> pl.DataFrame:
    columns = {"person": person, "site": site, "started": started, "finished": finished, "x": x, "y": y}
    return pl.DataFrame({name: np.array(values) for name, values in columns.items()})
