"""Random contact definitions: every evidence, threshold, way of accumulating and tier, from few numbers."""

from datetime import date

from tests.lib.worlds.dice import Dice


def draw_definition(dice: Dice, evidence: tuple[str, ...]) -> dict:
    """A definition as its TOML file would be read."""
    rules = [draw_rule(dice, f"r{number + 1}", evidence) for number in range(dice.one((1, 2, 3, 3, 4, 5)))]
    if dice.chance(80):
        rules[0]["tier"] = "close"
    definition = {
        "id": "random",
        "title": "A random definition",
        "valid_from": date(2020, 1, 1),
        "source": "drawn at random",
        "infectious_period": draw_period(dice),
        "rule": rules,
    }
    if dice.chance(30):
        definition["typical_stay_minutes"] = dice.one((10, 45))
    if dice.chance(75):
        definition["secondary"] = draw_secondary(dice, rules)
    if dice.chance(80):
        days = {"close_days": (10, 3), "secondary_days": (7,), "general_days": (0, 1), "flagged_days": (3,)}
        definition["follow_up"] = {key: dice.one(pool) for key, pool in days.items() if dice.chance(70)}
    return definition


def draw_period(dice: Dice) -> dict:
    """One beginning, by days or hours, and at most one end."""
    before = (
        {"before_days": dice.one((0, 1, 2, 2, 3))}
        if dice.chance(60)
        else {"before_hours": dice.one((0, 6, 24, 48, 72))}
    )
    after = dice.one(({}, {}, {}, {}, {"after_days": dice.one((0, 1))}, {"after_hours": dice.one((0, 1, 24))}))
    return before | after


def draw_secondary(dice: Dice, rules: list[dict]) -> dict:
    """The second hop, by the rules of tier close or by rules that are named."""
    latent = dice.one(({}, {"latent_hours": 0}, {"latent_hours": 0}, {"latent_hours": 1}, {"latent_hours": 0.5}))
    if dice.chance(50):
        return latent
    return {"rules": sorted({dice.one(rules)["id"] for _ in range(2)})} | latent


def draw_rule(dice: Dice, rule_id: str, evidence: tuple[str, ...]) -> dict:
    """One rule of one of the kinds of evidence."""
    kind = dice.one(evidence)
    tier = dice.one(("close", "close", "close", "general", "general", "flagged"))
    rule = {"id": rule_id, "evidence": kind, "tier": tier}
    return rule | PARAMETERS[kind](dice) | draw_threshold(dice)


def draw_threshold(dice: Dice) -> dict:
    """At least, more than, or any time at all, on one of the four times."""
    threshold = dice.one(
        (
            {},
            {},
            {"at_least_minutes": dice.one((5, 10, 15, 20))},
            {"at_least_minutes": 5},
            {"more_than_minutes": dice.one((5, 5, 10, 15))},
        )
    )
    accumulate = dice.one((None, "episode", "rolling", "rolling", "day", "period"))
    if accumulate is None:
        return threshold
    window = (
        dice.one(({}, {"window_hours": 1}, {"window_hours": 1}, {"window_hours": 12}))
        if accumulate == "rolling"
        else {}
    )
    return threshold | {"accumulate": accumulate} | window


def stay_parameters(dice: Dice) -> dict:
    linger = dice.one(({}, {"linger_minutes": 10}, {"linger_minutes": 120}))
    kinds = dice.one(({}, {}, {}, {}, {}, {"kinds": ["restaurant"]}, {"kinds": ["restaurant", "school"]}))
    enclosed = dice.one(({}, {}, {}, {}, {}, {"enclosed": True}, {"enclosed": False}))
    return linger | kinds | enclosed


def track_parameters(dice: Dice) -> dict:
    gap = dice.one(({}, {}, {"max_gap_minutes": 5}, {"max_gap_minutes": 15}))
    accuracy = dice.one(({}, {}, {"max_accuracy_m": 20}))
    return {"within_m": dice.one((20, 35, 35, 110))} | gap | accuracy


def proximity_parameters(dice: Dice) -> dict:
    return dice.one(({}, {"within_m": 1}, {"within_m": 1.8288}, {"within_m": 2}))


def seat_parameters(dice: Dice) -> dict:
    modes = dice.one(({}, {}, {"modes": ["train"]}, {"modes": ["flight", "bus"]}))
    unit = dice.one(({"unit": "vehicle"}, {"unit": "coach"}, {"unit": "rows"}, {"unit": "rows", "rows": 1}))
    return unit | modes


def cell_parameters(dice: Dice) -> dict:
    size = dice.one(({}, {"cell_m": 50}, {"cell_m": 120}))
    gap = dice.one(({}, {"max_gap_minutes": 15}))
    return size | gap | (dwell_parameters(dice) if dice.chance(75) else {})


def dwell_parameters(dice: Dice) -> dict:
    """Hours that are minutes: none, a little less than 5, then 7.5, 15, 22.5 and 30 of them, as people stand about."""
    hours = dice.one((0, 0.0833333, 0.125, 0.25, 0.25, 0.25, 0.5, 0.5, 0.75))
    days = dice.one(({}, {}, {}, {}, {"dwell_days": 1}, {"dwell_days": 5}, {"dwell_days": 5}, {"dwell_days": 6}))
    who = dice.one(({}, {"dwell_who": "either"}, *[{"dwell_who": "both"}, {"dwell_who": "person"}] * 2))
    return {"dwell_more_than_hours": hours} | days | who


def no_parameters(dice: Dice) -> dict:
    return {}


PARAMETERS = {
    "stay": stay_parameters,
    "track": track_parameters,
    "proximity": proximity_parameters,
    "seat": seat_parameters,
    "household": no_parameters,
    "vehicle": no_parameters,
    "cell": cell_parameters,
}
