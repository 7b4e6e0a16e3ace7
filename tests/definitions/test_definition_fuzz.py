"""Whatever a TOML file may hold: a definition comes of it, or a refusal that names file and key. Nothing else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.definitions.documents import GOOD, good
from tracing.definition_words import in_words
from tracing.definitions import EVIDENCE, TIERS, Definition, load, parse
from tracing.errors import DefinitionRefused

RULE_KEYS = ("id", "evidence", "tier", "at_least_minutes", "more_than_minutes", "accumulate", "window_hours")
RULE_KEYS += ("within_m", "kinds", "enclosed", "linger_minutes", "unit", "rows", "modes", "cell_m", "max_gap_minutes")
RULE_KEYS += ("dwell_more_than_hours", "dwell_days", "dwell_who")
TOP_KEYS = ("id", "title", "valid_from", "typical_stay_minutes", "infectious_period", "rule", "secondary", "follow_up")
WORDS = (*EVIDENCE, *TIERS, "episode", "rolling", "day", "period", "coach", "rows", "near", "same-venue")

keys = st.sampled_from(TOP_KEYS + RULE_KEYS + ("before_days", "after_hours", "rules", "latent_hours")) | st.text()
scalars = (
    st.sampled_from(WORDS)
    | st.text(max_size=5)
    | st.integers()
    | st.integers(0, 30)
    | st.floats()
    | st.booleans()
    | st.dates()
    | st.datetimes()
    | st.times()
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4), max_leaves=8
)


def outcome_of(document: dict) -> Definition | None:
    try:
        definition = parse(document, "my.toml")
    except DefinitionRefused as refused:
        assert str(refused).startswith("my.toml: ")
        assert str(refused).count(": ") >= 2
        assert len(str(refused).splitlines()) == 1
        return None
    assert all(len(line.splitlines()) == 1 for line in in_words(definition))
    return definition


@given(st.dictionaries(keys, values, max_size=8))
@settings(max_examples=150, deadline=None)
def test_any_document_is_read_or_refused(document):
    outcome_of(document)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_any_change_to_a_good_document_is_read_or_refused(data):
    document = good()
    for _ in range(data.draw(st.integers(1, 3))):
        tables = [document, *(value for value in document.values() if isinstance(value, dict))]
        if isinstance(document.get("rule"), list):
            tables += [rule for rule in document["rule"] if isinstance(rule, dict)]
        table = data.draw(st.sampled_from(tables))
        name = data.draw(st.sampled_from(sorted(table)) | keys) if table else data.draw(keys)
        table[name] = data.draw(values)
    outcome_of(document)


number = st.integers(0, 36_525) | st.floats(0, 36_525)


@given(st.sampled_from(("before_hours", "after_hours")), number, st.sampled_from(WORDS[7:15]), number)
@settings(max_examples=100, deadline=None)
def test_every_number_within_its_range_is_taken(name, hours, word, minutes):
    document = good()
    document["infectious_period"] = {"before_hours": 48, name: hours}
    document["rule"][0]["at_least_minutes"] = minutes
    document["rule"][0]["kinds"] = [word]
    definition = outcome_of(document)
    assert getattr(definition.infectious_period, name) == hours
    assert definition.rules[0].threshold_minutes == minutes
    assert definition.rules[0].parameters["kinds"] == (word,)


@given(st.binary(max_size=40), st.integers(0, len(GOOD.encode())))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(tmp_path_factory, noise, at):
    path = tmp_path_factory.getbasetemp() / "noise.toml"
    content = GOOD.encode()
    path.write_bytes(content[:at] + noise + content[at:])
    try:
        assert load(path).sha256
    except DefinitionRefused as refused:
        assert str(refused).startswith(f"{path}: ")
        assert len(str(refused).splitlines()) == 1
