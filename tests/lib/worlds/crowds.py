"""Crowds: thousands of people in one cell of a hundred metres in one hour, standing about and walking to and fro.

For the slow engines they are too many: hold the product's answer against `by_arrays` of the tests.
"""

from datetime import UTC, date, datetime, timedelta
from random import Random

from tests.lib.worlds.dice import Dice
from tests.lib.worlds.draw import World
from tests.lib.worlds.files import Row
from tests.lib.worlds.grid import METRES_PER_DEGREE, Bands

SQUARE = 31.23, 121.47
SIDE_M = 100.0
BEGIN = datetime(2021, 8, 5, 15, tzinfo=UTC)
HOUR_S = 3600
GAPS_S = (120, 300, 420, 599, 599, 780)
# Nobody is nearer to an edge of the cell than this share of it.
MARGIN = 0.02
RULES = (
    {"id": "near", "evidence": "track", "within_m": 4, "tier": "close", "at_least_minutes": 2, "accumulate": "period"},
    {"id": "passed", "evidence": "track", "within_m": 20, "tier": "general"},
)


def crowd(seed: int, people: int, spread: float = 1.0, cases: int = 2) -> World:
    """A world of so many people, the first of them cases; two track rules, with secondary contacts by the first.

    spread  how much of the cell's width and height they fill
    """
    dice = Dice(Random(seed))
    names = [f"p{number}" for number in range(people)]
    case_rows = [
        {"case_id": f"K{number}", "person_id": names[number], "classification": "confirmed", "onset_at": "2021-08-05"}
        for number in range(cases)
    ]
    files = {"cases": case_rows, "fixes": [row for name in names for row in fixes_of(dice, name, spread)]}
    definition = {
        **{"id": "crowd", "title": "A crowd", "source": "made up", "valid_from": date(2020, 1, 1)},
        **{"infectious_period": {"before_days": 2}, "rule": list(RULES), "secondary": {}},
    }
    return World(files, definition, "2021-08-06T12:00", "Asia/Shanghai")


def fixes_of(dice: Dice, person: str, spread: float) -> list[Row]:
    """One person's fixes in the hour: nobody leaves the cell, and who stands still does so to the last digit.

    The first person stands all the time, among many who do.
    """
    stands = dice.chance(50) or person == "p0"
    second, spot, rows = dice.number(0, 600), anywhere(dice, spread), []
    while second < HOUR_S:
        moment = BEGIN + timedelta(seconds=second, milliseconds=dice.number(0, 999))
        rows.append(
            {
                "person_id": person,
                "observed_at": moment.isoformat(timespec="milliseconds"),
                "latitude": f"{spot[0]:.8f}",
                "longitude": f"{spot[1]:.8f}",
                "accuracy_m": dice.one(("5", "20", "")),
            }
        )
        second += dice.one(GAPS_S)
        spot = spot if stands else anywhere(dice, spread)
    return rows


def anywhere(dice: Dice, spread: float) -> tuple[float, float]:
    """A place in the cell."""
    bands = Bands(SIDE_M)
    row = bands.row(SQUARE[0])
    share_north, share_east = (MARGIN + (1 - 2 * MARGIN) * spread * dice.number(0, 10**6) / 10**6 for _ in range(2))
    west = bands.western_edge(row, SQUARE[1])
    return (row + share_north) * SIDE_M / METRES_PER_DEGREE, west + share_east * 360 / bands.columns(row)
