"""Every reason that is given on random worlds is true, and everybody who differs has one: held to the reference."""

import re
from dataclasses import dataclass
from functools import cache

import pytest

from tests.comparison.judge import NOT_LISTED, Judge
from tests.comparison.pairs import random_pair
from tests.comparison.side_by_side import keys, sides
from tests.lib.product import KEY
from tests.lib.reference.contacts import PERSON_COLUMNS
from tests.lib.reference.stretches import clip, length
from tracing.comparison import comparison
from tracing.comparison.reasons import REASONS, Side, lacking, reached

SEEDS = (0, 1, 19, 21, 28, 47, 53, 63, 138, 172, 193, 275, 330, 333, 368)
"""Worlds in which every reason is given; in most of a row of seeds two definitions find the same."""
KINDS = (
    "empty period", "too short", "partly outside", "no secondary", "not close", "empty window", "outside", "no rule",
    "not seen",
)  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """A world compared: both judges and sides, what each side lacks, and the rows by case and pseudonym."""

    judges: list[Judge]
    sides: list[Side]
    people: list[str]
    lacks: list[list[dict]]
    rows: dict[tuple[str, str], dict]


@pytest.fixture(params=SEEDS)
def world(request) -> Compared:
    return compared(request.param)


@cache
def compared(seed: int) -> Compared:
    world, *documents = random_pair(seed)
    both = sides(world.files, documents, world.as_of, world.timezone)
    told = (row.get(name) for rows in world.files.values() for row in rows for name in PERSON_COLUMNS)
    people = sorted(set(filter(None, told)))
    lacks = [keys(lacking(both[here], both[1 - here]), people).to_dicts() for here in (0, 1)]
    rows = {(row["case_id"], row["person_id"]): row for row in comparison(*both, world.timezone).to_dicts()}
    return Compared([Judge(world, document) for document in documents], both, people, lacks, rows)


def test_everybody_on_either_list_has_a_row(world):
    listed = {(case, KEY.of(person)) for judge in world.judges for case, person in judge.lines}
    assert set(world.rows) == listed


def test_what_put_a_person_on_a_list(world):
    for judge, side in zip(world.judges, world.sides, strict=True):
        check_reached(side, judge, world.people)


def test_reasons_are_true_and_none_is_left_out(world):
    for here in (0, 1):
        check_lacking(world.lacks[here], world.judges[here], world.judges[1 - here])


def test_what_was_too_short_is_said_rounded_down(world):
    for here in (0, 1):
        check_words(world.lacks[here], world.rows, f"why_{here + 1}")


def test_every_reason_was_given():
    given = {one["reason"] for seed in SEEDS for side in compared(seed).lacks for one in side}
    assert set(KINDS) == given


def check_reached(side: Side, judge: Judge, people: list[str]) -> None:
    """The rules of each line, each with the most that was measured."""
    told = keys(reached(side), people)
    expected: dict[tuple, int] = {}
    for line in judge.lines:
        for one in judge.ways(line):
            at = (*line, one["rule"])
            expected[at] = max(expected.get(at, 0), one["measured_ms"])
    assert {row[:3]: row[3] for row in told.select("case_id", "person_id", "rule", "measured_ms").rows()} == expected


def check_lacking(reasons: list[dict], here: Judge, there: Judge) -> None:
    by_line: dict[tuple, list[dict]] = {}
    for one in reasons:
        assert set(one) == set(REASONS)
        by_line.setdefault((one["case_id"], one["person_id"]), []).append(one)
    assert set(by_line) == {line for line in there.lines if there.rank(line) < here.rank(line)}
    for line, given in by_line.items():
        reach = NOT_LISTED - 1 if line not in here.lines else there.rank(line)
        assert {one["reach"] for one in given} == {reach}
        for one in given:
            CHECKS[one["reason"]](one, line, here, there)
        if given[0]["reason"] != "empty period":
            check_nothing_is_left_out(given, line, reach, here, there)


def check_nothing_is_left_out(given: list[dict], line: tuple, reach: int, here: Judge, there: Judge) -> None:
    """All that was too short with the case is told, and of close contacts the nearest; else the way is followed."""
    case, person = line
    short = here.short(reach, case, here.people[case], 0, person)
    told = {one["rule"]: one["measured_ms"] for one in given if one["reason"] == "too short" and one["hop"] == 0}
    assert told == short
    onward = {} if reach < 1 or "secondary" not in here.definition else {
        (share(here, rule, time), source)
        for source in here.close(case) if source != person
        for rule, time in here.short(reach, case, source, 1, person).items()
    }  # fmt: skip
    nearest = [one for one in given if one["reason"] == "too short" and one["hop"] == 1]
    assert bool(nearest) == bool(onward)
    if onward:
        assert share(here, nearest[0]["rule"], nearest[0]["measured_ms"]) == max(onward)[0]
    hop = there.ways(line)[0]["hop"] - 1
    followed = [one for one in given if one["reason"] in KINDS[3:]]
    assert {one["hop"] for one in followed} == (set() if (onward if hop else short) else {hop})
    assert len({one["source_id"] for one in followed}) <= 1


def share(judge: Judge, rule: str, measured: int) -> float:
    known = next(one for one in judge.definition["rule"] if one["id"] == rule)
    return measured / ((known.get("at_least_minutes") or known.get("more_than_minutes")) * 60_000.0)


def check_words(reasons: list[dict], rows: dict[tuple, dict], column: str) -> None:
    """What was too short stands in the sentence, rounded down."""
    for one in reasons:
        why = rows[one["case_id"], KEY.of(one["person_id"])][column]
        assert why
        if one["reason"] == "too short":
            by_way = f" with {KEY.of(one['source_id'])}" if one["hop"] else ""
            minutes = re.search(rf"too short under {one['rule']}{by_way} \(([\d.]+) minutes", why)[1]
            assert 0 <= one["measured_ms"] - round(float(minutes) * 60_000) < 600


def empty_period(one: dict, line: tuple, here: Judge, there: Judge) -> None:
    assert here.answer.windows[line[0]] == []


def too_short(one: dict, line: tuple, here: Judge, there: Judge) -> None:
    assert here.short(one["reach"], line[0], one["source_id"], one["hop"], line[1])[one["rule"]] == one["measured_ms"]


def partly_outside(one: dict, line: tuple, here: Judge, there: Judge) -> None:
    met = there.met(line, one["source_id"])
    inside = length(clip(met, here.window(line[0], one["source_id"], one["hop"])))
    assert (one["of_ms"], one["measured_ms"]) == (length(met), length(met) - inside)
    assert one["measured_ms"] > 0


def no_secondary(one: dict, line: tuple, here: Judge, there: Judge) -> None:
    assert "secondary" not in here.definition and there.lines[line]["via"]


def not_close(one: dict, line: tuple, here: Judge, there: Judge) -> None:
    assert one["source_id"] in there.lines[line]["via"]
    assert here.lines.get((line[0], one["source_id"]), {"tier": None})["tier"] == one["tier"] != "close"
    # The nearest of several: not one of them is close on this side.
    assert not set(there.lines[line]["via"]) & set(here.close(line[0]))


def empty_window(one: dict, line: tuple, here: Judge, there: Judge) -> None:
    assert one["source_id"] in here.close(line[0])
    assert here.window(line[0], one["source_id"], 1) == []


def outside(one: dict, line: tuple, here: Judge, there: Judge) -> None:
    met = met_by(one, line, there)
    window = here.window(line[0], one["source_id"], one["hop"])
    assert met and window and clip(met, window) == []
    first, last = min(met)[0], max(end for _, end in met)
    if one["where"] == "before":
        assert last <= one["edge"] == window[0][0]
    elif one["where"] == "after":
        assert first >= one["edge"] == window[-1][1]
    else:
        assert one["edge"] is None and first < window[-1][1] and last > window[0][0]


def no_rule(one: dict, line: tuple, here: Judge, there: Judge) -> None:
    kinds = one["evidence"].split(";")
    assert clip(met_by(one, line, there), here.window(line[0], one["source_id"], one["hop"]))
    assert not [rule for rule in here.rules(one["reach"], one["hop"]) if rule["evidence"] in kinds]


def not_seen(one: dict, line: tuple, here: Judge, there: Judge) -> None:
    kinds = one["evidence"].split(";")
    meant = [rule for rule in here.rules(one["reach"], one["hop"]) if rule["evidence"] in kinds]
    assert {rule["evidence"] for rule in meant} == set(kinds)
    for rule in meant:
        assert here.together(rule, line[0], one["source_id"], one["hop"], line[1]).episodes == []


def met_by(one: dict, line: tuple, there: Judge) -> list[tuple[int, int]]:
    """The meetings of the other side with this source by these kinds of evidence."""
    kinds = one["evidence"].split(";")
    ways = [way for way in there.ways(line) if way["source"] == one["source_id"]]
    return sorted(part for way in ways if there.evidence(way["rule"]) in kinds for part in map(tuple, way["episodes"]))


CHECKS = {kind: globals()[kind.replace(" ", "_")] for kind in KINDS}
