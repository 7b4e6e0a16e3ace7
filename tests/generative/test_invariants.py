"""What must not depend on what: the product asked again about a world that was changed in one respect.

Unlike engines held against each other, these claims need no second reading of the specification. Each is asked of
the same random worlds in which at least three people are contacts: some of all kinds of evidence, some of cells where
people dwell. A changed world is a world as well, and the reference must say the same of it as the product.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import count, islice
from pathlib import Path
from random import Random

import networkx as nx
import polars as pl
import pytest

from tests.lib import product, reference
from tests.lib.comparison import assert_same
from tests.lib.product import KEY, Told
from tests.lib.worlds import ALL_EVIDENCE, World, random_world
from tests.lib.worlds.changes import (
    SHIFT,
    Change,
    as_drawn,
    dwelling_ever,
    earlier,
    in_utc,
    names_of,
    renamed,
    shifted,
    shuffled,
    stricter,
    weeks_later,
    with_a_stranger,
)
from tests.lib.worlds.seen import lines_of
from tracing import definitions
from tracing.case_list import COLUMNS
from tracing.contact_graph import ContactGraph, contact_graph, identified
from tracing.exports import LIST_FORMATS, list_bytes
from tracing.publication import publication
from tracing.results import Run, latest
from tracing.times import INSTANT, from_ms

OF_ALL_KINDS, OF_CELLS = 12, 3
WORLDS = OF_ALL_KINDS + OF_CELLS
FIRST_SEED = 3000
LEAST_LINES = 3
EDGE = ("source", "person")
NOBODY_IN_PARTICULAR = dict.fromkeys(("name", "phone", "address"), "")
MILLISECOND = timedelta(milliseconds=1)

each_world = pytest.mark.parametrize("place", range(WORLDS))


def asked(world: World) -> tuple:
    return world.files, world.definition, world.as_of, world.timezone


@cache
def eventful_worlds() -> list[World]:
    of_cells = (world for world in eventful(("cell",)) if lists_by_dwelling(world))
    return [*islice(eventful(ALL_EVIDENCE), OF_ALL_KINDS), *islice(of_cells, OF_CELLS)]


def eventful(evidence: tuple[str, ...]) -> Iterator[World]:
    drawn = (random_world(seed, evidence) for seed in count(FIRST_SEED))
    return (world for world in drawn if len(reference.screen(*asked(world)).lines) >= LEAST_LINES)


def lists_by_dwelling(world: World) -> bool:
    dwelt = {rule["id"] for rule in world.definition["rule"] if "dwell_more_than_hours" in rule}
    return any(dwelt & set(line["rules"]) for line in reference.screen(*asked(world)).lines)


@cache
def changed(place: int, *changes: Change) -> World:
    """A world after some changes, each with the same source of chance however often it is asked for."""
    world = eventful_worlds()[place]
    for change in changes:
        world = change(world, Random(place))
    return world


@cache
def told(place: int, *changes: Change) -> Told:
    """The product's answer to a world as some changes leave it; what none of them touches is not asked again."""
    if changes and changed(place, *changes) == eventful_worlds()[place]:
        return told(place)
    return product.screen(*asked(changed(place, *changes)))


@each_world
@pytest.mark.parametrize("change", [as_drawn, shuffled, renamed, in_utc, shifted, with_a_stranger, stricter, earlier])
def test_the_reference_says_the_same(place, change):
    assert_same(told(place, change), reference.screen(*asked(changed(place, change))))


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


@pytest.mark.parametrize("place", range(0, WORLDS, 3))
def test_the_graph_of_people_renamed_is_the_same_graph_renamed(place, tmp_path):
    """People, what is said of them, who met whom when, and the lines of files behind it."""
    names = names_of(Random(place))
    expected = graphs_of(place, tmp_path / "as drawn", names)
    found = graphs_of(place, tmp_path / "renamed", {name: name for name in names}, renamed)
    assert sum(graph.number_of_edges() for graph in expected) >= LEAST_LINES
    for one, other in zip(found, expected, strict=True):
        assert one.graph == other.graph
        assert dict(one.nodes(data=True)) == dict(other.nodes(data=True))
        assert edges_of(one) == edges_of(other)


def graphs_of(place: int, folder: Path, names: dict[str, str], *changes: Change) -> list[nx.MultiDiGraph]:
    """The graphs of all cases, everybody under the name that is given to their key."""
    world, one = changed(place, *changes), told(place, *changes)
    in_force = definitions.parse(world.definition, "world.toml")
    run = Run(1, in_force.id, in_force.sha256, "", in_force.title, from_ms(0), world.timezone, from_ms(0), from_ms(0))
    files = pl.DataFrame({"file_id": range(len(world.files) + 1), "name": "rows", "kind": "rows"})
    places = pl.DataFrame(schema=dict.fromkeys(("place_id", "name", "kind"), pl.String))
    with publication(folder, 1) as results:
        for told_of in one.kept:
            results.keep(*told_of)
        results.write(run, in_force, one.found, files.cast({"file_id": pl.Int32}), places)
    people = [{"person_id": KEY.of(key), "source_key": name, **NOBODY_IN_PARTICULAR} for key, name in names.items()]
    with latest(folder) as results:
        return [known(contact_graph(results, case), people).to_networkx() for case in sorted(one.windows)]


def known(graph: ContactGraph, people: list[dict]) -> ContactGraph:
    return identified(graph, pl.DataFrame([row for row in people if row["person_id"] in graph.people["id"]]))


def edges_of(graph: nx.MultiDiGraph) -> dict[tuple, dict]:
    return {(source, person, rule): facts for source, person, rule, facts in graph.edges(data=True, keys=True)}


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


@each_world
def test_a_stranger_who_meets_nobody_changes_nothing(place):
    """Time together is that of two people: the records of a third bear on no pair they are not in."""
    assert answer(told(place, with_a_stranger)) == answer(told(place))


@each_world
def test_a_stricter_threshold_never_adds_a_person(place):
    """Less time together, or a higher bar for the same time: what still qualifies did before, and lasted as long.

    So it is on the first hop. On the second there is one exception by specification: where the first contact with a
    close contact becomes a later one, an isolation that ended before it no longer ends the window (see the manual,
    `test_a_stricter_rule_may_add_a_secondary_contact`).
    """
    loose, strict = told(place), told(place, stricter)
    assert_contained(strict, loose)
    assert_only_by_isolation(place, strict, lines_of(strict) - lines_of(loose))


def test_stricter_thresholds_lose_people_in_these_worlds():
    """Of rules that nobody comes near, the claim would say nothing."""
    lost = [lines_of(told(place)) - lines_of(told(place, stricter)) for place in range(WORLDS)]
    assert sum(map(len, lost)) >= WORLDS // 2


@each_world
def test_a_later_moment_of_the_analysis_takes_no_evidence_away(place):
    """What was together by then stays so: later records say nothing about the time before them.

    A next check-in ends an open stay only after it; a fix adds a move only from the fix before it on. So nobody
    leaves a list, but for the exception above turned round: a contact that qualifies only later can move the first
    contact with a close contact before an isolation, and the window of that close contact then ends with it
    (`test_a_later_analysis_may_lose_a_secondary_contact`). Tiers may rise, and the lines of a higher tier speak of
    other exposures: of a line's minutes nothing is claimed. Only a dwelling is over some day: the claim is made of
    dwellings at any time before.
    """
    then, now = told(place, dwelling_ever, earlier), told(place, dwelling_ever)
    assert_contained(then, now)
    assert_only_by_isolation(place, then, lines_of(then) - lines_of(now))


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
