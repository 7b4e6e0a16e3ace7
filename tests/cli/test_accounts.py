"""The account of every file: rows in = kept + rejected + already known, in all kinds and all formats.

Each row is counted here by what the test put into the file, never by what the program says.
Source: specification, section 2.
"""

import gzip
import random
import re
from pathlib import Path

import polars as pl
import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.cli.thirteen import GOOD, KINDS, Row, broken, good
from tests.intake.files import write_parquet, write_xlsx
from tracing.store import statement

FORMATS = ("csv", "csv.gz", "parquet", "xlsx")
TWICE, TURNS = 4, 3
CHECKS = ("checks/row_account", "checks/rejects_account", "checks/kept_rows")


def written(path: Path, lines: list[Row]) -> Path:
    """The lines as a file of the format that the path ends in; an empty cell is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = list(lines[0])
    if path.suffix == ".xlsx":
        return write_xlsx(path, [names, *([line[name] or None for name in names] for line in lines)])
    if path.suffix == ".parquet":
        return write_parquet(path, {name: [line[name] or None for line in lines] for name in names})
    text = pl.DataFrame(lines).write_csv(quote_style="always").encode()
    return put(path, gzip.compress(text) if path.suffix == ".gz" else text)


def brought(folder: Path, turn: int) -> list[Path]:
    """A file of every kind, each with all its rows in another order than the turn before and in another format."""
    paths = []
    for number, kind in enumerate(KINDS):
        lines = [*good(kind), *(line for _, line in broken(kind)), *good(kind)[:TWICE]]
        random.Random(turn).shuffle(lines)
        paths.append(written(folder / f"{kind}_{turn}.{FORMATS[(number + turn) % len(FORMATS)]}", lines))
    return paths


def account(text: str, name: str) -> tuple[int, int, int, int]:
    """The four numbers that were printed of a file."""
    line = next(line for line in text.splitlines() if line.startswith(f"{name}: "))
    words = r": ([\d,]+) rows = ([\d,]+) kept \+ ([\d,]+) rejected \+ ([\d,]+) already known$"
    return tuple(int(number.replace(",", "")) for number in re.search(words, line).groups())


@pytest.fixture(scope="module")
def turns(tmp_path_factory):
    """A workspace to which all rows were brought three times, and what was said each time."""
    folder = tmp_path_factory.mktemp("accounts")
    workspace = new_workspace(folder / "workspace")
    return workspace, [told(workspace, "ingest", *brought(folder / str(turn), turn)) for turn in range(TURNS)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_is_kept_once_and_known_afterwards_in_whatever_format_it_comes(kind, turns):
    _, said = turns
    number, bad = KINDS.index(kind), len(broken(kind))
    for turn, one in enumerate(said):
        name = f"{kind}_{turn}.{FORMATS[(number + turn) % len(FORMATS)]}"
        new, known = (GOOD, TWICE) if turn == 0 else (0, GOOD + TWICE)
        assert account(one.out, name) == (GOOD + bad + TWICE, new, bad, known)


def test_the_whole_is_the_sum_of_the_files(turns):
    _, said = turns
    for one in said:
        files = [account(one.out, line.split(": ")[0]) for line in one.out.splitlines() if re.match(r"\w+_\d\.", line)]
        assert len(files) == len(KINDS)
        assert account(one.out, "all files") == tuple(map(sum, zip(*files, strict=True)))
        assert one.status == 0 and not one.err


def test_the_tables_hold_what_the_accounts_say(turns):
    workspace, _ = turns
    for kind in KINDS:
        assert rows(workspace / "store.duckdb", f"SELECT count(*) FROM {kind}") == [(GOOD,)]
    for check in CHECKS:
        assert rows(workspace / "store.duckdb", statement(check)) == []


@pytest.fixture(scope="module")
def rejects(tmp_path_factory) -> list[str]:
    """What is told of a file of each kind with nothing but broken rows."""
    folder = tmp_path_factory.mktemp("rejects")
    workspace = new_workspace(folder / "outbreak")
    files = [written(folder / f"{kind}_bad.csv", [line for _, line in broken(kind)]) for kind in KINDS]
    told(workspace, "ingest", *files)
    return told(workspace, "rejects").out.splitlines()[1:]


@pytest.mark.parametrize("kind", KINDS)
def test_a_reject_names_file_line_and_column_and_never_a_value(kind, rejects):
    found = [line for line in rejects if line.startswith(f"{kind}_bad.csv,")]
    assert [line.split(",")[1:3] for line in found] == [
        [str(at), column] for at, (column, _) in enumerate(broken(kind), 2)
    ]
    told_of = "\n".join(line.split(",", 3)[3] for line in found)
    values = {value for _, line in broken(kind) for value in line.values()}
    for value in {value for value in values if re.search(r"\d{3}|yesterday|mars", value)}:
        assert value not in told_of


def test_a_row_is_known_across_the_batches_of_a_long_file(tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    path = put(tmp_path / "places.csv", "place_id\n" + "".join(f"L{at % 210_000}\n" for at in range(220_000)))
    assert account(told(workspace, "ingest", path).out, path.name) == (220_000, 210_000, 0, 10_000)


def test_a_header_alone_is_a_table_of_no_rows(tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    path = put(tmp_path / "households.csv", "household_id,person_id\n")
    assert account(told(workspace, "ingest", path).out, path.name) == (0, 0, 0, 0)


def test_a_reject_names_the_row_of_the_sheet_and_the_line_of_the_file(tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    names, bad = ("household_id", "person_id"), ("H1", None)
    sheet = write_xlsx(tmp_path / "households_1.xlsx", [(), names, (), ("H1", "a"), (), bad])
    text = put(tmp_path / "households_2.csv", "\r\nhousehold_id,person_id\r\n\r\nH2,a\r\n  \r\nH2,\r\n")
    told(workspace, "ingest", sheet, text)
    assert [line.split(",")[:3] for line in told(workspace, "rejects").out.splitlines()[1:]] == [
        ["households_1.xlsx", "6", "person_id"],
        ["households_2.csv", "6", "person_id"],
    ]
