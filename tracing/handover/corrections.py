"""Which records that came since shortened the time together that an exposure rested on: by kind, file and line.

The two people's time together is searched for again, in the window and by the definition of then: by the records of
now without what came since, and with each single one of these. Times are ms.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from tracing.citations import LINE_BITS
from tracing.definitions import Definition, Rule
from tracing.evidence import MEETINGS, Observations, meetings
from tracing.exposures import episodes
from tracing.handover.causes import without
from tracing.holdings import of_people
from tracing.model import KINDS
from tracing.windows import WINDOWS, Stretch

MOST_TRIED = 12
"""Records that came since, of two people: of more of them, none is tried."""
_OF_PEOPLE = {
    "stay": ("checkins", "passages", "vehicles"),
    "household": ("isolations",),
    "vehicle": ("isolations", "vehicles"),
}


@dataclass(frozen=True)
class Correction:
    """A record that now says otherwise, and the time together that it takes."""

    kind: str
    file_id: int
    line: int
    taken: list[Stretch]


@dataclass(frozen=True)
class History:
    """The records of some people, and what of them is younger than a list that was handed over.

    records     kind -> frame, as known now (`tracing.frames.complete`)
    places      the places as they were known then
    since       numbers of the files that were not known then
    marked      fixes that counted then and are marked now
    """

    records: Mapping[str, pl.DataFrame]
    places: pl.DataFrame
    since: Collection[int]
    as_of: int
    marked: pl.DataFrame

    def corrections(self, person: str, lost: Mapping, definition: Definition) -> tuple[list[Stretch], list[Correction]]:
        """What is together by the records of then that count now, and what each record that came since takes of that.

        lost    an exposure (`tracing.handover.states`) of that person under a definition
        """
        known, rule = self._of(person, lost), definition.rule(lost["rule"])
        old = self._of_then(known)
        before, found = self._together(old, person, lost, rule, definition), []
        came = list(self._came(known, person, lost))
        for kind, row in came if len(came) <= MOST_TRIED else ():
            left = self._together(old | {kind: _with(kind, old[kind], row)}, person, lost, rule, definition)
            taken, record = without(before, left), row["record"].item()
            if taken:
                found.append(Correction(kind, record >> LINE_BITS, record % 2**LINE_BITS, taken))
        return before, found

    def before(self, person: str, lost: Mapping, rule: Rule, definition: Definition) -> list[Stretch]:
        """What is together under another rule by the records of then that count now, in the window of then."""
        return self._together(self._of_then(self._of(person, lost)), person, lost, rule, definition)

    def by_marked(self, person: str, lost: Mapping, definition: Definition) -> list[Stretch]:
        """What is together by the fixes of then, and is not by those of them that are not marked now."""
        known, pair, rule = self._of(person, lost), [lost["source_id"], person], definition.rule(lost["rule"])
        unmarked = known["fixes"].filter(~self._is_new())
        marked = self.marked.filter(pl.col("person_id").is_in(pair)).select(unmarked.columns)
        of_then = self._of_then(known)
        all_of_then, left = (
            self._together(of_then | {"fixes": fixes}, person, lost, rule, definition)
            for fixes in (pl.concat([unmarked, marked]), unmarked)
        )
        return without(all_of_then, left)

    def _of(self, person: str, lost: Mapping) -> dict[str, pl.DataFrame]:
        return of_people(self.records, pl.Series([lost["source_id"]]), pl.Series([person]))

    def _of_then(self, known: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
        of_them = {kind for kinds in _OF_PEOPLE.values() for kind in kinds}
        return {
            **known,
            **{kind: known[kind].filter(~self._is_new()) for kind in of_them},
            "places": self.places,
        }

    def _came(
        self, known: Mapping[str, pl.DataFrame], person: str, lost: Mapping
    ) -> Iterator[tuple[str, pl.DataFrame]]:
        """The kind and the row of each record that came since and may shorten the time together."""
        pair = [lost["source_id"], person]
        for kind in _OF_PEOPLE.get(lost["evidence"], ()):
            theirs = known[kind].filter(pl.col("person_id").is_in(pair), self._is_new())
            yield from ((kind, row) for row in theirs.iter_slices(1))
        if lost["evidence"] == "stay":
            at = {place for episode in lost["episodes"] for place in episode["place_ids"]}
            rows = known["places"].filter(pl.col("place_id").is_in(at)).join(self.places, on="record", how="anti")
            yield from (("places", row) for row in rows.iter_slices(1))

    def _is_new(self) -> pl.Expr:
        return (pl.col("record") // 2**LINE_BITS).is_in(list(self.since))

    def _together(
        self, records: Mapping[str, pl.DataFrame], person: str, lost: Mapping, rule: Rule, definition: Definition
    ) -> list[Stretch]:
        rows = [(0, "", lost["source_id"], lost["hop"], *stretch) for stretch in lost["window"]]
        windows = pl.DataFrame(rows, orient="row", schema=WINDOWS)
        met = meetings(windows, Observations(records, definition, self.as_of), rule).cast(MEETINGS)
        found = episodes(met.filter(person_id=person))
        return found.select("started_at", "finished_at").rows()


def _with(kind: str, rows: pl.DataFrame, row: pl.DataFrame) -> pl.DataFrame:
    """Rows and one more, which takes the place of that of its key where there is one."""
    key = KINDS[kind].key
    return pl.concat([rows.join(row, on=key, how="anti") if key else rows, row])
