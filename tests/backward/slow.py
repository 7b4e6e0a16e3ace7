"""Backward tracing read aloud: people by people, case by case, subset by subset.

It shares with the product only what the reference engine shares, which is nothing: its windows, visits, chances and
counts are loops over the reference's records and pieces.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import product
from math import prod
from zoneinfo import ZoneInfo

from tests.lib.reference.contacts import CONFIRMED, people_in
from tests.lib.reference.exposures import qualifying_exposures
from tests.lib.reference.instants import EPOCH, HOUR, MILLISECOND, local_date, midnight, read_instant
from tests.lib.reference.periods import isolations_of, reference_of
from tests.lib.reference.pieces import Inputs
from tests.lib.reference.records import Record, Records, read_records
from tests.lib.reference.stays import chosen, links, stays_of
from tests.lib.reference.stretches import ALWAYS, Stretch, overlap, without
from tests.lib.reference.tracks import moves_of
from tests.lib.worlds import World

Name = tuple[str, str]


@dataclass
class Alternative:
    """What one place, run, plate or person has to do with the cases."""

    cases: list[str]
    tied: int
    first_at: int
    last_at: int
    expected: float
    chance: float


@dataclass
class Question:
    """A world as the reference reads it, the given cases and their windows."""

    inputs: Inputs
    cases: list[Record]
    windows: dict[str, Stretch | None]

    @property
    def least(self) -> int:
        return min(2, len(self.cases))


def question(world: World) -> Question:
    """All confirmed cases of a world; rows that say the same in other words are one row."""
    zone = ZoneInfo(world.timezone)
    read = read_records(world.files, zone)
    kept = {
        kind: list({repr(sorted(row.items(), key=str)): row for row in rows}.values())
        for kind, rows in read.kept.items()
    }
    as_of = read_instant(world.as_of, zone, closes_window=True)
    inputs = Inputs(Records(kept, read.rejected), world.definition, as_of, zone)
    cases = sorted((c for c in kept["cases"] if c["classification"] in CONFIRMED), key=lambda c: c["case_id"])
    return Question(inputs, cases, {case["case_id"]: window(case, inputs) for case in cases})


def window(case: Record, inputs: Inputs) -> Stretch | None:
    """From the local midnight `lookback_days` before to the start of the infectious period, at most to `as_of`."""
    reference, period = reference_of(case), inputs.definition["infectious_period"]
    if reference is None:
        return None
    day = local_date(reference, inputs.zone)
    begin = midnight(day - timedelta(days=inputs.definition["backward"]["lookback_days"]), inputs.zone)
    if "before_hours" in period:
        end = reference - round(period["before_hours"] * HOUR)
    else:
        end = midnight(day - timedelta(days=period["before_days"]), inputs.zone)
    return (begin, min(end, inputs.as_of)) if begin < min(end, inputs.as_of) else None


def alternatives(asked: Question) -> dict[Name, Alternative]:
    """Everything that ties enough of the cases."""
    weighed = visited(asked) | acquainted(asked)
    return {name: one for name, one in weighed.items() if one.tied >= asked.least}


def visited(asked: Question) -> dict[Name, Alternative]:
    """Every place, run and plate that anybody visited in a window of a case."""
    everybody = {person: sorted(set(visits(person, asked.inputs))) for person in people_in(asked.inputs)}
    everything = [visit for visits in everybody.values() for visit in visits]
    names = {name for name, span in everything if any(in_window(span, one) for one in asked.windows.values())}
    return {name: against(name, everybody, asked) for name in names}


def in_window(span: Stretch, window: Stretch | None) -> bool:
    return window is not None and bool(overlap(span, window))


def against(name: Name, everybody: dict[str, list[tuple[Name, Stretch]]], asked: Question) -> Alternative:
    """One place, run or plate against each of the cases."""
    ties, coins = {}, []
    for case in asked.cases:
        of_case = asked.windows[case["case_id"]]
        seen = {
            person: [
                (one, part) for one, span in stays if one[0] == name[0] and of_case for part in overlap(span, of_case)
            ]
            for person, stays in everybody.items()
        }
        own = seen[case["person_id"]]
        others = [one for person, parts in seen.items() if person != case["person_id"] for one, _ in parts]
        share = (others.count(name) + Fraction(1, 2)) / (len(others) + 1)
        coins.append(float(1 - (1 - share) ** len(own)))
        parts = [part for one, part in own if one == name]
        if parts:
            ties[case["case_id"]] = (min(begin for begin, _ in parts), max(end for _, end in parts))
    return weigh(ties, len(ties), coins)


def visits(person: str, inputs: Inputs) -> Iterator[tuple[Name, Stretch]]:
    """A person's stays, rides and links to plates, these without the isolations; some may come twice."""
    for stay in stays_of(person, inputs):
        yield ("place", stay.place_id), stay.stretch
    for ticket in inputs.observed("tickets", "departs_at"):
        if ticket["person_id"] == person and ticket["departs_at"] < ticket["arrives_at"]:
            first = first_departure(ticket, inputs)
            local = (EPOCH + first * MILLISECOND).astimezone(inputs.zone).isoformat(timespec="milliseconds")
            yield ("run", f"{ticket['service']} {local}"), (ticket["departs_at"], ticket["arrives_at"])
    for plate, linked, span in links(inputs):
        if linked == person:
            for part in without([span], isolations_of(person, inputs.records)):
                yield ("plate", plate), part


def first_departure(ticket: Record, inputs: Inputs) -> int:
    """When the run of a ticket begins: the earliest of all that overlap it, or overlap one that does, and so on."""
    spans = [
        (row["departs_at"], row["arrives_at"])
        for row in inputs.observed("tickets", "departs_at")
        if row["service"] == ticket["service"]
    ]
    run = {(ticket["departs_at"], ticket["arrives_at"])}
    while more := {span for span in spans if span not in run and any(overlap(span, known) for known in run)}:
        run |= more
    return min(begin for begin, _ in run)


def acquainted(asked: Question) -> dict[Name, Alternative]:
    """Everybody who was together with a case in its window, and ties enough of them."""
    people = people_in(asked.inputs)
    weighed = {}
    for person in people:
        own = [case["case_id"] for case in asked.cases if case["person_id"] == person]
        ties = {
            case["case_id"]: met[person]
            for case in asked.cases
            if case["case_id"] not in own and asked.windows[case["case_id"]]
            if (met := together(case["person_id"], asked.windows[case["case_id"]], [person], asked.inputs))
        }
        if ties and len(ties) + len(own) >= asked.least:
            coins = [coin(person, case, people, asked) for case in asked.cases]
            weighed["person", person] = weigh(ties, len(ties) + len(own), coins)
    return weighed


def coin(person: str, case: Record, people: list[str], asked: Question) -> float:
    """How probable it is that a person ties a case anyway: her own for certain, one without a window never.

    Else it is the share of those she met among all who were seen, the two themselves aside.
    """
    if case["person_id"] == person:
        return 1.0
    window = asked.windows[case["case_id"]]
    if window is None:
        return 0.0
    others = [one for one in people if one not in (case["person_id"], person)]
    met = len(together(person, window, others, asked.inputs))
    seen = sum(any(overlap(span, window) for span in present(one, asked.inputs)) for one in others)
    return float((met + Fraction(1, 2)) / (max(met, seen) + 1))


def together(source: str, window: Stretch, people: list[str], inputs: Inputs) -> dict[str, Stretch]:
    """Who has a qualifying exposure to a source within a window, with its first and last instant."""
    met: dict[str, list[Stretch]] = {}
    others = [person for person in people if person != source]
    for exposure in qualifying_exposures(inputs.definition["rule"], source, [window], others, inputs):
        met.setdefault(exposure.person, []).extend(exposure.episodes)
    return {person: (min(b for b, _ in spans), max(e for _, e in spans)) for person, spans in met.items()}


def seen_at_all(asked: Question) -> int:
    """How many people the evidence shows in any of the windows."""
    windows = [window for window in asked.windows.values() if window]
    people = people_in(asked.inputs)
    return sum(any(overlap(s, w) for s in present(one, asked.inputs) for w in windows) for one in people)


def present(person: str, inputs: Inputs) -> Iterator[Stretch]:
    """When the evidence of the rules shows a person, alone or not."""
    isolated = isolations_of(person, inputs.records)
    for rule in inputs.definition["rule"]:
        kind = rule["evidence"]
        if kind in ("track", "cell"):
            yield from ((move.started_at, move.finished_at) for move in moves_of(person, rule, inputs))
        elif kind == "stay":
            yield from (stay.stretch for stay in stays_of(person, inputs) if chosen(rule, stay.place_id, inputs))
        elif kind == "proximity":
            for row in inputs.observed("proximity", "observed_at"):
                if person in (row["person_a"], row["person_b"]) and row["person_a"] != row["person_b"]:
                    seconds = 300 if row["duration_s"] is None else row["duration_s"]
                    yield row["observed_at"], row["observed_at"] + round(seconds * 1000)
        elif kind == "seat":
            for row in inputs.observed("tickets", "departs_at"):
                if row["person_id"] == person and ("modes" not in rule or row["mode"] in rule["modes"]):
                    yield row["departs_at"], row["arrives_at"]
        elif kind == "household":
            homes = [row for row in inputs.records.kept["households"] if row["person_id"] == person]
            yield from without([ALWAYS] if homes else [], isolated)
        else:
            yield from without([span for _, linked, span in links(inputs) if linked == person], isolated)


def weigh(ties: dict[str, Stretch], tied: int, coins: list[float]) -> Alternative:
    """The ties counted, and the probability of so many or more over all ways in which the coins may fall."""
    first, last = min((b for b, _ in ties.values()), default=0), max((e for _, e in ties.values()), default=0)
    falls = product((0, 1), repeat=len(coins))
    chance = sum(
        prod(coin if face else 1 - coin for coin, face in zip(coins, fall, strict=True))
        for fall in falls
        if sum(fall) >= tied
    )
    return Alternative(sorted(ties), tied, first, last, sum(coins), chance)
