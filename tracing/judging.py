"""Judging: which fixes filters mark, by all that the files which stand tell of a device around them.

The fixes of a person and device that files under one filter with the same parameters tell are judged as if one file
told them: however they were cut, and in whatever order they came, they have the same marks. So whenever a file is
settled or taken back, the fixes near those that it tells are judged anew, from joint to joint (`tracing.filters`).
Files that do not name the filter neither have marks by it nor say anything of the fixes of others.

Joints are looked for on either side of what changed, among what was known before and after, and the second one is
taken: what makes a fix a joint may be the fix next to it. What lies beyond is judged as it was.

cost    in proportion to the file, and to what the store holds of its people up to the joints around it (at least
        `SIGHT_MS` to both sides), about `PART` fixes of the file at a time
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from tracing.device_tracks import FileTracks, Tracks
from tracing.filters import MOST, Parameters, complete, judged
from tracing.filters.track import SILENCE
from tracing.standing import LINE_BITS
from tracing.store import Database, statement
from tracing.times import HOUR

PART = 250_000

SIGHT_MS = SILENCE + 4 * HOUR
"""How far on either side of what changed is looked at first: a joint is told right of fixes with `SILENCE` in sight."""
_SEEN, _CHANGED = ("sees_from", "sees_to"), ("from_ms", "to_ms")


def name_filters(store: Database, file_id: int, filters: Mapping[str, Parameters]) -> None:
    """Note which filters a file names: name -> parameters; those that are not given have their defaults."""
    told = [(file_id, name, _text(parameters)) for name, parameters in complete(filters).items()]
    schema = {"file_id": pl.Int32, "filter": pl.String, "parameters": pl.String}
    store.insert("filters", pl.DataFrame(told, schema, orient="row"))


def judge(store: Database, file_id: int, tracks: Tracks) -> None:
    """Set and lift the marks that hang on a file which was settled or taken back; part of that transaction."""
    asked = store.run(statement("store/filters_of"), {"file_id": file_id})
    if not asked:
        return
    [(first, _)] = store.run(statement("store/first_twin"), {"file_id": file_id})
    under = {named: _files_under(store, *named) for named in asked}
    for changed in _parts(store, first):
        sight = _Sight.first(tracks, changed)
        for (name, parameters), files in under.items():
            facts = {"file_id": file_id, "filter": name, "parameters": parameters}
            for part in sight.judged(_Judge(store, name, json.loads(parameters), first, files)):
                with store.lent("judged", part):
                    store.run(statement("store/lift"), facts)
                    store.run(statement("store/mark"), facts)


def would_mark(store: Database, file_id: int, filters: Mapping[str, Parameters]) -> dict[str, int]:
    """How many records of a file each of some filters would mark if no other told any; nothing is marked."""
    found: dict[str, set[int]] = {name: set() for name in filters}
    for changed in _parts(store, file_id):
        sight = _Sight.first(FileTracks(store, file_id), changed)
        for name, parameters in complete(filters).items():
            for part in sight.judged(_Judge(store, name, parameters, file_id, [file_id])):
                found[name].update(part.filter("marked")["record"])
    return {name: len(records) for name, records in found.items()}


def _text(parameters: Parameters) -> str:
    return json.dumps({name: float(value) for name, value in sorted(parameters.items())})


def _files_under(store: Database, name: str, parameters: str) -> list[int]:
    with store.lent("standing", store.frame(statement("store/standing"), {"known_at": None})):
        asked = {"filter": name, "parameters": parameters}
        return store.frame(statement("store/files_under"), asked)["file_id"].to_list()


def _parts(store: Database, file_id: int) -> Iterator[pl.DataFrame]:
    """What changed with a file, some of its fixes at a time, in stretches of devices: stretch, person_id, device_id,
    from_ms, to_ms (its first and its last fix).
    """
    days = store.frame(statement("store/days_told"), {"file_id": file_id})
    for _, some in days.group_by(pl.col("fixes").cum_sum() // PART, maintain_order=True):
        far = pl.col("from_ms") - pl.col("to_ms").shift() > 2 * SIGHT_MS
        other = pl.struct("person_id", "device_id").rle_id().diff() != 0
        numbered = some.with_columns(stretch=(far | other).fill_null(False).cum_sum())
        yield numbered.group_by("stretch", maintain_order=True).agg(
            pl.col("person_id", "device_id", "from_ms").first(), pl.col("to_ms").last()
        )


@dataclass(frozen=True)
class _Judge:
    """One filter, the file with which something changed, and the files that stand under the filter."""

    store: Database
    name: str
    parameters: Parameters
    changed: int
    files: Sequence[int]

    def concerned(self, fixes: pl.DataFrame) -> pl.DataFrame:
        """The fixes that count now or did before, in order, and whether each `counts`, is a `joint`, is `marked`."""
        counts = self._told(fixes["record"], self.files)
        before = counts if self.changed in self.files else counts | self._told(fixes["record"], [self.changed])
        order = ["stretch", "at", "latitude", "longitude", "accuracy_m", "record"]
        rows = fixes.with_columns(counts=counts).filter(before).sort(order, nulls_last=True)
        if rows.is_empty():
            return rows.with_columns(joint=False, marked=False)
        joint, marked = self._judged(rows)
        if not rows["counts"].all():
            marked = np.zeros(len(rows), bool)
            if rows["counts"].any():
                marked[rows["counts"].to_numpy()] = self._judged(rows.filter("counts"))[1]
        return rows.with_columns(joint=pl.Series(joint), marked=pl.Series(marked))

    def _judged(self, rows: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        begins = (pl.col("stretch").diff() != 0) | (pl.col("at").diff() > SILENCE)
        return judged(self.name, rows.with_columns(track=begins.fill_null(False).cum_sum()), self.parameters)

    def _told(self, records: pl.Series, files: Sequence[int]) -> pl.Series:
        """Which of some records any of some files tells."""
        first = (records // 2**LINE_BITS).is_in(files)
        if first.all():
            return first
        asked, under = records.filter(~first).to_frame(), pl.DataFrame({"file_id": files}, {"file_id": pl.Int32})
        with self.store.lent("asked", asked), self.store.lent("under", under):
            return first | records.is_in(self.store.frame(statement("store/told_again"))["record"].implode())


@dataclass(frozen=True)
class _Sight:
    """What is seen around stretches in which something changed.

    stretches   as `_parts` gives them, and from when to when each is seen: sees_from, sees_to
    fixes       what is seen
    """

    tracks: Tracks
    stretches: pl.DataFrame
    fixes: pl.DataFrame

    @classmethod
    def first(cls, tracks: Tracks, changed: pl.DataFrame) -> "_Sight":
        """As far as joints are found as a rule."""
        far = changed.with_columns(sees_from=pl.col("from_ms") - SIGHT_MS, sees_to=pl.col("to_ms") + SIGHT_MS)
        return cls(tracks, far, tracks.near(far))

    def judged(self, by: _Judge) -> Iterator[pl.DataFrame]:
        """The fixes that may have to be marked otherwise than before: record, person_id, observed_at, marked."""
        seen = by.concerned(self.fixes).with_row_index("row").join(self.stretches, on="stretch", maintain_order="left")
        begin, end = _ends()
        ends = seen.group_by("stretch").agg(begin=begin, end=end)
        between = seen.join(ends, on="stretch").filter(pl.col("row").is_between("begin", "end"))
        at = pl.from_epoch("at", "ms").dt.replace_time_zone("UTC").alias("observed_at")
        yield between.select("record", "person_id", at, "marked")
        unsure = self.stretches.join(ends, on="stretch").filter(pl.any_horizontal(pl.col("begin", "end").is_null()))
        if unsure.height:
            wider = unsure.with_columns(
                _twice("begin", "sees_from", "from_ms"), _twice("end", "sees_to", "to_ms")
            ).select(self.stretches.columns)
            yield from _Sight(self.tracks, wider, self.tracks.near(wider)).judged(by)


def _twice(found: str, sees: str, changed: str) -> pl.Expr:
    """Twice as far in sight on a side where no end was found."""
    return pl.when(pl.col(found).is_null()).then(2 * pl.col(sees) - pl.col(changed)).otherwise(sees).alias(sees)


def _ends() -> tuple[pl.Expr, pl.Expr]:
    """Of one stretch, from which row to which fixes are judged anew; null where that is not in sight.

    A part with so many fixes that it is not judged now was not before, wherever it begins or ends.
    """
    at, row, joint = pl.col("at"), pl.col("row"), pl.col("joint")
    sees_from, sees_to, changed_from, changed_to = (pl.col(name) for name in (*_SEEN, *_CHANGED))
    in_sight = (at - sees_from >= SILENCE) & (sees_to - at >= SILENCE)
    earlier, later = in_sight & (at < changed_from), in_sight & (at > changed_to)
    after_silence = at - pl.coalesce(at.shift(), sees_from) > SILENCE
    before_silence = pl.coalesce(at.shift(-1), sees_to) - at > SILENCE
    begin = pl.max_horizontal(
        row.filter(earlier & joint).reverse().get(1, null_on_oob=True),
        row.filter(after_silence & (at <= changed_from)).max(),
    )
    end = pl.min_horizontal(
        row.filter(later & joint).get(1, null_on_oob=True),
        row.filter(before_silence & (at >= changed_to)).min(),
    )
    too_many = (pl.when(side.sum() > MOST).then(row.filter(side)) for side in (earlier, later))
    return pl.coalesce(begin, next(too_many).min()), pl.coalesce(end, next(too_many).max())
