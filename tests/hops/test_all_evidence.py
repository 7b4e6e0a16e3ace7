"""Arrivals on random worlds of all kinds of evidence: two hops are the screen's contacts, further ones the reference's.

The worlds are those of `tests.lib.worlds`, full of trouble, and busier ones; the program takes their files in. The hops
are read one by one from the slow engine's exposures and windows, as the specification's words have them.
"""

import tempfile
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from tests.hops.busy import busy_world
from tests.lib.in_memory import in_memory
from tests.lib.product import KEY, take_in, write_csv
from tests.lib.reference.contacts import CONFIRMED, Inputs, people_in, secondary_rules
from tests.lib.reference.exposures import qualifying_exposures
from tests.lib.reference.instants import read_instant
from tests.lib.reference.periods import infectious_period, window_of_close_contact
from tests.lib.reference.records import read_records
from tests.lib.worlds import ALL_EVIDENCE, World, random_world
from tracing import definitions, records
from tracing.arrivals import Reach, reach
from tracing.evidence import Observations
from tracing.frames import complete
from tracing.intake.instants import instant
from tracing.model import KINDS
from tracing.screening import Screening, screen
from tracing.times import to_ms

HOPS = 4
TROUBLED = [random_world(seed, ALL_EVIDENCE) for seed in range(4000, 4016)]
BUSY = [busy_world(seed) for seed in range(30)]
Labels = dict[tuple[str, str, int], int]


@cache
def searched() -> list[tuple[World, Screening, Reach]]:
    """The worlds that have secondary contacts, with what a screen of each finds and whom its cases reach."""
    troubled = [(world, *answer(world, taken_in(world))) for world in TROUBLED if "secondary" in world.definition]
    return troubled + [(world, *answer(world, frames_of(world))) for world in BUSY]


def taken_in(world: World) -> dict[str, pl.DataFrame]:
    """The records of a world's files as the program takes them in."""
    with (
        tempfile.TemporaryDirectory() as folder,
        in_memory("store") as store,
        in_memory("vault") as vault,
    ):
        for kind, rows in world.files.items():
            if rows:
                take_in(store, vault, write_csv(Path(folder) / f"{kind}.csv", rows), world.timezone)
        return records.load(store)


def frames_of(world: World) -> dict[str, pl.DataFrame]:
    """The records of a world without trouble, as a notebook has them."""
    return complete({kind: typed(kind, rows, world.timezone) for kind, rows in world.files.items() if rows})


def typed(kind: str, rows: list[dict[str, str]], zone: str) -> pl.DataFrame:
    columns = {column.name: column for column in KINDS[kind].columns}
    frame = pl.DataFrame(rows).with_columns(pl.all().replace("", None))
    people = [name for name in frame.columns if columns[name].label == "person"]
    instants = [name for name in frame.columns if columns[name].type in ("instant", "closing")]
    return frame.with_columns(
        pl.col(people).map_elements(KEY.of, pl.String),
        *(pl.col(name).str.to_datetime(format=None, time_unit="ms").dt.replace_time_zone(zone) for name in instants),
    )


def answer(world: World, known: dict[str, pl.DataFrame]) -> tuple[Screening, Reach]:
    """What a screen of a world's records finds, and whom its cases reach."""
    definition = definitions.parse(world.definition, "world.toml")
    now = instant(world.as_of, world.timezone, closing=True)
    found = screen(known, definition, now, world.timezone)
    close = found.contacts.filter(tier="close").select("case_id", "person_id", "first_contact_at")
    seen = Observations(known, definition, to_ms(now))
    return found, reach(close, seen, definition, found.cases["person_id"], HOPS, world.timezone)


def by_the_reference(world: World) -> Labels:
    """(case, pseudonym, hops) -> arrival."""
    zone = ZoneInfo(world.timezone)
    moment = read_instant(world.as_of, zone, closes_window=True)
    inputs = Inputs(read_records(world.files, zone), world.definition, moment, zone)
    cases = [case for case in inputs.records.kept["cases"] if case["classification"] in CONFIRMED]
    confirmed = {case["person_id"] for case in cases}
    labels: Labels = {}
    for case in cases:
        window = infectious_period(case, world.definition["infectious_period"], inputs.records, inputs.as_of, zone)
        direct = [rule for rule in world.definition["rule"] if rule["tier"] == "close"]
        rules = {1: direct} | {hop: secondary_rules(world.definition) for hop in range(2, HOPS + 1)}
        sources = {case["person_id"]: (window, frozenset())}
        kept: dict[str, dict[int, int]] = {}
        for hop in range(1, HOPS + 1):
            sources = one_hop(hop, sources, rules[hop], kept, confirmed, inputs)
        labels |= {
            (case["case_id"], KEY.of(person), hop): arrived
            for person, by in kept.items()
            for hop, arrived in by.items()
        }
    return labels


def one_hop(hop: int, sources: dict, rules: list, kept: dict, confirmed: set[str], inputs: Inputs) -> dict:
    """Whom the sources reach; notes their arrivals in `kept` and gives them back as sources of the next hop."""
    reached: dict[str, list[tuple[int, frozenset]]] = {}
    for source, (window, passed) in sources.items():
        others = [person for person in people_in(inputs) if person not in confirmed | passed | {source}]
        for exposure in qualifying_exposures(rules, source, window, others, inputs):
            reached.setdefault(exposure.person, []).append((exposure.episodes[0][0], passed))
    onward = {}
    for person, found in reached.items():
        arrived = min(moment for moment, _ in found)
        window = opened(person, arrived, inputs)
        earlier = [before for before in kept.get(person, {}).values() if before <= arrived]
        covered = any(not window or window[0][1] <= until(person, before, inputs) for before in earlier)
        if not covered:
            kept.setdefault(person, {})[hop] = arrived
            ways = frozenset.intersection(*(passed for moment, passed in found if moment == arrived))
            onward[person] = window, ways | {person}
    return onward


def opened(person: str, arrived: int, inputs: Inputs) -> list[tuple[int, int]]:
    latent = inputs.definition["secondary"].get("latent_hours", 0)
    return window_of_close_contact(person, arrived, latent, inputs.records, inputs.as_of)


def until(person: str, arrived: int, inputs: Inputs) -> int:
    """When the window ends that begins with an arrival, were there no latency."""
    window = window_of_close_contact(person, arrived, 0, inputs.records, inputs.as_of)
    return window[0][1] if window else arrived


def told(found: Reach) -> Labels:
    return {tuple(row[:3]): row[3] for row in found.arrivals.iter_rows()}


def test_arrivals_are_those_of_the_slow_engine():
    for world, _, found in searched():
        assert told(found) == by_the_reference(world), world


def test_two_hops_are_the_contacts_of_the_screen():
    for world, screened, found in searched():
        close = screened.contacts.filter(tier="close")
        secondary = screened.contacts.filter(tier="secondary").filter(pl.col("via").list.len() > 0)
        reached = found.arrivals.filter(pl.col("hops") <= 2)
        reached = reached.filter(pl.col("hops") == pl.col("hops").min().over("case_id", "person_id"))
        expected = [(*row, 1) for row in close.select("case_id", "person_id", "first_contact_at").iter_rows()]
        expected += [(*row, 2) for row in secondary.select("case_id", "person_id", "first_contact_at").iter_rows()]
        assert sorted(reached.select("case_id", "person_id", "arrived_at", "hops").rows()) == sorted(expected), world


def test_the_exposures_of_the_second_hop_are_those_of_the_screen():
    compared = 0
    same = ["case_id", "source_id", "person_id", "rule", "measured_ms", "first_at", "last_at", "episodes"]
    for world, screened, found in searched():
        lines = screened.contacts.filter(tier="secondary").select("case_id", "person_id")
        theirs = screened.exposures.filter(hop=1).join(lines, on=["case_id", "person_id"], how="semi")
        ours = found.exposures.filter(hops=2).join(lines, on=["case_id", "person_id"], how="semi")
        assert sorted(ours.select(same).rows()) == sorted(theirs.select(same).rows()), world
        compared += ours.height
    assert compared > 50


def test_the_worlds_reach_far_and_some_people_by_several_numbers_of_hops():
    further = [found.arrivals.filter(pl.col("hops") > 2) for _, _, found in searched()]
    assert sum(not arrivals.is_empty() for arrivals in further) >= 20
    assert max(arrivals["hops"].max() or 0 for arrivals in further) == HOPS
    assert sum(found.arrivals["person_id"].is_duplicated().any() for _, _, found in searched()) >= 10
    used = {rule for _, _, found in searched() for rule in found.exposures.filter(pl.col("hops") > 2)["evidence"]}
    assert used >= {"stay", "proximity", "seat", "track", "household", "vehicle"}


def test_the_episodes_are_those_of_the_exposures():
    for world, _, found in searched():
        counted = dict(found.episodes.group_by("exposure").len().iter_rows())
        assert counted == dict(found.exposures.select("exposure", "episodes").iter_rows()), world
        begins = dict(found.episodes.group_by("exposure").agg(pl.col("started_at").min()).iter_rows())
        assert begins == dict(found.exposures.select("exposure", "first_at").iter_rows()), world
