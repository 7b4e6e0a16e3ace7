"""How people get from place to place: on foot, by bicycle, car, taxi, metro or train, at everyday speeds.

A trip goes in straight lines between its points: a car crosses the river at a bridge, a ride starts and ends
at stations and waits there for the next train.
"""

from dataclasses import dataclass, fields

import numpy as np
import polars as pl

from tracing.town.days import MINUTE_S
from tracing.town.places import FAR_TOWN_M, positions, sites

WALK_MPS, CYCLE_MPS, CAR_MPS = 1.3, 4.0, 8.0
WALKED_M = 900
TAXI_SHARE = 0.06
COACH_M = 22


@dataclass(frozen=True)
class Trips:
    """Trips that are about to start, one entry each: from (x0, y0) at `start` (seconds) to (x1, y1)."""

    person: np.ndarray
    start: np.ndarray
    x0: np.ndarray
    y0: np.ndarray
    x1: np.ndarray
    y1: np.ndarray
    luck: np.ndarray

    def only(self, rows: np.ndarray) -> "Trips":
        """The trips chosen by a mask."""
        return Trips(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})

    @property
    def length_m(self) -> np.ndarray:
        """Straight-line length."""
        return np.hypot(self.x1 - self.x0, self.y1 - self.y0)


@dataclass(frozen=True)
class Line:
    """A metro or railway line: its stations in order, every `headway_s` a train from either end."""

    mode: str
    stations: np.ndarray
    xy: np.ndarray
    headway_s: int
    speed_mps: float
    feeder_mps: float
    coaches: int

    def station(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The nearest station to each point, as its number on the line."""
        return np.argmin(np.hypot(x[:, None] - self.xy[:, 0], y[:, None] - self.xy[:, 1]), axis=1)

    @property
    def along_m(self) -> np.ndarray:
        """Distance of each station from the first."""
        return np.concatenate([[0], np.cumsum(np.hypot(*np.diff(self.xy, axis=0).T))])


def lines(places: pl.DataFrame) -> tuple[Line, Line]:
    """The metro and the railway."""
    xy, metro, rail = positions(places), sites(places, "metro_station"), sites(places, "rail_station")
    return (
        Line("metro", metro, xy[metro], 6 * MINUTE_S, 12.0, WALK_MPS * 1.5, 6),
        Line("train", rail, xy[rail], 60 * MINUTE_S, 50.0, CAR_MPS, 4),
    )


def travel(trips: Trips, people: pl.DataFrame, places: pl.DataFrame) -> tuple[np.ndarray, list[pl.DataFrame]]:
    """When each trip arrives (seconds), and the legs of all of them.

    A leg is one straight move, or one wait at a station: person, mode, started, finished, x0, y0, x1, y1,
    board and alight (sites; -1 where none), run and coach of a ride (else -1).
    """
    metro, rail = lines(places)
    mode = _modes(trips, people, metro)
    arrive, legs = np.zeros_like(trips.start), []
    for name, speed in (("walk", WALK_MPS), ("cycle", CYCLE_MPS)):
        arrive[mode == name] = _straight(trips.only(mode == name), name, speed, legs)
    for name in ("car", "taxi"):
        arrive[mode == name] = _drive(trips.only(mode == name), name, places, legs)
    for line in (metro, rail):
        arrive[mode == line.mode] = _ride(trips.only(mode == line.mode), line, legs)
    return arrive, legs


def _modes(trips: Trips, people: pl.DataFrame, metro: Line) -> np.ndarray:
    drives, rides = (people[column].to_numpy()[trips.person] for column in ("drives", "rides"))
    far = np.maximum(trips.x0, trips.x1) > FAR_TOWN_M / 2
    along = metro.station(trips.x0, trips.y0) != metro.station(trips.x1, trips.y1)
    long = trips.length_m > 2 * WALKED_M
    choices = [far, trips.length_m < WALKED_M, drives, rides & along & long, (trips.luck < TAXI_SHARE) & long]
    return np.select(choices, ["train", "walk", "car", "metro", "taxi"], "cycle")


def _straight(trips: Trips, mode: str, speed: float, legs: list, board=-1, alight=-1, run=-1, coach=-1) -> np.ndarray:
    """Adds the leg of each trip to `legs`; returns the arrivals."""
    arrive = trips.start + np.ceil(trips.length_m / speed).astype(np.int64)
    legs.append(_legs(trips, mode, arrive, board, alight, run, coach))
    return arrive


def _drive(trips: Trips, mode: str, places: pl.DataFrame, legs: list) -> np.ndarray:
    """By road; who must cross the river at x = 0 takes the bridge nearest to the straight way."""
    bridges = sites(places, "checkpoint")
    xy = positions(places)[bridges]
    crosses = trips.x0 * trips.x1 < 0
    arrive = np.zeros_like(trips.start)
    arrive[~crosses] = _straight(trips.only(~crosses), mode, CAR_MPS, legs)
    over = trips.only(crosses)
    share = over.x0 / (over.x0 - over.x1)
    at = np.argmin(np.abs((over.y0 + share * (over.y1 - over.y0))[:, None] - xy[:, 1]), axis=1)
    there = _stop(over, over.start, over.x0, over.y0, xy[at, 0], xy[at, 1])
    middle = _straight(there, mode, CAR_MPS, legs, alight=bridges[at])
    rest = _stop(over, middle, xy[at, 0], xy[at, 1], over.x1, over.y1)
    arrive[crosses] = _straight(rest, mode, CAR_MPS, legs, board=bridges[at])
    return arrive


def _ride(trips: Trips, line: Line, legs: list) -> np.ndarray:
    """To the nearest station, by the next train to the station nearest to the goal, and on from there."""
    on, off = line.station(trips.x0, trips.y0), line.station(trips.x1, trips.y1)
    coach = (trips.luck * 9973).astype(np.int64) % line.coaches
    x_on, x_off = (line.xy[stop, 0] + (coach - line.coaches / 2) * COACH_M for stop in (on, off))
    y_on, y_off = line.xy[on, 1], line.xy[off, 1]
    platform = _straight(_stop(trips, trips.start, trips.x0, trips.y0, x_on, y_on), "feeder", line.feeder_mps, legs)
    depart, run = _next_train(line, platform, on, off)
    waiting = _stop(trips, platform, x_on, y_on, x_on, y_on)
    legs.append(_legs(waiting, "wait", depart, line.stations[on], -1, -1, -1))
    aboard = _stop(trips, depart, x_on, y_on, x_off, y_off)
    stops = (line.stations[on], line.stations[off])
    landed = _straight(aboard, line.mode, line.speed_mps, legs, *stops, run, coach)
    return _straight(_stop(trips, landed, x_off, y_off, trips.x1, trips.y1), "feeder", line.feeder_mps, legs)


def _next_train(line: Line, ready: np.ndarray, on: np.ndarray, off: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The departure after `ready`, and the run's number: even runs go up the line, odd ones down."""
    along = line.along_m
    up = off > on
    offset = np.ceil(np.where(up, along[on], along[-1] - along[on]) / line.speed_mps).astype(np.int64)
    number = -(-(ready - offset) // line.headway_s)
    return number * line.headway_s + offset, 2 * number + ~up


def _stop(trips: Trips, start, x0, y0, x1, y1) -> Trips:
    return Trips(trips.person, start, x0, y0, x1, y1, trips.luck)


def _legs(trips: Trips, mode: str, finished, board, alight, run, coach) -> pl.DataFrame:
    columns = {
        "person": trips.person,
        "started": trips.start,
        "finished": finished,
        "x0": trips.x0,
        "y0": trips.y0,
        "x1": trips.x1,
        "y1": trips.y1,
    }
    ride = {"board": board, "alight": alight, "run": run, "coach": coach}
    columns |= {name: np.broadcast_to(np.int64(value), trips.person.shape) for name, value in ride.items()}
    return pl.DataFrame(columns).with_columns(mode=pl.lit(mode))
