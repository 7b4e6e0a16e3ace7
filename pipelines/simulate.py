"""Makes a sample town and writes it: `records/` as it comes from many sources, `truth/` to hold answers against.

The truth is for people and tests; no flow reads it.
"""

import gzip
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import polars as pl
from openpyxl import Workbook

from tracing.errors import CannotWrite
from tracing.town import FIRST_DAY
from tracing.town.life import Wish, live
from tracing.town.sources import Source, records, truth

FORMATS = {"tests": "xlsx", "places": "parquet", "proximity": "csv.gz", "checkins": "csv.gz"}
"""The formats that are not csv, by kind; the days of fixes take turns."""

FIXES_FORMATS = ("csv.gz", "parquet")
THINNED = {"trails": 0.4, "still_every_s": 390}
"""A plain town is meant to be read by eye and kept beside the code: fewer trails, fewer fixes in each."""

STAMP = datetime(2021, 8, 1)
"""The date inside spreadsheets and archives: a fixed one, so that equal towns are equal bytes."""

TRUTH_README = """# Truth of the sample town

Synthetic. Who was really together (`meetings.csv`: one row a pair and stretch at most 20 m apart in one place or in
one coach, cut at midnight) and who infected whom (`infections.csv`; the first case is nobody's). No flow reads this.
"""


@dataclass(frozen=True)
class Account:
    """What was made: rows of each file under its path in the folder, and the flaws among the records."""

    people: int
    days: int
    seed: int
    files: dict[str, int]
    broken: int
    repeated: int

    def __str__(self) -> str:
        lines = [f"{rows:>9,}  {name}" for name, rows in self.files.items()]
        flaws = f"among the records {self.broken} broken rows and {self.repeated} that come twice"
        return "\n".join([f"{self.people} people, {self.days} days, seed {self.seed}; {flaws}", *lines])


def simulate(
    folder: Path,
    people: int = 800,
    days: int = 10,
    seed: int = 1,
    cases: int = 5,
    plain: bool = False,
    first_day: date = FIRST_DAY,
    say: Callable[[str], None] = lambda line: None,
) -> Account:
    """Writes a town into `folder/records` and `folder/truth`; equal arguments give equal bytes.

    `plain`: csv only, one file a kind, thinned. `say` is told each step. UsageError for a town too small,
    CannotWrite where the folder cannot be written to.
    """
    wish = Wish(people, days, seed, cases, first_day, **(THINNED if plain else {}))
    say(f"{people} people live for {days} days")
    town = live(wish)
    say("their records are made")
    sources = records(wish, town)
    files = _plain(sources) if plain else _mixed(sources)
    files |= {f"truth/{name}.csv": rows for name, rows in truth(wish, town).items()}
    say(f"{len(files)} files are written")
    _write(folder, files)
    rows = {name: frame.height for name, frame in files.items()}
    return Account(people, days, seed, rows, sum(s.broken for s in sources), sum(s.repeated for s in sources))


def _mixed(sources: list[Source]) -> dict[str, pl.DataFrame]:
    """One file a source, in all the formats that are taken in."""
    files = {}
    for number, source in enumerate(sources):
        fixes = FIXES_FORMATS[number % len(FIXES_FORMATS)]
        suffix = fixes if source.kind == "fixes" else FORMATS.get(source.kind, "csv")
        files[f"records/{source.kind}_{source.label}.{suffix}"] = source.rows
    return files


def _plain(sources: list[Source]) -> dict[str, pl.DataFrame]:
    """One file a kind: the sources of a kind one below the other, with all their columns."""
    kinds = dict.fromkeys(source.kind for source in sources)
    return {
        f"records/{kind}.csv": pl.concat([s.rows for s in sources if s.kind == kind], how="diagonal_relaxed")
        for kind in kinds
    }


def _write(folder: Path, files: dict[str, pl.DataFrame]) -> None:
    try:
        for part in ("records", "truth"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        for name, rows in files.items():
            (folder / name).write_bytes(_bytes(rows, name))
        (folder / "truth" / "README.md").write_text(TRUTH_README, encoding="utf-8")
    except OSError as trouble:
        raise CannotWrite(f"{folder}: {trouble.strerror}") from None


def _bytes(rows: pl.DataFrame, name: str) -> bytes:
    if name.endswith(".parquet"):
        return _parquet(rows)
    if name.endswith(".xlsx"):
        return _xlsx(rows)
    text = rows.write_csv().encode()
    return gzip.compress(text, compresslevel=4, mtime=0) if name.endswith(".gz") else text


def _parquet(rows: pl.DataFrame) -> bytes:
    buffer = BytesIO()
    rows.write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def _xlsx(rows: pl.DataFrame) -> bytes:
    book = Workbook()
    book.properties.created = STAMP
    book.active.append(rows.columns)
    for row in rows.iter_rows():
        book.active.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return _without_clock(buffer)


def _without_clock(archive: BytesIO) -> bytes:
    """The same spreadsheet without the time of its writing, which openpyxl puts into it in two places."""
    stamped, stamp = BytesIO(), STAMP.isoformat().encode() + b"Z"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(stamped, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, old.read(name))
            new.writestr(zipfile.ZipInfo(name, STAMP.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return stamped.getvalue()
