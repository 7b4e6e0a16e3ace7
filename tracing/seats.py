"""Seats: tickets as rides, and which two rides on one run are near enough.

source: specification, "seat". Tickets on one `service` whose times overlap are on one run. A flight and a bus are
one coach; elsewhere an unknown coach is never the same one, and an unknown row is near none.
"""

import polars as pl

ONE_COACH = ("flight", "bus")


def rides(tickets: pl.DataFrame, modes: tuple[str, ...] | None) -> pl.DataFrame:
    """Tickets of the chosen modes as spans from departure to arrival.

    returns     person_id, service, mode, started_at, finished_at (ms), one_coach (whether the service has but one),
                coach, row (None where they are not known), records
    """
    chosen = tickets if modes is None else tickets.filter(pl.col("mode").is_in(list(modes)).fill_null(False))
    only_one = pl.col("mode").is_in(ONE_COACH).fill_null(False)
    return chosen.select(
        "person_id",
        "service",
        "mode",
        pl.col("departs_at").dt.epoch("ms").alias("started_at"),
        pl.col("arrives_at").dt.epoch("ms").alias("finished_at"),
        only_one.alias("one_coach"),
        "coach",
        "row",
        pl.concat_list("record").alias("records"),
    ).filter(pl.col("started_at") < pl.col("finished_at"))


def untold(unit: str, modes: tuple[str, ...] | None) -> pl.Expr:
    """Whether a ride can count for nobody because its mode, its coach or, where rows matter, its row is not known."""
    no_coach = ~pl.col("one_coach") & pl.col("coach").is_null()
    no_seat = {"vehicle": pl.lit(False), "coach": no_coach, "rows": no_coach | pl.col("row").is_null()}[unit]
    if modes is None:
        return no_seat
    return pl.col("mode").is_null() | (pl.col("mode").is_in(list(modes)) & no_seat)


def near_enough(unit: str, rows: int) -> pl.Expr:
    """Whether the rides of a pair (the other's columns end in `_2`) are in one vehicle, coach, or near rows."""
    same_coach = (pl.col("one_coach") & pl.col("one_coach_2")) | (pl.col("coach") == pl.col("coach_2")).fill_null(False)
    same_rows = ((pl.col("row") - pl.col("row_2")).abs() <= rows).fill_null(False)
    return {"vehicle": pl.lit(True), "coach": same_coach, "rows": same_coach & same_rows}[unit]
