"""Records in the store: what is new of a batch, and what a screen reads.

A row is known when a row that says the same was ever taken in. So a stale copy that comes again does not undo the
later row that replaced it. Which records count, `tracing.standing` says. Source: specification, "Records that come in".
"""

from collections.abc import Collection, Iterator
from datetime import datetime

import polars as pl

from tracing.model import KINDS, Kind
from tracing.standing import LINE_BITS, Standing, first_told, record
from tracing.store import Database, quoted, statement

_BULK = ("fixes", "checkins", "tickets")
NONE_KNOWN = pl.DataFrame(schema={"line": pl.Int64, "record": pl.Int64})
_RECORD = f"(stored.file_id::BIGINT << {LINE_BITS}) | stored.line AS record"


def content(kind: Kind) -> list[str]:
    """The columns that make a row what it is: two rows alike in them are the same row."""
    return [*kind.stored, *(["sealed"] if kind.sealed else [])]


def once(kind: Kind, rows: pl.DataFrame) -> pl.DataFrame:
    """A batch without the rows that say the same as an earlier one of it."""
    told = rows.select(content(kind))
    if told.hash_rows().n_unique() == len(rows):  # as mostly: to look closer takes four times as long
        return rows
    return rows.unique(told.columns, keep="first", maintain_order=True)


def known(store: Database, kind: Kind, rows: pl.DataFrame, standing: Standing) -> pl.DataFrame:
    """The rows of a batch that say what a record that counts says: `line`, `record`. Reads the whole table.

    rows        no two of them say the same (`once`)
    """
    rows = _meanwhile(store, kind, rows)
    if rows.is_empty():
        return NONE_KNOWN
    same = " AND ".join(
        f"stored.{quoted(name)} {'=' if name in kind.required else 'IS NOT DISTINCT FROM'} arrived.{quoted(name)}"
        for name in content(kind)
    )
    said = f"SELECT arrived.line, {_RECORD} FROM arrived JOIN {kind.name} AS stored ON {same}"
    with store.lent("arrived", rows):
        found = store.frame(said)
    return found.filter(standing.count(found["record"]))


def _meanwhile(store: Database, kind: Kind, rows: pl.DataFrame) -> pl.DataFrame:
    """Those rows of a batch that lie in a time of which the store has records; of a kind that needs no instant all."""
    moment = kind.required_instant
    if moment is None or rows.is_empty():
        return rows
    first, last, at = rows[moment].min(), rows[moment].max(), quoted(moment)
    meanwhile = f"WHERE {at} BETWEEN $first::TIMESTAMP AND $last::TIMESTAMP"
    asked = {"first": first.replace(tzinfo=None), "last": last.replace(tzinfo=None)}
    known = store.frame(f"SELECT min({at}), max({at}) FROM {kind.name} {meanwhile}", asked)
    return rows.filter(pl.col(moment).is_between(*known.row(0)))


def reach(store: Database, kind: Kind) -> tuple[datetime, datetime] | None:
    """From when to when the rows of a kind reach; None of one that needs no instant, and where there is no row."""
    if (moment := kind.required_instant) is None:
        return None
    first, last = store.frame(f"SELECT min({quoted(moment)}), max({quoted(moment)}) FROM {kind.name}").row(0)
    return (first, last) if first else None


def add(store: Database, kind: Kind, rows: pl.DataFrame, file_id: int) -> None:
    """Put new rows into their table, with the file and line they came from."""
    store.insert(kind.name, rows.select(*content(kind), "line", pl.lit(file_id, pl.Int32).alias("file_id")))


def note_repeats(store: Database, known: pl.DataFrame, file_id: int) -> None:
    """Note rows that say what records of earlier files say (as `known` gives them)."""
    if known.height:
        earlier = known.filter(pl.col("record") < file_id << LINE_BITS)
        store.insert("repeats", earlier.select("record", "line", pl.lit(file_id, pl.Int32).alias("file_id")))


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
        yield store.frame(f"{_selected(kind, kind.stored)} {within}", lines)


def load(
    store: Database,
    kinds: Collection[str] = tuple(KINDS),
    people: Collection[str] | None = None,
    standing: Standing | None = None,
) -> dict[str, pl.DataFrame]:
    """The records of some kinds that count: kind -> its stored columns and `record`, the number that the row counts as;
    of kinds with a key the latest of each, in order.

    people      pseudonyms: of fixes, check-ins and tickets, the bulk of every store, only theirs; None: everybody's
    standing    which records count; None: those that do now
    """
    standing = standing or Standing.of(store)
    return {name: _counting(store, kind, people, standing) for name, kind in KINDS.items() if name in kinds}


def every(store: Database, kind: Kind, standing: Standing) -> pl.DataFrame:
    """All rows of a kind that count, in order, also those that later ones of their key replaced."""
    return _rows(store, kind, None, standing).sort("record")


def _counting(store: Database, kind: Kind, people: Collection[str] | None, standing: Standing) -> pl.DataFrame:
    found = _rows(store, kind, people, standing)
    return found.sort("record").unique(kind.key, keep="last", maintain_order=True) if kind.key else found


def _rows(store: Database, kind: Kind, people: Collection[str] | None, standing: Standing) -> pl.DataFrame:
    selected = _selected(kind, content(kind) if standing.joined else kind.stored)
    if people is None or kind.name not in _BULK:
        rows = store.frame(selected)
    else:
        theirs = {"people": standing.joined.recorded_as(people)["name"].to_list()}
        rows = store.frame(f"{selected} WHERE list_contains($people, person_id)", theirs)
    return standing.told(kind, rows).select(*kind.stored, "record")


def told_by(store: Database, file_id: int) -> pl.Series:
    """The numbers of the records that a file told, also where an earlier file had told them; none of no file."""
    [(first, kind)] = store.run(statement("store/first_twin"), {"file_id": file_id}) or [(file_id, None)]
    told = [store.frame(statement("store/repeated_by"), {"file_id": first})]
    if kind:
        told.append(first_told(store, kind, first).select(record(first)))
    return pl.concat(told)["record"]


def latest_of(store: Database, kind: Kind, people: pl.Series, standing: Standing) -> pl.DataFrame:
    """Where the rows that count of some people, of a kind that is kept by person, stand in the files that told them
    first: person_id, name, `file_id`, `line`, `record`. Of who is joined, the latest under each of her names.
    """
    known = standing.joined.recorded_as(people)
    within = "WHERE person_id IN (SELECT unnest($names))"
    rows = store.frame(
        f"{_selected(kind, [*content(kind), 'file_id', 'line'])} {within}", {"names": known["name"].unique().to_list()}
    )
    rows = standing.records(rows).rename({"person_id": "name"}).join(known, on="name").sort("record")
    first = rows.unique(content(kind), keep="first", maintain_order=True)
    last = first.unique(["person_id", "name"], keep="last", maintain_order=True)
    return last.select("person_id", "name", "file_id", "line", "record")


def _selected(kind: Kind, names: Collection[str]) -> str:
    columns = ", ".join(quoted(name) for name in names)
    return f"SELECT {columns}, {_RECORD} FROM {kind.name} AS stored"
