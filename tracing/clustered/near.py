"""The fixes that a search on the move can rest on, as the copy tells them.

A source's own fixes lead to the cells it looks into, the whereabouts there to whom it may have met and when, and those
to their fixes, from the gap before to the gap after: then every move within is known by both its ends.
"""

from collections.abc import Sequence

import polars as pl

from tracing import tracks
from tracing.clustered.copy import ACCURACY_M, GAP_MINUTES, Copy
from tracing.definitions import Rule
from tracing.times import HOUR, MINUTE
from tracing.whereabouts import candidates

MOST_M = 1_500.0
"""Greater distances look into so many cells of the copy that reading everything costs no more."""
_GAP = round(GAP_MINUTES * MINUTE)
_CELL_REACH = 1.5
"""Two positions in one cell of the specification's grid lie less than this many of its sides apart."""
_SPAN = {"person": pl.UInt32, "from_ms": pl.Int64, "to_ms": pl.Int64}


def foreseen(rules: Sequence[Rule]) -> bool:
    """Whether the copy can tell whom a search by these rules (of `track` and `cell`) comes near."""
    usual = [
        rule.parameters["max_gap_minutes"] <= GAP_MINUTES and rule.parameters["max_accuracy_m"] == ACCURACY_M
        for rule in rules
    ]
    return all(usual) and _farthest(rules) <= MOST_M


def fixes_near(
    copy: Copy, windows: pl.DataFrame, rules: Sequence[Rule], as_of: int, others: pl.Series | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The fixes of the windows' sources and of everybody they may have met (as `Copy.fixes` gives them), and who that
    is (`whereabouts.candidates`).

    others      the numbers of those who alone are looked for; None: everybody
    """
    own = _own(copy, windows)
    moves = tracks.moves(copy.fixes(own, _GAP).rename({"person": "person_id"}), GAP_MINUTES, ACCURACY_M)
    near = candidates(moves, copy if others is None else _Among(copy, others), _farthest(rules))
    theirs = near.select(person="person_id", from_ms=pl.col("from_ms") - _GAP, to_ms=pl.col("to_ms") + _GAP)
    people = pl.concat([own["person"], theirs["person"]]).unique()
    return copy.fixes(pl.concat([own, theirs, _dwelling(people, rules, as_of)]), _GAP), near


class _Among:
    """The whereabouts of some people alone."""

    def __init__(self, copy: Copy, people: pl.Series):
        self.cell_m, self._copy, self._people = copy.cell_m, copy, people

    def at(self, keys: pl.Series) -> pl.DataFrame:
        return self._theirs(self._copy.at(keys))

    def in_hours(self, hours: pl.Series) -> pl.DataFrame:
        return self._theirs(self._copy.in_hours(hours))

    def _theirs(self, stood: pl.DataFrame) -> pl.DataFrame:
        return stood.filter(pl.col("person_id").is_in(self._people.implode()))


def _own(copy: Copy, windows: pl.DataFrame) -> pl.DataFrame:
    hulls = windows.group_by("source_id").agg(pl.col("started_at").min(), pl.col("finished_at").max())
    known = hulls.join(copy.numbers(hulls["source_id"]), left_on="source_id", right_on="name")
    return known.select(person="number", from_ms=pl.col("started_at") - _GAP, to_ms=pl.col("finished_at") + _GAP).cast(
        _SPAN
    )


def _dwelling(people: pl.Series, rules: Sequence[Rule], as_of: int) -> pl.DataFrame:
    """The days in which a rule asks where these people dwell."""
    days = [rule.parameters["dwell_days"] for rule in rules if rule.parameters.get("dwell_more_than_hours") is not None]
    if not days:
        return pl.DataFrame(schema=_SPAN)
    begin = as_of - max(days) * 24 * HOUR - _GAP
    return people.alias("person").to_frame().with_columns(from_ms=pl.lit(begin), to_ms=pl.lit(as_of)).cast(_SPAN)


def _farthest(rules: Sequence[Rule]) -> float:
    return max(rule.parameters.get("within_m") or _CELL_REACH * rule.parameters["cell_m"] for rule in rules)
