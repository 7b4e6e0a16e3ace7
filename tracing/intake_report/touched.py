"""What the rejects of a file would have touched: people of rejected rows who are cases, or on a list of today.

Only of rows whose person could be read is anything known; another row may as well be about a contact.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tracing.definitions import TIERS
from tracing.store import Database, statement

STANDINGS = ("case", *TIERS)
"""How somebody stands to the lists of today, the most urgent first."""


@dataclass(frozen=True)
class Touched:
    """Of the rejected rows of one file.

    rows        those whose person could be read
    people      how many people these are
    listed      standing -> the pseudonyms of those of them who stand so at best, in order; only standings that occur
    """

    rows: int
    people: int
    listed: Mapping[str, list[str]]


def standings(results: Database) -> pl.DataFrame:
    """How people stand to the lists of a screen, at best: `person_id`, `standing`."""
    listed = results.frame(statement("results/listed_people"))
    rank = pl.col("tier").replace_strict({tier: place for place, tier in enumerate(STANDINGS)}, return_dtype=pl.Int8)
    best = listed.sort(rank).unique("person_id", keep="first", maintain_order=True)
    return best.select("person_id", standing="tier")


NOBODY = pl.DataFrame(schema={"person_id": pl.String, "standing": pl.String})


def touched(people: pl.DataFrame, standing: pl.DataFrame) -> Touched:
    """What rejected rows would have touched.

    people      whom they name: `person_id`, `rows`
    standing    as `standings` gives it; `NOBODY` before the first screen
    """
    theirs = people.join(standing, on="person_id").sort("person_id")
    listed = {name: theirs.filter(standing=name)["person_id"].to_list() for name in STANDINGS}
    return Touched(people["rows"].sum(), people.height, {name: who for name, who in listed.items() if who})
