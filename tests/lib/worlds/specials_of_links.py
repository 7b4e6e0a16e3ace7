"""Special cases of seats, households, vehicles and cells."""

from itertools import combinations

from tests.lib.worlds.seen import Seen, special


def two_tickets(seen: Seen) -> list[tuple]:
    """Every two tickets of different people on one service."""
    return [
        (one, other)
        for one, other in combinations(seen.kept("tickets"), 2)
        if one["service"] == other["service"] and one["person_id"] != other["person_id"]
    ]


@special
def tickets_of_another_run(seen: Seen) -> bool:
    return any(
        one["arrives_at"] < other["departs_at"] or other["arrives_at"] < one["departs_at"]
        for one, other in two_tickets(seen)
    )


@special
def tickets_that_touch(seen: Seen) -> bool:
    return any(one["arrives_at"] == other["departs_at"] for one, other in two_tickets(seen))


@special
def ticket_without_coach(seen: Seen) -> bool:
    return any(ticket["coach"] is None and ticket["mode"] == "train" for ticket in seen.kept("tickets"))


@special
def flight_without_coach(seen: Seen) -> bool:
    return any(one["mode"] == other["mode"] == "flight" and not one["coach"] for one, other in two_tickets(seen))


@special
def ticket_without_row(seen: Seen) -> bool:
    return any(ticket["row"] is None for ticket in seen.kept("tickets"))


@special
def rows_exactly_as_far(seen: Seen) -> bool:
    limits = {rule.get("rows", 3) for rule in seen.rules("seat") if rule["unit"] == "rows"}
    return any(
        None not in (one["row"], other["row"]) and abs(one["row"] - other["row"]) in limits
        for one, other in two_tickets(seen)
    )


@special
def household_apart_by_isolation(seen: Seen) -> bool:
    return several_episodes_of(seen, "household")


@special
def vehicle_apart_by_isolation(seen: Seen) -> bool:
    return several_episodes_of(seen, "vehicle")


def several_episodes_of(seen: Seen, evidence: str) -> bool:
    rules = {rule["id"] for rule in seen.rules(evidence)}
    return any(one["rule"] in rules and len(one["episodes"]) > 1 for one in seen.answer.exposures)


@special
def link_without_either_end(seen: Seen) -> bool:
    return any(row["from_at"] is None and row["until_at"] is None for row in seen.kept("vehicles"))


@special
def one_cell_for_part_of_a_move(seen: Seen) -> bool:
    """An episode in a cell begins or ends at an instant that no file says."""
    cells = {rule["id"] for rule in seen.rules("cell")}
    return any(
        edge % 1000 and one["rule"] in cells
        for one in seen.answer.exposures
        for episode in one["episodes"]
        for edge in episode
    )
