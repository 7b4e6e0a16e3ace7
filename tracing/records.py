"""Records in the store: what is new of a batch, and what a screen reads.

A row is known when a row that says the same was ever taken in. So a stale copy that comes again does not undo the
later row that replaced it. Source: specification, "Records that come in".
"""

from collections.abc import Collection

import polars as pl

from tracing.model import KINDS, Kind
from tracing.store import Database, quoted, statement

_BULK = ("fixes", "checkins", "tickets")
LINE_BITS = 32
"""A record's number is its file's number, shifted by these bits, and its line."""


def content(kind: Kind) -> list[str]:
    """The columns that make a row what it is: two rows alike in them are the same row."""
    return [*kind.stored, *(["sealed"] if kind.sealed else [])]


def unknown(store: Database, kind: Kind, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of a batch that the store does not know, in order of their `line`."""
    once = rows.unique(content(kind), keep="first", maintain_order=True)
    required = {column.name for column in kind.columns if column.required}
    same = " AND ".join(
        f"stored.{quoted(name)} {'=' if name in required else 'IS NOT DISTINCT FROM'} arrived.{quoted(name)}"
        for name in content(kind)
    )
    with store.lent("arrived", once):
        new = store.frame(f"SELECT line FROM arrived ANTI JOIN {kind.name} AS stored ON {same} ORDER BY line")
    return once.join(new, on="line", how="semi", maintain_order="left")


def add(store: Database, kind: Kind, rows: pl.DataFrame, file_id: int) -> None:
    """Put new rows into their table, with the file and line they came from."""
    stored = rows.select(*content(kind), "line", pl.lit(file_id, pl.Int32).alias("file_id"))
    store.insert(kind.name, stored)


def load(store: Database, people: Collection[str] | None = None) -> dict[str, pl.DataFrame]:
    """All records that a screen reads: kind -> its stored columns and `record`, the number of the row.

    people      pseudonyms: of fixes, check-ins and tickets, the bulk of every store, only theirs; None: everybody's
    """
    return {name: _numbered(store, kind, people) for name, kind in KINDS.items()}


def _numbered(store: Database, kind: Kind, people: Collection[str] | None) -> pl.DataFrame:
    rows = f"({statement(f'store/latest_{kind.name}').rstrip().rstrip(';')})" if kind.key else kind.name
    columns = ", ".join(quoted(name) for name in kind.stored)
    selected = f"SELECT {columns}, (file_id::BIGINT << {LINE_BITS}) | line AS record FROM {rows}"
    if people is None or kind.name not in _BULK:
        return store.frame(selected)
    return store.frame(f"{selected} WHERE list_contains($people, person_id)", {"people": list(people)})
