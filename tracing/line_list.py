"""Line list and contacts, the two tables that outbreak software exchanges: who there is, and who met whom.

people      one row per person, cases first, then by tier and id: id, tier (`case`, or the best of her lines),
            classification, case_id (list: the cases she is), onset_at, reference, reference_at (of the first of
            these), listed_by (list: the cases on whose lists she stands); of all her lines together: via,
            first_contact_at (the earliest), last_contact_at, follow_up_until (the latest), rules, places, grid_id
contacts    one row per source and person, by their ids: from_id, to_id, tier, first_contact_at, last_contact_at,
            minutes, closest_m, rules, places, episodes, case_id (list: the cases in whose searches they met). As in
            a line of a list, these tell of the exposures at the best tier that the two reached; from a close contact
            that tier is `secondary`. An episode that two searches clip alike is one episode.

Every id of `contacts` is in `people`. Instants are typed, in UTC. Cases that met each other are in both.
Source: specification, "Contacts" and "What goes out"; house model: linelist and epicontacts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from tracing.case_list import check_case, keys_of
from tracing.citations import EPISODES
from tracing.contact_lines import contacts as made_of
from tracing.contacts import rank
from tracing.definitions import TIERS
from tracing.privacy.vault import IDENTITY
from tracing.results import episodes as episodes_told
from tracing.store import Database, statement
from tracing.times import INSTANT

_PAIR = ["source_id", "person_id"]
_INSTANTS = ["onset_at", "reference_at", "first_contact_at", "last_contact_at"]
_PEOPLE = (
    "id", "tier", "classification", "case_id", "onset_at", "reference", "reference_at", "listed_by", "via",
    "first_contact_at", "last_contact_at", "follow_up_until", "rules", "places", "grid_id",
)  # fmt: skip
_CONTACTS = (
    "from_id", "to_id", "tier", "first_contact_at", "last_contact_at", "minutes", "closest_m", "rules", "places",
    "episodes", "case_id",
)  # fmt: skip


@dataclass(frozen=True)
class LineList:
    """The two tables, as this module describes them."""

    people: pl.DataFrame
    contacts: pl.DataFrame


def line_list(results: Database, case_id: str | None) -> LineList:
    """The tables of one case's search, with the cases it met, or of all cases. Errors: NotACase."""
    cases = results.frame(statement("results/case_summary"))
    searched = cases["case_id"].to_list() if case_id is None else [check_case(results, case_id)["case_id"]]
    drawn = pl.col("case_id").is_in(searched) & ((pl.col("hop") == 0) | pl.col("listed"))
    exposures = results.frame(statement("results/all_exposures")).filter(drawn)
    met = pl.col("person_id").is_in(exposures["person_id"].implode())
    known = cases.filter(pl.col("case_id").is_in(searched) | met)
    lines = results.frame(statement("results/lines"), {"case_id": case_id})
    return LineList(_people(known, lines), _contacts(exposures, _episodes(results, searched)))


def _people(cases: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    onset = pl.when(pl.col("reference") == "onset_at").then("reference_at")
    first = cases.with_columns(onset_at=onset).sort("reference_at", "case_id", nulls_last=True)
    told = [pl.col(name).first() for name in ("classification", "onset_at", "reference", "reference_at")]
    of_cases = first.group_by(id="person_id").agg(*told, "case_id")
    together = [pl.col(name).explode().drop_nulls().unique().sort() for name in ("via", "rules", "places")]
    of_lines = (
        lines.sort(rank(), "case_id")
        .group_by(id="person_id", maintain_order=True)
        .agg(
            pl.col("tier", "grid_id").first(),
            pl.col("first_contact_at").min(),
            pl.col("last_contact_at", "follow_up_until").max(),
            pl.col("case_id").alias("listed_by"),
            *together,
        )
    )
    whole = of_cases.join(of_lines, on="id", how="full", coalesce=True)
    ordered = whole.sort(rank(), "id", nulls_last=False).with_columns(pl.col("tier").fill_null("case"))
    return ordered.with_columns(pl.col(name).cast(INSTANT) for name in _INSTANTS).select(_PEOPLE)


def _episodes(results: Database, cases: Iterable[str]) -> pl.DataFrame:
    none = pl.DataFrame(schema={"exposure": pl.Int64} | EPISODES)
    return pl.concat([none, *(episodes_told(results, case) for case in cases)])


def _contacts(exposures: pl.DataFrame, episodes: pl.DataFrame) -> pl.DataFrame:
    """Sources stand for cases here, so that what meets make up is told as in a line of a list."""
    tier = pl.when(pl.col("hop") == 1).then(pl.lit(TIERS[1])).otherwise("tier")
    reached = exposures.with_columns(line_tier=tier)
    behind = reached.filter(rank("line_tier") == rank("line_tier").min().over(_PAIR))
    met = episodes.join(behind.select("exposure", "rule", *_PAIR), on="exposure")
    counted = met.unique([*_PAIR, "rule", "started_at", "finished_at"]).group_by(_PAIR).agg(episodes=pl.len())
    searches = exposures.group_by(_PAIR).agg(searched=pl.col("case_id").unique().sort())
    pairs = made_of(behind.with_columns(case_id="source_id"), episodes).rename({"case_id": "source_id"})
    whole = pairs.drop("episodes").join(counted, on=_PAIR, how="left").join(searches, on=_PAIR, how="left")
    named = whole.rename({"source_id": "from_id", "person_id": "to_id", "searched": "case_id"})
    instants = [pl.col(name).cast(INSTANT) for name in ("first_contact_at", "last_contact_at")]
    return named.with_columns(instants).sort("from_id", "to_id").select(_CONTACTS)


def identified(tables: LineList, disclosed: pl.DataFrame) -> LineList:
    """The tables with the sources' keys for pseudonyms, and name, phone and address at the end of the people.

    disclosed   what the vault disclosed of everybody in `people`
    """
    keys = keys_of(disclosed)
    told = disclosed.select(*IDENTITY, id="person_id")
    people = tables.people.join(told, on="id", how="left", maintain_order="left").with_columns(
        pl.col("id").replace(keys), via=pl.col("via").list.eval(pl.element().replace(keys)).list.sort()
    )
    return LineList(people, tables.contacts.with_columns(pl.col("from_id", "to_id").replace(keys)))
