"""Passages, check-ins and plates that change hands: read in part, and the answer is the reference's.

Gates where people stay for as long as the place says or five minutes, out of which passages lead as well; people who
come by their own name, by a plate, or by both.
"""

from datetime import UTC, datetime, timedelta
from random import Random
from unittest.mock import patch

import pytest

from tests.clustered.test_stays_near import CASE, DEFINITION
from tests.lib import product, reference
from tests.lib.comparison import assert_same
from tracing.clustered.filings import FILINGS
from tracing.clustered.spans_near import spans_near

Row = dict[str, str]
DAY = datetime(2021, 8, 5, tzinfo=UTC)
PEOPLE, PLATES, GATES = [f"p{number}" for number in range(1, 13)], ["A1", "B2", "C3", "D4"], ["north", "south", "hall"]


def at(dice: Random, hours: int = 60) -> datetime:
    """Every second minute, so that instants come again."""
    return DAY + timedelta(minutes=2 * dice.randrange(-60, 30 * hours))


def passages(dice: Random, count: int, named: list[str]) -> list[Row]:
    rows = []
    for _ in range(count):
        who = dice.choice(((dice.choice(named), ""), ("", dice.choice(PLATES)), (dice.choice(named), PLATES[0])))
        passed = {"place_id": dice.choice(GATES), "passed_at": at(dice).isoformat()}
        rows.append({**passed, "person_id": who[0], "plate": who[1], "direction": dice.choice(("", "in", "out"))})
    return rows


def checkins(dice: Random, count: int, named: list[str]) -> list[Row]:
    rows = []
    for _ in range(count):
        begin = at(dice)
        end = dice.choice(("", (begin + timedelta(minutes=dice.randrange(2, 90))).isoformat()))
        times = {"checked_in_at": begin.isoformat(), "checked_out_at": end}
        rows.append({"person_id": dice.choice(named), "place_id": dice.choice(GATES), **times})
    return rows


def vehicles(dice: Random) -> list[Row]:
    """Who goes with which plate: always, from some time on, or until then."""
    links = []
    for _ in range(10):
        told = dice.choice(({}, {"from_at": at(dice).isoformat()}, {"until_at": at(dice).isoformat()}))
        links.append(
            {"plate": dice.choice(PLATES), "person_id": dice.choice(PEOPLE), "from_at": "", "until_at": ""} | told
        )
    return links


def asking(seed: int) -> tuple:
    dice = Random(seed)
    places = [{"place_id": gate, "typical_stay_minutes": dice.choice(("", "1", "20", "240"))} for gate in GATES]
    rule = {"id": "gate", "evidence": "stay", "tier": "close", "at_least_minutes": dice.choice((1, 4))}
    named = dice.sample(PEOPLE, 6)  # the others are known by plates alone
    files = {
        "cases": [CASE, CASE | {"case_id": "k2", "person_id": "p2"}],
        "places": places[: dice.randrange(4)],
        "vehicles": vehicles(dice),
        "passages": passages(dice, 90, named),
        "checkins": checkins(dice, dice.choice((0, 15)), named),
        "isolations": dice.choice(([], [{"person_id": "p1", "from_at": at(dice).isoformat()}])),
    }
    usual = {"typical_stay_minutes": dice.choice((2, 60))}
    linger = {"linger_minutes": dice.choice((0, 0, 30))}
    return files, DEFINITION | usual | {"rule": [rule | linger]}, "2021-08-09T00:00:00Z", "UTC"


@pytest.fixture
def in_part():
    """How many passages each search was told, and whether these were fewer than there are."""
    told: list[tuple[int, bool]] = []

    def counted(copy, search):
        near = spans_near(copy, search)
        every = sum(len(part.segment) for part in copy._of("passages by place_id"))
        told.append((len(near["passages"]), len(near["passages"]) < every))
        return near

    with patch("tracing.clustered.stored.spans_near", counted):
        yield told


def test_passages_are_read_in_part_and_the_lists_are_the_references(in_part):
    lines = 0
    for seed in range(24):
        found = product.screen(*asking(seed), copied=True)
        assert_same(found, reference.screen(*asking(seed)))
        lines += len(found.lines)
    assert lines > 100 and sum(some for count, some in in_part if count) > 20, (lines, in_part)


@pytest.mark.parametrize("kind", ["checkins", "passages"])
def test_one_of_the_two_kinds_is_copied_and_the_other_is_known_whole(kind):
    alone = {kind: FILINGS[kind]}
    for seed in range(100, 108):
        with (
            patch.multiple("tracing.clustered.growth", FILINGS=alone),
            patch("tracing.clustered.stored.FILINGS", alone),
        ):
            assert_same(product.screen(*asking(seed), copied=True), reference.screen(*asking(seed)))
