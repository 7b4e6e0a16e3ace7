"""Who is touched: the people of whom other records count than at an earlier screen, or count on further.

A record counts now and did not, counts no more, or counts as another row of a file; or it was there and what it tells
goes on past the moment of the earlier analysis. It may name too many people and never too few.

cost    in proportion to the rows of the files that changed, where these stand together in their tables
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from tracing.citations import LINE_BITS
from tracing.definitions import Definition
from tracing.identity.joined import followed
from tracing.records import load
from tracing.rescreening import RESTS_ON
from tracing.standing import Standing
from tracing.stays import TYPICAL_STAY_MINUTES
from tracing.store import Database, statement
from tracing.times import EVER, WITHOUT_END

_TOUCHED = {
    "fixes": "store/touched_fixes",
    "checkins": "store/touched_checkins",
    "tickets": "store/touched_tickets",
    "proximity": "store/touched_proximity",
}


@dataclass(frozen=True)
class Moment:
    """What an analysis goes by: which records count, and the moment of the analysis."""

    standing: Standing
    as_of: datetime


def touched(store: Database, before: Moment, now: Moment, definition: Definition) -> dict[str, pl.DataFrame]:
    """By kind of records that the definition's rules rest on, the people of whom others count now than before, and from
    when to when: columns of `rescreening.TOUCHED`.
    """
    kinds = {RESTS_ON[rule.evidence] for rule in definition.rules if rule.evidence in RESTS_ON}
    usual = definition.typical_stay_minutes
    facts = {name: moment.as_of.replace(tzinfo=None) for name, moment in (("before", before), ("now", now))}
    of_stays = facts | {"usual_minutes": TYPICAL_STAY_MINUTES if usual is None else usual}
    with _changed(store, before.standing, now.standing):
        asked = {kind: of_stays if kind == "checkins" else facts for kind in sorted(kinds)}
        found = {kind: store.frame(statement(_TOUCHED[kind]), told) for kind, told in asked.items()}
    ever = pl.lit(EVER).alias("from_ms"), pl.lit(WITHOUT_END).alias("to_ms")
    whole = {kind: people if kind == "fixes" else people.with_columns(ever) for kind, people in found.items()}
    joined = before.standing.joined, now.standing.joined
    return {kind: followed(people, *joined) for kind, people in whole.items()}


@contextmanager
def _changed(store: Database, before: Standing, now: Standing) -> Iterator[None]:
    """Let statements read which files, which rows of others, and which places changed."""
    files, rows = set(before.gone) ^ set(now.gone), _other_rows(before, now)
    lent = {
        "changed_files": pl.DataFrame({"file_id": sorted(files)}, schema={"file_id": pl.Int32}),
        "changed_rows": rows.filter(~pl.col("file_id").is_in(sorted(files))),
    }
    with ExitStack() as stack:
        for name, frame in lent.items():
            stack.enter_context(store.lent(name, frame))
        stack.enter_context(store.lent("changed_places", _changed_places(store, before, now)))
        yield


def _other_rows(before: Standing, now: Standing) -> pl.DataFrame:
    """The rows that count as others, or are marked and were not, or were and are not: file_id, line."""
    differ = pl.concat(
        one.join(other, on=one.columns, how="anti").select("record")
        for was, are in ((before.counted, now.counted), (before.marked, now.marked))
        for one, other in ((was, are), (are, was))
    )
    file, line = pl.col("record") // 2**LINE_BITS, pl.col("record") % 2**LINE_BITS
    return differ.select(file_id=file.cast(pl.Int32), line=line).unique()


_TELLING = ("place_id", "kind", "enclosed", "typical_stay_minutes")


def _changed_places(store: Database, before: Standing, now: Standing) -> pl.DataFrame:
    """The places of which something else is known that a stay hangs on: place_id."""
    told = store.frame(statement("store/touched_places"))
    if told.is_empty():
        return told
    was, are = (load(store, ["places"], None, standing)["places"].select(_TELLING) for standing in (before, now))
    differ = [one.join(other, on=_TELLING, how="anti", nulls_equal=True) for one, other in ((was, are), (are, was))]
    return pl.concat(differ).select("place_id").unique()
