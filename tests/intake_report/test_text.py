"""What is said at the prompt, in words: the first of many, and how many more there are."""

from tracing.intake_report.text import MOST_TOLD, across


def test_what_looks_wrong_from_file_to_file_is_told_in_a_few_lines_however_much_it_is():
    findings = [{"words": f"the clock of place V{number} is off"} for number in range(MOST_TOLD + 22)]
    told = across(findings)
    assert told[0] == "looks wrong: the clock of place V0 is off"
    assert len(told) == MOST_TOLD + 1 and "22" in told[-1]
    assert across(findings[:2]) == [f"looks wrong: the clock of place V{number} is off" for number in range(2)]
    assert across(None) == []
