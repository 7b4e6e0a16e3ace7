"""The definitions that come with the program hold the numbers of their sources, and only those."""

import re
import tomllib
from itertools import pairwise

import pytest

from tests.definitions.rows import ROWS
from tracing.definition_words import in_words
from tracing.definitions import Backward, Rule, find, load, shipped

FILES = sorted(shipped().glob("*.toml"))
UNSAID = {"max_gap_minutes": 10, "max_accuracy_m": 100, "linger_minutes": 0, "dwell_days": 14, "dwell_who": "either"}


def space_of(rule: Rule) -> dict:
    """The parameters of a rule that are not what they are when left out."""
    unsaid = UNSAID | ({"rows": 3} if rule.parameters.get("unit") != "rows" else {})
    return {name: value for name, value in rule.parameters.items() if value is not None and value != unsaid.get(name)}


def time_of(rule: Rule) -> str:
    if rule.threshold_minutes is None:
        return "any"
    window = f" {rule.window_hours:g}" if rule.accumulate == "rolling" else ""
    return f"{'>' if rule.more_than else '>='} {rule.threshold_minutes:g} {rule.accumulate}{window}"


def test_every_row_has_its_file_and_every_file_its_row():
    assert sorted(ROWS) == sorted(path.stem for path in FILES)


@pytest.mark.parametrize("name", ROWS)
def test_a_file_says_what_its_row_says(name):
    definition, row = find(name, [shipped()]), ROWS[name]
    assert definition.infectious_period == row.period
    rules = {rule.id: (rule.tier, rule.evidence, space_of(rule), time_of(rule)) for rule in definition.rules}
    assert rules == row.rules
    assert definition.follow_up == row.follow_up
    assert (definition.secondary and definition.secondary.rules) == row.secondary
    assert definition.secondary is None or definition.secondary.latent_hours == 0
    assert definition.backward == (row.lookback_days and Backward(row.lookback_days))
    assert definition.typical_stay_minutes == row.usual
    assert tuple(day and day.isoformat() for day in (definition.valid_from, definition.valid_until)) == row.valid


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_is_found_by_its_file_s_name_and_has_its_titles_and_source(path):
    definition = load(path)
    assert definition.id == path.stem
    assert definition == find(path.stem, [shipped()])
    assert re.search("[\u4e00-\u9fff]", definition.title_zh)
    assert not re.search("[\u4e00-\u9fff]", definition.title)
    assert "Screening choice" in definition.source
    assert "Not expressed: " in definition.source
    assert in_words(definition)


MARKED = re.compile(r"# ((?:V|S|C|M)(?:, (?:V|S|C|M))*), (?:\d{4}(?:-\d\d){0,2}|undated)\b")


def numbers_of(path) -> list[str]:
    """The lines of a file, outside of its texts, that hold a number that changes an answer."""
    plain = re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [line for line in plain.splitlines() if re.match(r"\w+ = \d", line) and not line.startswith("valid_")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_number_has_its_mark_and_date_beside_it_or_is_called_a_screening_choice(path):
    assert numbers_of(path)
    assert [line for line in numbers_of(path) if not MARKED.search(line) and "# screening choice" not in line] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_period_bears_the_marks_of_its_row(path):
    period = [line for line in numbers_of(path) if line.startswith(("before_", "after_"))]
    assert {mark for line in period for mark in MARKED.search(line)[1].split(", ")} <= set(ROWS[path.stem].marks)


OWN_STATEMENT = {"covid-ukhsa", "covid-ukhsa-2020"}
"""Whose length of follow-up is from a statement of its own, read in the body's own text (V): the row has S and M."""


@pytest.mark.parametrize("name", sorted(set(ROWS) - OWN_STATEMENT))
def test_a_length_of_follow_up_bears_the_marks_of_its_tier_s_row(name):
    row = ROWS[name]
    days = [line for line in numbers_of(shipped() / f"{name}.toml") if re.match(r"\w+_days = ", line)]
    days = {line.split("_days")[0]: line for line in days if not line.startswith(("before", "after", "dwell", "look"))}
    assert days.keys() == row.follow_up.keys()
    for tier, line in days.items():
        marks = row.tier_marks.get(tier, row.marks).split()
        assert set(MARKED.search(line)[1].split(", ")) <= set(marks), line


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_date_from_which_a_definition_is_in_force_has_its_mark(path):
    days = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("valid_")]
    assert [line for line in days if not MARKED.search(line) and "# M: " not in line] == []


def test_editions_follow_one_another_without_a_gap():
    chains = (("covid-cn-8", "covid-cn-9", "covid-cn-20"), ("covid-ukhsa-2020", "covid-ukhsa"))
    for chain in chains:
        found = [find(name, [shipped()]) for name in chain]
        for one, next_one in pairwise(found):
            assert (next_one.valid_from - one.valid_until).days == 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_satellite_positions_alone_never_make_a_contact_closer_than_their_error(path):
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    assert {rule["within_m"] for rule in document["rule"] if rule["evidence"] == "track"} <= {30}


def test_a_companion_is_never_close():
    assert {rule.tier for rule in find("covid-cn-companion", [shipped()]).rules} == {"flagged"}
