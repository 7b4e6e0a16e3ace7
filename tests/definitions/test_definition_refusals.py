"""Definition files that are refused: each with its path, its key and its reason, on one line.

Source: specification, sections 5 and 8.
"""

from datetime import datetime

import pytest

from tests.definitions.documents import ABSENT, GOOD, changed, good, with_rule
from tracing.definitions import find, load, parse
from tracing.errors import DefinitionRefused

CHANGES = [
    # changed key, what stands there, key that the message names, its reason
    ("titel", "x", "titel", "unknown key"),
    ("two\nlines", 1, r"'two\nlines'", "unknown key"),
    ("名", 1, "'名'", "unknown key"),
    ("id", ABSENT, "id", "must be there"),
    ("id", 9, "id", "must be text"),
    ("id", "Covid 9", "id", "must be made of"),
    ("id", "covid/9", "id", "must be made of"),
    ("id", "", "id", "must not be blank"),
    ("title", True, "title", "must be text"),
    ("title", "two\nlines", "title", "must be one line"),
    ("title_zh", 1, "title_zh", "must be text"),
    ("source", ["x"], "source", "must be text"),
    ("valid_from", "2022-06-28", "valid_from", "must be a date"),
    ("valid_from", datetime(2022, 6, 28), "valid_from", "must be a date"),
    ("valid_until", good()["valid_from"].replace(year=2021), "valid_until", "must not be before valid_from"),
    ("typical_stay_minutes", "60", "typical_stay_minutes", "must be a number"),
    ("typical_stay_minutes", True, "typical_stay_minutes", "must be a number"),
    ("typical_stay_minutes", -1, "typical_stay_minutes", "must not be negative"),
    ("infectious_period", ABSENT, "infectious_period", "must be there"),
    ("infectious_period", 2, "infectious_period", "must be a table"),
    ("infectious_period", {}, "infectious_period.before_days", "exactly one of"),
    ("infectious_period.before_hours", 48, "infectious_period.before_hours", "at most one of"),
    ("infectious_period", {"before_days": 2, "after_days": 1, "after_hours": 1}, "infectious_period.after_hours", "at"),
    ("infectious_period.before", 2, "infectious_period.before", "unknown key"),
    ("infectious_period.before_days", -2, "infectious_period.before_days", "must not be negative"),
    ("infectious_period.before_days", 2.5, "infectious_period.before_days", "must be a whole number"),
    ("infectious_period.before_days", True, "infectious_period.before_days", "must be a number"),
    ("infectious_period.before_days", 10**400, "infectious_period.before_days", "must be at most"),
    ("infectious_period.after_days", -1, "infectious_period.after_days", "must not be negative"),
    ("infectious_period.after_hours", float("nan"), "infectious_period.after_hours", "must be finite"),
    ("rule", ABSENT, "rule", "must be there"),
    ("rule", [], "rule", "at least one table"),
    ("rule", {"id": "near"}, "rule", "each written as [[rule]]"),
    ("rule", [1], "rule", "each written as [[rule]]"),
    ("rule.1.id", ABSENT, "rule[2].id", "must be there"),
    ("rule.1.id", "same-venue", "rule[2].id", "another rule has this id"),
    ("rule.1.id", "a;b", "rule[2].id", "must be made of"),
    ("rule.1.evidence", ABSENT, "rule[2].evidence", "must be there"),
    ("rule.1.evidence", "tracks", "rule[2].evidence", "must be one of track, stay"),
    ("rule.1.evidence", ["track"], "rule[2].evidence", "must be one of track, stay"),
    ("rule.1.tier", ABSENT, "rule[2].tier", "must be there"),
    ("rule.1.tier", "Close", "rule[2].tier", "must be one of close, secondary, general, flagged"),
    ("rule.1.accumulate", "week", "rule[2].accumulate", "must be one of episode"),
    ("rule.1.more_than_minutes", 15, "rule[2].more_than_minutes", "at most one of"),
    ("rule.1.at_least_minutes", float("inf"), "rule[2].at_least_minutes", "must be finite"),
    ("rule.1.at_least_minutes", "15", "rule[2].at_least_minutes", "must be a number"),
    ("rule.1.at_least_minutes", -0.5, "rule[2].at_least_minutes", "must not be negative"),
    ("rule.1.window_hours", 0, "rule[2].window_hours", "must be more than 0"),
    ("rule.1.within_m", ABSENT, "rule[2].within_m", "must be there for track"),
    ("rule.1.within_m", 0, "rule[2].within_m", "must be more than 0"),
    ("rule.1.within_m", 1e300, "rule[2].within_m", "must be at most"),
    ("rule.1.max_gap_minutes", -1, "rule[2].max_gap_minutes", "must not be negative"),
    ("rule.1.max_accuracy_m", False, "rule[2].max_accuracy_m", "must be a number"),
    ("rule.1.rows", 3, "rule[2].rows", "unknown key for track"),
    ("rule.0.within_m", 30, "rule[1].within_m", "unknown key for stay"),
    ("rule.0.kinds", "mall", "rule[1].kinds", "must be a list"),
    ("rule.0.kinds", [], "rule[1].kinds", "must be a list of at least one text"),
    ("rule.0.kinds", ["mall", 3], "rule[1].kinds[2]", "must be text"),
    ("rule.0.enclosed", "yes", "rule[1].enclosed", "must be true or false"),
    ("rule.0.enclosed", 1, "rule[1].enclosed", "must be true or false"),
    ("rule.0.linger_minutes", -1, "rule[1].linger_minutes", "must not be negative"),
    ("rule.2.unit", ABSENT, "rule[3].unit", "must be there for seat"),
    ("rule.2.unit", "row", "rule[3].unit", "must be one of vehicle, coach, rows"),
    ("rule.2.rows", 2.5, "rule[3].rows", "must be a whole number"),
    ("rule.2.rows", -1, "rule[3].rows", "must not be negative"),
    ("rule.2.modes", [""], "rule[3].modes[1]", "must be text"),
    ("secondary", True, "secondary", "must be a table"),
    ("secondary.rule", ["near"], "secondary.rule", "unknown key"),
    ("secondary.rules", "near", "secondary.rules", "must be a list"),
    ("secondary.rules", [], "secondary.rules", "must be a list of at least one text"),
    ("secondary.rules", ["near", "far"], "secondary.rules[2]", "no rule has this id; there are same-venue, near"),
    ("secondary.rules", ["near", "near"], "secondary.rules[2]", "for the second time"),
    ("secondary.latent_hours", -1, "secondary.latent_hours", "must not be negative"),
    ("follow_up", 10, "follow_up", "must be a table"),
    ("follow_up.close", 10, "follow_up.close", "unknown key"),
    ("follow_up.close_days", 10.5, "follow_up.close_days", "must be a whole number"),
    ("follow_up.flagged_days", -3, "follow_up.flagged_days", "must not be negative"),
    ("backward", 14, "backward", "must be a table"),
    ("backward.days", 14, "backward.days", "unknown key"),
    ("backward.lookback_days", -14, "backward.lookback_days", "must not be negative"),
]


def refusal_of(document: dict) -> str:
    with pytest.raises(DefinitionRefused) as refused:
        parse(document, "my.toml")
    return str(refused.value)


@pytest.mark.parametrize(("where", "value", "key", "reason"), CHANGES)
def test_one_change_is_refused_with_path_key_and_reason(where, value, key, reason):
    message = refusal_of(changed(where, value))
    assert message.startswith(f"my.toml: {key}: ")
    assert reason in message.removeprefix(f"my.toml: {key}: ")
    assert len(message.splitlines()) == 1


@pytest.mark.parametrize(
    ("keys", "key", "reason"),
    [
        ({"evidence": "cell", "cell_m": 0}, "rule[1].cell_m", "must be more than 0"),
        ({"evidence": "cell", "within_m": 5}, "rule[1].within_m", "unknown key for cell"),
        (
            {"evidence": "cell", "dwell_more_than_hours": -1},
            "rule[1].dwell_more_than_hours",
            "must not be negative",
        ),
        (
            {"evidence": "cell", "dwell_more_than_hours": "30"},
            "rule[1].dwell_more_than_hours",
            "must be a number",
        ),
        (
            {"evidence": "cell", "dwell_days": 14},
            "rule[1].dwell_days",
            "may only be there with dwell_more_than_hours",
        ),
        (
            {"evidence": "cell", "dwell_who": "both"},
            "rule[1].dwell_who",
            "may only be there with dwell_more_than_hours",
        ),
        (
            {"evidence": "cell", "dwell_more_than_hours": 30, "dwell_days": 0},
            "rule[1].dwell_days",
            "must be more than 0",
        ),
        (
            {"evidence": "cell", "dwell_more_than_hours": 30, "dwell_days": 1.5},
            "rule[1].dwell_days",
            "must be a whole number",
        ),
        (
            {"evidence": "cell", "dwell_more_than_hours": 30, "dwell_who": "source"},
            "rule[1].dwell_who",
            "must be one of either, both, person",
        ),
        (
            {"evidence": "track", "within_m": 2, "dwell_more_than_hours": 30},
            "rule[1].dwell_more_than_hours",
            "unknown key for track",
        ),
        ({"evidence": "proximity", "within_m": 0}, "rule[1].within_m", "must be more than 0"),
        ({"evidence": "proximity", "max_accuracy_m": 5}, "rule[1].max_accuracy_m", "unknown key for proximity"),
        ({"evidence": "household", "kinds": ["home"]}, "rule[1].kinds", "unknown key for household"),
        ({"evidence": "vehicle", "unit": "coach"}, "rule[1].unit", "unknown key for vehicle"),
    ],
)
def test_parameters_that_the_other_kinds_of_evidence_do_not_take(keys, key, reason):
    assert refusal_of(with_rule(**keys)).startswith(f"my.toml: {key}: {reason}")


def test_of_several_faults_the_first_in_the_specification_s_order_is_named():
    document = changed("backward", 1)
    document["rule"][1]["tier"] = "near"
    document["title"] = 3
    assert refusal_of(document).startswith("my.toml: title: ")
    assert refusal_of(dict(reversed(document.items()))) == refusal_of(document)
    document["zz"] = document["aa"] = 1
    assert refusal_of(document).startswith("my.toml: aa: ")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"id = ", "is not TOML: "),
        (b"valid_from = 2022-02-30", "is not TOML: "),
        (b"x = " + b"[" * 5000, "is not TOML: nested too deep"),
        (b"x = " + b"9" * 5000, "is not TOML: "),
        (GOOD.encode("gb18030"), "is not UTF-8 (at line 4)"),
        (b"", "id: must be there"),
    ],
)
def test_a_file_that_cannot_be_read_as_toml(tmp_path, content, reason):
    path = tmp_path / "my.toml"
    path.write_bytes(content)
    with pytest.raises(DefinitionRefused) as refused:
        load(path)
    assert str(refused.value).startswith(f"{path}: {reason}")
    assert len(str(refused.value).splitlines()) == 1


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path):
    with pytest.raises(DefinitionRefused, match=r"nowhere\.toml: cannot be read: No such file"):
        find("nowhere.toml", [])
    with pytest.raises(DefinitionRefused, match="cannot be read: Is a directory"):
        load(tmp_path)
