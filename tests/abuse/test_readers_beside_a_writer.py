"""Twenty readers beside one writer: each gets a whole list of one published screen, and nobody is told to wait."""

import os
import subprocess
import sys
from collections import Counter

from tests.abuse.test_killed import ROOT
from tests.cli.program import CHECKINS, new_workspace, put, small_outbreak, told

READERS = 20
READ = """
import io, sys, time
from pathlib import Path
from contextlib import redirect_stdout
from pipelines import cli
LISTS = (("contacts", "C1"), ("graph", "C1", "--format", "json"))
EXPLANATION = ("explain", "C1", "x")

def told(command):
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(out):
        status = cli.main([*command, "--workspace", sys.argv[1]])
    return status, out.buffer.getvalue().decode()

print("ready", flush=True)
input()
first = True
while first or not Path(sys.argv[2]).exists():
    for command in (*LISTS, EXPLANATION) if first else LISTS:
        status, text = told(command)
        lines = text.count(chr(10)) - 1 if command[0] == "contacts" else -1
        print(command[0], status, lines, flush=True)
    first = False
    time.sleep(2)  # people look at what they read
"""


def test_twenty_readers_see_whole_lists_while_one_writes(tmp_path):
    workspace, over = new_workspace(tmp_path / "workspace"), tmp_path / "over"
    told(workspace, "ingest", *small_outbreak(tmp_path))
    assert told(workspace, "rerun").status == 0
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT")}
    words = [sys.executable, "-c", READ, str(workspace), str(over)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    readers = [subprocess.Popen(words, cwd=ROOT, env=kept, text=True, **pipes) for _ in range(READERS)]
    assert {reader.stdout.readline() for reader in readers} == {"ready\n"}
    for reader in readers:
        reader.stdin.write("go\n")
        reader.stdin.flush()
    for number in range(1, 4):
        guest = f"{CHECKINS}y{number},L,2021-07-31T10:00,2021-07-31T11:00\n"
        put(workspace / "inbox" / f"checkins-{number}.csv", guest)
        assert told(workspace, "rerun").status == 0
    over.touch()
    said = Counter()
    for reader in readers:
        out, err = reader.communicate(timeout=120)
        assert reader.returncode == 0, err
        said.update(out.split("\n"))
    del said[""]
    assert {line.split()[1] for line in said} == {"0"}, said
    assert {line.split()[0] for line in said} == {"contacts", "graph", "explain"}
    read = {int(line.split()[2]) for line in said if line.startswith("contacts")}
    assert read <= set(range(1, 5)) and len(read) > 1, read
