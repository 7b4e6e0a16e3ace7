"""Case lists: contacts as the lines that go out, in the columns and the order of the specification.

Source: specification, "What goes out".
"""

import polars as pl

from tracing.contacts import rank
from tracing.errors import NotACase
from tracing.privacy.vault import IDENTITY
from tracing.store import Database, statement
from tracing.times import INSTANT

COLUMNS = (
    "case_id", "person_id", "tier", "via", "first_contact_at", "last_contact_at", "minutes", "closest_m",
    "rules", "places", "episodes", "follow_up_until", "grid_id", "change",
)  # fmt: skip


def check_case(results: Database, case_id: str) -> dict:
    """The case of that id. Errors: NotACase, where a search may not begin."""
    found = results.frame(statement("results/case"), {"case_id": case_id})
    if found.is_empty():
        raise NotACase(f"{case_id}: not a confirmed case of the last screen")
    return found.row(0, named=True)


def lines(results: Database, case_id: str | None) -> pl.DataFrame:
    """The lines of one case's list, or of all lists: typed, sorted by case, tier, first contact, person.

    `change` is held against the list last handed over; before the first, every line is `new`.
    """
    found = results.frame(statement("results/lines"), {"case_id": case_id})
    instants = [pl.col(name).cast(INSTANT) for name in ("first_contact_at", "last_contact_at")]
    return _sorted(found.with_columns(*instants, change=pl.lit("new")).select(COLUMNS))


def people(lines: pl.DataFrame) -> pl.Series:
    """Everybody whom the lines name, as contact or as `via`."""
    return pl.concat([lines["person_id"], lines["via"].explode().drop_nulls()]).unique()


def identified(lines: pl.DataFrame, disclosed: pl.DataFrame) -> pl.DataFrame:
    """The lines with the sources' keys for pseudonyms, and name, phone and address at their end.

    disclosed   what the vault disclosed of `people(lines)`
    """
    keys = dict(disclosed.select("person_id", "source_key").drop_nulls().iter_rows())
    named = lines.join(disclosed.select("person_id", *IDENTITY), on="person_id", how="left", maintain_order="left")
    return _sorted(
        named.with_columns(
            pl.col("person_id").replace(keys), via=pl.col("via").list.eval(pl.element().replace(keys)).list.sort()
        )
    )


def _sorted(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.sort("case_id", rank(), "first_contact_at", "person_id")
