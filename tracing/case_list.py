"""Case lists: contacts as the lines that go out, in the columns and the order of the specification.

Source: specification, "What goes out".
"""

import polars as pl

from tracing.changes import CHANGES, against, in_order
from tracing.errors import NotACase
from tracing.privacy.vault import IDENTITY
from tracing.results import Run
from tracing.store import Database, statement
from tracing.times import INSTANT, iso

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


def lines(results: Database, case_id: str | None, handed: pl.DataFrame | None = None) -> pl.DataFrame:
    """The lines of one case's list, or of all lists: typed, sorted by case, tier, first contact, person.

    handed      the lines last handed over of that case, or of all, with their `change`; None: before the first
    Their `change` is held against these, and who was withdrawn since has a line too (`tracing.changes`).
    """
    found = results.frame(statement("results/lines"), {"case_id": case_id})
    instants = [pl.col(name).cast(INSTANT) for name in ("first_contact_at", "last_contact_at")]
    return against(found.with_columns(instants).select(COLUMNS[:-1]), handed)


def about(run: Run, case_id: str | None, lines: pl.DataFrame, identified: bool) -> dict[str, str]:
    """What is said about a list, in words: which case, definition and screen it is of, and how many lines it has."""
    counts = dict(lines["change"].value_counts().iter_rows())
    return {
        "case": case_id or "all",
        "definition": f"{run.definition_id}: {run.title}",
        "as of": iso(run.as_of, run.timezone),
        "screen": str(run.run_id),
        "time zone": run.timezone,
        "identified": "yes: handle as confidential" if identified else "no",
        "lines": str(lines.height),
        "changes": ", ".join(f"{counts[change]:,} {change}" for change in CHANGES if change in counts) or "none",
    }


def people(lines: pl.DataFrame) -> pl.Series:
    """Everybody whom the lines name, as contact or as `via`."""
    return pl.concat([lines["person_id"], lines["via"].explode().drop_nulls()]).unique()


def keys_of(disclosed: pl.DataFrame) -> dict[str, str]:
    """Pseudonym -> the source's key, of everybody of whom the vault knows one."""
    return dict(disclosed.select("person_id", "source_key").drop_nulls().iter_rows())


def identified(lines: pl.DataFrame, disclosed: pl.DataFrame) -> pl.DataFrame:
    """The lines with the sources' keys for pseudonyms, and name, phone and address at their end.

    disclosed   what the vault disclosed of `people(lines)`
    """
    keys = keys_of(disclosed)
    named = lines.join(disclosed.select("person_id", *IDENTITY), on="person_id", how="left", maintain_order="left")
    return in_order(
        named.with_columns(
            pl.col("person_id").replace(keys), via=pl.col("via").list.eval(pl.element().replace(keys)).list.sort()
        )
    )
