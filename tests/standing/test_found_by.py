"""What an exposure rests on stands in the results of the screen that found it, however many screens take it over."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.program import AS_OF, CHECKINS, new_workspace, put, small_outbreak, told
from tracing import publication
from tracing.results import latest, rests_on

GUESTS = range(6)


@pytest.fixture
def workspace(tmp_path) -> Path:
    made = new_workspace(tmp_path / "workspace")
    told(made, "ingest", *small_outbreak(tmp_path))
    return made


def shown(workspace: Path) -> list[str]:
    """All that is told of what a list rests on, but by which screen."""
    people = ["x", *(f"guest-{number}" for number in GUESTS)]
    asked = [("graph", "C1", "--format", "json"), *(("explain", "C1", one, "--format", "json") for one in people)]
    return [re.sub('"(run|screen)": [0-9]+', "", told(workspace, *words).out) for words in asked]


def arrivals(workspace: Path, tmp_path: Path) -> Iterator[int]:
    """Guests come one by one, each is screened: the screen's number."""
    for number in GUESTS:
        rows = f"{CHECKINS}guest-{number},L,2021-07-31T10:0{number},2021-07-31T11:00\n"
        assert told(workspace, "ingest", put(tmp_path / f"checkins-{number}.csv", rows)).status == 0
        assert told(workspace, "screen", "--as-of", AS_OF).status == 0
        yield number + 1


@pytest.mark.parametrize("most", [0, 2, 8])
def test_all_is_told_as_by_a_screen_from_nothing(most, workspace, tmp_path, monkeypatch):
    monkeypatch.setattr(publication, "MOST_FINDERS", most)
    for screens in arrivals(workspace, tmp_path):
        with latest(workspace / "results") as results:
            assert len(rests_on(results)) <= min(screens, most + 1)
    with latest(workspace / "results") as results:
        assert len(rests_on(results)) == min(len(GUESTS), most + 1)
    again = shown(workspace)
    assert told(workspace, "screen", "--as-of", AS_OF, "--anew").status == 0
    with latest(workspace / "results") as results:
        assert len(rests_on(results)) == 1
    assert again == shown(workspace)
    assert all(f"checkins-{number}.csv" in "".join(again) for number in GUESTS)


def test_nothing_is_taken_over_from_a_screen_that_rests_on_results_that_are_gone(workspace, tmp_path):
    for _ in arrivals(workspace, tmp_path):
        pass
    (workspace / "results" / "screen-000001.duckdb").unlink()
    said = told(workspace, "graph", "C1", "--format", "json")
    assert said.status == 17 and said.err.count("\n") == 1 and "screen-000001.duckdb: missing" in said.err
    said = told(workspace, "check")
    assert said.status == 17 and "rests on screen 1, whose results are missing" in said.err + said.out
    assert told(workspace, "screen", "--as-of", AS_OF).status == 0
    assert told(workspace, "graph", "C1", "--format", "json").status == 0
