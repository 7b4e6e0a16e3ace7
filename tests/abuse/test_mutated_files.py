"""Bytes changed at random in good files: refused in one line or accounted for row by row, and never a fault."""

import gzip
import random
import zipfile
from io import BytesIO

import pytest

from tests.abuse.test_broken_files import FIXES, parquet, workbook
from tests.cli.program import new_workspace, put, rows, told
from tracing.store import statement

EACH = 4
ODD = b'",\n\r\0\xff\xc3 0e-;T:"'
LINES = [(f"P{n % 7}", f"2021-08-05T10:{n % 60:02d}:00", 25 + n / 1000, 102.5) for n in range(60)]
CSV = "\n".join(",".join(map(str, line)) for line in (FIXES, *LINES)).encode()
XLSX = workbook([FIXES, *LINES])
PARQUET = parquet(**{name: [line[at] for line in LINES] for at, name in enumerate(FIXES)})


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The bytes with a few changed, taken out, put in or repeated."""
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(found))
        length = chance.randrange(1, 12)
        match chance.randrange(4):
            case 0:
                found[at] = chance.randrange(256)
            case 1:
                del found[at : at + length]
            case 2:
                found[at:at] = bytes(chance.choice(ODD) for _ in range(length))
            case 3:
                found[at:at] = found[:length]
    return bytes(found)


def with_one_part_mutated(chance: random.Random) -> bytes:
    """A workbook that is a sound archive with one broken member."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(XLSX)) as old, zipfile.ZipFile(out, "w") as new:
        broken = chance.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, mutated(old.read(name), chance) if name == broken else old.read(name))
    return out.getvalue()


MAKERS = {
    "csv": lambda chance: mutated(CSV, chance),
    "csv.gz": lambda chance: gzip.compress(mutated(CSV, chance)),
    "z.csv.gz": lambda chance: mutated(gzip.compress(CSV), chance),
    "xlsx": with_one_part_mutated,
    "z.xlsx": lambda chance: mutated(XLSX, chance),
    "parquet": lambda chance: mutated(PARQUET, chance),
}


@pytest.mark.parametrize("ending", MAKERS)
def test_a_mutated_file_is_refused_or_accounted_for(ending, tmp_path):
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
