"""Each difference is delivered once, wherever a delivery dies and whatever becomes of the files.

A process delivers and kills itself at its first, second, third ... touch of the disk, until none is left to die at; the
next one dies at each touch of the repair as well.
"""

import signal
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from tests.orchestration.outbreak import ROOT
from tracing.errors import StoreDamaged
from tracing.outbox import Outbox

DIES = """
import os, signal, sys
from pathlib import Path
from tracing.outbox import Outbox

folder, run, left = Path(sys.argv[1]), int(sys.argv[2]), [int(sys.argv[3])]

def deadly(real):
    def call(*args, **kwargs):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)
    return call

for name in ("open", "fsync", "replace", "close", "fdopen"):
    setattr(os, name, deadly(getattr(os, name)))
outbox = Outbox(folder)
outbox.finish()
if outbox.delivered() < run:
    outbox.deliver(run, f"{run} since {outbox.delivered()}".encode())
"""


def delivered_by_a_process(folder: Path, run: int, dies_at: int) -> bool:
    """Whether it lived to the end."""
    words = [sys.executable, "-c", DIES, str(folder), str(run), str(dies_at)]
    status = subprocess.run(words, cwd=ROOT, capture_output=True, timeout=60).returncode
    assert status in (0, -signal.SIGKILL)
    return status == 0


def taken(folder: Path) -> list[str]:
    """What whoever takes files finds in the outbox, and is gone from there afterwards."""
    found = sorted(path for path in folder.glob("*") if path.is_file() and not path.name.startswith("."))
    told = [f"{path.name}: {path.read_text()}" for path in found]
    for path in found:
        path.unlink()
    return told


@pytest.fixture
def folder(tmp_path) -> Path:
    """An outbox from which the difference of run 3 was taken."""
    outbox = Outbox(tmp_path / "outbox")
    outbox.deliver(3, b"3 since 0")
    assert taken(outbox.folder) == ["difference-000003.csv: 3 since 0"]
    return outbox.folder


def test_a_delivery_that_dies_anywhere_is_made_up_for_once(folder):
    """Run 4, 6, 8 ... dies, and the next one does not: every difference is since the one taken before it."""
    told, last = [], 3
    for moment in count(1):
        lived = delivered_by_a_process(folder, last + 1, moment)
        told += taken(folder)
        assert delivered_by_a_process(folder, last + 2, 0)
        told += taken(folder)
        last += 2
        if lived:
            break
    assert moment > 10
    chain_of(told, last)


def test_a_repair_that_dies_anywhere_is_made_up_for_once(folder):
    told, last = [], 3
    for moment in count(1):
        assert not delivered_by_a_process(folder, last + 1, dies_at=9)
        assert len(list((folder / ".ready").iterdir())) == 1 and Outbox(folder).delivered() == last
        lived = delivered_by_a_process(folder, last + 1, moment)
        told += taken(folder)
        assert delivered_by_a_process(folder, last + 1, 0)
        told += taken(folder)
        last += 1
        if lived:
            break
    assert moment > 10
    chain_of(told, last)


def chain_of(told: list[str], last: int) -> None:
    """Each difference is whole, and since the one before it; the last one is of the last run."""
    run = 3
    for one in told:
        name, _, text = one.partition(": ")
        of, _, since = text.partition(" since ")
        assert (name, int(since)) == (f"difference-{int(of):06d}.csv", run)
        run = int(of)
    assert run == last


def test_nothing_half_written_shows_in_the_outbox(folder):
    for moment in count(1):
        lived = delivered_by_a_process(folder, 4, moment)
        assert {path.name for path in folder.iterdir()} <= {
            ".ready", ".delivered.json", "..delivered.json.part", "difference-000004.csv"
        }  # fmt: skip
        if (folder / "difference-000004.csv").exists():
            assert (folder / "difference-000004.csv").read_text() == "4 since 3"
            assert Outbox(folder).delivered() == 4
        if lived:
            break


def test_the_files_are_their_owners_alone(folder):
    path = Outbox(folder).deliver(4, b"4 since 3")
    assert {one.stat().st_mode & 0o077 for one in (folder, folder / ".ready", path)} == {0}


def test_a_state_that_cannot_be_read_is_not_taken_for_none(folder):
    (folder / ".delivered.json").write_text("{}")
    with pytest.raises(StoreDamaged, match=r"delivered\.json"):
        Outbox(folder).delivered()
