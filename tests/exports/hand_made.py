"""A line list made by hand: the cases k and l met each other, both met a, k alone met f, and a met d."""

from datetime import UTC, datetime

import polars as pl

from tracing.line_list import LineList


def noon(day: int) -> datetime:
    """Noon of a day of August in Shanghai."""
    return datetime(2021, 8, day, 4, tzinfo=UTC)


_MIDNIGHT = noon(5).replace(hour=16)
"""The end of 5 August there."""
_PEOPLE = {
    "k": ("case", ["C1", "C3"], "confirmed", noon(4)),
    "l": ("case", ["C2"], "asymptomatic", None),
    "a": ("close", None, None, None),
    "f": ("general", None, None, None),
    "d": ("secondary", None, None, None),
}
_CONTACTS = [
    ("a", "d", "secondary", noon(5), noon(6), ["C1"]),
    ("k", "a", "close", noon(5), _MIDNIGHT, ["C1", "C3"]),
    ("k", "f", "general", noon(4), noon(5), ["C1"]),
    ("k", "l", "close", noon(5), noon(6), ["C1"]),
    ("l", "a", "close", noon(4), noon(6), ["C2"]),
]


def drawn(**told: str | None) -> LineList:
    """The tables; `told`: name, phone and address of a, where these are disclosed."""
    people = pl.DataFrame(
        [(who, *facts) for who, facts in _PEOPLE.items()],
        schema={
            "id": pl.String, "tier": pl.String, "case_id": pl.List(pl.String), "classification": pl.String,
            "onset_at": pl.Datetime("ms", "UTC"),
        },
        orient="row",
    )  # fmt: skip
    known = [pl.when(pl.col("id") == "a").then(pl.lit(value, pl.String)).alias(name) for name, value in told.items()]
    contacts = pl.DataFrame(
        _CONTACTS,
        schema={
            "from_id": pl.String, "to_id": pl.String, "tier": pl.String, "first_contact_at": pl.Datetime("ms", "UTC"),
            "last_contact_at": pl.Datetime("ms", "UTC"), "case_id": pl.List(pl.String),
        },
        orient="row",
    )  # fmt: skip
    more = contacts.with_columns(rules=pl.lit(["near"]), places=pl.lit(["L", "K"]), minutes=pl.lit(60.0))
    return LineList(people.with_columns(known), more)
