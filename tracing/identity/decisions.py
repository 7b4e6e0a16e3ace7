"""Decisions of a person on whether two keys are one person. Of two people the latest one counts.

joined      they are one, and the first of the two is kept
parted      they are two again
declined    they are two, though somebody may have proposed otherwise

Joins that name somebody in common make one group, however long the chain and whether or not it closes to a circle. Kept
of a group is the first of the two whom its latest join names: that is who was last said to be kept.

decisions   person_id, other_id, verdict, reasons (codes, `tracing.identity.proposals`), decided_at, in order of time
"""

from collections.abc import Mapping
from datetime import datetime

import polars as pl

from tracing.errors import IdentityRefused
from tracing.ledger import entry_at
from tracing.store import Database, statement

JOINED, PARTED, DECLINED = "joined", "parted", "declined"


def decisions(store: Database, known_at: datetime | None = None) -> pl.DataFrame:
    """All decisions up to an instant (None: all there are)."""
    return store.frame(statement("store/decisions"), {"known_at": known_at and known_at.replace(tzinfo=None)})


def decide(store: Database, person: str, other: str, verdict: str, reasons: str | None, now: datetime) -> datetime:
    """Write a decision into the ledger: the instant that it bears."""
    at = entry_at(store, now)
    facts = {"person_id": person, "other_id": other, "verdict": verdict, "reasons": reasons}
    store.run(statement("store/decide"), facts | {"at": at.replace(tzinfo=None)})
    return at


def standing(decided: pl.DataFrame) -> pl.DataFrame:
    """Of every two people the decision that counts, in order of time."""
    pair = pl.concat_list(pl.min_horizontal("person_id", "other_id"), pl.max_horizontal("person_id", "other_id"))
    latest = decided.sort("decided_at").with_columns(pair=pair).unique("pair", keep="last", maintain_order=True)
    return latest.drop("pair")


def is_news(decided: pl.DataFrame, person: str, other: str, verdict: str, reasons: str | None) -> bool:
    """Whether a decision on two people says something that does not count yet.

    Errors: IdentityRefused where it cannot be taken: one key twice, two who are not joined, or one person declined.
    """
    of_both = standing(decided).filter(
        pl.col("person_id").is_in([person, other]) & pl.col("other_id").is_in([person, other])
    )
    latest = None if of_both.is_empty() else of_both.row(0, named=True)
    if person == other:
        raise IdentityRefused(f"{person}: one key, named twice")
    if verdict == PARTED and not (latest and latest["verdict"] == JOINED):
        raise IdentityRefused(f"{person} and {other}: {_not_joined(decided, person, other)}")
    if verdict == DECLINED and one_person(decided, person, other):
        raise IdentityRefused(f"{person} and {other}: one person, as decided; `tracing identity part` takes that back")
    if latest is None or latest["verdict"] != verdict:
        return True
    return latest["person_id"] != person if verdict == JOINED else latest["reasons"] != reasons


def undecided(proposed: pl.DataFrame, decided: pl.DataFrame) -> pl.DataFrame:
    """Those proposals of which nobody decided anything, and whose two are not one by way of others either.

    proposed    person_id, other_id, and whatever else
    """
    answered = standing(decided).select("person_id", "other_id")
    either = pl.concat([answered, answered.select(person_id="other_id", other_id="person_id")])
    left = proposed.join(either, on=["person_id", "other_id"], how="anti", maintain_order="left")
    named = kept(decided)
    return left.filter(pl.col("person_id").replace(named) != pl.col("other_id").replace(named))


def one_person(decided: pl.DataFrame, person: str, other: str) -> bool:
    """Whether two keys are one person, be it by way of others."""
    named = kept(decided)
    return named.get(person, person) == named.get(other, other)


def _not_joined(decided: pl.DataFrame, person: str, other: str) -> str:
    if one_person(decided, person, other):
        return "one person by way of others; part one of the joins between, as `tracing identity list` shows them"
    return "nobody joined the two"


def kept(decided: pl.DataFrame) -> Mapping[str, str]:
    """Who stands for whom: pseudonym -> the one that is kept, of everybody who is joined and not kept herself."""
    groups: dict[str, tuple[str, set[str]]] = {}
    for person, other in standing(decided).filter(verdict=JOINED).select("person_id", "other_id").iter_rows():
        one = {person, other} | groups.get(person, ("", set()))[1] | groups.get(other, ("", set()))[1]
        groups |= dict.fromkeys(one, (person, one))
    return {name: head for name, (head, _) in groups.items() if name != head}
