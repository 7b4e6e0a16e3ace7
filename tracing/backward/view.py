"""What a search backward found, as plain values: what the page, the text, the csv and the json are made of.

Source: specification, "Contacts" (backward).
"""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from tracing.backward.backtrace import Backtrace
from tracing.backward.traffic import ALTERNATIVE
from tracing.times import from_ms, iso

SENTENCE = (
    "These are alternatives to look into, ranked by how many of the cases each ties together in the days before; "
    "none of them is proven to be the source of anybody's infection."
)
_PSEUDONYMS = ("person", "plate")


def people(found: Backtrace) -> pl.Series:
    """The pseudonyms of all people and plates that are named."""
    named = found.alternatives.filter(pl.col("kind").is_in(_PSEUDONYMS))["id"]
    return pl.concat([named, found.cases["person_id"]]).unique()


def top(found: Backtrace, most: int) -> Backtrace:
    """The same with the first alternatives only."""
    first = found.alternatives.head(most)
    return replace(found, alternatives=first, ties=found.ties.join(first, on=ALTERNATIVE, how="semi"))


def identified(found: Backtrace, disclosed: pl.DataFrame) -> Backtrace:
    """The same with the sources' keys for the pseudonyms of people and plates, and people's names.

    disclosed   what the vault disclosed of `people(found)`
    """
    keys = dict(disclosed.select("person_id", "source_key").drop_nulls().iter_rows())
    names = dict(disclosed.select("person_id", "name").drop_nulls().iter_rows())
    known = pl.col("kind").is_in(_PSEUDONYMS)
    key = pl.when(known).then(pl.col("id").replace(keys)).otherwise("id")
    name = pl.when(known).then(pl.col("id").replace_strict(names, default=None, return_dtype=pl.String))
    return replace(
        found,
        cases=found.cases.with_columns(pl.col("person_id").replace(keys)),
        alternatives=found.alternatives.with_columns(key.alias("id"), name.otherwise("name").alias("name")),
        ties=found.ties.with_columns(key.alias("id")),
    )


def view(found: Backtrace, facts: Mapping, zone: str) -> dict:
    """The whole answer as dictionaries and lists; instants as ISO text in the zone.

    facts       what belongs at the head: definition, title, as_of, timezone, identified
    """
    ties: dict[tuple, list[dict]] = {}
    for kind, name, case, first, last in found.ties.iter_rows():
        tie = {"case_id": case, "first_at": _text(first, zone), "last_at": _text(last, zone)}
        ties.setdefault((kind, name), []).append(tie)
    return {
        "sentence": SENTENCE,
        **facts,
        "lookback_days": found.lookback_days,
        "least": found.least,
        "cases": [_case(case, zone) for case in found.cases.iter_rows(named=True)],
        "kinds": list(found.kinds.with_columns(pl.col("by_chance").round(6)).iter_rows(named=True)),
        "groups": found.groups,
        "alternatives": [
            _alternative(row, ties.get((row["kind"], row["id"]), []), zone)
            for row in found.alternatives.iter_rows(named=True)
        ],
    }


def _case(case: Mapping, zone: str) -> dict:
    reference = case["reference"] and case["reference"].removesuffix("_at")
    copied = {name: case[name] for name in ("case_id", "person_id", "empty_because", "visited", "met")}
    instants = {name: _text(case[name], zone) for name in ("reference_at", "started_at", "finished_at")}
    return {**copied, "reference": reference, **instants}


def _alternative(row: Mapping, ties: list[dict], zone: str) -> dict:
    return {
        **row,
        "first_at": _text(row["first_at"], zone),
        "last_at": _text(row["last_at"], zone),
        "expected": float(figure(row["expected"], digits=6)),
        "chance": float(figure(row["chance"], digits=6)),
        "more_than_chance": "yes" if row["more_than_chance"] else "no",
        "ties": ties,
    }


def _text(milliseconds: int | None, zone: str) -> str | None:
    return None if milliseconds is None else iso(from_ms(milliseconds), zone)


def figure(number: float, digits: int = 2) -> str:
    """A number as it is read: so many digits that say something."""
    return f"{number:.{digits}g}"


LINES = {
    "rank": pl.Int64, "kind": pl.String, "id": pl.String, "name": pl.String, "own_cases": pl.List(pl.String),
    "cases": pl.List(pl.String), "tied": pl.Int64, "expected": pl.String, "chance": pl.String,
    "more_than_chance": pl.String, "first_at": pl.String, "last_at": pl.String,
}  # fmt: skip


def lines(view: Mapping) -> pl.DataFrame:
    """The alternatives as a table for a spreadsheet: one row each; figures as text, as a chance may be very small."""
    rows = [
        {**row, "expected": figure(row["expected"], 3), "chance": figure(row["chance"], 3)}
        for row in view["alternatives"]
    ]
    return pl.DataFrame([{name: row[name] for name in LINES} for row in rows], schema=LINES)
