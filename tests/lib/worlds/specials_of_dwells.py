"""Special cases of cells that only count where somebody dwells: whom that lists, whom it leaves out, and by how much.

What decides is told by asking the reference again about the same rows with one dwelling changed: a line that only
then is there, or only then is gone, hangs on what was changed.
"""

from collections import Counter

from tests.lib.reference.cells import DWELL_DAYS, Cell, cells_of
from tests.lib.reference.instants import HOUR
from tests.lib.reference.pieces import Inputs
from tests.lib.reference.stretches import NEVER_ENDS, clip, length
from tests.lib.worlds.seen import Line, Seen, special

NOBODY = {"dwell_more_than_hours": 1000}
EVER = {"dwell_days": 1000}
EITHER, BOTH = {"dwell_who": "either"}, {"dwell_who": "both"}


def dwell_rules(seen: Seen, *asked: str) -> list[dict]:
    """The rules with a dwelling, all of them or those that ask for it of one of these."""
    rules = [rule for rule in seen.rules("cell") if "dwell_more_than_hours" in rule]
    return [rule for rule in rules if not asked or rule.get("dwell_who", "either") in asked]


def gained(seen: Seen, rule: dict, change: dict) -> set[Line]:
    """Who is on no list, but would be with a change in the dwelling; nobody who is left out even without a dwelling."""
    without = {key: value for key, value in rule.items() if not key.startswith("dwell_")}
    left_out = seen.listed_with(without) - seen.listed
    return left_out & seen.listed_with(rule | change) if left_out and change else left_out


def lost(seen: Seen, rule: dict, change: dict) -> set[Line]:
    """Who is on a list, but would not be with a change in the dwelling."""
    counts = any(one["rule"] == rule["id"] for one in seen.answer.exposures)
    return seen.listed - seen.listed_with(rule | change) if counts else set()


@special
def dwelling_of_either_lists(seen: Seen) -> bool:
    """Somebody is on a list for no other reason than that one of the two dwells where they met."""
    return any(lost(seen, rule, NOBODY) for rule in dwell_rules(seen, "either"))


@special
def dwelling_of_either_leaves_out(seen: Seen) -> bool:
    """Somebody is on no list for no other reason than that neither does."""
    return any(gained(seen, rule, {}) for rule in dwell_rules(seen, "either"))


@special
def dwelling_of_both_lists(seen: Seen) -> bool:
    return any(lost(seen, rule, NOBODY) for rule in dwell_rules(seen, "both"))


@special
def dwelling_of_both_leaves_out(seen: Seen) -> bool:
    return any(gained(seen, rule, {}) for rule in dwell_rules(seen, "both"))


@special
def dwelling_of_the_person_lists(seen: Seen) -> bool:
    return any(lost(seen, rule, NOBODY) for rule in dwell_rules(seen, "person"))


@special
def dwelling_of_the_person_leaves_out(seen: Seen) -> bool:
    return any(gained(seen, rule, {}) for rule in dwell_rules(seen, "person"))


@special
def only_one_of_either_dwells(seen: Seen) -> bool:
    """Somebody is listed for the sake of one who dwells, as the other does not."""
    return any(lost(seen, rule, BOTH) for rule in dwell_rules(seen, "either"))


@special
def only_one_of_both_dwells(seen: Seen) -> bool:
    """Somebody is left out as the other one of the two does not dwell there."""
    return any(gained(seen, rule, EITHER) for rule in dwell_rules(seen, "both"))


@special
def only_the_source_dwells(seen: Seen) -> bool:
    """Somebody is left out who would be listed if the source's dwelling counted."""
    return any(gained(seen, rule, EITHER) for rule in dwell_rules(seen, "person"))


@special
def only_the_person_dwells(seen: Seen) -> bool:
    """Somebody is listed who would not be if the source had to dwell there as well."""
    return any(lost(seen, rule, BOTH) for rule in dwell_rules(seen, "person"))


@special
def dwelling_before_its_days(seen: Seen) -> bool:
    """Somebody is left out who would be listed if the time before the days that a rule names counted."""
    return any(gained(seen, rule, EVER) for rule in dwell_rules(seen))


@special
def dwelling_exactly_as_long(seen: Seen) -> bool:
    """Somebody is left out who would be listed for a dwelling longer by a millisecond."""
    return any(
        gained(seen, rule, {"dwell_more_than_hours": (there - 1) / HOUR})
        for rule in dwell_rules(seen)
        for there in {*dwellings(seen, rule, seen.as_of).values()} - {0}
        if there == rule["dwell_more_than_hours"] * HOUR
    )


@special
def dwelling_goes_on_after_as_of(seen: Seen) -> bool:
    """Somebody is left out while somebody would dwell in a cell, did it only go by what is known later."""
    return any(
        now.get(there, 0) <= rule["dwell_more_than_hours"] * HOUR < in_the_end
        for rule in dwell_rules(seen)
        if gained(seen, rule, {})
        for now in [dwellings(seen, rule, seen.as_of)]
        for there, in_the_end in dwellings(seen, rule, NEVER_ENDS).items()
    )


def dwellings(seen: Seen, rule: dict, until: int) -> dict[tuple[str, Cell], int]:
    """How long everybody was in each cell, in ms, from the first of a rule's days on, as it was known at a moment."""
    inputs = Inputs(seen.records, seen.world.definition, until, seen.zone)
    days = (seen.as_of - rule.get("dwell_days", DWELL_DAYS) * 24 * HOUR, until)
    totals: Counter[tuple[str, Cell]] = Counter()
    for person in seen.tracks():
        for cell, stretch in cells_of(person, rule, inputs):
            totals[person, cell] += length(clip([stretch], [days]))
    return totals
