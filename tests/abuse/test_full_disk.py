"""A disk that is full: said as such, in one line; what was there stays whole, and goes on when there is room again.

A limit on the size of files stands in for the disk: the system refuses the write in the same place.
"""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import AS_OF, put, told

ROOT = Path(__file__).resolve().parents[2]


def with_room_for(size: int, workspace: Path, *arguments: object) -> subprocess.CompletedProcess:
    """Run a command that may write no file longer than so many bytes."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    words = [sys.executable, "-m", "pipelines.cli", *map(str, arguments), "--workspace", str(workspace)]
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT")}
    return subprocess.run(words, cwd=ROOT, env=kept, capture_output=True, text=True, timeout=60, preexec_fn=limit)


@pytest.mark.parametrize("share", [0.01, 0.75])
def test_results_that_do_not_fit_are_not_published_in_part(share, outbreak, copied):
    """First the log of the new file does not fit, then what it is gathered into when the file is closed."""
    workspace = copied(outbreak)
    (published,) = (workspace / "results").iterdir()
    before = told(workspace, "contacts").out
    ended = with_room_for(int(share * published.stat().st_size), workspace, "screen", "--as-of", AS_OF)
    assert list((workspace / "results").iterdir()) == [published]
    assert told(workspace, "contacts").out == before
    assert ended.returncode == 19
    assert len([line for line in ended.stderr.splitlines() if line.startswith("tracing: ")]) == 1
    assert told(workspace, "screen", "--as-of", AS_OF).status == 0
    assert told(workspace, "contacts").out == before


def test_a_store_that_cannot_grow_is_full_and_not_damaged(outbreak, copied, tmp_path):
    workspace = copied(outbreak)
    path = put(tmp_path / "places.csv", "place_id,name\n" + "".join(f"L{n},{n**9:x}\n" for n in range(100_000)))
    size = max((workspace / name).stat().st_size for name in ("store.duckdb", "vault.duckdb"))
    ended = with_room_for(size + 50_000, workspace, "ingest", path)
    assert ended.returncode == 19, ended.stderr
    assert told(workspace, "contacts").status == 0
    assert "100,000 rows = 100,000 kept" in told(workspace, "ingest", path).out


def test_a_list_that_does_not_fit_leaves_the_old_one(outbreak, tmp_path):
    out = put(tmp_path / "list.csv", "the old one")
    ended = with_room_for(100, outbreak, "contacts", "--out", out)
    assert ended.returncode == 19 and len(ended.stderr.splitlines()) == 1
    assert out.read_text(encoding="utf-8") == "the old one" and list(tmp_path.iterdir()) == [out]
