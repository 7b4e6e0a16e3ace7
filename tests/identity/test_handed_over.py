"""What a hand-over says of people who were joined or parted since the one before."""

import pytest

from tests.cli.program import told
from tests.handover.conftest import copied
from tests.handover.outbreak import CASE, Outbreak, stay


@pytest.fixture(scope="module")
def once(tmp_path_factory) -> Outbreak:
    """C1 met x for an hour and y for ten minutes; of w, ten minutes with C1 in two halves stand under two keys."""
    made = Outbreak.begin(tmp_path_factory.mktemp("once") / "outbreak")
    made.bring("cases", CASE)
    made.bring("checkins", stay("a", "L", "10:00", "11:00"), stay("x", "L", "10:00", "11:00"))
    made.bring("checkins", stay("y", "L", "10:00", "10:10"), stay("w", "L", "10:40", "10:50"),
               stay("v", "L", "10:50", "11:00"))  # fmt: skip
    made.bring("checkins", stay("x", "M", "14:00", "14:30"), stay("u", "M", "14:00", "14:30"))
    made.bring("persons", "x,Xenia,100,X street", "y,Yvo,200,Y street")
    made.step()
    return made


@pytest.fixture
def handed(once, tmp_path) -> Outbreak:
    return copied(once, tmp_path / "handed")


def decide(outbreak: Outbreak, *what: str) -> None:
    assert told(outbreak.workspace, "identity", *what).status == 0


def test_who_is_told_as_another_is_withdrawn_for_that(handed):
    decide(handed, "join", "x", "y")
    changes = handed.step()
    assert list(changes) == ["y"]
    assert (changes["y"]["change"], changes["y"]["name"]) == ("withdrawn", "Yvo")
    assert changes["y"]["why"] == "is the same person as x, as was decided since"


def test_who_is_kept_is_raised_by_what_was_recorded_of_both(handed):
    decide(handed, "join", "w", "v")
    changes = handed.step()
    assert (changes["w"]["change"], changes["v"]["change"]) == ("raised", "withdrawn")
    assert changes["w"]["why"].startswith("rule shared, 20.00 minutes")
    assert changes["w"]["why"].endswith(
        "; rests on what was recorded of v, who is the same person, as was decided since"
    )


def test_who_is_kept_and_was_on_no_list_is_new_by_what_was_recorded_of_the_other(handed):
    handed.bring("checkins", stay("k", "N", "10:00", "11:00"))
    decide(handed, "join", "k", "y")
    changes = handed.step()
    assert (changes["k"]["change"], changes["y"]["change"]) == ("new", "withdrawn")
    assert "rests on what was recorded of y" in changes["k"]["why"]


def test_a_join_that_brought_nothing_is_no_cause(handed):
    handed.bring("checkins", stay("k", "L", "10:00", "11:00"), stay("j", "N", "10:00", "11:00"))
    decide(handed, "join", "k", "j")
    changes = handed.step()
    assert list(changes) == ["k"] and "same person" not in changes["k"]["why"]


def test_who_was_met_by_way_of_one_who_is_told_under_another_name_stays_as_she_is(handed):
    handed.bring("checkins", stay("k", "N", "10:00", "11:00"))
    decide(handed, "join", "k", "x")
    changes = handed.step()
    assert "u" not in changes
    [line] = [line for line in handed.contacts("C1", "--identified") if line["person_id"] == "u"]
    assert (line["via"], line["change"]) == ("k", "unchanged")


def test_a_case_that_is_told_under_another_name_is_the_case_it_was(handed):
    handed.bring("checkins", stay("k", "N", "10:00", "11:00"))
    decide(handed, "join", "k", "a")
    handed.screen()
    assert "nothing changed" in handed.hand_over().out


def test_who_is_joined_with_the_case_is_on_no_list(handed):
    decide(handed, "join", "a", "y")
    assert handed.step()["y"]["why"] == "is the same person as a, as was decided since"


def test_a_list_with_names_calls_nobody_by_a_pseudonym_in_what_it_says_of_the_withdrawn(handed):
    decide(handed, "join", "a", "y")
    handed.screen()
    said = told(handed.workspace, "contacts", "C1", "--identified").err
    [line] = [line for line in said.splitlines() if "withdrawn since" in line]
    assert line.endswith(": y, is the same person as a, as was decided since")


def test_a_parting_is_told_of_both(handed):
    decide(handed, "join", "w", "v")
    handed.step()
    decide(handed, "part", "w", "v")
    changes = handed.step()
    assert (changes["w"]["change"], changes["v"]["change"]) == ("lowered", "new")
    assert "v was parted from w since: 10.00 of 20.00 minutes under rule shared" in changes["w"]["why"]
    assert "was parted from w since, and is told as a person of her own" in changes["v"]["why"]


def test_a_join_on_the_cases_side_is_told_of_whom_her_other_records_bring(handed):
    handed.bring("checkins", stay("k", "N", "10:00", "11:00"), stay("f", "N", "10:00", "10:30"))
    decide(handed, "join", "a", "k")
    changes = handed.step()
    assert list(changes) == ["f"]
    assert changes["f"]["why"].endswith(
        "; rests on what was recorded of k, who is the same person as a, as was decided since"
    )


def test_the_same_where_the_other_key_of_the_case_is_kept(handed):
    handed.bring("checkins", stay("k", "N", "10:00", "11:00"), stay("f", "N", "10:00", "10:30"))
    decide(handed, "join", "k", "a")
    changes = handed.step()
    assert list(changes) == ["f"]
    assert changes["f"]["why"].endswith("what was recorded of k, who is the same person as a, as was decided since")


@pytest.mark.parametrize(("kept", "other"), ["xk", "kx"])
def test_a_join_of_a_close_contact_is_told_of_whom_she_met_by_her_other_key(handed, kept, other):
    handed.bring("checkins", stay("k", "N", "15:00", "15:30"), stay("f", "N", "15:00", "15:30"))
    decide(handed, "join", kept, other)
    changes = handed.step()
    assert changes["f"]["change"] == "new" and f"by way of {kept}" in changes["f"]["why"]
    assert changes["f"]["why"].endswith("recorded of k, who is the same person as x, as was decided since")


def test_a_case_who_is_parted_is_told_by_sources_keys(handed):
    handed.bring("cases", "C2,b,confirmed,2021-08-01,")
    handed.bring("checkins", stay("b", "P", "10:00", "11:00"), stay("f", "P", "10:00", "11:00"))
    decide(handed, "join", "a", "b")
    handed.screen()
    handed.hand_over("--all")
    decide(handed, "part", "a", "b")
    handed.screen()
    handed.hand_over("--all")
    first, second = handed.changes("C1"), handed.changes("C2")
    assert (
        first["f"]["why"] == "b was parted from a since: 60.00 of 60.00 minutes under rule shared rest on her records"
    )
    assert second["x"]["why"] == "b was parted from a since, and C2 is the case of b, by her records alone"


def test_who_hands_over_is_told_of_decisions_that_no_screen_knows(handed):
    assert handed.hand_over().complaints == []
    decide(handed, "decline", "x", "y")
    assert handed.hand_over().complaints == []
    decide(handed, "join", "x", "y")
    [note] = handed.hand_over().complaints
    assert note.startswith("note: ") and "`tracing screen`" in note
    handed.step()
    assert handed.hand_over().complaints == []


def test_a_join_says_what_it_will_do_to_lists(handed):
    handed.bring("cases", "C2,x,confirmed,2021-08-01,")
    assert notes(handed, "a", "y") == [
        f"note: {handed.pseudonym('y')} is on the list of C1, whose case is {handed.pseudonym('a')}: she leaves it, "
        "and her records count as the case's"
    ]
    handed.screen()
    [note] = notes(handed, "x", "a")
    assert note.startswith("note: both are cases (C1, C2)")
    assert notes(handed, "x", "a") == []
    assert notes(handed, "w", "v") == []


def notes(outbreak: Outbreak, *people: str) -> list[str]:
    said = told(outbreak.workspace, "identity", "join", *people)
    assert said.status == 0
    return said.complaints


def test_who_reads_a_list_is_told_without_names(handed):
    decide(handed, "join", "x", "y")
    handed.screen()
    said = told(handed.workspace, "contacts", "C1")
    kept = handed.pseudonym("x")
    assert f"withdrawn since hand-over 1: {handed.pseudonym('y')}, is the same person as {kept}" in said.err
