"""Files of all kinds in which every identity, every unlisted value and every value of a rejected row is a mark."""

import gzip
import re
from io import BytesIO
from pathlib import Path

import openpyxl
import polars as pl

from tests.cli.program import put
from tests.cli.thirteen import KINDS, Row, broken
from tests.cli.thirteen import good as plain

CASES = 6
IDENTITIES = (
    "person_id", "person_a", "person_b", "device_id", "plate", "household_id", "name", "document_type", "phone",
    "document_number", "address", "birth_date", "sex", "note",
)  # fmt: skip


class Marks:
    """Hands out marks, each once, and remembers what it stood for."""

    def __init__(self):
        self.meaning: dict[str, str] = {}
        self.people = [self.new("a person's key") for _ in range(CASES)]

    def new(self, meaning: str) -> str:
        """A text that stands nowhere else."""
        mark = f"Zq{len(self.meaning):06d}xW"
        self.meaning[mark] = meaning
        return mark

    def found_in(self, content: bytes) -> dict[str, str]:
        """The marks in some bytes, and what they stood for."""
        pieces = {piece.decode() for piece in re.findall(rb"Zq\d{6}xW", content)}
        return {piece: self.meaning[piece] for piece in sorted(pieces & self.meaning.keys())}


def kept_rows(kind: str, marks: Marks) -> list[Row]:
    """Rows that are taken in: people are the six, everything else about them is marked."""
    rows = []
    for number, row in enumerate(plain(kind)[:CASES]):
        people = {"person_id": marks.people[number], "person_a": marks.people[0], "person_b": marks.people[number - 1]}
        secret = () if kind == "places" else IDENTITIES  # a place's name is no person's
        found = {name: people.get(name) or (marks.new(name) if name in secret and cell else cell)
                 for name, cell in row.items()}  # fmt: skip
        if kind == "checkins":
            found |= {"place_id": "L1", "checked_in_at": "2021-08-01T08:00", "checked_out_at": "2021-08-01T12:00"}
        if kind == "cases":
            found |= {"onset_at": "2021-08-02", "isolated_at": ""}
        rows.append(found | {"employer": marks.new("an unlisted value")})
    return rows


def rejected_rows(kind: str, marks: Marks) -> list[Row]:
    """Rows that are not: what could be marked in them without mending the flaw is."""
    rows = []
    for column, row in broken(kind):
        marked = {name: marks.new(f"{name} of a rejected row") for name in row if name in IDENTITIES and row[name]}
        wrong = {column: marks.new(f"a wrong {column}")} if row[column] and not row[column][0].isdigit() else {}
        rows.append(row | marked | (wrong if "-" not in row[column] else {}) | {"employer": marks.new("unlisted")})
    return rows


def marked_files(folder: Path, marks: Marks) -> list[Path]:
    """A file of every kind, in the four formats by turns, and files that are refused as a whole."""
    folder.mkdir()
    formats = (as_csv, as_gzip, as_parquet, as_workbook)
    files = []
    for number, kind in enumerate(KINDS):
        write = formats[number % len(formats)]
        files.append(write(folder / kind, [*kept_rows(kind, marks), *rejected_rows(kind, marks)]))
    persons = [*kept_rows("persons", marks), *rejected_rows("persons", marks)]
    files += [write(folder / f"persons_{write.__name__}", persons) for write in formats]
    return [*files, *_refused(folder, marks)]


def as_csv(path: Path, lines: list[Row]) -> Path:
    return put(path.with_suffix(".csv"), pl.DataFrame(lines).write_csv())


def as_gzip(path: Path, lines: list[Row]) -> Path:
    return put(path.with_suffix(".csv.gz"), gzip.compress(pl.DataFrame(lines).write_csv().encode()))


def as_parquet(path: Path, lines: list[Row]) -> Path:
    out = BytesIO()
    pl.DataFrame(lines).with_columns(pl.all().replace("", None)).write_parquet(out)
    return put(path.with_suffix(".parquet"), out.getvalue())


def as_workbook(path: Path, lines: list[Row]) -> Path:
    book, out = openpyxl.Workbook(), BytesIO()
    for line in (list(lines[0]), *(list(line.values()) for line in lines)):
        book.active.append([cell or None for cell in line])
    book.save(out)
    return put(path.with_suffix(".xlsx"), out.getvalue())


def _refused(folder: Path, marks: Marks) -> list[Path]:
    header, text = "person_id,observed_at,latitude,longitude\n", lambda: marks.new("a value of a refused file")
    nested = BytesIO()
    pl.DataFrame({"person_id": [{text(): 1}], "observed_at": "", "latitude": 1, "longitude": 1}).write_parquet(nested)
    odd = f'{header}{text()},2021\n{text()},1,1,1,{text()}\n"{text()},2021-08-01,1,1\n'
    unreadable = text().encode() + b"\xff,1,1,1\n" + text().encode() + b"\0,1,1,1\n"
    doubled = text()
    return [
        put(folder / "fixes_lines.csv", odd.encode() + unreadable),
        put(folder / "fixes_headless.csv", f"{text()},{text()},1,2\n{text()},{text()},1,2\n"),
        put(folder / "fixes_doubled.csv", f"{doubled},{doubled},person_id\n1,2,3\n"),
        put(folder / "trails.csv", f"{text()}\n{text()}\n"),
        put(folder / "fixes_text.xlsx", text()),
        put(folder / "fixes_text.parquet", text()),
        put(folder / "fixes_nested.parquet", nested.getvalue()),
        put(folder / "fixes_cut.csv.gz", gzip.compress((header + f"{text()},2021-08-01,1,1\n" * 99).encode())[:-12]),
    ]
