"""What a join of two people will do that nobody may expect of it: told with the join, by pseudonyms alone."""

from collections.abc import Iterator

import polars as pl

from pipelines.settings import Workspace
from tracing.errors import NothingScreened
from tracing.identity.proposals import at_once
from tracing.records import load
from tracing.results import latest
from tracing.standing import Standing
from tracing.store import Database, statement


def warnings(space: Workspace, person: str, other: str) -> list[str]:
    """A sentence for each thing to know of a join of two people (pseudonyms); none where they are one already."""
    with Database(space.store, read_only=True) as store:
        standing = Standing.of(store)
        one, two = (standing.joined.one(name) for name in (person, other))
        if one == two:
            return []
        records = load(store, ["fixes", "tickets"], people=[one, two], standing=standing)
    pair = pl.DataFrame({"person_id": [one], "other_id": [two]})
    apart = [f"{one} and {two} were {said}" for said in at_once(records, pair)["against"]]
    return [*(f"{said}; one track is made of the records of both" for said in apart), *_on_lists(space, one, two)]


def _on_lists(space: Workspace, one: str, two: str) -> Iterator[str]:
    """What the last screen has of the two: both cases, or one of them on the list of the other."""
    try:
        with latest(space.results) as results:
            listed = results.frame(statement("results/listed_people"))
    except NothingScreened:
        return
    are = {who: set(listed.filter(tier="case", person_id=who)["case_id"]) for who in (one, two)}
    if are[one] and are[two]:
        of_both = ", ".join(sorted(are[one] | are[two]))
        yield f"both are cases ({of_both}): the list of each will be made of the records of both, and of one person"
    for case, person in ((one, two), (two, one)):
        on = are[case] & set(listed.filter(pl.col("tier") != "case", person_id=person)["case_id"])
        if on and not are[person]:
            told = ", ".join(sorted(on))
            then = "she leaves it, and her records count as the case's"
            yield f"{person} is on the list of {told}, whose case is {case}: {then}"
