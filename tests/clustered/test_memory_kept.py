"""Memory that polars frees is kept for a while, as a search asks for as much again at once."""

import platform
import re
import subprocess
import sys

import pytest

# Its allocator tells at the end by which rules it worked, when asked to: no clock and no other process has a say in it.
RULES = """
import os
{first}
os.environ["_RJEM_MALLOC_CONF"] = ",".join(filter(None, [os.environ.get("_RJEM_MALLOC_CONF"), "stats_print:true"]))
import polars
"""


@pytest.mark.skipif(platform.system() != "Linux", reason="polars has another allocator elsewhere")
@pytest.mark.parametrize(
    ("first", "kept_ms"), [("import pipelines", 10_000), ("", 500)], ids=["program", "polars-alone"]
)
def test_memory_is_kept_where_the_program_is_loaded_first(first, kept_ms, monkeypatch):
    monkeypatch.delenv("_RJEM_MALLOC_CONF", raising=False)
    done = subprocess.run([sys.executable, "-c", RULES.format(first=first)], capture_output=True, text=True, check=True)
    assert re.findall(r"opt\.dirty_decay_ms: (\d+)", done.stderr) == [str(kept_ms)]
