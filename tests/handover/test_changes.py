"""The change of every line: by hand, and over chains of random lists, held against a plain reading of the words."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.lines import SCHEMA, frame, line
from tracing.changes import CHANGES, against
from tracing.definitions import TIERS

DAY = date(2021, 8, 14)
NEXT = DAY + timedelta(days=1)


def changed(now: list[dict], before: list[dict] | None) -> list[tuple[str, str]]:
    """Each person with her change, in order."""
    handed = None if before is None else frame(*before)
    return against(frame(*now).drop("change"), handed).select("person_id", "change").rows()


@pytest.mark.parametrize(
    ("was", "now", "change"),
    [
        (None, line(), "new"),
        (line(tier="general"), line(tier="close"), "raised"),
        (line(tier="general"), line(tier="secondary"), "raised"),
        (line(tier="close"), line(tier="flagged"), "lowered"),
        (line(tier="close"), line(tier="secondary", follow_up_until=NEXT), "lowered"),
        (line(follow_up_until=DAY), line(follow_up_until=NEXT), "extended"),
        (line(follow_up_until=None), line(follow_up_until=DAY), "extended"),
        (line(follow_up_until=NEXT), line(follow_up_until=DAY), "unchanged"),
        (line(follow_up_until=DAY), line(follow_up_until=None), "unchanged"),
        (line(follow_up_until=None), line(follow_up_until=None), "unchanged"),
        (line(minutes=20.0, rules=["near"]), line(minutes=45.0, rules=["same-venue"]), "unchanged"),
        (line(change="withdrawn"), line(), "new"),
    ],
)
def test_each_change(was, now, change):
    assert changed([now], [was] if was else []) == [("p_7f3a", change)]


def test_all_are_new_before_the_first_hand_over():
    assert changed([line(person_id="p_1"), line(person_id="p_2")], None) == [("p_1", "new"), ("p_2", "new")]


def test_a_withdrawn_line_stays_as_it_was_handed_over_and_goes_with_the_next():
    handed = frame(line(person_id="p_1", minutes=12.5), line(person_id="p_2"))
    first = against(frame(line(person_id="p_2")).drop("change"), handed)
    assert first.filter(person_id="p_1").drop("change").equals(handed.filter(person_id="p_1").drop("change"))
    assert first["change"].to_list() == ["withdrawn", "unchanged"]
    second = against(frame(line(person_id="p_2")), first)
    assert second.select("person_id", "change").rows() == [("p_2", "unchanged")]


def test_one_person_on_two_lists_changes_on_each_by_itself():
    now = [line(case_id="K-1", tier="close"), line(case_id="K-2", tier="close")]
    found = against(frame(*now), frame(line(case_id="K-2", tier="general")))
    assert found.select("case_id", "change").rows() == [("K-1", "new"), ("K-2", "raised")]


def test_lines_stand_by_case_tier_first_contact_and_person():
    early, late = line()["first_contact_at"] - timedelta(hours=1), line()["first_contact_at"]
    now = [
        line(case_id="K-2", person_id="a"),
        line(person_id="d", tier="flagged", first_contact_at=early),
        line(person_id="c", first_contact_at=late),
        line(person_id="b", first_contact_at=early),
        line(person_id="a", first_contact_at=late),
    ]
    gone = line(person_id="e", tier="secondary", first_contact_at=early)
    found = against(frame(*now), frame(gone))
    assert found["person_id"].to_list() == ["b", "a", "c", "e", "d", "a"]
    assert found["change"].to_list() == ["new", "new", "new", "withdrawn", "new", "new"]


LINES = st.fixed_dictionaries(
    {
        "case_id": st.sampled_from(["K-1", "K-2"]),
        "person_id": st.sampled_from("abcd"),
        "tier": st.sampled_from(TIERS),
        "follow_up_until": st.none() | st.sampled_from([DAY, NEXT]),
        "minutes": st.sampled_from([10.0, 20.0]),
    }
)
LISTS = st.lists(LINES, max_size=6, unique_by=lambda one: (one["case_id"], one["person_id"])).map(
    lambda chosen: [line(**cells) for cells in chosen]
)


def read_plainly(now: list[dict], handed: dict[tuple, dict]) -> dict[tuple, str]:
    """The specification's words, line by line: (case, person) -> change; handed: lines that were not withdrawn."""
    found = {}
    for one in now:
        was = handed.get((one["case_id"], one["person_id"]))
        until, until_then = one["follow_up_until"], was and was["follow_up_until"]
        if was is None:
            change = "new"
        elif one["tier"] != was["tier"]:
            change = "raised" if TIERS.index(one["tier"]) < TIERS.index(was["tier"]) else "lowered"
        else:
            change = "extended" if until and (until_then is None or until > until_then) else "unchanged"
        found[one["case_id"], one["person_id"]] = change
    return found | {key: "withdrawn" for key in handed if key not in found}


@given(st.lists(LISTS, min_size=1, max_size=5))
def test_chains_of_lists_follow_the_words(lists):
    handed, standing, told = None, {}, {}
    for now in lists:
        expected = read_plainly(now, standing)
        untouched = None if handed is None else handed.clone()
        handed_now = against(frame(*now), handed)
        assert {(row["case_id"], row["person_id"]): row["change"] for row in handed_now.rows(named=True)} == expected
        assert handed_now.height == len(expected) and set(handed_now["change"]) <= set(CHANGES)
        assert handed is None or handed.equals(untouched)
        for key, change in expected.items():
            # Nobody is new twice: between two times there is a withdrawal.
            assert change != "new" or told.get(key) != "standing"
            told[key] = "gone" if change == "withdrawn" else "standing"
        handed, standing = handed_now, {(one["case_id"], one["person_id"]): one for one in now}


@given(LISTS, LISTS)
def test_the_columns_are_the_list_s_and_nothing_else_of_a_line_changes(now, before):
    lines = frame(*now)
    found = against(lines.drop("change"), frame(*before))
    assert dict(found.schema) == {**lines.drop("change").schema, "change": pl.String} == SCHEMA
    assert (
        found.filter(pl.col("change") != "withdrawn")
        .drop("change")
        .sort("case_id", "person_id")
        .equals(lines.drop("change").sort("case_id", "person_id"))
    )


@given(LISTS)
def test_the_same_list_again_is_unchanged(now):
    handed = against(frame(*now), None)
    assert set(against(frame(*now), handed)["change"]) <= {"unchanged"}
