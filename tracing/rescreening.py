"""Rescreening: what a screen takes over from an earlier one, as nothing that it rests on is another.

An exposure rests on its source's window, on the records of its two people, on the places, and on the definition. So it
stands as it was found where the window is the same and neither of the two is touched: has records that count now and
did not, that count no more, or that the earlier moment of the analysis cut off. What happened after that moment rests
on such records alone, so a window that only goes on to the new moment is the same.

Who is bound to a source by a household or a vehicle is with her until the moment of the analysis without any record
of it, and the days in which somebody must have dwelt in a cell move on with it: such rules are asked anew.

cost        whoever is touched and who came near them, the sources whose window is another, and what is taken over
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from tracing.contacts import LINE, LINES
from tracing.coverage import COVERAGE, LEFT_OUT, periods
from tracing.definitions import Rule
from tracing.searches import EXPOSURES
from tracing.times import EVER, MINUTE, WITHOUT_END
from tracing.windows import WINDOWS, facing

RESTS_ON = {"track": "fixes", "cell": "fixes", "stay": "checkins", "seat": "tickets", "proximity": "proximity"}
"""The kind of records that tells who is touched, by kind of evidence."""

DEAREST = 1.0
"""Hours of windows that may be searched around people who are touched, for every hour of a source's that is spared."""

Episodes = Callable[[pl.DataFrame, bool], pl.DataFrame]
"""The episodes of exposures (`exposure`, found_by, found_as), by `exposure`: columns of `citations.EPISODES`.
If so asked, only those of which the records leave something unsaid.
"""

TAKEN = EXPOSURES | {"found_by": pl.Int32, "found_as": pl.Int64, "was": pl.Int64}
TOLD = {
    "windows": WINDOWS,
    "exposures": EXPOSURES | {"exposure": pl.Int64, "listed": pl.Boolean},
    "found": {"exposure": pl.Int64, "found_by": pl.Int32, "found_as": pl.Int64},
    "contacts": LINES,
    "coverage": COVERAGE,
    "left_out": LEFT_OUT,
}
_SOURCE = ["case_id", "source_id", "hop"]
_WAS = {"window": pl.Int64, "was": pl.Int64}
TOUCHED = {"person_id": pl.String, "from_ms": pl.Int64, "to_ms": pl.Int64}
_NOBODY = pl.DataFrame(schema=TOUCHED)


@dataclass(frozen=True)
class Last:
    """What an earlier screen found by the same definition in the same zone, and who is touched since.

    as_of       its moment (ms), no later than the one that is asked now
    windows, exposures, found, contacts, coverage, left_out     as it told them (`tracing.screening`)
    episodes    those of exposures it told
    touched     by kind of records (those of `RESTS_ON`), the people whose records of that kind are others, and from
                when to when these are (columns of `TOUCHED`); `checkins` are whoever has other stays, by passages,
                links and places too. A kind that is absent touches nobody
    """

    as_of: int
    windows: pl.DataFrame
    exposures: pl.DataFrame
    found: pl.DataFrame
    contacts: pl.DataFrame
    coverage: pl.DataFrame
    left_out: pl.DataFrame
    episodes: Episodes
    touched: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def shares(self, windows: pl.DataFrame, rules: Iterable[Rule], now: int) -> Iterator["Share"]:
        """How a search in windows by some rules at a moment (ms) is shared out; those of one kind of evidence, or of
        two that rest on the same records, together.
        """
        same = self.same(windows)
        by_share: dict[str | None, list[Rule]] = {}
        for rule in rules:
            kind = None if same.is_empty() or self._asked_anew(rule, now) else RESTS_ON[rule.evidence]
            by_share.setdefault(kind, []).append(rule)
        for kind, together in by_share.items():
            yield self._share(windows, same if kind else same.clear(), together, self.touched.get(kind, _NOBODY))

    def _share(self, windows: pl.DataFrame, same: pl.DataFrame, rules: list[Rule], touched: pl.DataFrame) -> "Share":
        if same.is_empty():
            return Share(rules, windows, windows.clear(), windows.clear(), same)
        stand, changed = windows.join(same, on="window", maintain_order="left"), _reach(touched, rules)
        meanwhile = (pl.col("started_at") <= pl.col("to_ms")) & (pl.col("from_ms") <= pl.col("finished_at"))
        own = stand.join(changed, left_on="source_id", right_on="person_id").filter(meanwhile)
        stand = stand.join(own, on="window", how="anti", maintain_order="left")
        around = facing(stand, changed["person_id"]).join(changed, left_on="source_id", right_on="person_id")
        around = around.filter(meanwhile).select(list(WINDOWS))
        if _hours(around) > DEAREST * _hours(stand):
            stand, around = stand.clear(), around.clear()
        again = windows.join(stand, on="window", how="anti", maintain_order="left")
        return Share(rules, again, stand.drop("was"), around, stand.select("window", "was").unique())

    def same(self, windows: pl.DataFrame) -> pl.DataFrame:
        """The windows that are as they were, but for going on to the new moment: `window`, and which one it `was`."""
        if self.windows.is_empty():
            return pl.DataFrame(schema=_WAS)
        until = windows.filter(pl.col("started_at") < self.as_of)
        until = until.with_columns(pl.min_horizontal("finished_at", pl.lit(self.as_of, pl.Int64)))
        told = self.windows.with_columns(stretches=pl.len().over("window")).rename({"window": "was"})
        known = until.join(told, on=[*_SOURCE, "started_at", "finished_at"], how="left")
        found = known.group_by("window").agg(
            pl.col("was").max(), all_known=(pl.col("stretches") == pl.len()).fill_null(False).all()
        )
        return found.filter("all_known").select("window", "was")

    def taken(self, share: "Share") -> pl.DataFrame:
        """The exposures that stand as they were found: columns of `TAKEN`, `was` being the number they had."""
        if share.was.is_empty():
            return pl.DataFrame(schema=TAKEN)
        theirs = self.exposures.join(self.found, on="exposure").rename({"window": "was_window", "exposure": "was"})
        theirs = theirs.join(share.was.rename({"was": "was_window"}), on="was_window")
        by_rule = pl.col("rule").is_in([rule.id for rule in share.rules])
        return theirs.filter(by_rule, ~pl.col("person_id").is_in(share.people.implode())).select(list(TAKEN))

    def covered(self, share: "Share", zone: str) -> pl.DataFrame:
        """How much of the infectious periods that stand is covered."""
        if share.was.is_empty():
            return pl.DataFrame(schema=COVERAGE)
        by_rule = self.coverage.filter(pl.col("rule").is_in([rule.id for rule in share.rules]))
        whole = periods(share.stand, zone)
        return by_rule.drop("of_hours", "of_days").join(whole, on="case_id").select(list(COVERAGE)).cast(COVERAGE)

    def nothing_left_out_since(self, windows: pl.DataFrame) -> pl.Series:
        """The cases of which nobody can have lost other tickets than those told before."""
        if not self.touched.get("tickets", _NOBODY).is_empty():
            return pl.Series("case_id", [], pl.String)
        known = windows.join(self.same(windows), on="window", how="left").group_by("case_id")
        known = known.agg(pl.col("was").null_count() == 0, windows=pl.col("window").n_unique())
        before = self.windows.group_by("case_id").agg(windows=pl.col("window").n_unique())
        return known.filter("was").join(before, on=["case_id", "windows"], how="semi")["case_id"]

    def lines(self, behind: pl.DataFrame) -> pl.DataFrame:
        """The lines behind which the same exposures stand as before, and no other: LINE, and what makes them up.

        behind      the exposures behind all lines, with the number that each `was`
        """
        if self.contacts.is_empty():
            return self.contacts
        before = self.exposures.filter("listed").select(*LINE, was="exposure")
        theirs = behind.select(*LINE, "was").join(before.with_columns(stood=True), on=[*LINE, "was"], how="left")
        now = theirs.group_by(LINE).agg(pl.col("stood").fill_null(False).all(), pl.len())
        same = now.filter("stood").join(before.group_by(LINE).len(), on=[*LINE, "len"])
        return self.contacts.join(same, on=LINE, how="semi")

    def _asked_anew(self, rule: Rule, now: int) -> bool:
        dwelling = rule.parameters.get("dwell_more_than_hours") is not None
        return rule.evidence not in RESTS_ON or (dwelling and now != self.as_of)


FROM_NOTHING = Last(
    EVER, **{name: pl.DataFrame(schema=schema) for name, schema in TOLD.items()}, episodes=lambda found, unsaid: None
)


@dataclass(frozen=True)
class Share:
    """What is to be searched by some rules, and what stands.

    again       windows whose sources are held against everybody
    stand       the others: what was found in them stands, but for the people who are touched
    around      for each of these people one window (her own as `source_id`) as long as all that stand; whose records
                are others only before or after all of them is not among them
    was         the numbers that windows that stand had: window, was
    """

    rules: list[Rule]
    again: pl.DataFrame
    stand: pl.DataFrame
    around: pl.DataFrame
    was: pl.DataFrame

    @property
    def people(self) -> pl.Series:
        """Who is touched."""
        return self.around["source_id"]


def _reach(touched: pl.DataFrame, rules: list[Rule]) -> pl.DataFrame:
    """From when to when what is known of people can be another: a fix counts from the gap before to the gap after, and
    for a dwelling at all times.
    """
    gap = max((round(rule.parameters.get("max_gap_minutes", 0) * MINUTE) for rule in rules), default=0)
    if any(rule.parameters.get("dwell_more_than_hours") is not None for rule in rules):
        return touched.with_columns(from_ms=pl.lit(EVER), to_ms=pl.lit(WITHOUT_END))
    return touched.with_columns(pl.col("from_ms") - gap, pl.col("to_ms") + gap)


def _hours(windows: pl.DataFrame) -> int:
    return windows.select((pl.col("finished_at") - pl.col("started_at")).sum()).item()
