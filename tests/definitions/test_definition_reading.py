"""Definition files that are taken, and what becomes of them (specification, sections 3 to 6 and 8)."""

import hashlib
from datetime import date

import pytest

from tests.definitions.documents import ABSENT, GOOD, changed, good, with_rule
from tracing.definitions import EVIDENCE, TIERS, Backward, InfectiousPeriod, Rule, Secondary, find, load, parse, shipped
from tracing.errors import DefinitionRefused

POSITIONS = {"max_gap_minutes": 10, "max_accuracy_m": 100}
NO_DWELL = {"dwell_more_than_hours": None, "dwell_days": 14, "dwell_who": "either"}


def test_a_file_becomes_a_definition(tmp_path):
    path = tmp_path / "covid-cn-9.toml"
    path.write_text(GOOD, encoding="utf-8")
    definition = load(path)
    assert (definition.id, definition.title) == ("covid-cn-9", "COVID-19, China, 9th edition")
    assert definition.title_zh == "新型冠状病毒肺炎防控方案（第九版）"
    assert (definition.valid_from, definition.valid_until) == (date(2022, 6, 28), None)
    assert (definition.source, definition.typical_stay_minutes) == ("where the numbers are from", 60)
    assert definition.infectious_period == InfectiousPeriod(before_days=2)
    assert [rule.id for rule in definition.rules] == ["same-venue", "near", "same-coach"]
    assert definition.secondary == Secondary(rules=("same-venue", "near"), latent_hours=0)
    assert definition.follow_up == {"close": 10, "secondary": 7}
    assert definition.backward == Backward(lookback_days=14)
    assert definition.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_rule_holds_its_threshold_and_all_parameters_of_its_evidence():
    rule = parse(good(), "good.toml").rule("near")
    parameters = {"within_m": 30, **POSITIONS}
    assert rule == Rule("near", "track", "close", 15, False, "rolling", 24, parameters)


def test_rules_are_looked_up_by_their_id():
    definition = parse(good(), "good.toml")
    assert definition.tier_of("same-coach") == "general"
    with pytest.raises(KeyError):
        definition.rule("nobody")


def test_what_may_be_left_out_is_left_open():
    rule = {"id": "r", "evidence": "household", "tier": "close"}
    small = {"id": "a", "title": "A", "infectious_period": {"before_hours": 48.5}, "rule": [rule]}
    definition = parse(small, "small.toml")
    assert definition.infectious_period == InfectiousPeriod(before_hours=48.5)
    assert (definition.title_zh, definition.source, definition.valid_from) == ("", "", None)
    assert (definition.typical_stay_minutes, definition.secondary, definition.backward) == (None, None, None)
    assert definition.follow_up == {}
    assert (definition.rules[0].threshold_minutes, definition.rules[0].accumulate) == (None, "episode")


@pytest.mark.parametrize(
    ("keys", "parameters"),
    [
        ({"evidence": "track", "within_m": 2}, {"within_m": 2, **POSITIONS}),
        (
            {"evidence": "track", "within_m": 2.5, "max_gap_minutes": 5, "max_accuracy_m": 0},
            {"within_m": 2.5, "max_gap_minutes": 5, "max_accuracy_m": 0},
        ),
        ({"evidence": "stay"}, {"kinds": None, "enclosed": None, "linger_minutes": 0}),
        (
            {"evidence": "stay", "kinds": ["mall", "车站"], "enclosed": False, "linger_minutes": 120},
            {"kinds": ("mall", "车站"), "enclosed": False, "linger_minutes": 120},
        ),
        ({"evidence": "proximity"}, {"within_m": None}),
        ({"evidence": "proximity", "within_m": 1.8288}, {"within_m": 1.8288}),
        ({"evidence": "seat", "unit": "coach"}, {"unit": "coach", "rows": 3, "modes": None}),
        (
            {"evidence": "seat", "unit": "rows", "rows": 0, "modes": ["train"]},
            {"unit": "rows", "rows": 0, "modes": ("train",)},
        ),
        ({"evidence": "household"}, {}),
        ({"evidence": "vehicle"}, {}),
        ({"evidence": "cell"}, {"cell_m": 800, **POSITIONS, **NO_DWELL}),
        (
            {"evidence": "cell", "dwell_more_than_hours": 30},
            {"cell_m": 800, **POSITIONS, "dwell_more_than_hours": 30, "dwell_days": 14, "dwell_who": "either"},
        ),
        (
            {"evidence": "cell", "dwell_more_than_hours": 0, "dwell_days": 7, "dwell_who": "person"},
            {"cell_m": 800, **POSITIONS, "dwell_more_than_hours": 0, "dwell_days": 7, "dwell_who": "person"},
        ),
    ],
)
def test_parameters_of_each_evidence(keys, parameters):
    assert parse(with_rule(**keys), "x.toml").rules[0].parameters == parameters


def test_every_evidence_is_known_to_the_reader():
    needed = {"track": {"within_m": 1}, "seat": {"unit": "coach"}}
    for evidence in EVIDENCE:
        assert parse(with_rule(evidence=evidence, **needed.get(evidence, {})), "x.toml").rules[0].evidence == evidence


@pytest.mark.parametrize("who", ["either", "both", "person"])
def test_a_dwell_may_be_asked_of_either_of_both_or_of_the_person_met(who):
    rule = parse(with_rule(evidence="cell", dwell_more_than_hours=30.5, dwell_who=who), "x.toml").rules[0]
    assert (rule.parameters["dwell_more_than_hours"], rule.parameters["dwell_who"]) == (30.5, who)


@pytest.mark.parametrize("tier", TIERS)
def test_a_rule_may_be_of_any_tier(tier):
    assert parse(changed("rule.2.tier", tier), "x.toml").tier_of("same-coach") == tier


def test_more_than_and_window_hours():
    keys = {"evidence": "household", "more_than_minutes": 15.5, "accumulate": "rolling", "window_hours": 48}
    rule = parse(with_rule(**keys), "x.toml").rules[0]
    assert (rule.threshold_minutes, rule.more_than, rule.window_hours) == (15.5, True, 48)


def test_secondary_rules_are_those_of_tier_close_unless_named():
    assert parse(changed("secondary.rules", ABSENT), "x.toml").secondary.rules == ("same-venue", "near")
    assert parse(changed("secondary.rules", ["same-coach"]), "x.toml").secondary.rules == ("same-coach",)


@pytest.mark.parametrize("last", [date(2022, 6, 28), date(2022, 11, 10)])
def test_the_last_day_in_force_may_be_given(last):
    assert parse(changed("valid_until", last), "x.toml").valid_until == last


def test_a_definition_cannot_be_changed():
    definition = parse(good(), "x.toml")
    with pytest.raises(AttributeError):
        definition.title = "another"
    with pytest.raises(TypeError):
        definition.follow_up["close"] = 1
    with pytest.raises(TypeError):
        definition.rules[0].parameters["linger_minutes"] = 1


def test_equal_documents_make_equal_definitions_with_equal_hashes():
    assert parse(good(), "a.toml") == parse(good(), "b.toml")
    assert hash(parse(good(), "a.toml")) == hash(parse(good(), "b.toml"))


def test_a_byte_order_mark_is_not_in_the_way(tmp_path):
    path = tmp_path / "marked.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert load(path).id == "covid-cn-9"


def test_a_definition_is_found_by_id_in_the_first_folder_that_has_it(tmp_path):
    own = tmp_path / "covid-who.toml"
    own.write_text(GOOD.replace("covid-cn-9", "covid-who"), encoding="utf-8")
    assert find("covid-who", [tmp_path, shipped()]) == load(own)
    assert find("covid-who", [shipped(), tmp_path]) == load(shipped() / "covid-who.toml")


def test_a_definition_is_found_by_path(tmp_path, monkeypatch):
    (tmp_path / "mine.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "mine").write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert find("mine.toml", [shipped()]).id == "covid-cn-9"
    assert find("./mine", [shipped()]).id == "covid-cn-9"


def test_an_id_nobody_has_is_answered_with_those_there_are(tmp_path):
    (tmp_path / "own.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(DefinitionRefused) as refused:
        find("covid-uk", [shipped(), tmp_path])
    there = sorted(["own", *(path.stem for path in shipped().glob("*.toml"))])
    assert {"covid-cdc", "covid-cn-9", "covid-who"} < set(there)
    assert str(refused.value).endswith(f"there are {', '.join(there)}")
    with pytest.raises(DefinitionRefused, match="there are none"):
        find("covid-uk", [tmp_path / "no-such-folder"])


def test_secondary_without_a_close_rule_is_nobody():
    document = good()
    del document["secondary"]["rules"]
    document["rule"] = document["rule"][2:]
    assert parse(document, "my.toml").secondary.rules == ()


def test_a_definition_without_a_title_goes_by_its_id():
    assert parse(changed("title", ABSENT), "my.toml").title == GOOD.split('"')[1]


def test_a_window_length_beside_another_way_to_add_up_means_nothing():
    assert parse(changed("rule.0.window_hours", 48), "my.toml").rules[0].accumulate == "episode"
