"""Which records count at an instant: those of files that had been taken in and not taken back.

A row that a later file brought again is no new record, but noted as a repeat of the first. When the file of the first
is taken back, the record counts on as that row of the first standing file that brought it: what is told is always as
if the file that was taken back had never come. A file brought twice as it is stands as long as either does.

A record that a filter marks is no evidence, whichever files tell it besides, and is known all the same. Marks hang on
the files that stand (`tracing.judging`): each is told from the entry of the ledger that set it to the one that lifted
it.

cost    nothing where every file stands and no row is marked; else in proportion to those that do not count
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from tracing.citations import LINE_BITS
from tracing.identity.joined import Joined
from tracing.model import Kind
from tracing.store import Database, statement

_NONE = pl.DataFrame(schema={"record": pl.Int64, "filter": pl.String})


def record(file_id: int) -> pl.Expr:
    """The numbers of a file's records, by `line`."""
    return (pl.lit(file_id << LINE_BITS, pl.Int64) | pl.col("line")).alias("record")


def first_told(store: Database, kind: str, file_id: int) -> pl.DataFrame:
    """The rows of a file that no earlier file had told: `line`."""
    return store.frame(f"SELECT line FROM {kind} WHERE file_id = $file_id", {"file_id": file_id})


@dataclass(frozen=True)
class Standing:
    """Which records count, and of whom.

    gone        the numbers of the files whose records count no more or not yet, in order
    counted     records of these that count all the same: `record`, and the number that each `counts_as`
    joined      who is one person with whom
    marked      records that are marked, and by which filters: `record`, `filter`, in order
    known_at    the instant; None: now
    """

    gone: Sequence[int]
    counted: pl.DataFrame
    joined: Joined = field(default_factory=Joined)
    marked: pl.DataFrame = field(default_factory=lambda: _NONE)
    known_at: datetime | None = None

    @classmethod
    def of(cls, store: Database, known_at: datetime | None = None, with_marks: bool = True) -> "Standing":
        """What a store knew at an instant (None: what it knows now). Records of a file that is being taken in count.

        with_marks      False: which rows are known, whether filters marked them or not
        """
        moment = {"known_at": known_at and known_at.replace(tzinfo=None)}
        files = store.frame(statement("store/standing"), moment)
        gone = files.filter(pl.col("counts_as").ne_missing(pl.col("file_id")))
        joined = Joined.of(store, known_at)
        marked = store.frame(statement("store/marked_records"), moment) if with_marks else _NONE
        if gone.is_empty():
            return cls([], EVERY_RECORD.counted, joined, marked, known_at)
        with store.lent("standing", files):
            counted = [store.frame(statement("store/repeats_that_stand"))]
        for file_id, kind, twin in gone.drop_nulls("counts_as").iter_rows():
            counted.append(first_told(store, kind, file_id).select(record(file_id), record(twin).alias("counts_as")))
        unmarked = pl.concat(counted).join(marked, on="record", how="anti")
        firsts = unmarked.group_by("record").agg(pl.col("counts_as").min())
        return cls(gone["file_id"].to_list(), firsts.sort("record"), joined, marked, known_at)

    @property
    def is_whole(self) -> bool:
        """Whether every record counts."""
        return not self.gone and self.marked.is_empty()

    def count(self, record: pl.Series) -> pl.Series:
        """Which of some records, by number, count."""
        if self.is_whole:
            return pl.repeat(True, len(record), dtype=pl.Boolean, eager=True)
        fell = (record // 2**LINE_BITS).is_in(self.gone) & ~record.is_in(self.counted["record"].implode())
        return ~fell & ~record.is_in(self.marked["record"].implode())

    def records(self, told: pl.DataFrame) -> pl.DataFrame:
        """Those records of a frame that count, `record` being the number that they count as."""
        if self.is_whole:
            return told
        counting = told.filter(self.count(told["record"]))
        renumbered = counting.join(self.counted, on="record", how="left", maintain_order="left")
        return renumbered.with_columns(pl.coalesce("counts_as", "record").alias("record")).drop("counts_as")

    def told(self, kind: Kind, rows: pl.DataFrame) -> pl.DataFrame:
        """Those records of a kind that count, of people as they are joined (`tracing.identity.joined`)."""
        return self.joined.told(kind, self.records(rows))


EVERY_RECORD = Standing([], pl.DataFrame(schema={"record": pl.Int64, "counts_as": pl.Int64}))
"""Where every record counts, marked or not, whichever files stand."""
