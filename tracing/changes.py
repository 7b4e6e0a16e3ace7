"""What became of a case list since it was last handed over: the `change` of each line.

new         on the list, and not on the last one (all of them before the first)
raised      a better tier than then; `lowered`: a worse one
extended    the same tier, and a later `follow_up_until`, or one where there was none
unchanged   everything else; also where the follow-up ends earlier, for which the specification has no word
withdrawn   handed over then, and no longer a contact: the line as it was handed over

Who was withdrawn by the last list is gone from it: should she be a contact again, she is new once more. A line is news
where it has a change, and where its follow-up ends earlier: who goes by the last list would follow her up for too long.
Source: specification, "What goes out".
"""

import polars as pl

from tracing.contacts import LINE, rank

NEW, RAISED, LOWERED, EXTENDED, UNCHANGED, WITHDRAWN = CHANGES = (
    "new", "raised", "lowered", "extended", "unchanged", "withdrawn",
)  # fmt: skip


def against(now: pl.DataFrame, before: pl.DataFrame | None) -> pl.DataFrame:
    """The lines of lists with `change`, those that were withdrawn among them.

    now     lines of lists (`tracing.case_list`), with `change` or without
    before  those last handed over of the same cases, with the `change` they were handed over with; None: none yet
    Returns now's columns and `change`, sorted by case, tier, first contact, person.
    """
    lines = now.drop("change", strict=False)
    if before is None:
        return in_order(lines.with_columns(change=pl.lit(NEW)))
    compared = with_was(lines, before).with_columns(change=_change()).select(*lines.columns, "change")
    gone = _stood(before).join(lines, on=LINE, how="anti").select(lines.columns).with_columns(change=pl.lit(WITHDRAWN))
    return in_order(pl.concat([compared, gone]))


def news(lines: pl.DataFrame, before: pl.DataFrame | None) -> pl.DataFrame:
    """The lines that are news, in their order: all of them before the first list.

    lines   with `change`; before: the lines that they were held against (`against`)
    """
    return lines if before is None else with_was(lines, before).filter(is_news()).select(lines.columns)


def with_was(lines: pl.DataFrame, before: pl.DataFrame) -> pl.DataFrame:
    """The lines with `was_tier` and `was_follow_up_until`, as they stood before; null where they did not."""
    was = _stood(before).select(*LINE, was_tier="tier", was_follow_up_until="follow_up_until")
    return lines.join(was, on=LINE, how="left", maintain_order="left")


def is_news() -> pl.Expr:
    """Whether a line with its `change` and `was_follow_up_until` is news."""
    as_before = pl.col("follow_up_until").eq_missing(pl.col("was_follow_up_until"))
    return (pl.col("change") != UNCHANGED) | ~as_before


def _stood(before: pl.DataFrame) -> pl.DataFrame:
    """The lines of who was a contact then."""
    return before.filter(pl.col("change") != WITHDRAWN)


def _change() -> pl.Expr:
    until, was_until, was_rank = pl.col("follow_up_until"), pl.col("was_follow_up_until"), rank("was_tier")
    return (
        pl.when(was_rank.is_null()).then(pl.lit(NEW))
        .when(rank() < was_rank).then(pl.lit(RAISED))
        .when(rank() > was_rank).then(pl.lit(LOWERED))
        .when((until > was_until).fill_null(until.is_not_null() & was_until.is_null()))
        .then(pl.lit(EXTENDED))
        .otherwise(pl.lit(UNCHANGED))
    )  # fmt: skip


def in_order(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines of lists as every list has them: by case, tier, first contact, person."""
    return lines.sort("case_id", rank(), "first_contact_at", "person_id")
