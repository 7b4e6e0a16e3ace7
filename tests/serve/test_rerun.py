"""`tracing rerun`: from the inbox to the difference, in one process and without a server."""

import csv
import io
from pathlib import Path

import pytest

from pipelines import inbox
from tests.abuse.test_killed import killed_at
from tests.cli.program import CHECKINS, Said, new_workspace, put, rows, told
from tracing import results
from tracing.errors import StoreDamaged
from tracing.store import Database

CASES = "case_id,person_id,classification,onset_at\n"
STAY = "L,2021-07-31T10:00,2021-07-31T11:00\n"


@pytest.fixture
def workspace(tmp_path) -> Path:
    """A workspace whose inbox holds case C1, and her hour with x."""
    made = new_workspace(tmp_path / "workspace")
    put(made / "inbox" / "cases.csv", f"{CASES}C1,a,confirmed,2021-08-01\n")
    put(made / "inbox" / "checkins.csv", f"{CHECKINS}a,{STAY}x,{STAY}")
    return made


@pytest.fixture(autouse=True)
def nobody_writes_on(monkeypatch):
    """What lies in the inbox is complete, and need not be looked at for long."""
    monkeypatch.setattr(inbox, "QUIET_S", 0.01)


def rerun(workspace: Path) -> Said:
    return told(workspace, "rerun")


def taken(workspace: Path) -> list[list[dict]]:
    """The differences in the outbox, which are gone from there afterwards."""
    found = sorted((workspace / "outbox").glob("difference-*.csv"))
    lists = [list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))) for path in found]
    for path in found:
        path.unlink()
    return lists


def changed(workspace: Path) -> list[tuple[str, str]]:
    """Case and change of the lines of the only difference."""
    [lines] = taken(workspace)
    return [(line["case_id"], line["change"]) for line in lines]


def test_everybody_is_new_once(workspace):
    said = rerun(workspace)
    assert said.status == 0 and "all files: 3 rows = 3 kept" in said.out
    [[line]] = taken(workspace)
    assert list(line) == told(workspace, "contacts").out.splitlines()[0].split(",")
    assert (line["case_id"], line["tier"], line["change"]) == ("C1", "close", "new")
    assert "x" not in line.values() and line["person_id"].startswith("p")
    assert not list((workspace / "inbox").iterdir())
    rerun(workspace)
    assert taken(workspace) == []
    assert rows(workspace / "store.duckdb", "SELECT count(*) FROM runs") == [(2,)], "the time goes on: screened again"


def test_whoever_goes_by_the_differences_follows_everybody_up_as_the_list_says(workspace):
    """A later meeting is brought, taken back beside other news, and brought again: each difference tells its part."""
    told_of: dict[str, str] = {}
    later = "M,2021-08-01T10:00,2021-08-01T11:00\n"
    brought = f"{CHECKINS}a,{later}x,{later}"

    def step() -> list[str]:
        """The changes that the next rerun tells."""
        rerun(workspace)
        [lines] = taken(workspace) or [[]]
        told_of.update((line["person_id"], line["follow_up_until"]) for line in lines)
        listed = csv.DictReader(io.StringIO(told(workspace, "contacts").out))
        assert told_of == {line["person_id"]: line["follow_up_until"] for line in listed}
        return sorted(line["change"] for line in lines)

    def take_back(name: str) -> None:
        [number] = [line.split()[0] for line in told(workspace, "files").out.splitlines() if name in line]
        assert told(workspace, "retract", number).status == 0

    assert step() == ["new"]
    put(workspace / "inbox" / "checkins-2.csv", brought)
    assert step() == ["extended"]
    take_back("checkins-2.csv")
    assert step() == ["unchanged"], "its follow-up ends earlier, for which there is no word"
    assert step() == []
    put(workspace / "inbox" / "checkins-3.csv", brought)
    assert step() == ["extended"]
    take_back("checkins-3.csv")
    put(workspace / "inbox" / "checkins-4.csv", f"{CHECKINS}y,{STAY}")
    assert step() == ["new", "unchanged"]
    put(workspace / "inbox" / "checkins-5.csv", brought)
    assert step() == ["extended"]


def test_what_changes_later_stands_in_the_next_difference(workspace):
    rerun(workspace)
    [[x]] = taken(workspace)
    put(workspace / "inbox" / "checkins.csv", f"{CHECKINS}y,{STAY}")
    rerun(workspace)
    [[y]] = taken(workspace)
    assert (y["change"], y["person_id"] != x["person_id"]) == ("new", True)
    later = "M,2021-08-01T10:00,2021-08-01T11:00\n"
    put(workspace / "inbox" / "checkins.csv", f"{CHECKINS}a,{later}x,{later}")
    rerun(workspace)
    [[again]] = taken(workspace)
    assert (again["person_id"], again["change"]) == (x["person_id"], "extended")
    put(workspace / "inbox" / "cases.csv", f"{CASES}C1,a,discarded,2021-08-01\n")
    rerun(workspace)
    assert changed(workspace) == [("C1", "withdrawn")] * 2
    rerun(workspace)
    assert taken(workspace) == []


def test_screens_in_between_do_not_disturb_the_chain(workspace):
    rerun(workspace)
    taken(workspace)
    told(workspace, "screen", "--as-of", "2021-07-01")
    rerun(workspace)
    assert taken(workspace) == []


def test_a_file_that_is_refused_keeps_nothing_from_going_on(workspace):
    put(workspace / "inbox" / "aaa.txt", "poison")
    put(workspace / "inbox" / "checkins_bad.csv", "a,b\n")
    late = put(workspace / "inbox" / "checkins_late.csv.part", "person_id,")
    said = rerun(workspace)
    assert f"{late}: left where it is" in said.out and late.exists()
    assert said.status == 18 and sum(line.startswith("tracing: ") for line in said.complaints) == 2
    assert changed(workspace) == [("C1", "new")]
    assert sorted(path.name for path in (workspace / "refused").iterdir()) == ["aaa.txt", "checkins_bad.csv"]
    assert rerun(workspace).status == 0


def test_a_file_at_which_the_program_fails_keeps_nothing_from_going_on(workspace, monkeypatch):
    from pipelines import ingest

    real = ingest.understand

    def fails(path: Path, *rest: object) -> object:
        return real(path, *rest) if "cases" not in path.name else 1 / 0

    monkeypatch.setattr(ingest, "understand", fails)
    put(workspace / "inbox" / "checkins_2.csv", f"{CHECKINS}z,{STAY}")
    said = rerun(workspace)
    assert said.status == 70 and "cases.csv: left in the inbox: internal failure: ZeroDivisionError" in said.err
    assert [path.name for path in (workspace / "inbox").iterdir()] == ["cases.csv"]
    monkeypatch.undo()
    assert rerun(workspace).status == 0
    assert changed(workspace) == [("C1", "new")] * 2


@pytest.mark.parametrize(
    "moment",
    [
        ("pipelines.screen", "publication"),
        ("pipelines.rerun", "deliver"),
        ("tracing.disk", "move"),
        ("pipelines.rerun", "drop"),
    ],
    ids=".".join,
)
def test_a_rerun_that_dies_is_made_up_for_by_the_next(moment, workspace):
    killed_at(*moment, workspace, "rerun")
    lists = taken(workspace)
    rerun(workspace)
    lists += taken(workspace)
    assert [[line["change"] for line in lines] for lines in lists] == [["new"]]


def test_results_of_old_screens_are_dropped_but_not_what_the_outbox_rests_on(workspace):
    with (workspace / "workspace.toml").open("a") as settings:
        settings.write("keep_runs = 2\n")
    for _ in range(4):
        rerun(workspace)
    assert sorted(path.stem for path in (workspace / "results").iterdir()) == [
        "screen-000001", "screen-000003", "screen-000004"
    ]  # fmt: skip
    put(workspace / "inbox" / "checkins.csv", f"{CHECKINS}y,{STAY}")
    with results.latest(workspace / "results") as reader:
        rerun(workspace)
        rerun(workspace)
        assert not reader.path.exists()
        assert reader.run("SELECT count(*) FROM contacts") == [(1,)], "who reads one that is dropped reads on"
    assert sorted(path.stem for path in (workspace / "results").iterdir()) == [
        "screen-000001", "screen-000005", "screen-000006"
    ], "whom the first screen found is told by the last"  # fmt: skip
    assert [[line["change"] for line in lines] for lines in taken(workspace)] == [["new"], ["new"]]


@pytest.mark.parametrize("wrong", ["0", '"all"', "-3"])
def test_settings_that_make_no_sense_are_refused(wrong, workspace):
    with (workspace / "workspace.toml").open("a") as settings:
        settings.write(f"keep_runs = {wrong}\n")
    assert rerun(workspace).status == 10


def test_a_reader_survives_results_that_go_between_looking_and_opening(workspace, monkeypatch):
    rerun(workspace)
    folder = workspace / "results"
    old, new = folder / "screen-000001.duckdb", folder / "screen-000002.duckdb"

    opened = Database.settled

    def slowly_opened(path: Path) -> Database:
        if path == old:
            old.rename(new)
        return opened(path)

    monkeypatch.setattr(Database, "settled", slowly_opened)
    with results.latest(folder) as reader:
        assert reader.path == new
    new.write_text("damaged")
    with pytest.raises(StoreDamaged):
        results.latest(folder)
