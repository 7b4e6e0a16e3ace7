"""Records in the store: what is new of a batch, and what a screen reads.

A row is known when a row that says the same was ever taken in. So a stale copy that comes again does not undo the
later row that replaced it. Source: specification, "Records that come in".
"""

from collections.abc import Collection, Iterator

import polars as pl

from tracing.model import KINDS, Kind
from tracing.store import Database, quoted, statement

_BULK = ("fixes", "checkins", "tickets")
LINE_BITS = 32
"""A record's number is its file's number, shifted by these bits, and its line."""


def content(kind: Kind) -> list[str]:
    """The columns that make a row what it is: two rows alike in them are the same row."""
    return [*kind.stored, *(["sealed"] if kind.sealed else [])]


def once(kind: Kind, rows: pl.DataFrame) -> pl.DataFrame:
    """A batch without the rows that say the same as an earlier one of it."""
    return rows.unique(content(kind), keep="first", maintain_order=True)


def unknown(store: Database, kind: Kind, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of a batch that the store does not know, in order of their `line`: reads the whole table."""
    different = once(kind, rows)
    required = {column.name for column in kind.columns if column.required}
    same = " AND ".join(
        f"stored.{quoted(name)} {'=' if name in required else 'IS NOT DISTINCT FROM'} arrived.{quoted(name)}"
        for name in content(kind)
    )
    with store.lent("arrived", different):
        new = store.frame(f"SELECT line FROM arrived ANTI JOIN {kind.name} AS stored ON {same} ORDER BY line")
    return different.join(new, on="line", how="semi", maintain_order="left")


def add(store: Database, kind: Kind, rows: pl.DataFrame, file_id: int) -> None:
    """Put new rows into their table, with the file and line they came from."""
    store.insert(kind.name, rows.select(*content(kind), "line", pl.lit(file_id, pl.Int32).alias("file_id")))


def record(file_id: int) -> pl.Expr:
    """The numbers of a file's records, by `line`."""
    return ((file_id << LINE_BITS) | pl.col("line")).alias("record")


def count(store: Database, kind: Kind) -> int:
    """How many rows of a kind were ever taken in."""
    return store.run(f"SELECT count(*) FROM {kind.name}")[0][0]


def parts(store: Database, kind: Kind, rows: int) -> Iterator[pl.DataFrame]:
    """All records of a kind, a file's `rows` lines at a time: its stored columns and `record`."""
    # A row's own number in DuckDB says nothing while the transaction that adds it is open.
    begins = store.run(
        f"SELECT DISTINCT file_id, line // $rows * $rows AS line FROM {kind.name} ORDER BY ALL", {"rows": rows}
    )
    for file_id, line in begins:
        within = "WHERE file_id = $file_id AND line BETWEEN $first AND $last"
        lines = {"file_id": file_id, "first": line, "last": line + rows - 1}
        yield store.frame(f"{_selected(kind, kind.name)} {within}", lines)


def load(
    store: Database, kinds: Collection[str] = tuple(KINDS), people: Collection[str] | None = None
) -> dict[str, pl.DataFrame]:
    """All records of some kinds: kind -> its stored columns and `record`, the number of the row.

    people      pseudonyms: of fixes, check-ins and tickets, the bulk of every store, only theirs; None: everybody's
    """
    return {name: _numbered(store, kind, people) for name, kind in KINDS.items() if name in kinds}


def _numbered(store: Database, kind: Kind, people: Collection[str] | None) -> pl.DataFrame:
    rows = f"({statement(f'store/latest_{kind.name}').rstrip().rstrip(';')})" if kind.key else kind.name
    selected = _selected(kind, rows)
    if people is None or kind.name not in _BULK:
        return store.frame(selected)
    return store.frame(f"{selected} WHERE list_contains($people, person_id)", {"people": list(people)})


def _selected(kind: Kind, rows: str) -> str:
    columns = ", ".join(quoted(name) for name in kind.stored)
    return f"SELECT {columns}, (file_id::BIGINT << {LINE_BITS}) | line AS record FROM {rows}"
