"""What registers of contacts ask for, Go.Data and SORMAS alike: days in place of instants, and a name for everybody."""

import polars as pl

from tracing.line_list import LineList

_DISCLOSED = ("name", "phone", "address")


def people_called(tables: LineList) -> pl.DataFrame:
    """The people of a line list by `id`, with name, phone and address, null where they are not told, and `called`: the
    name, and the id of whose name is not told, as registers take nobody without one.
    """
    unknown = [pl.lit(None, pl.String).alias(column) for column in _DISCLOSED if column not in tables.people.columns]
    people = tables.people.with_columns(unknown)
    return people.with_columns(called=pl.coalesce("name", "id"))


def contacts_by_day(tables: LineList, zone: str) -> pl.DataFrame:
    """The contacts with `first_day` and `last_day`, the local dates of their first and their last instant, and what is
    told of them in a sentence, `comment`.
    """
    # A meeting that ends at midnight was none of the next day.
    last = pl.col("last_contact_at") - pl.duration(milliseconds=1)
    rules, places = (pl.col(column).list.sort().list.join(", ") for column in ("rules", "places"))
    at = pl.when(places != "").then(pl.format(" at {}", places)).otherwise(pl.lit(""))
    return tables.contacts.with_columns(
        first_day=day(pl.col("first_contact_at"), zone),
        last_day=day(last, zone),
        comment=pl.format("{}{}, {} minutes", rules, at, pl.col("minutes").round(2)),
    )


def day(instant: pl.Expr, zone: str) -> pl.Expr:
    """The local date of instants."""
    return instant.dt.convert_time_zone(zone).dt.date()
