"""Deciding which keys are one person, and asking what was decided and what is to be proposed."""

from contextlib import suppress
from dataclasses import replace

import polars as pl

from pipelines import settings
from pipelines.disclosure import noted_without_a_screen, opened, rows_that_count, told_of
from pipelines.inbox import SIGN
from pipelines.settings import Workspace
from pipelines.typed_keys import by_another_form, regions
from tracing.errors import IdentityRefused
from tracing.identity.decisions import JOINED, PARTED, decisions, is_news, one_person, standing, undecided
from tracing.identity.decisions import decide as write_down
from tracing.identity.joined import Joined
from tracing.identity.papers import contradictions
from tracing.identity.proposals import PROPOSALS, proposals
from tracing.intake.phones import HOME
from tracing.privacy.vault import because, keep_because, papers, several_names
from tracing.records import load
from tracing.standing import Standing
from tracing.store import Database, statement


def named_person(space: Workspace, given: str) -> str:
    """The pseudonym that is meant: one that records name, else that of a source's key, as it was typed or in the form
    that profiles give to such keys; trying a key out is noted first.

    Errors: IdentityRefused where no record names anybody so, UsageError where it may mean several people.
    """

    def known(key: str) -> str | None:
        noted_without_a_screen(space, "identity by a source's key", "all", lines=1)
        person = space.pseudonyms().of(key)
        return person if _is_known(store, person) else None

    with Database(space.store, read_only=True) as store:
        person = given if _is_known(store, given) else known(given) or by_another_form(given, store, known)
    if not person:
        raise IdentityRefused("a key that no record names: give the key of a source as its files have it")
    return person


def _is_known(store: Database, person: str) -> bool:
    return store.run(statement("store/person_is_known"), {"person_id": person})[0][0]


def decide(space: Workspace, verdict: str, person: str, other: str, why: str | None) -> str:
    """Take a decision on two people (pseudonyms): what was decided, in words.

    Audit log, vault, store, in this order: what counts was noted, and a decision of which the store knows nothing never
    counted. Errors: IdentityRefused.
    """
    both = f"{person} and {other}"
    with Database(space.store) as store, store.transaction():
        decided = decisions(store)
        reasons = _reasons(store, decided, person, other)
        if not is_news(decided, person, other, verdict, reasons):
            return f"{both}: {verdict} before, nothing is new"
        noted_without_a_screen(space, f"identity {verdict}: {both}", "all", lines=2)
        at = write_down(store, person, other, verdict, reasons, settings.now())
        if why:
            with Database(space.vault) as vault:
                keep_because(vault, person, other, why, at)
        after = decisions(store)
    _wake(space)
    return f"{both}: {verdict}; {_in_effect(after, verdict, person, other)}"


def _wake(space: Workspace) -> None:
    """Give the sign that `tracing serve` reruns by, where it was ever started; without it the next rerun will do."""
    with suppress(OSError):
        if space.prefect.is_dir():
            (space.prefect / SIGN).touch()


def _reasons(store: Database, decided: pl.DataFrame, person: str, other: str) -> str | None:
    """Why the two were last proposed to be one, or were when somebody last decided on them; None where never."""
    either = pl.all_horizontal(pl.col("person_id", "other_id").is_in([person, other]))
    for told in (store.frame(statement("store/proposals")), standing(decided)):
        found = told.filter(either)["reasons"].drop_nulls()
        if len(found):
            return found.item()
    return None


def _in_effect(decided: pl.DataFrame, verdict: str, person: str, other: str) -> str:
    if verdict == JOINED:
        return f"the next screen tells both as {Joined.of_decisions(decided).one(person)}"
    if verdict == PARTED and one_person(decided, person, other):
        return "they are still one person by way of others: `tracing identity list` shows these joins"
    return "the next screen tells them as two"


def decided(space: Workspace) -> pl.DataFrame:
    """What counts of every two people, the latest last, then what is proposed and not answered: person_id, other_id,
    verdict, since, kept_id (under whom a joined person is told), told, against.
    """
    with Database(space.store, read_only=True) as store:
        every, proposed = decisions(store), store.frame(statement("store/proposals"))
    told = standing(every).rename({"decided_at": "since"}).with_columns(told=_in_words("reasons"))
    kept = Joined.of_decisions(every)
    is_joined = pl.col("verdict") == JOINED
    told = told.with_columns(kept_id=pl.when(is_joined).then(pl.col("person_id").replace(kept.kept)))
    waiting = undecided(proposed, every).with_columns(verdict=pl.lit("proposed"))
    columns = ["person_id", "other_id", "verdict", "since", "kept_id", "told", "against"]
    return pl.concat([told, waiting], how="diagonal").select(columns)


def _in_words(reasons: str) -> pl.Expr:
    """Codes of reasons as words, without their digests."""
    words = pl.col(reasons).str.split(";").list.eval(pl.element().str.replace(":.*", "").unique(maintain_order=True))
    return pl.format("proposed for: {}", words.list.join(", "))


def propose(space: Workspace) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What is to be proposed now, and is kept for `tracing identity list`: person_id, other_id, verdict, told, against;
    and under which keys the files tell different names (`tracing.identity.papers.contradictions`).

    Papers are read under an audit entry; they leave as reasons and counts alone.
    """
    with Database(space.store, read_only=True) as store:
        now, every = Standing.of(store), decisions(store)
        records = load(store, ["fixes", "tickets"], standing=now)
        known, named = _papers(space, store, now)
    found = proposals(known, records, every, space.pseudonyms().seal, space.timezone)
    with Database(space.store) as store, store.transaction():
        store.run(statement("store/clear_proposals"))
        store.insert("proposals", found.select(list(PROPOSALS)))
    told = found.select("person_id", "other_id", pl.lit("proposed").alias("verdict"), "told", "against")
    return told, contradictions(named)


def _papers(space: Workspace, store: Database, now: Standing) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The papers of everybody, key by key, under the names that are kept; and what those keys are called of which rows
    that count tell several names."""
    everybody = store.frame(statement("store/everybody"))
    entry = noted_without_a_screen(space, "identity propose", "all", everybody.height)
    with Database(space.vault, read_only=True) as vault:
        told = told_of(store, vault, everybody["person_id"], replace(now, joined=Joined()))
        known = papers(vault, everybody.join(told, on="person_id", how="left"), entry)
        named = several_names(vault, rows_that_count(vault, everybody, now), entry)
    known = known.join(regions(store), on="file_id", how="left", maintain_order="left")
    return known.with_columns(pl.col("person_id").replace(now.joined.kept), pl.col("region").fill_null(HOME)), named


def identified(space: Workspace, rows: pl.DataFrame, what: str) -> pl.DataFrame:
    """Rows about two people each, with their sources' keys, their names, and what was written about a decision."""
    people = pl.concat([rows["person_id"], rows["other_id"].alias("person_id")]).unique()
    entry = noted_without_a_screen(space, what, "all", rows.height)
    known = opened(space, people, entry).select("person_id", "source_key", "name")
    with Database(space.vault, read_only=True) as vault:
        written = because(vault, entry)
    other = known.rename({name: f"other_{name}" for name in ("source_key", "name")} | {"person_id": "other_id"})
    told = rows.join(known, on="person_id", how="left", maintain_order="left")
    told = told.join(other, on="other_id", how="left", maintain_order="left")
    if "since" not in rows.columns:
        return told
    on = ["person_id", "other_id", "since"]
    return told.join(written.rename({"decided_at": "since"}), on=on, how="left", maintain_order="left")
