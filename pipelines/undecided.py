"""Whether a screen's lists may hold one person under two keys, on which nobody has decided: counts and case ids."""

import polars as pl

from pipelines.settings import Workspace
from tracing.errors import WorkspaceLocked
from tracing.identity.decisions import decisions, kept
from tracing.identity.decisions import undecided as undecided_of
from tracing.store import Database, statement

_MOST_TOLD = 10
_WHERE = "`tracing identity list` shows"


def undecided(space: Workspace, results: Database) -> str | None:
    """How many proposals that wait for a decision concern cases of a screen or people on their lists, in a sentence;
    None where none does. Only `tracing identity propose` looks for proposals.

    cost    one small table of the store; results are asked only where a proposal waits
    """
    try:
        with Database(space.store, read_only=True) as store:
            decided, proposed = decisions(store), store.frame(statement("store/proposals"))
    except WorkspaceLocked:
        return f"undecided proposals of identity were not looked for, as another process writes; {_WHERE} them"
    waiting = undecided_of(proposed, decided).select(pl.col("person_id", "other_id").replace(kept(decided)))
    return _in_words(*_concerned(waiting, results)) if len(waiting) else None


def _concerned(waiting: pl.DataFrame, results: Database) -> tuple[int, list[str]]:
    """How many proposals name somebody of the results, and which cases' lists these people are on or cases they are."""
    people = pl.concat([waiting["person_id"], waiting["other_id"]]).unique().to_frame("person_id")
    with results.lent("asked", people):
        found = results.frame(statement("results/lists_of_people"))
    named = pl.any_horizontal(pl.col("person_id", "other_id").is_in(found["person_id"].implode()))
    return waiting.filter(named).height, found["case_id"].unique(maintain_order=True).to_list()


def _in_words(number: int, cases: list[str]) -> str | None:
    if not number:
        return None
    more = f" and {len(cases) - _MOST_TOLD:,} more" if len(cases) > _MOST_TOLD else ""
    concerned = f"cases or people on their lists ({', '.join(cases[:_MOST_TOLD])}{more})"
    if number == 1:
        return f"1 undecided proposal of identity concerns {concerned}: {_WHERE} it"
    return f"{number:,} undecided proposals of identity concern {concerned}: {_WHERE} them"
