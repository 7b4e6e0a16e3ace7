"""A sweep to be read: the table's numbers, its marks, and the tiers where they differ."""

from dataclasses import replace

from tests.sweep.outcomes import DEFINITION, outcome
from tracing.sweep.text import number, sweep_lines
from tracing.sweep.thresholds import Grid


def test_distances_go_down_and_times_across_with_their_marks():
    found = outcome((10.0, 1.8288), (5.0, 10.0, 15.5), own=1)
    limit = found.cells["people"].to_list()[4]
    lines = list(sweep_lines(found, limit))
    [begin] = [at for at, line in enumerate(lines) if line.startswith("people")]
    header, ten, feet = (line.split() for line in lines[begin + 1 : begin + 4])
    assert lines[begin].endswith("minutes together, at least")
    assert header == ["within,", "metres", "5", "10", "15.5"]
    people = [f"{count:,}" for count in found.cells["people"]]
    assert ten == ["10", people[0], f"[{people[1]}]", people[2]]
    assert feet == ["1.8288", people[3], people[4], "*", people[5], "*"]
    assert "[ ] the definition as it stands: " + people[1] + " people" in lines
    assert f"*   at most {limit:,} people: 2 of 6 settings" in lines


def test_a_wide_table_goes_on_below_and_no_number_stands_twice():
    found = outcome(tuple(map(float, range(10, 30))), tuple(map(float, range(1, 31))))
    lines = list(sweep_lines(found, None))
    assert max(map(len, lines)) <= 110
    numbers = [word for line in lines if line[:14].strip().isdigit() for word in line.split()[1:]]
    assert sorted(numbers) == sorted(f"{people:,}" for people in found.cells["people"])


def test_tiers_that_do_not_change_are_one_line_and_the_others_a_table():
    lines = list(sweep_lines(outcome((10.0, 20.0), (5.0, 10.0)), None))
    assert "general: 3 in every setting" in lines and "flagged: 0 in every setting" in lines
    assert [line.split()[0] for line in lines if line.endswith("at least")] == ["people", "close", "secondary"]
    assert "the definition as it stands, none of these settings: 7 people" in lines


def test_it_says_what_was_swept():
    found = replace(outcome((10.0,), (5.0,)), empty_because="it ends no later than it begins")
    head = list(sweep_lines(found, None))[:6]
    assert head[0] == "case: C1"
    assert head[1] == "infectious period: empty: it ends no later than it begins"
    assert head[2].startswith(f"definition: {DEFINITION.id}: ")
    assert head[3] == "as of: 2021-08-06T00:00:00.000+08:00"
    assert head[4].startswith("rule that changes, near: close: within 30 m, 15 minutes or more")


def test_rules_that_differ_keep_their_own_and_are_called_so():
    one = outcome((10.0,), (5.0,))
    mixed = replace(one, grid=Grid(("near", "household"), (None,), (5.0,)))
    assert any(line.split()[:2] == ["as", "defined"] for line in sweep_lines(mixed, None))


def test_numbers_are_as_they_were_written():
    assert [number(value) for value in (30.0, 1.8288, 0.1, 20_015_115.0)] == ["30", "1.8288", "0.1", "20015115"]
