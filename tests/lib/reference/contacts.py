"""Contacts and secondary contacts of every case, and the lines of its list (specification, sections 6 and 7)."""

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from tests.lib.reference.exposures import Exposure, qualifying_exposures
from tests.lib.reference.instants import local_date, read_instant
from tests.lib.reference.periods import infectious_period, window_of_close_contact
from tests.lib.reference.pieces import Inputs
from tests.lib.reference.records import Record, Rows, read_records
from tests.lib.reference.stretches import Stretch, length, merge

TIERS = ("close", "secondary", "general", "flagged")
CONFIRMED = ("confirmed", "asymptomatic")
PERSON_COLUMNS = ("person_id", "person_a", "person_b")


@dataclass(frozen=True)
class Answer:
    """What the engine answers; instants in ms UTC, `minutes` and `closest_m` unrounded, people by the source's key.

    lines      one dict per contact of a case, sorted by case, tier, first contact, person
    windows    case_id -> the stretches of the infectious period, an empty list where it is empty
    exposures  one dict per qualifying exposure of a search, hop 1 (case -> person) or 2 (close contact -> person);
               `listed` tells whether a line rests on it
    rejected   kind -> the places (from 0) of the rows that were not loaded
    """

    lines: list[dict]
    windows: dict[str, list[Stretch]]
    exposures: list[dict]
    rejected: dict[str, list[int]]


@dataclass(frozen=True)
class Found:
    """A qualifying exposure in the search of one case: its hop and the tier it would give."""

    hop: int
    tier: str
    exposure: Exposure


def screen(world: dict[str, Rows], definition: dict, as_of: str, timezone: str) -> Answer:
    """The contacts of all cases among the rows of a world, under one definition, as of one moment."""
    zone = ZoneInfo(timezone)
    records = read_records(world, zone)
    inputs = Inputs(records, definition, read_instant(as_of, zone, closes_window=True), zone)
    cases = [case for case in records.kept["cases"] if case["classification"] in CONFIRMED]
    people, confirmed = people_in(inputs), {case["person_id"] for case in cases}
    lines, exposures, windows = [], [], {}
    for case in sorted(cases, key=lambda case: case["case_id"]):
        window = infectious_period(case, definition["infectious_period"], records, inputs.as_of, zone)
        windows[case["case_id"]] = window
        found = search(case["person_id"], window, people, confirmed, inputs)
        tiers = tiers_of(found, confirmed)
        lines += sorted((line(case, person, tiers, found, inputs) for person in tiers), key=order)
        exposures += [told(case, one, tiers, found) for one in found]
    return Answer(lines, windows, exposures, records.rejected)


def people_in(inputs: Inputs) -> list[str]:
    """Everybody any record names."""
    named = {
        record.get(column)
        for records in inputs.records.kept.values()
        for record in records
        for column in PERSON_COLUMNS
    }
    return sorted(named - {None})


def search(case: str, window: list[Stretch], people: list[str], cases: set[str], inputs: Inputs) -> list[Found]:
    """Every qualifying exposure of a case, and of its close contacts that are not cases (section 6)."""
    others = [person for person in people if person != case]
    first = [
        Found(1, exposure.rule["tier"], exposure)
        for exposure in qualifying_exposures(inputs.definition["rule"], case, window, others, inputs)
    ]
    if "secondary" not in inputs.definition:
        return first
    close = [found for found in first if found.tier == "close" and found.exposure.person not in cases]
    return first + [
        Found(2, "secondary", exposure)
        for person in sorted({found.exposure.person for found in close})
        for exposure in onward_exposures(person, close, [one for one in others if one != person], inputs)
    ]


def onward_exposures(person: str, close: list[Found], others: list[str], inputs: Inputs) -> list[Exposure]:
    """The qualifying exposures that start from one close contact, in its window S(c) (section 6)."""
    secondary = inputs.definition["secondary"]
    latent_hours = secondary.get("latent_hours", 0)
    first_contact_at = min(found.exposure.episodes[0][0] for found in close if found.exposure.person == person)
    window = window_of_close_contact(person, first_contact_at, latent_hours, inputs.records, inputs.as_of)
    return qualifying_exposures(secondary_rules(inputs.definition), person, window, others, inputs)


def secondary_rules(definition: dict) -> list[dict]:
    """The rules that lead from a close contact onward; by default those of tier `close` (section 6)."""
    default = [rule["id"] for rule in definition["rule"] if rule["tier"] == "close"]
    chosen = definition["secondary"].get("rules", default)
    return [rule for rule in definition["rule"] if rule["id"] in chosen]


def tiers_of(found: list[Found], cases: set[str]) -> dict[str, str]:
    """The best tier of every contact; a person who is a case is on no other's list (section 6)."""
    tiers: dict[str, str] = {}
    for one in sorted(found, key=lambda one: TIERS.index(one.tier)):
        if one.exposure.person not in cases:
            tiers.setdefault(one.exposure.person, one.tier)
    return tiers


def behind(person: str, tier: str, found: list[Found]) -> list[Exposure]:
    """The exposures a line rests on: those of the tier reached; by way of close contacts where there are any (6)."""
    return [one.exposure for one in found if is_behind(one, person, tier, found)]


def is_behind(one: Found, person: str, tier: str | None, found: list[Found]) -> bool:
    """Whether a person's line rests on this exposure. A rule may give the tier `secondary` to who met the case too."""
    reached = [other.hop for other in found if other.exposure.person == person and other.tier == tier]
    return one.exposure.person == person and one.tier == tier and one.hop == max(reached)


def line(case: Record, person: str, tiers: dict[str, str], found: list[Found], inputs: Inputs) -> dict:
    """One line of a case list (sections 6 and 7)."""
    tier = tiers[person]
    exposures = behind(person, tier, found)
    episodes = [episode for exposure in exposures for episode in exposure.episodes]
    distances = [exposure.closest_m for exposure in exposures if exposure.closest_m is not None]
    return {
        "case_id": case["case_id"],
        "person_id": person,
        "tier": tier,
        "via": sorted({exposure.source for exposure in exposures} - {case["person_id"]}),
        "first_contact_at": min(start for start, _ in episodes),
        "last_contact_at": max(end for _, end in episodes),
        "minutes": length(merge(episodes)) / 60_000,
        "closest_m": min(distances, default=None),
        "rules": sorted({exposure.rule["id"] for exposure in exposures}),
        "places": sorted({place for exposure in exposures for place in exposure.places}),
        "episodes": len(episodes),
        "follow_up_until": follow_up_until(tier, max(end for _, end in episodes), inputs),
        "grid_id": grid_of(person, inputs),
    }


def follow_up_until(tier: str, last_contact_at: int, inputs: Inputs) -> str | None:
    """The local date of the last instant before `last_contact_at`, plus the tier's days (section 6)."""
    days = inputs.definition.get("follow_up", {}).get(f"{tier}_days")
    if days is None:
        return None
    return (local_date(last_contact_at - 1, inputs.zone) + timedelta(days=days)).isoformat()


def grid_of(person: str, inputs: Inputs) -> str | None:
    """The grid cell of a person's address, as last known."""
    return next((row["grid_id"] for row in inputs.records.kept["persons"] if row["person_id"] == person), None)


def order(line: dict) -> tuple:
    """Case, tier, first contact, person (section 7)."""
    return line["case_id"], TIERS.index(line["tier"]), line["first_contact_at"], line["person_id"]


def told(case: Record, one: Found, tiers: dict[str, str], found: list[Found]) -> dict:
    """A qualifying exposure as the answer tells it."""
    return {
        "case_id": case["case_id"],
        "source": one.exposure.source,
        "person": one.exposure.person,
        "rule": one.exposure.rule["id"],
        "tier": one.tier,
        "measured_ms": one.exposure.measured,
        "episodes": one.exposure.episodes,
        "hop": one.hop,
        "listed": is_behind(one, one.exposure.person, tiers.get(one.exposure.person), found),
    }
