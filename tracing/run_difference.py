"""Two screens side by side: who is on a list of one and not of the other, or is there as something else.

Grain of the rows: one person on a case's list in either screen, or in both, whose line differs.

rows    case_id, person_id, change, then for each screen (`_1` and `_2`) tier, follow_up_until, first_contact_at,
        last_contact_at, via and rules; sorted by case and person. `change` is `came`, `went`, `raised`, `lowered`
        (another tier), `extended`, `shortened` (the same tier, another follow-up)
"""

from collections.abc import Iterator, Sequence

import polars as pl

from tracing.contacts import LINE, rank

CHANGES = ("came", "went", "raised", "lowered", "extended", "shortened")
MOST_SHOWN = 40
_OF_LINE = ("tier", "follow_up_until", "first_contact_at", "last_contact_at", "via", "rules")
_NEVER = pl.date(1, 1, 1)


def difference(first: pl.DataFrame, second: pl.DataFrame) -> pl.DataFrame:
    """The rows; `first`, `second`: lines of lists (`tracing.case_list`) of an earlier and a later screen."""
    sides = [
        lines.select(*LINE, *(pl.col(name).alias(f"{name}_{number}") for name in _OF_LINE))
        for number, lines in enumerate((first, second), 1)
    ]
    joined = sides[0].join(sides[1], on=LINE, how="full", coalesce=True).with_columns(change=_change())
    order = [f"{name}_{number}" for number in (1, 2) for name in _OF_LINE]
    return joined.drop_nulls("change").select(*LINE, "change", *order).sort(LINE)


def _change() -> pl.Expr:
    """What changed; null where nothing did."""
    tiers = [rank(f"tier_{number}") for number in (1, 2)]
    until = [pl.col(f"follow_up_until_{number}").fill_null(_NEVER) for number in (1, 2)]
    return (
        pl.when(pl.col("tier_1").is_null()).then(pl.lit("came"))
        .when(pl.col("tier_2").is_null()).then(pl.lit("went"))
        .when(tiers[1] < tiers[0]).then(pl.lit("raised"))
        .when(tiers[1] > tiers[0]).then(pl.lit("lowered"))
        .when(until[1] > until[0]).then(pl.lit("extended"))
        .when(until[1] < until[0]).then(pl.lit("shortened"))
    )  # fmt: skip


def in_words(rows: pl.DataFrame, cases: Sequence[str]) -> Iterator[str]:
    """The rows to be read, case by case; of each at most `MOST_SHOWN` people, the last line says how many are not."""
    by_case = rows.partition_by("case_id", as_dict=True)
    for case in cases:
        theirs = by_case.get((case,), rows.clear())
        counts = dict(theirs["change"].value_counts().iter_rows())
        told = ", ".join(f"{counts[change]:,} {change}" for change in CHANGES if change in counts)
        yield f"case {case}: {told or 'the same people, with the same tiers and follow-ups'}"
        for row in theirs.head(MOST_SHOWN).iter_rows(named=True):
            yield f"    {row['person_id']}: {row['change']}, {_side(row, 1)} -> {_side(row, 2)}"
        if theirs.height > MOST_SHOWN:
            yield f"    ... and {theirs.height - MOST_SHOWN:,} more: --format csv --out FILE names them"


def _side(row: dict, number: int) -> str:
    if row[f"tier_{number}"] is None:
        return "not listed"
    until = row[f"follow_up_until_{number}"]
    return f"{row[f'tier_{number}']}{f' until {until}' if until else ''} ({', '.join(row[f'rules_{number}'])})"
