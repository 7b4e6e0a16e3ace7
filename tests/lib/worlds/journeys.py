"""Worlds of journeys: people who cross the edges of a grid and of hours, at any speed, at any latitude.

They are drawn apart from the other worlds, so that the seeds of those stay what they are. People move in a few ways
about one corner of a grid; some share a way, as the passengers of one train do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from tests.lib.worlds import files as rows
from tests.lib.worlds.calendar import DAYS, Calendar
from tests.lib.worlds.dice import Dice
from tests.lib.worlds.draw import World, draw_as_of
from tests.lib.worlds.grid import Bands, Cells
from tests.lib.worlds.rules import draw_definition, dwell_parameters
from tests.lib.worlds.sites import Point, draw_site, text
from tests.lib.worlds.trouble import TROUBLES
from tests.lib.worlds.ways import FEET, OPPOSITE, PLACES, STEP_M, WHEELS, WINGS, Scene, Way

ZONES = DAYS | {"Asia/Kolkata": ("2021-08-05",)}
MINUTE, MILLISECOND = timedelta(minutes=1), timedelta(milliseconds=1)
BEATS = (
    MINUTE / 20,
    MINUTE / 2,
    MINUTE,
    5 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    60 * MINUTE,
    60 * MINUTE,
)
ACCURACIES = ("", "", "5", "5", "20", "40", "100", "100.5", "800")
POOR = ("40", "100.5", "800")
# Metres of a cell by the ways people move, so that no move crosses thousands of them.
CELLS_OF = {FEET: (50, 120, 800), WHEELS: (50_000, 100_000), WINGS: (1_000_000,), OPPOSITE: (1_000_000,)}
LONGEST_BEAT_ON_WHEELS = 15 * MINUTE


@dataclass(frozen=True)
class Fix:
    """Where and when somebody is said to be, and how accurately."""

    moment: datetime
    point: Point
    accuracy: str


def random_journey(seed: int) -> World:
    """The world of a seed: the same one every time."""
    return draw_journey(Dice(Random(seed)))


def draw_journey(dice: Dice) -> World:
    """People on the move, and the definition of tracks and cells that they are screened under."""
    modes = dice.one((FEET, FEET, FEET, WHEELS, WHEELS, WINGS, WINGS, OPPOSITE))
    evidence = dice.one((("track",), ("track",), ("cell",), ("track", "cell")))
    grid = Cells(dice.one(CELLS_OF[modes])) if "cell" in evidence else Bands(dice.one((100.0, 100.0, 400.0)))
    calendar, beat = draw_calendar(dice), dice.one(BEATS)
    if isinstance(grid, Cells) and modes is WHEELS:
        beat = min(beat, LONGEST_BEAT_ON_WHEELS)
    scene = Scene(draw_site(dice, grid), calendar.meeting, beat)
    definition = draw_rules(dice, evidence, grid, beat)
    people = [f"p{number + 1}" for number in range(dice.one((3, 4, 5, 6, 7)))]
    cases = rows.case_rows(dice, calendar, people)
    files = {
        "cases": cases,
        "isolations": rows.isolation_rows(dice, calendar, people, cases) if dice.chance(40) else [],
        "places": [],
        "persons": [],
        "fixes": fix_rows(dice, calendar, scene, people, modes, gaps_of(definition)),
    }
    for percent, trouble in TROUBLES:
        if dice.chance(percent // 2):
            trouble(dice, files)
    return World(files, definition, draw_as_of(dice, calendar), calendar.zone.key)


def draw_calendar(dice: Dice) -> Calendar:
    """A day on which people meet about the edge of an hour: a midnight, here or in UTC, or any other."""
    zone = ZoneInfo(dice.one(tuple(ZONES)))
    day = datetime.fromisoformat(dice.one(ZONES[zone.key]))
    hours = (day.replace(hour=hour, tzinfo=UTC).astimezone(zone).replace(tzinfo=None) for hour in (0, 9))
    edge = dice.one((day, day + timedelta(days=1), *hours))
    anchors = tuple(edge - day + MINUTE * minutes for minutes in (-20, -45, -5))
    return Calendar(zone, day, anchors, edge)


def draw_rules(dice: Dice, evidence: Sequence[str], grid: Bands | Cells, beat: timedelta) -> dict:
    """A random definition whose rules are about these kinds of evidence, mostly with little time asked for."""
    drawn = draw_definition(dice, ("household",))
    rules = [moved_rule(dice, rule, dice.one(evidence), grid, beat) for rule in drawn["rule"]]
    if dice.chance(75):
        drawn["infectious_period"] = {"before_days": 2}
    return drawn | {"rule": rules}


def moved_rule(dice: Dice, rule: dict, evidence: str, grid: Bands | Cells, beat: timedelta) -> dict:
    """The rule with parameters of a kind of evidence in the place of those it has, and mostly without a threshold."""
    if dice.chance(75):
        rule = {key: value for key, value in rule.items() if not key.endswith("_minutes")}
        rule |= dice.one(({}, {}, {"at_least_minutes": 0.05}, {"more_than_minutes": beat / MINUTE}))
    return rule | {"evidence": evidence} | PARAMETERS[evidence](dice, grid) | joined(dice, beat)


def joined(dice: Dice, beat: timedelta) -> dict:
    """Which fixes count and which are joined: mostly at the beat of this world or some beats."""
    gap = dice.one((1, 1, 2, 2, 2, 4)) * beat / MINUTE
    accuracy = dice.one(({}, {}, {"max_accuracy_m": 20}, {"max_accuracy_m": 50}, {"max_accuracy_m": 1000}))
    return ({"max_gap_minutes": gap} if beat != 5 * MINUTE or dice.chance(60) else {}) | accuracy


def track_parameters(dice: Dice, grid: Bands | Cells) -> dict:
    return {"within_m": dice.one((20, 35, 35, 110, 260, 1100))}


def cell_parameters(dice: Dice, grid: Bands | Cells) -> dict:
    return {"cell_m": grid.size} | (dwell_parameters(dice) if dice.chance(20) else {})


PARAMETERS: dict[str, Callable[[Dice, Bands | Cells], dict]] = {"track": track_parameters, "cell": cell_parameters}


def gaps_of(definition: dict) -> list[timedelta]:
    """The longest gaps that the rules join."""
    return [MINUTE * rule.get("max_gap_minutes", 10) for rule in definition["rule"]]


def fix_rows(
    dice: Dice, calendar: Calendar, scene: Scene, people: list[str], modes: Sequence, gaps: list[timedelta]
) -> list[rows.Row]:
    """One or two runs of fixes of everybody, by few ways, so that some people share theirs."""
    chosen = modes if modes is OPPOSITE else [dice.one(modes) for _ in range(dice.one((1, 2, 2, 3)))]
    ways = [begin(dice, scene) for begin in chosen]
    return [
        row(dice, calendar, person, fix)
        for person in people
        for _ in range(dice.one((1, 1, 2)))
        for fix in run_of_fixes(dice, scene, dice.one(ways), gaps)
    ]


def run_of_fixes(dice: Dice, scene: Scene, way: Way, gaps: list[timedelta]) -> list[Fix]:
    """One person's fixes in a row about the moment of the scene; some between two others are far off, and poor."""
    own = STEP_M * dice.one(PLACES), STEP_M * dice.one(PLACES)
    moment = scene.moment - scene.beat * dice.one((0, 0, 1, 1, 2, 3, 0.5))
    if dice.chance(15):
        moment += dice.one((MILLISECOND, -MILLISECOND, scene.beat / 3))
    found = []
    for _ in range(dice.one((2, 3, 3, 4, 5, 6))):
        found.append(Fix(moment, way(moment, own), dice.one(ACCURACIES)))
        if dice.chance(8):
            found.append(Fix(moment, way(moment, (own[0] + STEP_M, own[1])), dice.one(ACCURACIES)))
        gap = dice.one((scene.beat, scene.beat, scene.beat, 2 * scene.beat, longest(dice, gaps)))
        if dice.chance(20):
            halfway = way(moment + gap / 2, own)
            found.append(Fix(moment + gap / 2, replace(halfway, latitude=beside(halfway.latitude)), dice.one(POOR)))
        moment += gap
    return found


def longest(dice: Dice, gaps: list[timedelta]) -> timedelta:
    """A gap as long as some rule joins, or a millisecond longer."""
    return dice.one(gaps) + dice.one((timedelta(), MILLISECOND))


def beside(latitude: float) -> float:
    """Some hundred metres from it."""
    return round(latitude - 0.004 if latitude > 0 else latitude + 0.004, 9)


def row(dice: Dice, calendar: Calendar, person: str, fix: Fix) -> rows.Row:
    return {
        "person_id": person,
        "observed_at": calendar.text(dice, fix.moment),
        "latitude": text(dice, fix.point.latitude),
        "longitude": text(dice, fix.point.longitude),
        "accuracy_m": fix.accuracy,
        "device_id": "",
        "crs": "",
    }
