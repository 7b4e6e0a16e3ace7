"""Memory that polars frees is kept for a while, as a search asks for as much again at once."""

import platform
import subprocess
import sys

import pytest

HELD = """
import sys, time
{first}
import polars as pl

def held_mb():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4 // 1024

before = held_mb()
parts = [pl.select(pl.int_range(0, 200_000)).to_series() for _ in range(100)]
most = held_mb()
del parts
time.sleep(1.5)
[pl.Series([1.0] * 10) for _ in range(2_000)]
print((held_mb() - before) / (most - before))
"""


@pytest.mark.skipif(platform.system() != "Linux", reason="how much a process holds is read from /proc")
@pytest.mark.parametrize(("first", "kept"), [("import pipelines", True), ("", False)], ids=["program", "polars-alone"])
def test_memory_is_kept_where_the_program_is_loaded_first(first, kept, monkeypatch):
    monkeypatch.delenv("_RJEM_MALLOC_CONF", raising=False)
    done = subprocess.run([sys.executable, "-c", HELD.format(first=first)], capture_output=True, text=True, check=True)
    assert (float(done.stdout) > 0.5) is kept
