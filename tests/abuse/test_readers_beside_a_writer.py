"""Twenty readers beside one writer: each gets a whole list of one published screen, and nobody is told to wait."""

import io
import os
import time
from collections import Counter
from contextlib import redirect_stdout
from multiprocessing.connection import Connection, wait
from pathlib import Path

import pytest

from pipelines import cli
from tests.abuse.forked import forked, pipe
from tests.cli.program import CHECKINS, new_workspace, put, small_outbreak, told

READERS = 20
LISTS = (("contacts", "C1"), ("graph", "C1", "--format", "json"))
EXPLANATION = ("explain", "C1", "x")


def reads(workspace: Path, over: Path, telling: Connection) -> None:
    """Read the lists again and again, and tell of each command its exit status and how many lines it gave."""
    os.nice(10)  # beside twenty readers the writer would hardly come to its turn on a small machine
    first = True
    while first or not over.exists():
        for words in (*LISTS, EXPLANATION) if first else LISTS:
            out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
            with redirect_stdout(out):
                status = cli.main([*words, "--workspace", str(workspace)])
            telling.send((words[0], status, out.buffer.getvalue().count(b"\n") - 1))
        first = False
        time.sleep(2)  # people look at what they read
    telling.send(None)


def hear(pipes: list[Connection], said: Counter) -> None:
    """Take in what readers tell next; a pipe is left out once its reader has told all."""
    for heard in wait(pipes, 120) or pytest.fail("no reader tells anything"):
        answer = heard.recv()
        if answer is None:
            pipes.remove(heard)
        else:
            said[answer] += 1


def test_twenty_readers_see_whole_lists_while_one_writes(tmp_path):
    workspace, over = new_workspace(tmp_path / "workspace"), tmp_path / "over"
    told(workspace, "ingest", *small_outbreak(tmp_path))
    assert told(workspace, "rerun").status == 0
    ends = [pipe(duplex=False) for _ in range(READERS)]
    readers = [forked(reads, workspace, over, telling) for _, telling in ends]
    for _, telling in ends:
        telling.close()  # who ends without a word is heard of
    pipes, said = [heard for heard, _ in ends], Counter()
    for number in range(1, 4):
        guest = f"{CHECKINS}y{number},L,2021-07-31T10:00,2021-07-31T11:00\n"
        put(workspace / "inbox" / f"checkins-{number}.csv", guest)
        assert told(workspace, "rerun").status == 0
        while not any(command == "contacts" and lines == number + 1 for command, _, lines in said):
            hear(pipes, said)
    over.touch()
    while pipes:
        hear(pipes, said)
    for reader in readers:
        reader.join(120)
        assert reader.exitcode == 0
    assert {status for _, status, _ in said} == {0}, said
    assert {command for command, _, _ in said} == {"contacts", "graph", "explain"}
    read = {lines for command, _, lines in said if command == "contacts"}
    assert {2, 3, 4} <= read <= {1, 2, 3, 4}, read
