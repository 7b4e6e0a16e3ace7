"""Busy little worlds for searches of many hops: one case, nine people, two days, six kinds of evidence.

The worlds of `tests.lib.worlds` are made for two hops and seldom go further; these hold less trouble and more meetings.
"""

from datetime import datetime, timedelta
from random import Random

from tests.lib.worlds import World

Row = dict[str, str]
PEOPLE = [f"p{number}" for number in range(9)]
PLACES = ("hall", "yard", "shop", "ward")
BEGIN = datetime(2021, 8, 3)
SLOT, SLOTS = timedelta(minutes=10), 2 * 24 * 6


def busy_world(seed: int) -> World:
    """The world of a seed; `p0` is the case."""
    dice = Random(seed)
    files = {
        "cases": [{"case_id": "C1", "person_id": "p0", "classification": "confirmed", "onset_at": "2021-08-05"}],
        "isolations": [_isolation(dice) for _ in range(dice.choice((0, 2, 4)))],
        "checkins": [_stay(dice) for _ in range(26)],
        "proximity": [_nearness(dice) for _ in range(10)],
        "tickets": [_ticket(dice) for _ in range(12)],
        "fixes": [fix for _ in range(14) for fix in _halt(dice)],
        "households": [{"household_id": "h", "person_id": person} for person in dice.sample(PEOPLE[1:], 2)],
        "vehicles": [{"plate": "v", "person_id": person, "from_at": _at(dice)} for person in dice.sample(PEOPLE, 2)],
    }
    return World(files, _definition(dice), "2021-08-05T00:00", "Asia/Shanghai")


def _at(dice: Random) -> str:
    return _text(dice.randrange(SLOTS))


def _text(slot: int) -> str:
    return (BEGIN + slot * SLOT).isoformat()


def _isolation(dice: Random) -> Row:
    begin = dice.randrange(SLOTS)
    until = "" if dice.random() < 0.3 else _text(begin + dice.choice((6, 36, 72)))
    return {"person_id": dice.choice(PEOPLE[1:]), "from_at": _text(begin), "until_at": until}


def _stay(dice: Random) -> Row:
    begin = dice.randrange(SLOTS)
    out = "" if dice.random() < 0.2 else _text(begin + dice.choice((1, 3, 12, 24)))
    return {
        "person_id": dice.choice(PEOPLE), "place_id": dice.choice(PLACES), "checked_in_at": _text(begin),
        "checked_out_at": out,
    }  # fmt: skip


def _nearness(dice: Random) -> Row:
    one, other = dice.sample(PEOPLE, 2)
    return {"person_a": one, "person_b": other, "observed_at": _at(dice), "duration_s": dice.choice(("300", "900"))}


def _ticket(dice: Random) -> Row:
    begin = dice.choice((40, 120, 200))
    return {
        "person_id": dice.choice(PEOPLE), "service": "G1", "departs_at": _text(begin), "arrives_at": _text(begin + 6),
        "coach": dice.choice(("1", "2")), "mode": "train",
    }  # fmt: skip


def _halt(dice: Random) -> list[Row]:
    """A person for twenty minutes at one of two corners."""
    person, begin, corner = dice.choice(PEOPLE), dice.randrange(0, SLOTS, 12), dice.choice(("25.0", "25.1"))
    return [
        {"person_id": person, "observed_at": _text(begin + step), "latitude": corner, "longitude": "102.7"}
        for step in range(3)
    ]


def _definition(dice: Random) -> dict:
    rules = [
        {"id": "place", "evidence": "stay", "accumulate": dice.choice(("episode", "rolling", "day", "period"))},
        {"id": "near", "evidence": "proximity", "within_m": 2},
        {"id": "seat", "evidence": "seat", "unit": "coach"},
        {"id": "walk", "evidence": "track", "within_m": 10},
        {"id": "home", "evidence": "household"},
        {"id": "car", "evidence": "vehicle"},
    ]
    rules = [rule | {"tier": "close"} for rule in dice.sample(rules, 5)]
    rules[0] |= {"at_least_minutes": dice.choice((10, 20, 30))}
    rules[1] |= {"tier": "general"} if dice.random() < 0.5 else {}
    return {
        "id": "busy", "title": "Busy", "valid_from": BEGIN.date(), "source": "made up", "rule": rules,
        "infectious_period": {"before_days": 2},
        "secondary": {"latent_hours": dice.choice((0, 0.5, 2)), "rules": [rule["id"] for rule in rules]},
    }  # fmt: skip
