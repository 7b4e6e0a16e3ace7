"""The standard streams as a shell has them: pipes that close, a full disk, no stream at all. Real processes.

Source: specification, section 9: one line, never a traceback.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.program import SAMPLES, new_workspace, put, rows

ROOT = Path(__file__).resolve().parents[2]


def shell(command: str, workspace: Path, *arguments: str) -> subprocess.CompletedProcess:
    """Run `tracing` inside a shell command; $T stands for it with its arguments."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT", "TRACING"))}
    words = [sys.executable, "-m", "pipelines.cli", "--workspace", str(workspace), *arguments]
    kept["T"] = " ".join(words)
    return subprocess.run(["bash", "-c", command], env=kept, cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_a_reader_that_has_enough_is_no_failure(screened):
    told = shell("set -o pipefail; $T | head -c 1 > /dev/null", screened, "graph", "C001")
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_told_in_one_line(screened):
    told = shell("$T > /dev/full", screened, "ingest", str(SAMPLES / "cases.csv"))
    assert told.returncode == 19
    assert len(told.stderr.splitlines()) == 1 and told.stderr.startswith("tracing: ")


def test_a_standard_output_that_is_closed_is_no_fault_of_the_program(screened):
    told = shell("$T >&-", screened, "contacts")
    assert told.returncode in (0, 19)
    assert "internal failure" not in told.stderr


def test_what_is_said_with_a_list_is_never_taken_for_the_list(screened):
    told = shell("$T 2>&-", screened, "contacts", "C001")
    assert told.returncode == 0
    assert all(line.startswith(("case_id,", "C001,")) for line in told.stdout.splitlines())


def test_an_interruption_is_one_line_and_keeps_nothing_half_done(tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    long = put(tmp_path / "places.csv", "place_id\n" + "".join(f"L{number}\n" for number in range(1_500_000)))
    words = [sys.executable, "-m", "pipelines.cli", "ingest", str(long), "--workspace", str(workspace)]
    running = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        while not (workspace / "store.duckdb.wal").exists() and running.poll() is None:
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    finally:
        running.kill()
    assert running.returncode == 130, err
    assert err.splitlines()[-1].startswith("tracing: interrupted") and "Traceback" not in err
    assert out == ""
    ((kept,),) = rows(workspace / "store.duckdb", "SELECT count(*) FROM places")
    assert kept in (0, 1_500_000)
