"""Entries of the ledger bear instants in their order, whatever the clock does; and what `retract` and `files` say."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines import settings
from tests.cli.program import AS_OF, new_workspace, put, small_outbreak, told
from tests.lib.product import MEMORY
from tracing import ledger
from tracing.errors import ClockWentBack
from tracing.store import Database

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
PERSONS = "person_id,name,phone\nx,{name},19000000001\n"


@pytest.mark.parametrize("seconds", [-60, -1, 0])
def test_entries_follow_each_other_where_the_clock_stands_or_is_set_right(seconds):
    with Database.create(MEMORY, "store") as store:
        instants = []
        for now in (NOON, NOON + timedelta(seconds=seconds), NOON):
            ledger.bring(store, Path("fixes.csv"), None, now)
            instants.append(ledger.files(store)["brought_at"].to_list()[-1])
    assert instants == [NOON, NOON + timedelta(milliseconds=1), NOON + timedelta(milliseconds=2)]


def test_a_clock_that_went_back_is_told_and_nothing_is_written():
    with Database.create(MEMORY, "store") as store:
        ledger.bring(store, Path("fixes.csv"), None, NOON)
        with pytest.raises(ClockWentBack, match="61 minutes behind"):
            ledger.bring(store, Path("fixes.csv"), None, NOON - timedelta(minutes=61))
        assert ledger.files(store).height == 1


@pytest.fixture
def workspace(tmp_path) -> Path:
    made = new_workspace(tmp_path / "workspace")
    told(made, "ingest", *small_outbreak(tmp_path))
    told(made, "screen", "--as-of", AS_OF)
    return made


def test_the_lists_follow_a_file_that_is_taken_back(workspace, tmp_path):
    before = told(workspace, "contacts").out
    assert told(workspace, "ingest", again := put(tmp_path / "checkins-2.csv", _checkins(tmp_path))).status == 0
    number = _number(workspace, "checkins.csv")
    said = told(workspace, "retract", number)
    assert said.status == 0 and "2 rows count on, as other files brought them too" in said.out
    told(workspace, "screen", "--as-of", AS_OF)
    assert told(workspace, "contacts").out == before
    assert again.name in told(workspace, "explain", "C1", "x").out
    assert "2 of its rows count no more" in told(workspace, "retract", _number(workspace, "checkins-2.csv")).out
    told(workspace, "screen", "--as-of", AS_OF)
    assert told(workspace, "contacts").out != before


def _checkins(folder: Path) -> str:
    """The rows of the small outbreak's check-ins once more, in another order."""
    header, *rows = (folder / "checkins.csv").read_text().splitlines()
    return "\n".join([header, *reversed(rows), ""])


def _number(workspace: Path, name: str) -> str:
    [line] = [line for line in told(workspace, "files").out.splitlines() if f" {name} " in line]
    return line.split()[0]


def test_who_somebody_is_follows_a_persons_file_that_is_taken_back(workspace, tmp_path):
    for name in ("Xenia", "Xaver"):
        told(workspace, "ingest", put(tmp_path / f"persons-{name}.csv", PERSONS.format(name=name)))
    assert "Xaver" in told(workspace, "contacts", "--identified").out
    told(workspace, "retract", _number(workspace, "persons-Xaver.csv"))
    assert "Xenia" in told(workspace, "contacts", "--identified").out
    assert told(workspace, "retract", _number(workspace, "persons-Xenia.csv")).status == 0
    assert "Xenia" not in told(workspace, "contacts", "--identified").out


@pytest.mark.parametrize("number", ["99", "0", "-1"])
def test_a_number_that_no_file_has_is_refused_in_a_line(workspace, number):
    said = told(workspace, "retract", number)
    assert said.status == 2 and len(said.complaints) == 1


def test_a_file_is_taken_back_once(workspace):
    assert told(workspace, "retract", "1").status == 0
    assert "before" in told(workspace, "retract", "1").out
    assert "taken back" in told(workspace, "files").out.splitlines()[1]


@pytest.mark.parametrize("command", ["ingest", "screen", "retract", "rerun", "hand-over"])
def test_with_a_clock_that_went_back_a_command_says_so_and_does_nothing(command, workspace, tmp_path, monkeypatch):
    arguments = {"ingest": [put(tmp_path / "places.csv", "place_id\nL\n")], "retract": ["1"], "hand-over": ["C1"]}.get(
        command, []
    )
    before = told(workspace, "files").out + told(workspace, "runs").out
    hour_ago = settings.now() - timedelta(hours=1)
    with monkeypatch.context() as patch:
        patch.setattr(settings, "now", lambda: hour_ago)
        said = told(workspace, command, *arguments)
    assert said.status == 22 and len(said.complaints) == 1 and "the clock is" in said.err
    assert told(workspace, "files").out + told(workspace, "runs").out == before
    assert told(workspace, command, *arguments).status == 0


def test_a_list_is_not_handed_over_from_an_older_screen_where_the_last_ones_results_went_lost(workspace):
    told(workspace, "screen", "--as-of", AS_OF)
    (workspace / "results" / "screen-000002.duckdb").unlink()
    said = told(workspace, "hand-over", "C1")
    assert said.status == 17 and "screen 2 are missing" in said.err
    assert not list((workspace / "handover").glob("*/*"))
    told(workspace, "screen", "--as-of", AS_OF)
    assert told(workspace, "hand-over", "C1").status == 0
