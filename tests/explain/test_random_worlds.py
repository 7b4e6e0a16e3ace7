"""Explanations in random worlds, every person to every case, held against the reference engine and the lists."""

from collections import Counter
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from tests.explain.asked import screened, toml
from tests.lib import reference
from tests.lib.reference.contacts import Answer, people_in
from tests.lib.reference.exposures import exposure_of, reaches
from tests.lib.reference.instants import read_instant
from tests.lib.reference.periods import window_of_close_contact
from tests.lib.reference.pieces import Inputs
from tests.lib.reference.records import read_records
from tests.lib.worlds import ALL_EVIDENCE, World, random_world

SEEDS = range(3000, 3008)
NEARNESS = ("reached", "too short", "outside the window", "apart", "no evidence")
NAMING = ("person_id", "person_a", "person_b")


@cache
def told(seed: int) -> tuple[World, Answer, Inputs, dict, dict]:
    """A world, what the reference says of it, and by case and person the explanation and its words."""
    world = random_world(seed, ALL_EVIDENCE)
    answer = reference.screen(world.files, world.definition, world.as_of, world.timezone)
    zone = ZoneInfo(world.timezone)
    as_of = read_instant(world.as_of, zone, closes_window=True)
    inputs = Inputs(read_records(world.files, zone), world.definition, as_of, zone)
    with screened(world.files, toml(world.definition), world.as_of, world.timezone) as town:
        pairs = [(case, person) for case in answer.windows for person in people_in(inputs)]
        pairs = [(case, person) for case, person in pairs if person != of_case(inputs)[case]]
        why = {pair: town.why(*pair) for pair in pairs}
        words = {pair: town.words(*pair) for pair in pairs}
    return world, answer, inputs, why, words


def of_case(inputs: Inputs) -> dict[str, str]:
    return {case["case_id"]: case["person_id"] for case in inputs.records.kept["cases"]}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_rule_came_as_far_as_the_reference_says(seed):
    _, answer, inputs, why, _ = told(seed)
    rules = {rule["id"]: rule for rule in inputs.definition["rule"]}
    for (case, person), explained in why.items():
        direct = {way["rule"]: way for way in explained["others"] if way["by_way_of"] is None}
        source = of_case(inputs)[case]
        for rule in rules.values():
            seen = exposure_of(rule, source, person, answer.windows[case], inputs)
            if seen.episodes and reaches(rule, seen.measured):
                assert rule["id"] not in direct or direct[rule["id"]]["nearness"] == "reached"
            elif seen.episodes:
                way = direct[rule["id"]]
                assert (way["nearness"], way["measured_ms"]) == ("too short", seen.measured)
                assert len(way["episodes"]) == len(seen.episodes)
            else:
                assert NEARNESS.index(direct[rule["id"]]["nearness"]) > NEARNESS.index("too short")


@pytest.mark.parametrize("seed", SEEDS)
def test_by_way_of_close_contacts_the_longest_time_that_was_too_short_is_told(seed):
    _, answer, inputs, why, _ = told(seed)
    for (case, person), explained in why.items():
        windows = windows_of_close_contacts(answer, inputs, case)
        for way in (way for way in explained["others"] if way["by_way_of"] is not None):
            (rule,) = [rule for rule in inputs.definition["rule"] if rule["id"] == way["rule"]]
            seen = {one: exposure_of(rule, one, person, windows[one], inputs) for one in windows if one != person}
            longest = max((one.measured for one in seen.values() if one.episodes), default=None)
            if way["nearness"] == "too short":
                assert way["measured_ms"] == longest == seen[way["by_way_of"]].measured
            else:
                assert (way["nearness"], longest) == ("outside the window", None)


def windows_of_close_contacts(answer: Answer, inputs: Inputs, case: str) -> dict[str, list[tuple[int, int]]]:
    latent = inputs.definition["secondary"].get("latent_hours", 0) if "secondary" in inputs.definition else 0
    firsts: dict[str, int] = {}
    for one in answer.exposures:
        if (one["case_id"], one["hop"], one["tier"], one["listed"]) == (case, 1, "close", True):
            begun = one["episodes"][0][0]
            firsts[one["person"]] = min(firsts.get(one["person"], begun), begun)
    by = (latent, inputs.records, inputs.as_of)
    return {person: window_of_close_contact(person, first, *by) for person, first in firsts.items()}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_standing_and_the_line_are_those_of_the_lists(seed):
    _, answer, inputs, why, _ = told(seed)
    lines = {(line["case_id"], line["person_id"]): line for line in answer.lines}
    cases = {of_case(inputs)[case] for case in answer.windows}
    for pair, explained in why.items():
        standing = "contact" if pair in lines else "case" if pair[1] in cases else "not on the list"
        assert explained["standing"] == standing
        if standing == "contact":
            line, facts = lines[pair], explained["line"]
            for name in ("tier", "rules", "places", "episodes"):
                assert facts[name] == line[name]
            assert sorted(facts["via"]) == line["via"]
            assert facts["minutes"] == round(line["minutes"], 2)
            behind = [one for step in explained["steps"] if step["contact"] == pair[1] for one in step["exposures"]]
            assert {one["rule"] for one in behind} == set(line["rules"])
            assert sum(len(one["episodes"]) for one in behind) == line["episodes"]
        else:
            assert explained["line"] is None


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_off_the_lists_is_said_to_have_reached_a_rule(seed):
    _, _, _, why, words = told(seed)
    for pair, explained in why.items():
        if explained["standing"] == "not on the list":
            assert "reached" not in {way["nearness"] for way in explained["others"]}
            rest = words[pair][0].removeprefix(f"{pair[1]}: not on the list of case {pair[0]}; ")
            wanting = all(way["nearness"] == "no evidence" and "unusable" not in way for way in explained["others"])
            assert rest.startswith("no rule came near" if wanting else "nearest: rule ")


@pytest.mark.parametrize("seed", SEEDS)
def test_the_lines_named_are_there_and_tell_of_one_of_the_two(seed):
    world, _, inputs, why, _ = told(seed)
    for (case, person), explained in why.items():
        ways = [({source_of(way, inputs, case), person}, way) for way in explained["others"]]
        steps = [({step["source"], step["contact"]}, one) for step in explained["steps"] for one in step["exposures"]]
        for two, shown in [*ways, *steps]:
            for episode in shown["episodes"]:
                assert episode["records"]
                named = Counter(one for record in episode["records"] for one in names(world, record, two))
                assert set(named) == two


def source_of(way: dict, inputs: Inputs, case: str) -> str:
    return way["by_way_of"] or of_case(inputs)[case]


def names(world: World, record: dict, two: set[str]) -> set[str]:
    """Whom of two people the lines of a record name; a passage of a plate names nobody, its link does."""
    rows = world.files[record["file"].removesuffix(".csv")]
    named = set()
    for line in range(record["first_line"], record["last_line"] + 1):
        row = rows[line - 2]
        people = {row[column] for column in NAMING if row.get(column)} & two
        assert people or row.get("plate")
        named |= people
    return named


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_shuffled_rows_give_the_same_explanations(seed):
    """But for the numbers of lines, and for kinds whose later rows replace the earlier."""
    world, _, _, why, _ = told(seed)
    keyed = ("cases", "places", "persons")
    turned = {kind: rows if kind in keyed else rows[::-1] for kind, rows in world.files.items()}
    with screened(turned, toml(world.definition), world.as_of, world.timezone) as town:
        for pair, explained in why.items():
            assert without_lines(town.why(*pair)) == without_lines(explained)


def without_lines(told: object) -> object:
    if isinstance(told, dict):
        return {name: without_lines(value) for name, value in told.items() if name != "records"}
    return [without_lines(one) for one in told] if isinstance(told, list) else told


def test_the_worlds_hold_every_nearness_and_every_reason():
    drawn, reasons = Counter(), Counter()
    for seed in SEEDS:
        for explained in told(seed)[3].values():
            drawn.update(way["nearness"] for way in explained["others"])
            reasons.update((way["evidence"], way["because"]) for way in explained["others"] if "because" in way)
    assert set(drawn) == set(NEARNESS)
    assert {because for _, because in reasons} >= {"condition", "other times", "nothing shared"}
    assert len(reasons) >= 7
