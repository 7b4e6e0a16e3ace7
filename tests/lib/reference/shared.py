"""Evidence `proximity`, `seat`, `household` and `vehicle` (specification, section 4): pieces of time together."""

from fractions import Fraction

from tests.lib.reference.periods import isolations_of
from tests.lib.reference.pieces import Inputs, Piece
from tests.lib.reference.records import Record
from tests.lib.reference.stays import links
from tests.lib.reference.stretches import ALWAYS, overlap, without

PROXIMITY_SECONDS = 300
ROWS = 3
ONE_COACH = ("flight", "bus")


def proximity_pieces(rule: dict, source: str, person: str, inputs: Inputs) -> list[Piece]:
    """Records that say the two were together, near enough or at an unknown distance (section 4)."""
    pieces = []
    for row in inputs.observed_of(source, "proximity", "observed_at"):
        if {row["person_a"], row["person_b"]} == {source, person} and near_enough(rule, row["distance_m"]):
            seconds = PROXIMITY_SECONDS if row["duration_s"] is None else row["duration_s"]
            stretch = (row["observed_at"], row["observed_at"] + round(seconds * 1000))
            pieces.append(Piece(stretch, least_distance=constant(row["distance_m"])))
    return pieces


def near_enough(rule: dict, distance: Fraction | None) -> bool:
    """Whether a record's distance is unknown or at most `within_m`; both are the decimals as written (section 4)."""
    return distance is None or "within_m" not in rule or distance <= Fraction(str(rule["within_m"]))


def constant(distance: Fraction | None):
    """The distance of a whole record, or none where it gives none."""
    return None if distance is None else lambda part: float(distance)


def seat_pieces(rule: dict, source: str, person: str, inputs: Inputs) -> list[Piece]:
    """Tickets on one run, near enough by the rule's unit (section 4)."""
    tickets = [
        row for row in inputs.observed("tickets", "departs_at") if "modes" not in rule or row["mode"] in rule["modes"]
    ]
    return [
        Piece(together)
        for one in tickets
        for other in tickets
        if one["person_id"] == source and other["person_id"] == person
        if one["service"] == other["service"] and seats_are_near(rule, one, other)
        for together in overlap((one["departs_at"], one["arrives_at"]), (other["departs_at"], other["arrives_at"]))
    ]


def seats_are_near(rule: dict, one: Record, other: Record) -> bool:
    """Whether two tickets of one run are in the same vehicle, coach, or coach and rows (section 4)."""
    if rule["unit"] == "vehicle":
        return True
    both_one_coach = one["mode"] in ONE_COACH and other["mode"] in ONE_COACH
    same_coach = both_one_coach or (one["coach"] is not None and one["coach"] == other["coach"])
    if rule["unit"] == "coach":
        return same_coach
    if one["row"] is None or other["row"] is None:
        return False
    return same_coach and abs(one["row"] - other["row"]) <= rule.get("rows", ROWS)


def household_pieces(rule: dict, source: str, person: str, inputs: Inputs) -> list[Piece]:
    """Members of one household are together at all times, except while either is isolated (section 4)."""
    homes = [
        {row["household_id"] for row in inputs.records.kept["households"] if row["person_id"] == member}
        for member in (source, person)
    ]
    return not_isolated([ALWAYS] if homes[0] & homes[1] else [], source, person, inputs)


def vehicle_pieces(rule: dict, source: str, person: str, inputs: Inputs) -> list[Piece]:
    """People linked to one plate are together while both links hold and neither is isolated (section 4)."""
    together = [
        part
        for plate, one, stretch in links(inputs)
        for other_plate, other, other_stretch in links(inputs)
        if (one, other) == (source, person) and plate == other_plate
        for part in overlap(stretch, other_stretch)
    ]
    return not_isolated(together, source, person, inputs)


def not_isolated(stretches: list, source: str, person: str, inputs: Inputs) -> list[Piece]:
    isolated = isolations_of(source, inputs.records) + isolations_of(person, inputs.records)
    return [Piece(part) for part in without(stretches, isolated)]
