"""Bytes changed at random in good files of every format: refused in one line or accounted for line by line, and never
a fault, a hang or a lot of memory.

TRACING_MUTATIONS is how many files are read (500); a tenth of them more goes through `tracing ingest` itself.
"""

import gzip
import os
import random
import resource
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.abuse.accounted import beside, lines_that_hold_something, physical_lines, taken
from tests.abuse.mutations import mutated
from tests.abuse.seeds import SEEDS, Seed, with_one_member_changed
from tests.abuse.test_broken_files import FIXES, parquet, workbook
from tests.cli.program import new_workspace, put, rows, told
from tracing.errors import FileRefused
from tracing.intake.archives import at_hand, expanded
from tracing.store import statement

FILES = int(os.environ.get("TRACING_MUTATIONS", "500"))
EACH = max(4, FILES // 60)
LONGEST_S, MOST_MORE_MB = 5, 400
TEXTS = (".csv", ".tsv", ".txt", ".plt")


def changed(seed: Seed, chance: random.Random) -> bytes:
    """The seed mutated; of one that is packed often what it holds, so that the packing stays sound."""
    if seed.ending == ".csv.gz" and chance.random() < 0.5:
        return gzip.compress(mutated(gzip.decompress(seed.content), chance))
    if seed.ending in (".xlsx", ".zip") and chance.random() < 0.8:
        return with_one_member_changed(seed.content, lambda part: mutated(part, chance), chance.choice)
    return mutated(seed.content, chance)


def outcome(path: Path, seed: Seed, folder: Path) -> str:
    """What becomes of a file, and of all members of an archive."""
    try:
        if seed.ending == ".zip" and expanded(path) != [path]:
            return " ".join(outcome_of_member(member, seed, folder) for member in expanded(path))
        lines = taken(path, seed.layout)
    except FileRefused as refused:
        assert str(refused).startswith(f"{path}: ") and "\n" not in str(refused)
        return "refused"
    if seed.ending in TEXTS:
        header = 6 if seed.ending == ".plt" else None
        held = lines_that_hold_something(path.read_bytes(), seed.layout.encoding, 0)
        assert lines == [line for line in held if line > (header or held[0])]
        all_lines = physical_lines(path.read_bytes(), seed.layout.encoding)
        assert len(lines) + beside(path, seed.layout) == all_lines
    return "taken"


def outcome_of_member(member: Path, seed: Seed, folder: Path) -> str:
    try:
        with at_hand(member, folder) as path:
            taken(path, seed.layout)
    except FileRefused as refused:
        assert str(refused).startswith(f"{member}: ")
        return "refused"
    return "taken"


@pytest.mark.parametrize("name", SEEDS)
def test_a_good_file_of_each_format_is_taken(name, tmp_path):
    seed = SEEDS[name]
    path = put(tmp_path / f"fixes{seed.ending}", seed.content)
    assert set(outcome(path, seed, tmp_path / "unpacked").split()) == {"taken"}


def test_a_mutated_file_is_refused_or_every_line_comes_out(tmp_path):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seen = Counter()
    for number in range(FILES):
        name = [*SEEDS][number % len(SEEDS)]
        seed, chance = SEEDS[name], random.Random(number)
        path = put(tmp_path / f"fixes{seed.ending}", changed(seed, chance))
        began = time.process_time()
        seen[name, outcome(path, seed, tmp_path / "unpacked")] += 1
        assert time.process_time() - began < LONGEST_S, (name, number)
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert more < MOST_MORE_MB * 1024
    assert all(seen[name, "taken"] or seen[name, "taken taken"] for name in SEEDS), seen
    assert sum(count for (_, result), count in seen.items() if "refused" in result) > FILES / 20


LINES = [(f"P{n % 7}", f"2021-08-05T10:{n % 60:02d}:00", 25 + n / 1000, 102.5) for n in range(60)]
CSV = "\n".join(",".join(map(str, line)) for line in (FIXES, *LINES)).encode()
XLSX = workbook([FIXES, *LINES])
PARQUET = parquet(**{name: [line[at] for line in LINES] for at, name in enumerate(FIXES)})
MAKERS = {
    "csv": lambda chance: mutated(CSV, chance),
    "csv.gz": lambda chance: gzip.compress(mutated(CSV, chance)),
    "z.csv.gz": lambda chance: mutated(gzip.compress(CSV), chance),
    "utf16.csv": lambda chance: mutated(CSV.decode().encode("utf-16"), chance),
    "xlsx": lambda chance: with_one_member_changed(XLSX, lambda part: mutated(part, chance), chance.choice),
    "z.xlsx": lambda chance: mutated(XLSX, chance),
    "parquet": lambda chance: mutated(PARQUET, chance),
}


@pytest.mark.parametrize("ending", MAKERS)
def test_the_account_of_a_mutated_file_adds_up(ending, tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    chance = random.Random(ending)
    paths = [put(tmp_path / f"fixes_{number}.{ending}", MAKERS[ending](chance)) for number in range(EACH)]
    said = told(workspace, "ingest", *paths)
    assert said.status in (0, 2), said.err
    settled = dict(rows(workspace / "store.duckdb", "SELECT status, count(*) FROM files GROUP BY ALL"))
    assert sum(settled.values()) == EACH and set(settled) <= {"taken", "refused"}
    assert len(said.complaints) == settled.get("refused", 0)
    for check in ("checks/row_account", "checks/rejects_account", "checks/kept_rows"):
        assert rows(workspace / "store.duckdb", statement(check)) == []
