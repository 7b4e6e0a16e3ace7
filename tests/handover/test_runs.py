"""`tracing runs` and `tracing diff`: which screens there were, and what changed between two of them."""

import json
import subprocess
import sys

import pytest

from tests.cli.program import told
from tests.handover.outbreak import definition, rows_of, stay
from tracing.store import Database


@pytest.fixture
def three_runs(handed, tmp_path):
    """Handed over from run 1; run 2 without y and with z, the case until the 3rd; run 3 with a shorter follow-up."""
    handed.bring("checkins", stay("a", "N", "09:00", "09:20"), stay("z", "N", "09:00", "09:30"))
    handed.retract(3)
    handed.screen()
    handed.screen("--definition", definition(tmp_path, "shorter", close_days=5))
    return handed


def test_runs_are_listed_with_what_they_found(three_runs):
    (three_runs.workspace / "results" / "screen-000002.duckdb").unlink()
    header, *lines = told(three_runs.workspace, "runs").out.splitlines()
    assert header.split()[:4] == ["run", "begun", "definition", "as"]
    cells = [line.split() for line in lines]
    assert [cell[0] for cell in cells] == ["1", "2", "3"]
    assert [cell[2] for cell in cells] == ["venue", "venue", "shorter"]
    assert cells[0][3:] == ["2021-08-06T00:00:00", "1", "1", "1", "0", "0", "stand", "C1"]
    assert cells[1][3:] == ["2021-08-06T00:00:00", "none"]
    assert cells[2][3:] == ["2021-08-06T00:00:00", "1", "2", "0", "0", "0", "stand"]


def test_a_run_that_died_is_listed_without_results(three_runs):
    with Database(three_runs.workspace / "store.duckdb") as store:
        begun = "* EXCLUDE (run_id, published_at, rests_on)"
        store.run(f"INSERT INTO runs SELECT 4, {begun}, NULL, NULL FROM runs WHERE run_id = 3")
    assert told(three_runs.workspace, "runs").out.splitlines()[-1].split()[-1] == "none"


def test_while_the_store_is_written_to_the_published_runs_are_listed(three_runs):
    whole = told(three_runs.workspace, "runs").out
    with Database(three_runs.workspace / "store.duckdb"):
        words = [sys.executable, "-m", "pipelines.cli", "runs", "--workspace", str(three_runs.workspace)]
        said = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert (said.returncode, said.stdout) == (0, whole)


def test_two_runs_side_by_side(three_runs):
    x, y, z = (three_runs.pseudonym(key) for key in "xyz")
    lines = told(three_runs.workspace, "diff", 1, 2).out.splitlines()
    assert lines[0].startswith("run 1: venue, as of 2021-08-06T00:00:00.000+08:00, begun ")
    assert lines[3] == "case C1: 1 came, 1 went"
    assert set(lines[4:]) == {
        f"    {y}: went, secondary until 2021-08-07 (shared) -> not listed",
        f"    {z}: came, not listed -> close until 2021-08-10 (shared)",
    }
    rows = rows_of(told(three_runs.workspace, "diff", 2, 3, "C1", "--format", "csv").out)
    assert {row["person_id"]: row["change"] for row in rows} == {x: "shortened", z: "shortened"}
    assert {(row["follow_up_until_1"], row["follow_up_until_2"]) for row in rows} == {("2021-08-10", "2021-08-05")}
    back = rows_of(told(three_runs.workspace, "diff", 3, 2, "--format", "csv").out)
    assert {row["change"] for row in back} == {"extended"}


def test_the_difference_as_json(three_runs, tmp_path):
    out = tmp_path / "diff.json"
    assert told(three_runs.workspace, "diff", 1, 2, "--out", out).status == 0
    told_of = json.loads(out.read_text())
    assert [run["run"] for run in told_of["runs"]] == [1, 2]
    assert [run["definition"] for run in told_of["runs"]] == ["venue", "venue"]
    assert {row["person_id"]: row["change"] for row in told_of["rows"]} == {
        three_runs.pseudonym("y"): "went",
        three_runs.pseudonym("z"): "came",
    }


def test_a_tier_that_changed(handed):
    handed.bring("cases", "C1,a,confirmed,2021-08-01,2021-07-31T10:10")
    handed.screen()
    rows = rows_of(told(handed.workspace, "diff", 1, 2, "--format", "csv").out)
    assert {(row["change"], row["tier_1"], row["tier_2"]) for row in rows} == {
        ("lowered", "close", "general"),
        ("went", "secondary", ""),
    }


def test_a_run_with_itself_differs_in_nothing(handed):
    assert "case C1: the same people, with the same tiers and follow-ups" in told(handed.workspace, "diff", 1, 1).out


@pytest.mark.parametrize(("what", "status"), [((1, 9), 23), ((1, 1, "C9"), 14), (("one", 2), 2)])
def test_what_cannot_be_compared(what, status, handed):
    said = told(handed.workspace, "diff", *what)
    assert said.status == status and len(said.complaints) == 1
