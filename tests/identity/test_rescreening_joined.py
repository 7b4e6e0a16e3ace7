"""A rescreen after people were joined or parted is a screen from nothing: on worlds that arrive in pieces.

`TRACING_HISTORIES=100` asks about more histories than a usual run, `TRACING_FIRST_HISTORY=5000` about others.
"""

import os
from collections import Counter
from contextlib import ExitStack, nullcontext
from random import Random
from unittest.mock import patch

import polars as pl

from pipelines import settings
from tests.generative.arrivals_of_worlds import random_history
from tests.generative.test_rescreening import Store, assert_alike
from tracing import rescreening
from tracing.clustered import growth
from tracing.identity.decisions import JOINED, PARTED, decide, decisions, standing
from tracing.store import statement

HISTORIES, FIRST = int(os.environ.get("TRACING_HISTORIES", "4")), int(os.environ.get("TRACING_FIRST_HISTORY", "900"))


def decided(store: Store, dice: Random) -> str | None:
    """Join two people of the store, or part two who are joined: what was done, if anything."""
    people = store.store.frame(statement("store/everybody"))["person_id"].to_list()
    joins = standing(decisions(store.store)).filter(verdict=JOINED).select("person_id", "other_id").rows()
    if joins and dice.random() < 0.4:
        decide(store.store, *dice.choice(joins), PARTED, None, settings.now())
        return PARTED
    if len(people) > 1 and dice.random() < 0.7:
        decide(store.store, *dice.sample(people, 2), JOINED, None, settings.now())
        return JOINED
    return None


def check(seed: int, copied: bool, seen: Counter) -> None:
    history, dice = random_history(seed), Random(seed)
    with ExitStack() as stack:
        stack.enter_context(patch.multiple(growth, AT_LEAST=0, PART=7, FAN=3) if copied else nullcontext())
        stack.enter_context(patch.object(rescreening, "DEAREST", 1e9))
        store, told = Store(history, stack), []
        for step in history.steps:
            store.happen(step)
            did = decided(store, dice) if told else None
            anew, again, _ = store.screens(step.as_of, told[-1] if told else None)
            try:
                assert_alike(again, anew.found)
            except AssertionError as difference:
                difference.add_note(f"in the history of seed {seed}, step {len(told)}, copied {copied}, {did}")
                raise
            if told:
                was, is_now = told[-1].found.exposures, anew.found.exposures
                people = pl.concat([was["person_id"], is_now["person_id"]]).n_unique()
                seen.update({did: people > 0, "taken over": bool(did) and again.taken_over > 0})
            told.append(anew)


def test_a_rescreen_after_decisions_finds_what_a_screen_from_nothing_finds():
    seen = Counter()
    for seed in range(FIRST, FIRST + HISTORIES):
        check(seed, bool(seed % 2), seen)
    assert seen[JOINED] and seen[PARTED] and seen["taken over"], seen
