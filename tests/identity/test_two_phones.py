"""Two phones of one person, one of them left at home: what a join of them is said to do, and to have done."""

import pytest

from tests.cli.program import new_workspace, told
from tests.handover.conftest import copied
from tests.handover.outbreak import Outbreak, stay

BESIDE, HOME = (25.0, 102.7001), (25.2, 102.7)


def minutes(person: str, place: tuple[float, float], second: int = 0) -> list[str]:
    """An hour of fixes, one a minute."""
    return [
        f"{person},2021-07-31T12:{minute:02}:{second:02},{place[0]},{place[1] + minute % 2 / 1e5},10"
        for minute in range(60)
    ]


@pytest.fixture(scope="module")
def once(tmp_path_factory) -> Outbreak:
    """For an hour p is beside case k, while q is at home; v met p afterwards."""
    made = Outbreak(tmp_path_factory.mktemp("once") / "outbreak")
    new_workspace(made.workspace, "--definition", "covid-cn-9")
    made.bring("cases", "C1,k,confirmed,2021-08-01,2021-08-03")
    made.bring("fixes", *minutes("k", (25.0, 102.7)), *minutes("p", BESIDE), *minutes("q", HOME, second=30))
    made.bring("places", "M,Mall,mall")
    made.bring("checkins", stay("p", "M", "14:00", "14:30"), stay("v", "M", "14:00", "14:30"))
    made.step()
    return made


@pytest.fixture
def handed(once, tmp_path) -> Outbreak:
    return copied(once, tmp_path / "handed")


@pytest.mark.parametrize(("kept", "other"), ["pq", "qp"])
def test_a_join_of_who_was_at_two_places_says_so(handed, kept, other):
    said = told(handed.workspace, "identity", "join", kept, other)
    [note] = said.complaints
    assert note.startswith("note: ") and "were at two places at once, at " in note
    assert told(handed.workspace, "identity", "join", kept, other).complaints == []


def test_who_falls_from_the_list_by_a_join_is_told_that(handed):
    assert told(handed.workspace, "identity", "join", "p", "q").status == 0
    changes = handed.step()
    assert changes["p"]["change"] == "withdrawn"
    assert changes["p"]["why"].startswith(
        "q is the same person, as was decided since; with her records nearest: rule near, "
    )


@pytest.mark.parametrize(("kept", "other"), ["pq", "qp"])
def test_who_falls_by_a_join_of_a_close_contact_is_told_that(handed, kept, other):
    assert told(handed.workspace, "identity", "join", kept, other).status == 0
    changes = handed.step()
    assert changes["p"]["change"] == changes["v"]["change"] == "withdrawn"
    assert changes["v"]["why"].startswith(f"{kept}, by way of whom she was listed, is no contact now: ")
    assert f"{other} is the same person, as was decided since; with her records nearest: " in changes["v"]["why"]


def test_who_falls_by_a_join_on_the_cases_side_is_told_that(handed):
    assert told(handed.workspace, "identity", "join", "k", "q").status == 0
    why = handed.step()["p"]["why"]
    assert why.startswith("q is the same person as k, as was decided since; with her records nearest: rule near, ")


def test_a_join_that_takes_nobody_from_the_list_is_not_told(handed):
    handed.bring("fixes", *minutes("r", (26.0, 103.0), second=15))
    assert told(handed.workspace, "identity", "join", "q", "r").complaints != []
    handed.screen()
    assert "nothing changed" in handed.hand_over().out
