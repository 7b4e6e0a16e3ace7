"""The check-ins, passages, tickets and badge records that a search can rest on, as the copy tells them.

The sources' own lead to the places and services where they were, and when; those to whoever was there meanwhile
(of check-ins and passages: `tracing.clustered.arrivals_near`).

cost    what is read is what touches the sources' stays and rides, rounded to pages
"""

import numpy as np
import polars as pl

from tracing import seats
from tracing.clustered.arrivals_near import arrivals_near
from tracing.clustered.copy import Copy
from tracing.clustered.segments import stacked
from tracing.clustered.spans import SPANS, Spans
from tracing.clustered.spans_read import Search, numbered, once, touching
from tracing.evidence import clip


def spans_near(copy: Copy, search: Search) -> dict[str, pl.DataFrame]:
    """The records, of every kind that the copy holds, that a search can rest on: the kind's stored columns, whole
    numbers as text, and `record`.
    """
    rows = arrivals_near(copy, search)
    for kind, (evidence, read) in _OTHERS.items():
        if copy.has(kind):
            rows[kind] = read(copy, search) if search.of(evidence) else np.empty(0, SPANS[kind].dtype)
    return {kind: named(copy, SPANS[kind], found) for kind, found in rows.items()}


def named(copy: Copy, spans: Spans, rows: np.ndarray) -> pl.DataFrame:
    """The records of rows, each once, with names for numbers."""
    return copy.named(spans.from_rows(once(rows)), spans.words)


def _proximity(copy: Copy, search: Search) -> np.ndarray:
    hulls = numbered(copy, search.hulls(), "source_id")
    return stacked([touching(copy, "proximity", by, hulls) for by in SPANS["proximity"].by], SPANS["proximity"].dtype)


def _tickets(copy: Copy, search: Search) -> np.ndarray:
    mine = touching(copy, "tickets", "person_id", numbered(copy, search.hulls(), "source_id"))
    rides = seats.rides(named(copy, SPANS["tickets"], mine), modes=None)
    ridden = clip(rides.rename({"person_id": "source_id"}), search.asked)
    ridden = ridden.select("service", from_ms="started_at", to_ms="finished_at")
    return stacked([mine, touching(copy, "tickets", "service", numbered(copy, ridden, "service"))], mine.dtype)


_OTHERS = {"tickets": ("seat", _tickets), "proximity": ("proximity", _proximity)}
"""By which kind of evidence they count, and how they are read."""
