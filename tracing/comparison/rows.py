"""Two definitions side by side on the same records: who is on which list, and why.

Grain of the rows: one person on a case's list under either definition, or both.

rows    case_id, person_id, change, then for each side (`_1` and `_2`) definition, tier, via, first_contact_at,
        last_contact_at, minutes, rules, follow_up_until and why; sorted by case and person. `change` is `only 1`,
        `only 2`, `same tier` or `other tier`; `why` is true of its own side

Source: specification, "Contacts" and "What goes out"; what a reason is stands in `tracing.comparison.reasons`.
"""

import polars as pl

from tracing.comparison.reason_words import why
from tracing.comparison.reasons import Side
from tracing.contacts import LINE
from tracing.definitions import TIERS
from tracing.times import INSTANT

_OF_LINE = ("tier", "via", "first_contact_at", "last_contact_at", "minutes", "rules", "follow_up_until")
CHANGES = ("only 1", "only 2", "same tier", "other tier")
LISTED = (*TIERS, "not listed")
"""What a person can be under a definition."""


def names(first: Side, second: Side) -> tuple[str, str]:
    """What to call the two definitions: their ids, numbered where two files have the same."""
    ids = first.definition.id, second.definition.id
    return ids if ids[0] != ids[1] else (f"{ids[0]} (1)", f"{ids[1]} (2)")


def comparison(first: Side, second: Side, zone: str) -> pl.DataFrame:
    """The rows of all cases. Both sides are screens of the same records as of the same moment."""
    called = names(first, second)
    sides = first, second
    parts = [
        _lines(sides[place]).join(
            why(sides[place], sides[1 - place], called[1 - place], zone), on=LINE, how="full", coalesce=True
        )
        for place in (0, 1)
    ]
    numbered = [
        part.rename({name: f"{name}_{number}" for name in part.columns if name not in LINE})
        for number, part in enumerate(parts, 1)
    ]
    joined = numbered[0].join(numbered[1], on=LINE, how="full", coalesce=True)
    known = [pl.lit(name).alias(f"definition_{number}") for number, name in enumerate(called, 1)]
    rows = joined.with_columns(*known, change=_change())
    order = [f"{name}_{number}" for number in (1, 2) for name in ("definition", *_OF_LINE, "why")]
    return rows.select(*LINE, "change", *order).sort(LINE)


def _lines(side: Side) -> pl.DataFrame:
    instants = [pl.col(column).cast(INSTANT) for column in ("first_contact_at", "last_contact_at")]
    return side.found.contacts.select(*LINE, *_OF_LINE).with_columns(*instants)


def _change() -> pl.Expr:
    return (
        pl.when(pl.col("tier_2").is_null())
        .then(pl.lit(CHANGES[0]))
        .when(pl.col("tier_1").is_null())
        .then(pl.lit(CHANGES[1]))
        .when(pl.col("tier_1") == pl.col("tier_2"))
        .then(pl.lit(CHANGES[2]))
        .otherwise(pl.lit(CHANGES[3]))
    )


def crossed(rows: pl.DataFrame) -> dict[str, dict[str, int]]:
    """How many people are what under the first definition (outer keys) and under the second: `LISTED` by `LISTED`."""
    counts = {one: dict.fromkeys(LISTED, 0) for one in LISTED}
    tiers = rows.select(pl.col("tier_1", "tier_2").fill_null(LISTED[-1]))
    for one, two, number in tiers.group_by("tier_1", "tier_2").len().iter_rows():
        counts[one][two] = number
    return counts
