"""What took an exposure away: each cause with the time together that it takes, and whether the rest reaches the rule.

A cause is named where it suffices by itself; where none does, all of them that take something and suffice together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from tracing.definitions import Rule
from tracing.exposures import PAIR, measured, qualifying
from tracing.windows import Stretch, cut_out


@dataclass(frozen=True)
class Cause:
    """What may have taken an exposure away.

    taken   the time together that it takes
    rule    where it is the definition that changed: the rule to hold the time against now
    """

    told: str
    taken: Sequence[Stretch] = ()
    rule: Rule | None = None


def sufficient(causes: Sequence[Cause], spans: Sequence[Stretch], asked: Rule, zone: str) -> list[Cause]:
    """Those of the causes by which spans do not reach a rule any more: each by itself, else all of them together, else
    none.
    """
    acting = [cause for cause in causes if cause.rule or length(without(spans, cause.taken)) < length(spans)]
    alone = [cause for cause in acting if not _reaches([cause], spans, asked, zone)]
    return alone or (acting if acting and not _reaches(acting, spans, asked, zone) else [])


def _reaches(causes: Sequence[Cause], spans: Sequence[Stretch], asked: Rule, zone: str) -> bool:
    """Whether what some causes leave of spans reaches the rule that is asked for then."""
    taken = [stretch for cause in causes for stretch in cause.taken]
    rule = next((cause.rule for cause in causes if cause.rule), asked)
    schema = {"window": pl.Int64, "person_id": pl.String, "started_at": pl.Int64, "finished_at": pl.Int64}
    rows = [(0, "", begun, end) for begun, end in without(spans, taken)]
    together = pl.DataFrame(rows, orient="row", schema=schema).sort(*PAIR, "started_at")
    return not qualifying(measured(together, rule, zone), rule).is_empty()


def without(spans: Iterable[Stretch], taken: Iterable[Stretch]) -> list[Stretch]:
    """What is left of spans, in order."""
    holes = list(taken)
    return [left for span in spans for left in cut_out(span, holes)]


def length(spans: Iterable[Stretch]) -> int:
    """How long spans are together (ms)."""
    return sum(end - begun for begun, end in spans)
