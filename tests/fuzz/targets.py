"""What is fuzzed: each parser as a function of some bytes that raises nothing but a refusal; and good bytes for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import polars as pl

from tests.abuse.accounted import lines_that_hold_something, taken
from tests.abuse.seeds import LINES, READ, SEEDS, Seed
from tracing.errors import FileRefused
from tracing.intake.archives import at_hand, expanded
from tracing.intake.formats import open_records
from tracing.intake.instants import instant, to_instants
from tracing.intake.tables import Layout


@dataclass(frozen=True)
class Target:
    """A parser that is fuzzed: `run` reads some bytes as a file in a folder of their own; `packed`: they are a zip."""

    seeds: list[bytes]
    run: Callable[[bytes, Path], None]
    packed: bool = False


def _file(seed: Seed) -> Callable[[bytes, Path], None]:
    def run(content: bytes, folder: Path) -> None:
        path = folder / f"fixes{seed.ending}"
        path.write_bytes(content)
        try:
            taken(path, seed.layout)
        except FileRefused as refused:
            assert "\n" not in str(refused)

    return run


def _text(content: bytes, folder: Path) -> None:
    """The first byte chooses encoding and delimiter."""
    encoding = (None, "utf-8", "gb18030", "utf-16-le", "utf-16-be")[content[0] % 5] if content else None
    delimiter = (None, "\t", ";")[content[0] // 5 % 3] if content else None
    layout = Layout(encoding, delimiter, columns=READ, totals=frozenset({"合计"}), repeats=READ)
    path = folder / "fixes.txt"
    path.write_bytes(content[1:])
    try:
        lines, heading = taken(path, layout), open_records(path, layout).heading
    except FileRefused:
        return
    held = lines_that_hold_something(content[1:], encoding, 0)
    assert lines == [line for line in held if line > heading]
    spans_lines = b'"' in content  # a header whose quotes hold the ends of lines
    assert heading == held[0] or spans_lines


def _archive(content: bytes, folder: Path) -> None:
    path = folder / "files.zip"
    path.write_bytes(content)
    for member in expanded(path):
        try:
            with at_hand(member, folder / "unpacked") as unpacked:
                assert unpacked == path or unpacked.parent == folder / "unpacked"
                taken(unpacked, Layout(columns=READ))
        except FileRefused as refused:
            assert "\n" not in str(refused)
    assert sorted(folder.iterdir()) == [path]


def _instant(content: bytes, folder: Path) -> None:
    """One instant alone and as a column."""
    text = content.decode("utf-8", "ignore").replace("\0", "").strip()
    alone = instant(text, "Asia/Shanghai")
    [together] = to_instants(pl.Series([text]), "Asia/Shanghai")
    assert together == (alone and alone.astimezone(UTC)), repr(text)


TEXTS = [bytes([at]) + SEEDS[name].content for at, name in enumerate([*SEEDS][:5])]

TARGETS = {
    "text": Target(TEXTS, _text),
    **{
        name: Target([SEEDS[name].content], _file(SEEDS[name]), name == "xlsx")
        for name in ("xlsx", "xls", "parquet", "gpx", "plt")
    },
    "zip": Target([SEEDS["zip"].content], _archive, packed=True),
    "instants": Target([line[1].encode() for line in LINES[:3]], _instant),
}
