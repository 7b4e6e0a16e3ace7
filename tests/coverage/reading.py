"""Coverage read aloud: plain loops over the rows of a world, for one case and one rule at a time.

Records, moves and stays are those of the reference engine; nothing here is the program's.
"""

from zoneinfo import ZoneInfo

from tests.lib.reference.contacts import CONFIRMED
from tests.lib.reference.instants import local_date, read_instant
from tests.lib.reference.periods import infectious_period
from tests.lib.reference.pieces import Inputs
from tests.lib.reference.records import read_records
from tests.lib.reference.shared import ONE_COACH, PROXIMITY_SECONDS
from tests.lib.reference.stays import links, place_of, stays_of
from tests.lib.reference.stretches import Stretch, clip, length, merge
from tests.lib.reference.tracks import moves_of

HOUR = 3_600_000
Covered = dict[tuple[str, str], dict]


def inputs_of(files: dict, definition: dict, as_of: str, timezone: str) -> Inputs:
    zone = ZoneInfo(timezone)
    records = read_records(files, zone)
    for rows in records.kept.values():  # a row that says the same in other words, such as another offset, is the same
        rows[:] = list({tuple(row.items()): row for row in rows}.values())
    return Inputs(records, definition, read_instant(as_of, zone, closes_window=True), zone)


def coverage_of(inputs: Inputs) -> Covered:
    """Case and rule -> hours, of_hours, days, of_days, records, untold, others."""
    period = inputs.definition["infectious_period"]
    read = {}
    for case in inputs.records.kept["cases"]:
        if case["classification"] in CONFIRMED:
            window = infectious_period(case, period, inputs.records, inputs.as_of, inputs.zone)
            for rule in inputs.definition["rule"]:
                read[case["case_id"], rule["id"]] = covered(rule, case["person_id"], window, inputs)
    return read


def covered(rule: dict, person: str, window: list[Stretch], inputs: Inputs) -> dict:
    whole = {"of_hours": length(window) / HOUR, "of_days": len(days_of(window, inputs))}
    if rule["evidence"] == "household":
        return whole | household(person, inputs)
    told = [
        (stretch, untold) for stretch, untold in TOLD[rule["evidence"]](rule, person, inputs) if clip([stretch], window)
    ]
    inside = merge([part for stretch, _ in told for part in clip([stretch], window)])
    return whole | {
        "hours": length(inside) / HOUR,
        "days": len(days_of(inside, inputs)),
        "records": len(told),
        "untold": sum(untold for _, untold in told),
        "others": None,
    }


def days_of(stretches: list[Stretch], inputs: Inputs) -> set:
    """The local days that the stretches touch, one by one; no stretch is longer than some days."""
    days = set()
    for start, end in stretches:
        for instant in [*range(start, end, HOUR // 2), end - 1]:
            days.add(local_date(instant, inputs.zone))
    return days


def household(person: str, inputs: Inputs) -> dict:
    rows = inputs.records.kept["households"]
    homes = {row["household_id"] for row in rows if row["person_id"] == person}
    members = {row["person_id"] for row in rows if row["household_id"] in homes}
    return {"hours": None, "days": None, "records": len(homes), "untold": 0, "others": len(members - {person})}


def moves(rule: dict, person: str, inputs: Inputs) -> list[tuple[Stretch, bool]]:
    return [((move.started_at, move.finished_at), False) for move in moves_of(person, rule, inputs)]


def stays(rule: dict, person: str, inputs: Inputs) -> list[tuple[Stretch, bool]]:
    return [(stay.stretch, place_is_untold(rule, stay.place_id, inputs)) for stay in stays_of(person, inputs)]


def place_is_untold(rule: dict, place_id: str, inputs: Inputs) -> bool:
    """Whether the rule would choose the place if the unknown were as it asks, and does not as it is unknown."""
    place = place_of(place_id, inputs)
    asked = {"kind": rule.get("kinds"), "enclosed": [rule["enclosed"]] if "enclosed" in rule else None}
    known = {name: place.get(name) for name, wanted in asked.items() if wanted is not None}
    refused = any(value is not None and value not in asked[name] for name, value in known.items())
    return None in known.values() and not refused


def badge_records(rule: dict, person: str, inputs: Inputs) -> list[tuple[Stretch, bool]]:
    told = []
    for row in inputs.observed("proximity", "observed_at"):
        if person in (row["person_a"], row["person_b"]) and row["person_a"] != row["person_b"]:
            seconds = PROXIMITY_SECONDS if row["duration_s"] is None else row["duration_s"]
            told.append(((row["observed_at"], row["observed_at"] + round(seconds * 1000)), False))
    return told


def rides(rule: dict, person: str, inputs: Inputs) -> list[tuple[Stretch, bool]]:
    return [
        ((row["departs_at"], row["arrives_at"]), ride_is_untold(rule, row))
        for row in inputs.observed("tickets", "departs_at")
        if row["person_id"] == person
    ]


def ride_is_untold(rule: dict, ticket: dict) -> bool:
    if "modes" in rule and ticket["mode"] not in rule["modes"]:
        return ticket["mode"] is None
    no_coach = rule["unit"] != "vehicle" and ticket["mode"] not in ONE_COACH and ticket["coach"] is None
    return no_coach or (rule["unit"] == "rows" and ticket["row"] is None)


def plates(rule: dict, person: str, inputs: Inputs) -> list[tuple[Stretch, bool]]:
    return [(stretch, False) for _, one, stretch in links(inputs) if one == person]


TOLD = {"track": moves, "cell": moves, "stay": stays, "proximity": badge_records, "seat": rides, "vehicle": plates}
Lost = dict[tuple[str, int, str], tuple[int, int]]


def left_out_of(windows: list[tuple[str, int, str, list[Stretch]]], inputs: Inputs) -> Lost:
    """Case, hop and seat rule -> tickets of others on the sources' runs, and those that count for no source.

    windows     case, hop, source and stretches of each search
    """
    tickets = inputs.observed("tickets", "departs_at")
    lost: Lost = {}
    for rule in inputs.definition["rule"]:
        on_runs: dict[tuple[str, int], dict[int, list[bool]]] = {}
        for case, hop, source, stretches in windows:
            if rule["evidence"] == "seat" and (hop == 0 or rule["id"] in onward(inputs.definition)):
                pairs = on_runs.setdefault((case, hop), {})
                for number, useless in pairs_of(rule, source, stretches, tickets):
                    pairs.setdefault(number, []).append(useless)
        for (case, hop), pairs in on_runs.items():
            counts = len(pairs), sum(all(useless) for useless in pairs.values())
            if counts[1]:
                lost[case, hop, rule["id"]] = counts
    return lost


def onward(definition: dict) -> list[str]:
    close = [rule["id"] for rule in definition["rule"] if rule["tier"] == "close"]
    return definition.get("secondary", {"rules": []}).get("rules", close)


def pairs_of(rule: dict, source: str, stretches: list[Stretch], tickets: list[dict]) -> list[tuple[int, bool]]:
    """The number of each ticket of another on a run of the source, and whether the two can count."""
    could = [
        (number, row) for number, row in enumerate(tickets) if row["mode"] in (None, *rule.get("modes", [row["mode"]]))
    ]
    return [
        (number, ride_is_untold(rule, own) or ride_is_untold(rule, other))
        for _, own in could
        for number, other in could
        if own["person_id"] == source != other["person_id"] and own["service"] == other["service"]
        if clip(clip([span(own)], [span(other)]), stretches)
    ]


def span(ticket: dict) -> Stretch:
    return ticket["departs_at"], ticket["arrives_at"]
