"""The definitions that come with the program hold the numbers of their sources, and only those."""

import tomllib
from datetime import date

import pytest

from tracing.definitions import InfectiousPeriod, find, load, shipped

FEET_M = 0.3048
FILES = sorted(shipped().glob("*.toml"))


def threshold_of(definition_id: str, rule_id: str) -> tuple:
    rule = find(definition_id, [shipped()]).rule(rule_id)
    within = rule.parameters.get("within_m")
    window = rule.window_hours if rule.accumulate == "rolling" else None
    return rule.evidence, rule.tier, within, rule.threshold_minutes, rule.more_than, rule.accumulate, window


def test_these_come_with_the_program():
    assert [path.stem for path in FILES] == ["covid-cdc", "covid-cn-9", "covid-who"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_is_found_by_its_file_s_name_and_says_where_its_numbers_are_from(path):
    definition = load(path)
    assert definition.id == path.stem
    assert definition == find(path.stem, [shipped()])
    assert "screening choice" in definition.source


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_number_of_a_source_has_its_mark_beside_it(path):
    written = [line for line in path.read_text(encoding="utf-8").splitlines() if line.partition(" = ")[2][:1].isdigit()]
    numbers = [line for line in written if line.partition(" = ")[0] != "window_hours"]
    assert numbers
    assert [line for line in numbers if not any(mark in line for mark in ("# S", "# V", "# screening choice"))] == []


def test_china_9th_edition():
    definition = find("covid-cn-9", [shipped()])
    assert definition.valid_from == date(2022, 6, 28)
    assert definition.typical_stay_minutes == 60
    assert definition.infectious_period == InfectiousPeriod(before_days=2)
    assert definition.follow_up == {"close": 7 + 3, "secondary": 7}
    assert definition.secondary.rules == ("same-venue", "near", "badge")
    assert definition.secondary.latent_hours == 0
    assert threshold_of("covid-cn-9", "same-venue") == ("stay", "close", None, 15, False, "episode", None)
    assert threshold_of("covid-cn-9", "near") == ("track", "close", 30, 15, False, "rolling", 24)
    assert threshold_of("covid-cn-9", "badge") == ("proximity", "close", 2, 15, False, "rolling", 24)


def test_cdc():
    definition = find("covid-cdc", [shipped()])
    assert definition.infectious_period == InfectiousPeriod(before_days=2)
    assert definition.follow_up == {"close": 14}
    assert definition.secondary is None
    close = ("proximity", "close", pytest.approx(6 * FEET_M), 15, False, "rolling", 24)
    assert threshold_of("covid-cdc", "six-feet") == close
    assert threshold_of("covid-cdc", "near") == ("track", "flagged", 30, 15, False, "rolling", 24)


def test_who():
    definition = find("covid-who", [shipped()])
    assert definition.infectious_period == InfectiousPeriod(before_days=2, after_days=10 + 3)
    assert definition.follow_up == {"close": 14}
    assert definition.secondary is None
    assert threshold_of("covid-who", "face-to-face") == ("proximity", "close", 1, 15, False, "episode", None)
    assert threshold_of("covid-who", "near") == ("track", "flagged", 30, 15, False, "episode", None)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_satellite_positions_alone_never_make_a_contact_closer_than_their_error(path):
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    assert [rule["within_m"] for rule in document["rule"] if rule["evidence"] == "track"] == [30]
