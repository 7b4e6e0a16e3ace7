"""Everybody under one name: records name who was joined by the pseudonym that is kept.

What is told is as if the sources had always used the key that is kept, so a row that then says what an earlier one says
is no record of its own.

cost    nothing where nobody is joined; else one pass over the columns that name people
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl

from tracing.identity.decisions import decisions, kept
from tracing.model import Kind
from tracing.store import Database
from tracing.times import EVER, WITHOUT_END


@dataclass(frozen=True)
class Joined:
    """Who is one person with whom.

    kept    pseudonym -> the one that is kept, of everybody who is joined and not kept herself
    """

    kept: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, store: Database, known_at: datetime | None = None) -> "Joined":
        """As it had been decided by an instant (None: as it is)."""
        return cls.of_decisions(decisions(store, known_at))

    @classmethod
    def of_decisions(cls, decided: pl.DataFrame) -> "Joined":
        """As some decisions say (`tracing.identity.decisions`)."""
        return cls(kept(decided))

    def __bool__(self) -> bool:
        return bool(self.kept)

    def one(self, person: str) -> str:
        """The pseudonym under which a person is told."""
        return self.kept.get(person, person)

    def names(self) -> pl.DataFrame:
        """All names of everybody who is joined: name, kept."""
        heads = sorted(set(self.kept.values()))
        told = {"name": [*self.kept, *heads], "kept": [*self.kept.values(), *heads]}
        return pl.DataFrame(told, schema={"name": pl.String, "kept": pl.String})

    def recorded_as(self, people: Iterable[str]) -> pl.DataFrame:
        """Under which names records name some people: person_id, name. Who is not kept is known by her own alone."""
        asked = pl.DataFrame({"person_id": list(dict.fromkeys(people))}, schema={"person_id": pl.String})
        own = asked.with_columns(name="person_id")
        if not self:
            return own
        others = asked.join(self.names(), left_on="person_id", right_on="kept")
        return pl.concat([own, others.filter(pl.col("name") != pl.col("person_id"))])

    def told(self, kind: Kind, rows: pl.DataFrame) -> pl.DataFrame:
        """Records of a kind, under the names that are kept; of those that then say the same, the first.

        rows    those columns that make a row what it is (`records.content`), as far as they are known, and `record`
        """
        people = [column.name for column in kind.columns if column.label == "person"]
        if not self or not people:
            return rows
        mapped = rows.with_columns(pl.col(people).replace(self.kept))
        theirs = mapped.filter(pl.any_horizontal(pl.col(people).is_in(list(set(self.kept.values())))))
        said = pl.struct(pl.exclude("record", "file_id", "line"))
        again = theirs.sort("record").filter(~said.is_first_distinct())
        return mapped.join(again, on="record", how="anti", maintain_order="left") if len(again) else mapped

    def differs(self, before: "Joined") -> set[str]:
        """The names, before and now, of everybody who is told under another name than before."""
        concerned = {name for name in {*self.kept, *before.kept} if self.one(name) != before.one(name)}
        return {one.one(name) for name in concerned for one in (self, before)}


def followed(touched: pl.DataFrame, before: Joined, now: Joined) -> pl.DataFrame:
    """Who is touched between two times (person_id as records name them, from_ms, to_ms), by the names before and now;
    who was joined or parted meanwhile is touched at all times.
    """
    if not before and not now:
        return touched
    told = [touched.with_columns(pl.col("person_id").replace(joined.kept)) for joined in (before, now)]
    others = pl.DataFrame({"person_id": sorted(now.differs(before))}, schema={"person_id": pl.String})
    others = others.with_columns(from_ms=pl.lit(EVER), to_ms=pl.lit(WITHOUT_END)).cast(dict(touched.schema))
    by_person = pl.concat([*told, others]).group_by("person_id")
    return by_person.agg(pl.col("from_ms").min(), pl.col("to_ms").max()).sort("person_id")
