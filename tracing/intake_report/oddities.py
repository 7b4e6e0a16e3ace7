"""What is odd about kept rows although it may be true: lengths and orders of their own instants, counted by file.

What cannot be true is no record (`tracing.intake.impossible`). Here stands where people live, what was never checked
out, a number in a wrong unit, a day written for another: the source must say which.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta

import polars as pl

from tracing.intake.profiles.plain_keys import AS_FLOAT, FULL_WIDTH, are_wide
from tracing.intake_report.oddity import Oddity
from tracing.intake_report.ticket_oddities import TICKET_ODDITIES
from tracing.model import KINDS

LONG_STAY = timedelta(days=7)
"""Past a week somebody lives at a place, or never checked out: a choice for the report alone."""

LONG_JOURNEY = timedelta(days=10)
"""The longest train rides take eight to nine days (from memory); beyond are cruises, and wrong months."""

LONG_BADGE_RECORD = timedelta(days=1)
"""Badges tell minutes; what took five of them lasts three and a half days where milliseconds are read as seconds."""

_NEVER_LEFT = "than a week: somebody lives there, or did not check out"
_WHICH_MONTH = "than ten days: a cruise, or a wrong month"
_WHICH_UNIT = "than a day: its seconds may be another unit"
_LENGTHS = {
    "checkins": Oddity(
        "long-stays",
        pl.col("checked_out_at") - pl.col("checked_in_at") > LONG_STAY,
        (f"stay lasts longer {_NEVER_LEFT}", f"stays last longer {_NEVER_LEFT}"),
    ),
    "tickets": Oddity(
        "long-journeys",
        pl.col("arrives_at") - pl.col("departs_at") > LONG_JOURNEY,
        (f"journey takes longer {_WHICH_MONTH}", f"journeys take longer {_WHICH_MONTH}"),
    ),
    "proximity": Oddity(
        "long-badge-records",
        pl.col("duration_s") > LONG_BADGE_RECORD.total_seconds(),
        (f"badge record lasts longer {_WHICH_UNIT}", f"badge records last longer {_WHICH_UNIT}"),
    ),
}

_NO_PAIR = {
    "proximity": Oddity(
        "no-pair",
        pl.col("person_a") == pl.col("person_b"),
        ("badge record names one person twice: no meeting", "badge records name one person twice: no meetings"),
    )
}


def oddities_of(kind: str, zone: str) -> tuple[Oddity, ...]:
    """The oddities that rows of a kind can raise, tickets as `ticket_oddities.as_said` has them; `zone`: IANA name, of
    the days that a midnight stands for.
    """
    single = tuple(oddities[kind] for oddities in (_LENGTHS, _NO_PAIR, _orders(zone)) if kind in oddities)
    return (*single, *_keys(kind), *(TICKET_ODDITIES if kind == "tickets" else ()))


def _keys(kind: str) -> Iterator[Oddity]:
    """Of keys that a profile does not read, or reads as they stand."""
    key = pl.col([column.name for column in KINDS[kind].columns if column.is_key])
    ways = {
        AS_FLOAT: (key.str.ends_with(".0"), "that ends in .0: to a file without it this is another"),
        FULL_WIDTH: (are_wide(key), "in full-width letters or digits: in usual ones it is another"),
    }
    for name, (written_so, told) in ways.items():
        yield Oddity(name, pl.any_horizontal(written_so), (f"row has a key {told}", f"rows have a key {told}"))


def _orders(zone: str) -> Mapping[str, Oddity]:
    result = ("result is dated before its sample", "results are dated before their samples")
    case = ("case is confirmed before its sample was taken", "cases are confirmed before their samples were taken")
    return {
        "tests": Oddity("result-before-sample", _before("resulted_at", "sampled_at", zone), result),
        "cases": Oddity("confirmed-before-sample", _before("confirmed_at", "sampled_at", zone), case),
    }


def _before(later: str, earlier: str, zone: str) -> pl.Expr:
    """Whether what comes later is dated before; a midnight may stand for any time of its day."""
    second, first = (pl.col(name).dt.convert_time_zone(zone) for name in (later, earlier))
    day_alone = second.dt.truncate("1d") == second
    return pl.when(day_alone).then(second.dt.date() < first.dt.date()).otherwise(second < first)
