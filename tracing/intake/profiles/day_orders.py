"""Whether a file's days are in the order of day and month that its profile says, where its header alone chose that.

What the profile cannot read is rejected by itself; but 09/08/2021 it can, and would keep August as September.
"""

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from tracing.intake.stamp_forms import ORDERS
from tracing.intake.stamps import Clock, read_stamps
from tracing.intake.tables import refuse


def refuse_other_order(path: Path, profile: str, clock: Clock, columns: Iterable[pl.Series]) -> None:
    """FileRefused where more days can be read by another order alone than by the one that the profile says alone.

    clock       that of the profile, with an order
    columns     texts of instants, or of the days of such
    """
    own = other = 0
    for texts in columns:
        given = texts.drop_nulls().unique()
        told = {order: _can_be(given, clock, order) for order in ORDERS}
        stated = told.pop(clock.day_order)
        either = pl.DataFrame(list(told.values())).max_horizontal()
        own, other = own + int((stated & ~either).sum()), other + int((either & ~stated).sum())
    if other > own:
        words = f"more of its days are of another order of day and month than profile {profile} says"
        raise refuse(path, f"{words}, which fits its header: `tracing profile FILE` proposes one")


def _can_be(texts: pl.Series, clock: Clock, order: str) -> pl.Series:
    found, _ = read_stamps(texts, Clock(clock.zone, clock.forms, order, clock.one_digit))
    return found.is_not_null().alias(order)
