"""Drawing a whole world: by seed for mass runs, or as a strategy of hypothesis, from the same pools."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from hypothesis import strategies as st

from tests.lib.worlds import files as rows
from tests.lib.worlds.calendar import Calendar, draw_calendar
from tests.lib.worlds.dice import Dice
from tests.lib.worlds.rules import draw_definition
from tests.lib.worlds.trouble import TROUBLES

EVIDENCE = ("track", "stay", "proximity")
ALL_EVIDENCE = (*EVIDENCE, "seat", "household", "vehicle", "cell")
# Which files a kind of evidence reads; passages of plates need the links of vehicles.
FILES = {
    "track": {"fixes": rows.fix_rows},
    "cell": {"fixes": rows.fix_rows},
    "stay": {"checkins": rows.checkin_rows, "passages": rows.passage_rows, "vehicles": rows.vehicle_rows},
    "proximity": {"proximity": rows.proximity_rows},
    "seat": {"tickets": rows.ticket_rows},
    "household": {"households": rows.household_rows},
    "vehicle": {"vehicles": rows.vehicle_rows},
}


@dataclass(frozen=True)
class World:
    """The arguments of an engine: rows by kind in order of arrival, a definition, the moment and the zone."""

    files: dict[str, list[rows.Row]]
    definition: dict
    as_of: str
    timezone: str


def random_world(seed: int, evidence: Iterable[str] = EVIDENCE) -> World:
    """The world of a seed: the same one every time."""
    return draw_world(Dice(Random(seed)), tuple(evidence))


def worlds(evidence: Iterable[str] = EVIDENCE) -> st.SearchStrategy[World]:
    """Worlds as hypothesis draws, and shrinks, them."""
    return st.randoms(use_true_random=False).map(lambda source: draw_world(Dice(source), tuple(evidence)))


def draw_world(dice: Dice, evidence: tuple[str, ...]) -> World:
    """People, what is recorded of them, and the definition they are screened under."""
    calendar = draw_calendar(dice)
    people = [f"p{number + 1}" for number in range(dice.one((3, 4, 5, 6, 7, 7)))]
    definition = draw_definition(dice, evidence)
    cases = rows.case_rows(dice, calendar, people)
    files = {
        "cases": cases,
        "isolations": rows.isolation_rows(dice, calendar, people, cases),
        "places": rows.place_rows(dice),
        "persons": rows.person_rows(dice, people),
    }
    used = sorted({rule["evidence"] for rule in definition["rule"]})
    for kind, draw in sorted({kind: draw for one in used for kind, draw in FILES[one].items()}.items()):
        files[kind] = draw(dice, calendar, people)
    for percent, trouble in TROUBLES:
        if dice.chance(percent):
            trouble(dice, files)
    return World(files, definition, draw_as_of(dice, calendar), calendar.zone.key)


def draw_as_of(dice: Dice, calendar: Calendar) -> str:
    """The moment of the analysis: mostly days later, else in the midst of what happens."""
    if dice.chance(75):
        return (calendar.day + timedelta(days=5)).date().isoformat()
    return calendar.instant_or_date(dice, percent_dates=15)
