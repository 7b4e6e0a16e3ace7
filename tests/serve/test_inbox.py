"""When a file of the inbox is complete: renamed into place, or grown until it stops growing."""

import os
import threading
from pathlib import Path

import pytest

from pipelines import inbox
from pipelines.inbox import QUIET_S, SIGN, Watch
from tests.cli.program import put


@pytest.fixture
def folder(tmp_path) -> Path:
    """An inbox."""
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def test_what_is_still_being_written_by_its_name_waits(folder):
    for name in ("cases.csv", ".cases.csv", "cases.csv.part", "cases.csv.TMP"):
        put(folder / name, "x")
    (folder / "monday").mkdir()
    assert [path.name for path in inbox.waiting(folder)] == ["cases.csv"]
    assert [path.name for path in inbox.unfinished(folder)] == [".cases.csv", "cases.csv.TMP", "cases.csv.part"]
    assert [path.name for path in inbox.not_files(folder)] == ["monday"]


def test_the_oldest_comes_first(folder):
    for number, name in enumerate(("b", "c", "a")):
        os.utime(put(folder / f"places_{name}.csv", "x"), (1_600_000_000 + number,) * 2)
    assert [path.stem[-1] for path in inbox.waiting(folder)] == ["b", "c", "a"]


def test_a_file_that_grows_is_left_for_the_next_time(folder):
    """However old its time of change looks, and also where it grows without changing its size."""
    grown, kept, touched = (put(folder / f"cases_{name}.csv", "x") for name in ("grown", "kept", "touched"))
    timer = threading.Timer(QUIET_S / 2, lambda: (_grow(grown), os.utime(touched, (5, 5)), put(folder / "new.csv", "")))
    timer.start()
    assert inbox.complete(folder) == [kept]
    timer.join()
    assert set(inbox.complete(folder)) == {grown, kept, touched, folder / "new.csv"}


def _grow(path: Path) -> None:
    with path.open("a") as file:
        file.write("more")
    os.utime(path, (1_600_000_000,) * 2)


def test_who_watches_is_due_once_a_file_was_quiet(folder):
    watch = Watch(folder, folder.parent / SIGN)
    assert not watch.due(0)
    path = put(folder / "cases.csv", "x")
    assert not watch.due(1) and not watch.due(1 + QUIET_S / 2)
    _grow(path)
    assert not watch.due(1 + QUIET_S)
    assert watch.due(1 + 2 * QUIET_S)


def test_a_file_of_which_was_told_is_due_again_after_a_while_and_a_new_one_at_once(folder):
    watch = Watch(folder, folder.parent / SIGN, again_s=30)
    put(folder / "cases.csv", "x")
    watch.due(0)
    assert watch.due(10)
    watch.told(10)
    assert not watch.due(39)
    put(folder / "checkins.csv", "x")
    watch.due(40)
    assert watch.due(42)
    watch.told(42)
    assert not watch.due(71) and watch.due(73)


def test_a_file_that_was_taken_and_comes_again_is_a_new_one(folder):
    watch, path = Watch(folder, folder.parent / SIGN), put(folder / "cases.csv", "x")
    watch.due(0)
    watch.told(QUIET_S)
    path.unlink()
    assert not watch.due(4)
    os.utime(put(path, "x"), (7, 7))
    watch.due(5)
    assert watch.due(5 + QUIET_S)


def test_a_sign_is_heeded_once_each_time_that_it_is_given(folder):
    sign = put(folder.parent / SIGN, "")
    watch = Watch(folder, sign)
    assert not watch.due(0), "given before anybody watched: the rerun at the start takes it"
    os.utime(sign, (7, 7))
    assert watch.due(1) and watch.due(2), "until somebody was told"
    os.utime(sign, (8, 8))
    watch.told(2)
    assert watch.due(3), "given anew between the look and the telling"
    watch.told(3)
    assert not watch.due(60)
