"""What must not depend on what: the product asked again about a world that was changed in one respect.

Unlike engines held against each other, these claims need no second reading of the specification. Each is asked of
the same random worlds, with all kinds of evidence, in which at least three people are contacts.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import count, islice
from random import Random

import polars as pl
import pytest

from tests.lib import product, reference
from tests.lib.product import Told
from tests.lib.worlds import ALL_EVIDENCE, World, random_world
from tracing.case_list import COLUMNS
from tracing.exports import LIST_FORMATS, list_bytes
from tracing.times import INSTANT, from_ms

WORLDS = 15
FIRST_SEED = 3000
LEAST_LINES = 3
SHIFT = timedelta(weeks=13)
ADDITIVE = ("fixes", "checkins", "proximity", "tickets", "passages", "vehicles", "households", "isolations")
PEOPLE = ("person_id", "person_a", "person_b")
EDGE = ("source", "person")
MILLISECOND = timedelta(milliseconds=1)
ELSEWHERE = {
    **{"place_id": "elsewhere", "service": "elsewhere", "plate": "elsewhere", "household_id": "elsewhere"},
    **{"latitude": "45", "longitude": "-100", "person_id": "stranger", "person_a": "stranger", "person_b": "other"},
}

Change = Callable[[World, Random], World]
each_world = pytest.mark.parametrize("place", range(WORLDS))


def asked(world: World) -> tuple:
    return world.files, world.definition, world.as_of, world.timezone


@cache
def eventful_worlds() -> list[World]:
    drawn = (random_world(seed, ALL_EVIDENCE) for seed in count(FIRST_SEED))
    eventful = (world for world in drawn if len(reference.screen(*asked(world)).lines) >= LEAST_LINES)
    return list(islice(eventful, WORLDS))


def as_drawn(world: World, random: Random) -> World:
    return world


@cache
def told(place: int, change: Change = as_drawn) -> Told:
    """The product's answer to a world, or to the world as a change leaves it."""
    return product.screen(*asked(change(eventful_worlds()[place], Random(place))))


def shuffled(world: World, random: Random) -> World:
    """The files, and in those of additive kinds the rows, in another order."""
    kinds = random.sample(sorted(world.files), len(world.files))
    files = {kind: world.files[kind] for kind in kinds}
    for kind in additive(world):
        files[kind] = random.sample(files[kind], len(files[kind]))
    return replace(world, files=files)


def additive(world: World) -> list[str]:
    """The kinds of a world whose rows add up, always in one order: what is drawn of them depends on it."""
    return [kind for kind in ADDITIVE if kind in world.files]


@each_world
def test_the_order_of_rows_does_not_matter(place):
    """Facts add up in whatever order they come; only where rows share a key does the later one stand."""
    assert answer(told(place, shuffled)) == answer(told(place))
    assert counts(told(place, shuffled).rejected) == counts(told(place).rejected)


@each_world
def test_the_order_of_rows_changes_no_byte(place):
    """Lists are in a total order and their figures come from whole milliseconds: equal lines are equal bytes."""
    zone = eventful_worlds()[place].timezone
    for format in LIST_FORMATS:
        assert as_bytes(told(place, shuffled), format, zone) == as_bytes(told(place), format, zone)


def as_bytes(one: Told, format: str, zone: str) -> bytes:
    instants = [pl.col(name).cast(INSTANT) for name in ("first_contact_at", "last_contact_at")]
    lines = one.found.contacts.with_columns(*instants, change=pl.lit("new")).select(COLUMNS)
    return list_bytes(lines, format, zone, {"case": "all of them"})


def counts(rejected: dict[str, list[int]]) -> dict[str, int]:
    return {kind: len(rows) for kind, rows in rejected.items()}


def answer(one: Told) -> tuple[dict, list, list]:
    """Windows, exposures (those between cases, and those no line rests on, as well) and lines, in one order."""
    lines = sorted(one.lines, key=lambda line: (line["case_id"], line["person_id"]))
    exposures = sorted(one.exposures, key=lambda edge: [edge[key] for key in ("case_id", "hop", *EDGE, "rule")])
    return one.windows, exposures, lines


def names_of(random: Random) -> dict[str, str]:
    """A permutation of the people a world may name."""
    people = [f"p{number + 1}" for number in range(7)]
    return dict(zip(people, random.sample(people, len(people)), strict=True))


def renamed(world: World, random: Random) -> World:
    """Everybody under the key of somebody else."""
    names = names_of(random)
    return with_rows(world, lambda column, text: names.get(text, text) if column in PEOPLE else text)


def with_rows(world: World, say: Callable[[str, str], str]) -> World:
    """The same rows, but for what `say` makes of the text of a column."""
    files = {
        kind: [{column: say(column, text) for column, text in row.items()} for row in rows]
        for kind, rows in world.files.items()
    }
    return replace(world, files=files)


@each_world
def test_the_names_of_people_do_not_matter(place):
    """A key only tells people apart, and breaks ties of order: the lists and the graph are the same, renamed."""
    names = names_of(Random(place))
    expected = told(place)
    edges = [one | {end: names[one[end]] for end in EDGE} for one in expected.exposures]
    lines = [
        one | {"person_id": names[one["person_id"]], "via": sorted(names[via] for via in one["via"])}
        for one in expected.lines
    ]
    assert answer(told(place, renamed)) == answer(replace(expected, exposures=edges, lines=lines))


def in_utc(world: World, random: Random) -> World:
    """Without changes of the clock."""
    return replace(world, timezone="UTC")


def shifted(world: World, random: Random) -> World:
    """Every instant and date some weeks later, the moment of the analysis too."""
    world = in_utc(world, random)
    later = with_rows(world, lambda column, text: weeks_later(text) if column.endswith("_at") else text)
    return replace(later, as_of=weeks_later(world.as_of))


def weeks_later(text: str) -> str:
    """The text with its date moved; as it is where it does not begin with one."""
    try:
        return (date.fromisoformat(text[:10]) + SHIFT).isoformat() + text[10:]
    except ValueError:
        return text


@each_world
def test_the_date_does_not_matter(place):
    """Only differences of times, and local midnights, count: where all days are alike, weeks later all is the same."""
    expected = told(place, in_utc)
    windows = {case: [moved(stretch) for stretch in window] for case, window in expected.windows.items()}
    edges = [one | {"episodes": [moved(episode) for episode in one["episodes"]]} for one in expected.exposures]
    lines = [one | moved_times(one) for one in expected.lines]
    assert answer(told(place, shifted)) == answer(replace(expected, windows=windows, exposures=edges, lines=lines))


def moved(stretch: tuple[int, int]) -> tuple[int, int]:
    return stretch[0] + SHIFT // MILLISECOND, stretch[1] + SHIFT // MILLISECOND


def moved_times(line: dict) -> dict:
    first, last = moved((line["first_contact_at"], line["last_contact_at"]))
    until = line["follow_up_until"] and weeks_later(line["follow_up_until"])
    return {"first_contact_at": first, "last_contact_at": last, "follow_up_until": until}


def with_a_stranger(world: World, random: Random) -> World:
    """Somebody who does all that the others do, at the same times, elsewhere; and another who meets only this one."""
    files = dict(world.files)
    for kind in additive(world):
        theirs = [{column: ELSEWHERE.get(column, text) for column, text in row.items()} for row in files[kind]]
        files[kind] = random.sample(files[kind] + theirs, 2 * len(theirs))
    files["persons"] = [*files["persons"], {"person_id": "stranger", "grid_id": "G1"}]
    return replace(world, files=files)


@each_world
def test_a_stranger_who_meets_nobody_changes_nothing(place):
    """Time together is that of two people: the records of a third bear on no pair they are not in."""
    assert answer(told(place, with_a_stranger)) == answer(told(place))


def stricter(world: World, random: Random) -> World:
    """Some rules, one at least, ask for more minutes, for more than so many instead of as many, or for fewer metres."""
    rules = world.definition["rule"]
    chosen = random.sample(rules, random.randint(1, len(rules)))
    changed = [stricter_rule(rule, random) if rule in chosen else rule for rule in rules]
    return replace(world, definition=world.definition | {"rule": changed})


def stricter_rule(rule: dict, random: Random) -> dict:
    least, more = rule.get("at_least_minutes", 0), rule.get("more_than_minutes")
    rest = {key: value for key, value in rule.items() if key not in ("at_least_minutes", "more_than_minutes")}
    if "within_m" in rule and random.random() < 0.5:
        return rule | {"within_m": rule["within_m"] * random.choice((0.3, 0.8))}
    if more is not None:
        return rest | {"more_than_minutes": more + random.choice((1, 60))}
    return rest | random.choice(
        ({"more_than_minutes": least}, {"at_least_minutes": least + 15}, {"at_least_minutes": least + 60})
    )


@each_world
def test_a_stricter_threshold_never_adds_a_person(place):
    """Less time together, or a higher bar for the same time: what still qualifies did before, and lasted as long.

    So it is on the first hop. On the second there is one exception by specification: where the first contact with a
    close contact becomes a later one, an isolation that ended before it no longer ends the window (see the manual,
    `test_a_stricter_rule_may_add_a_secondary_contact`).
    """
    loose, strict = told(place), told(place, stricter)
    assert_contained(strict, loose)
    assert_only_by_isolation(place, strict, on_lists(strict) - on_lists(loose))


def test_stricter_thresholds_lose_people_in_these_worlds():
    """Of rules that nobody comes near, the claim would say nothing."""
    lost = [on_lists(told(place)) - on_lists(told(place, stricter)) for place in range(WORLDS)]
    assert sum(map(len, lost)) >= WORLDS // 2


def earlier(world: World, random: Random) -> World:
    """As of a moment in the midst of what makes somebody a contact."""
    line = random.choice(reference.screen(*asked(world)).lines)
    moment = (line["first_contact_at"] + line["last_contact_at"]) // 2
    return replace(world, as_of=from_ms(moment).isoformat(timespec="milliseconds"))


@each_world
def test_a_later_moment_of_the_analysis_takes_no_evidence_away(place):
    """What was together by then stays so: later records say nothing about the time before them.

    A next check-in ends an open stay only after it; a fix adds a move only from the fix before it on. So nobody
    leaves a list, but for the exception above turned round: a contact that qualifies only later can move the first
    contact with a close contact before an isolation, and the window of that close contact then ends with it
    (`test_a_later_analysis_may_lose_a_secondary_contact`). Tiers may rise, and the lines of a higher tier speak of
    other exposures: of a line's minutes nothing is claimed.
    """
    then, now = told(place, earlier), told(place)
    assert_contained(then, now)
    assert_only_by_isolation(place, then, on_lists(then) - on_lists(now))


def on_lists(one: Told) -> set[tuple[str, str]]:
    return {(line["case_id"], line["person_id"]) for line in one.lines}


def assert_contained(less: Told, more: Told) -> None:
    """Every exposure on the first hop of the one is in the other, which measures as much and covers its episodes."""
    theirs = first_hop(more)
    for key, edge in first_hop(less).items():
        assert edge["measured_ms"] <= theirs[key]["measured_ms"]
        for start, end in edge["episodes"]:
            assert any(first <= start and end <= last for first, last in theirs[key]["episodes"])


def first_hop(one: Told) -> dict[tuple, dict]:
    return {(edge["case_id"], edge["person"], edge["rule"]): edge for edge in one.exposures if edge["hop"] == 1}


def assert_only_by_isolation(place: int, one: Told, people: set[tuple[str, str]]) -> None:
    """These people are secondary contacts on the lists of this answer, by way of somebody who was isolated once."""
    isolated = {row["person_id"] for row in eventful_worlds()[place].files["isolations"]}
    for line in one.lines:
        if (line["case_id"], line["person_id"]) in people:
            assert line["tier"] == "secondary" and isolated & set(line["via"])
