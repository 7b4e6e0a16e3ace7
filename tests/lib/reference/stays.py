"""Evidence `stay` (specification, section 4): check-ins and passages to stays, stays to pieces together."""

from dataclasses import dataclass
from fractions import Fraction

from tests.lib.reference.instants import MINUTE
from tests.lib.reference.pieces import Inputs, Piece
from tests.lib.reference.records import Record
from tests.lib.reference.stretches import EVER, NEVER_ENDS, Stretch, clip, overlap

TYPICAL_STAY_MINUTES = 60
PASSAGE_MINUTES = 5


@dataclass(frozen=True)
class Checkin:
    """A check-in, or a passage that counts as one; `otherwise` stands in where the place has no typical stay."""

    place_id: str
    checked_in_at: int
    checked_out_at: int | None
    otherwise: Fraction | int


@dataclass(frozen=True)
class Stay:
    place_id: str
    stretch: Stretch


def stay_pieces(rule: dict, source: str, person: str, window: list[Stretch], inputs: Inputs) -> list[Piece]:
    """Overlaps at one place; the source's stay is clipped to its window first, then prolonged (section 4)."""
    linger = round(Fraction(str(rule.get("linger_minutes", 0))) * MINUTE)
    pieces = []
    for stay in stays_of(source, inputs):
        for start, end in clip([stay.stretch], window):
            air = (start, min(end + linger, inputs.as_of))
            for other in stays_of(person, inputs):
                if other.place_id == stay.place_id and chosen(rule, stay.place_id, inputs):
                    pieces += [Piece(part, stay.place_id) for part in overlap(air, other.stretch)]
    return pieces


def chosen(rule: dict, place_id: str, inputs: Inputs) -> bool:
    """Whether `kinds` and `enclosed` choose the place; what is unknown satisfies neither (section 4)."""
    place = place_of(place_id, inputs)
    if "kinds" in rule and place.get("kind") not in rule["kinds"]:
        return False
    return "enclosed" not in rule or place.get("enclosed") is rule["enclosed"]


def place_of(place_id: str, inputs: Inputs) -> Record:
    """The record of a place, empty where nothing is known of it."""
    for place in inputs.records.kept["places"]:
        if place["place_id"] == place_id:
            return place
    return {}


def stays_of(person: str, inputs: Inputs) -> list[Stay]:
    """A person's stays, by check-ins and passages (section 4)."""
    checkins = checkins_of(person, inputs) + passages_in(person, inputs)
    closed = {(one.place_id, one.checked_in_at) for one in checkins if one.checked_out_at is not None}
    stays = [
        Stay(one.place_id, (one.checked_in_at, out_of(one, checkins, inputs)))
        for one in checkins
        if one.checked_out_at is not None or (one.place_id, one.checked_in_at) not in closed
    ]
    return stays + passages_out(person, inputs)


def out_of(checkin: Checkin, checkins: list[Checkin], inputs: Inputs) -> int:
    """The check-out, else the earliest of the next check-in anywhere and the end of the typical stay (section 4)."""
    if checkin.checked_out_at is not None:
        return checkin.checked_out_at
    typical = place_of(checkin.place_id, inputs).get("typical_stay_minutes")
    minutes = checkin.otherwise if typical is None else typical
    later = [one.checked_in_at for one in checkins if one.checked_in_at > checkin.checked_in_at]
    return min([checkin.checked_in_at + round(minutes * MINUTE), *later])


def checkins_of(person: str, inputs: Inputs) -> list[Checkin]:
    otherwise = Fraction(str(inputs.definition.get("typical_stay_minutes", TYPICAL_STAY_MINUTES)))
    return [
        Checkin(row["place_id"], row["checked_in_at"], row["checked_out_at"], otherwise)
        for row in inputs.observed("checkins", "checked_in_at")
        if row["person_id"] == person
    ]


def passages_in(person: str, inputs: Inputs) -> list[Checkin]:
    """The passages that count as check-ins without check-out (section 4)."""
    return [
        Checkin(row["place_id"], row["passed_at"], None, PASSAGE_MINUTES)
        for row in inputs.observed("passages", "passed_at")
        if row["direction"] != "out" and person in people_of_passage(row, inputs)
    ]


def passages_out(person: str, inputs: Inputs) -> list[Stay]:
    """The passages with direction `out`: the stay of the 5 minutes that end there (section 4)."""
    return [
        Stay(row["place_id"], (row["passed_at"] - PASSAGE_MINUTES * MINUTE, row["passed_at"]))
        for row in inputs.observed("passages", "passed_at")
        if row["direction"] == "out" and person in people_of_passage(row, inputs)
    ]


def people_of_passage(passage: Record, inputs: Inputs) -> set[str]:
    """Its person, and everybody linked to its plate at that moment (section 4)."""
    linked = {
        person
        for plate, person, (start, end) in links(inputs)
        if plate == passage["plate"] and start <= passage["passed_at"] < end
    }
    return linked | {passage["person_id"]} - {None}


def links(inputs: Inputs) -> list[tuple[str, str, Stretch]]:
    """Every link of a plate, a person and a stretch: no `from_at` is ever, no `until_at` without end (section 4)."""
    return [
        (
            row["plate"],
            row["person_id"],
            (
                EVER if row["from_at"] is None else row["from_at"],
                NEVER_ENDS if row["until_at"] is None else row["until_at"],
            ),
        )
        for row in inputs.records.kept["vehicles"]
    ]
