"""`contacts --known-at`: the bytes that were published, whatever came, was corrected or taken back since."""

import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.program import AS_OF, CHECKINS, new_workspace, put, small_outbreak, told

CASE = "case_id,person_id,classification,onset_at\nC1,a,{},2021-08-01\n"
GUEST = f"{CHECKINS}y,L,2021-07-31T10:00,2021-07-31T11:00\n"
PERSONS = "person_id,name,phone\nx,{},19000000001\n"


def now() -> str:
    """This instant; the next entry of the ledger bears a later one."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    time.sleep(0.002)
    return at


def begun(folder: Path) -> Path:
    """A workspace with the small outbreak and somebody's name."""
    made = new_workspace(folder / "workspace")
    told(made, "ingest", *small_outbreak(folder))
    told(made, "ingest", put(folder / "persons.csv", PERSONS.format("Xenia")))
    return made


@pytest.fixture
def workspace(tmp_path) -> Path:
    return begun(tmp_path)


def published(workspace: Path) -> list[bytes]:
    return [
        told(workspace, "contacts", *how).bytes_out for how in ((), ("C1",), ("--format", "json"), ("--identified",))
    ]


def known(workspace: Path, hour: str) -> list[bytes]:
    how = ((), ("C1",), ("--format", "json"), ("--identified",))
    return [told(workspace, "contacts", *one, "--known-at", hour).bytes_out for one in how]


EVENTS = {
    "screened again": (),
    "a guest": ("ingest", "checkins-guest.csv"),
    "handed over": ("hand-over", "C1"),
    "a correction": ("ingest", "persons-2.csv"),
    "a file taken back": ("retract", "4"),
    "the case discarded": ("ingest", "cases-2.csv"),
}


@pytest.fixture(scope="module")
def lived(tmp_path_factory) -> tuple[Path, dict[str, list[bytes]]]:
    """A workspace in which all that can happen happened, and what was published after each event, by its hour."""
    folder = tmp_path_factory.mktemp("lived")
    workspace = begun(folder)
    put(folder / "checkins-guest.csv", GUEST)
    put(folder / "persons-2.csv", PERSONS.format("Xaver"))
    put(folder / "cases-2.csv", CASE.format("discarded"))
    then = {}
    for command in EVENTS.values():
        if command[:1] == ("ingest",):
            command = ("ingest", folder / command[1])
        assert not command or told(workspace, *command).status == 0, command
        told(workspace, "screen", "--as-of", AS_OF)
        told_then = published(workspace)
        then[now()] = told_then
    return workspace, then


@pytest.mark.parametrize("dropped", [False, True], ids=["results kept", "results dropped"])
def test_every_published_list_is_told_again_to_the_byte(dropped, lived, tmp_path):
    workspace, then = shutil.copytree(lived[0], tmp_path / "workspace"), lived[1]
    if dropped:
        for path in sorted((workspace / "results").iterdir())[:-1]:
            path.unlink()
    assert len({lists[0] for lists in then.values()}) >= 5
    for hour, lists in then.items():
        assert known(workspace, hour) == lists, hour


def test_an_hour_between_screens_is_told_with_all_that_was_known_then(workspace, tmp_path):
    before = now()
    told(workspace, "screen", "--as-of", AS_OF)
    told(workspace, "ingest", put(tmp_path / "checkins-guest.csv", GUEST))
    between = now()
    told(workspace, "screen", "--as-of", AS_OF)
    after = published(workspace)
    assert known(workspace, between)[:3] == after[:3]
    assert len(known(workspace, before)[0].splitlines()) == 2


@pytest.mark.parametrize(("hour", "says"), [("2199-01-01", "not come yet"), ("soon", "not an ISO 8601 instant")])
def test_an_hour_that_is_none_is_refused_in_a_line(workspace, hour, says):
    said = told(workspace, "contacts", "--known-at", hour)
    assert said.status == 2 and len(said.complaints) == 1 and says in said.err
    assert not list(workspace.glob(".known-*"))


def test_a_screen_that_died_is_no_past(workspace, monkeypatch):
    told(workspace, "screen", "--as-of", AS_OF)
    lists = published(workspace)
    with monkeypatch.context() as patch:
        patch.setattr("pipelines.screen.publication", lambda *anything: 1 / 0)
        assert told(workspace, "screen", "--as-of", AS_OF, "--definition", "covid-cdc").status == 70
    assert published(workspace) == known(workspace, now()) == lists


def test_a_screen_that_died_once_its_results_stood_is_the_past(workspace, monkeypatch):
    told(workspace, "screen", "--as-of", AS_OF)
    with monkeypatch.context() as patch:
        patch.setattr("tracing.ledger.publish", lambda *anything: None)
        told(workspace, "screen", "--as-of", AS_OF, "--definition", "covid-cdc")
    lists, then = published(workspace), now()
    assert known(workspace, then) == lists
    told(workspace, "screen", "--as-of", AS_OF)
    assert known(workspace, then) == lists
