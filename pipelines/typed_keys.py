"""A key that somebody types, in the forms that profiles give to keys of that sort: phones without their country code,
documents in lower case or of 15 digits.
"""

import sys
from collections.abc import Callable

import polars as pl

from tracing.errors import UsageError
from tracing.intake import profiles
from tracing.intake.documents import read_keys
from tracing.intake.phones import HOME
from tracing.store import Database, statement


def regions(store: Database) -> pl.DataFrame:
    """The region whose phones each file wrote without a country code: `file_id`, `region`."""
    texts = store.frame(statement("store/file_systems")).select("file_id", "profile").drop_nulls()
    by_text = {text: profiles.read(text.encode(), "a kept profile").phone_region for text in texts["profile"].unique()}
    region = pl.col("profile").replace_strict(by_text, return_dtype=pl.String)
    return texts.select("file_id", region=region)


def by_another_form(given: str, store: Database, known: Callable[[str], str | None]) -> str | None:
    """The one person whom a key names that no record has as it was typed; None where there is none.

    store   whose profiles say of which regions phones may be, beside the country that is meant where none is stated
    known   tries a key out: the person, or None where no record names one
    Errors: UsageError where the forms name several people.
    """
    found: dict[str, str] = {}
    for key, read_as in _forms(given, store).items():
        if person := known(key):
            found.setdefault(person, read_as)
    if len(found) > 1:
        several = " or ".join(found.values())
        raise UsageError(f"this key may mean {len(found)} people, as {several}: give a phone with its country code")
    for person, read_as in found.items():
        print(f"note: no record has this key as it was typed; it was read as {read_as}", file=sys.stderr)
        return person
    return None


def _forms(given: str, store: Database) -> dict[str, str]:
    """The keys that a text is read as, and as what; not the text itself."""
    text = pl.Series([given], dtype=pl.String)
    read = {read_keys(text, "document")[0].item(): "a document"}
    for region in dict.fromkeys([HOME, *regions(store)["region"].unique(maintain_order=True)]):
        read.setdefault(read_keys(text, "phone", region)[0].item(), f"a phone of {region}")
    return {key: read_as for key, read_as in read.items() if key and key != given}
