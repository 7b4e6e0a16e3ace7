"""Files that are far too big: refused or rejected in a line, within a bounded memory and a bounded time.

Each is read by a process of its own, whose memory is told by the system. Files with holes take no room on the disk.
"""

import gzip
import platform
import re
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest

from tests.cli.program import new_workspace
from tracing.store import Database

READ = """
import sys
from pathlib import Path
from tracing.errors import FileRefused
from tracing.intake.formats import glimpses, open_records
lines = 0
try:
    glimpses(Path(sys.argv[1]))
    for batch in open_records(Path(sys.argv[1])):
        lines += batch.frame.height + batch.broken.height
    print(f"{lines} lines")
except FileRefused as refused:
    print(refused)
# Not what `resource` tells: a program that is started counts with the memory of who started it.
[most] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
print(int(most.split()[1]) // 1024)
"""
MOST_MB, LONGEST_S = 500, 60
PLAIN = {"use_dictionary": False}
HEADER = b"person_id,observed_at,latitude,longitude\n"


def read(path: Path) -> str:
    """What comes of a file."""
    done = subprocess.run([sys.executable, "-c", READ, path], capture_output=True, text=True, timeout=LONGEST_S)
    assert done.returncode == 0 and not done.stderr
    said, most_mb = done.stdout.strip().rsplit("\n", 1)
    assert int(most_mb) < MOST_MB
    return said.removeprefix(f"{path}: ")


def holed(path: Path, beginning: bytes, size: int, end: bytes = b"") -> Path:
    """A file of so many bytes with nothing but NULs between beginning and end."""
    with path.open("wb") as file:
        file.write(beginning)
        file.truncate(size)
        file.seek(size)
        file.write(end)
    return path


def test_two_gigabytes_of_nothing_are_refused(tmp_path):
    path = holed(tmp_path / "fixes.csv", b"", 2_000_000_000, b"\n")
    assert read(path) == "holds no lines that can be read as UTF-8, GB18030 or UTF-16"


def test_a_line_of_a_gigabyte_is_a_reject_and_the_next_is_read(tmp_path):
    beginning = HEADER + b"p,2021-08-05,1,2\n" * 9_998
    path = holed(tmp_path / "fixes.csv", beginning, 1_000_000_000, b"\np,2021-08-05,1,2\n")
    assert read(path) == "10000 lines"


def test_a_packed_file_without_end_is_refused(tmp_path):
    path = tmp_path / "fixes.csv.gz"
    path.write_bytes(gzip.compress(HEADER) + gzip.compress(bytes(50_000_000)) * 30)
    assert read(path) == "holds more than 200 times its size: no file of records"


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".zip", ".parquet", ".gpx", ".plt"])
def test_two_gigabytes_of_nothing_are_no_file_of_any_other_format(tmp_path, ending):
    said = read(holed(tmp_path / f"fixes{ending}", b"", 2_000_000_000))
    assert "not" in said or "no " in said


@pytest.mark.parametrize("which", ["unpacked", "packed"])
def test_a_page_that_says_it_has_two_gigabytes_is_damaged_and_takes_none(tmp_path, which):
    path, saying = tmp_path / "fixes.parquet", b"\xfe\xff\xff\xff\x0f"  # the greatest number of 32 bits
    rows = {"person_id": ["p"] * 900, "observed_at": ["2021-08-05"] * 900, "latitude": [1.0] * 900, "longitude": 2.0}
    pl.DataFrame(rows).write_parquet(path, use_pyarrow=True, compression="snappy", pyarrow_options=PLAIN)
    chunk = pq.read_metadata(path).row_group(0).column(2)
    begin, size, content = chunk.data_page_offset, chunk.total_compressed_size, path.read_bytes()
    page = re.fullmatch(rb"(\x15.\x15)([\x80-\xff]*.)(\x15)([\x80-\xff]*.)(.*)", content[begin : begin + size], re.S)
    head, unpacked, between, packed, rest = page.groups()
    sizes = (saying, packed) if which == "unpacked" else (unpacked, saying)
    said = (head + sizes[0] + between + sizes[1] + rest)[:size]
    path.write_bytes(content[:begin] + said + content[begin + size :])
    assert read(path) == "damaged after row 0"


def test_an_old_workbook_that_is_none_is_refused_whatever_its_size(tmp_path):
    path = holed(tmp_path / "fixes.xls", bytes.fromhex("d0cf11e0a1b11ae1"), 2_000_000_000)
    assert read(path) == "an old workbook of more than 60000000 bytes: save it as .xlsx"


def test_a_track_without_end_holds_no_memory(tmp_path):
    path = holed(tmp_path / "fixes.gpx", b"<gpx><trk>" + b" " * 10_000_000, 10_000_010)
    with path.open("r+b") as file:
        file.seek(0, 2)
        for _ in range(20):
            file.write(b'<trkpt lat="1" lon="2"><time>2021-08-05T10:00:00Z</time></trkpt>' * 10_000)
    assert "damaged after point 200000: not well formed" in read(path)


def test_what_is_lent_to_a_transaction_is_not_held_until_its_end(tmp_path):
    store = new_workspace(tmp_path / "workspace") / "store.duckdb"
    with Database(store) as database, database.transaction():
        before = held_mb()
        for number in range(40):
            with database.lent("arrived", pl.DataFrame({"number": np.full(2_000_000, number)})):
                assert database.run("SELECT max(number) FROM arrived") == [(number,)]
        assert held_mb() - before < 200


GIVEN_BACK = """
import sys
import numpy as np
from pathlib import Path
from pipelines.memory import give_back
if sys.argv[1:]:
    give_back()
np.ones(3_500_000)  # freed at once: glibc learns from it to keep the next ones
held, kept = [], []
for _ in range(40):
    held.append(np.ones(1_000_000))
    kept.append(np.ones(100))
held.clear()
print(int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 2**20)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library is left as it is")
def test_large_blocks_are_given_back_when_they_are_freed():
    def held(*given_back: str) -> int:
        return int(subprocess.check_output([sys.executable, "-c", GIVEN_BACK, *given_back], text=True))

    assert held("so") + 150 < held()


def held_mb() -> int:
    """The memory of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 2**20
