"""Ways of moving: from a moment and somebody's own place at a site to a position on earth."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from math import cos, pi, sin

from tests.lib.worlds.dice import Dice
from tests.lib.worlds.sites import Point, Site, in_range

# Where somebody is at a moment, who stands or sits so many metres to the north and east of the middle of a scene.
Way = Callable[[datetime, tuple[float, float]], Point]
# Metres; no sum of such steps is a distance any rule names. The ways to either side of an edge are not alike: nobody
# crosses the 180th meridian at half a millisecond exactly, where the last bit would decide how an engine rounds.
STEP_M = 12.37
UNEVEN = 0.17
PLACES = (0.0, 0.0, 0.0, 0.91, -1.13, 2.07)
SPEEDS = (30, 85, 85, 250, 320, 900)
DIRECTIONS = tuple(number * pi / 6 for number in range(12))
# Degrees of longitude to the far end of a jump; 180 is half the earth, and goes west.
JUMPS = (0.0, 0.0, 3.1, -40.0, 90.25, 120.0, -175.0, 175.0, 179.9, 180.0)
LANDINGS = (0.0, 0.0, 0.4, -30.0, -55.0, 19.75, 29.5)


@dataclass(frozen=True)
class Scene:
    """What the people of a world share: a site, the moment they are there, and the usual time between two fixes."""

    site: Site
    moment: datetime
    beat: timedelta

    def beats(self, moment: datetime) -> float:
        """How many beats a moment is after that of the scene."""
        return (moment - self.moment) / self.beat


def standing(dice: Dice, scene: Scene) -> Way:
    """Somewhere about the corner; near a pole now and then on the other side of it."""
    turned = 180.0 if abs(scene.site.latitude) > 89.9 and dice.chance(40) else 0.0
    return lambda moment, own: scene.site.at(*own, turned)


def walking(dice: Dice, scene: Scene) -> Way:
    """Back and forth over the corner by some steps a beat, or along one of its edges."""
    north, east = dice.pair((0, 1, 1, -1, 2, -2))
    turned = 180.0 if abs(scene.site.latitude) > 89.9 and dice.chance(30) else 0.0

    def way(moment: datetime, own: tuple[float, float]) -> Point:
        steps = round(scene.beats(moment))
        return scene.site.at(own[0] + paces(north * steps), own[1] + paces(east * steps), turned)

    return way


def paces(steps: int) -> float:
    """Metres of some steps to either side."""
    return STEP_M * (steps + UNEVEN if steps > 0 else steps)


def riding(dice: Dice, scene: Scene) -> Way:
    """Straight through the site, a train or an aircraft: at the same pace all the time in degrees."""
    speed, direction = dice.one(SPEEDS), dice.one(DIRECTIONS)
    there = scene.moment + scene.beat * dice.one((0, 0, 1, -1)) * dice.one((1.0, 0.5))

    def way(moment: datetime, own: tuple[float, float]) -> Point:
        gone = speed * (moment - there).total_seconds()
        return scene.site.at(own[0] + gone * sin(direction), own[1] + gone * cos(direction))

    return way


def jumping(dice: Dice, scene: Scene) -> Way:
    """At the site in one beat and far away in the next, and back."""
    east, north = dice.one(JUMPS), dice.one(LANDINGS)
    far_first = dice.chance(50)

    def way(moment: datetime, own: tuple[float, float]) -> Point:
        here = scene.site.at(*own)
        if round(scene.beats(moment)) % 2 == far_first:
            return here
        return Point(max(-90.0, min(90.0, round(here.latitude + north, 9))), in_range(round(here.longitude + east, 9)))

    return way


def round_the_earth(degrees: float, dice: Dice, scene: Scene) -> Way:
    """In a beat all but half round the earth, and back in the next; who went the other way is met on the far side."""
    shift, climb = (degrees > 0) * dice.one((11.5, 100.0)), dice.one((0.0, 0.0, 0.0, 2.5))

    def way(moment: datetime, own: tuple[float, float]) -> Point:
        here = scene.site.at(*own)
        begun = round(scene.beats(moment)) % 2
        longitude = here.longitude + shift + degrees * begun
        return Point(max(-90.0, min(90.0, round(here.latitude + climb * begun, 9))), in_range(round(longitude, 9)))

    return way


FEET = (standing, standing, walking, walking)
WHEELS = (standing, walking, riding, riding, riding)
WINGS = (standing, riding, jumping, jumping, jumping)
EASTWARD, WESTWARD = partial(round_the_earth, 178.0), partial(round_the_earth, -178.0)
OPPOSITE = (EASTWARD, WESTWARD)
