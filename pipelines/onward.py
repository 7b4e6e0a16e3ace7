"""The graph past two hops: searched in the store's records, as they were known to the screen."""

import sys

import polars as pl

from pipelines.screened import inputs
from pipelines.settings import Workspace
from tracing import case_list
from tracing.arrivals import reach
from tracing.contact_graph import ContactGraph
from tracing.definitions import TIERS
from tracing.evidence import Observations
from tracing.onward_graph import onward_graph
from tracing.store import Database, statement
from tracing.times import to_ms


def deeper(space: Workspace, results: Database, two_hops: ContactGraph, hops: int) -> ContactGraph:
    """The two-hop graph of a case with everybody whom it reaches by at most that many hops.

    Errors: WorkspaceLocked while another process writes to the store.
    """
    with Database(space.store, read_only=True) as store:
        screened = inputs(store, space.clustered, results)
    if screened.definition.secondary is None:
        _note(f"definition {screened.definition.id} has no secondary contacts: the graph ends with whom the case met")
        return two_hops
    close = case_list.lines(results, two_hops.case["case_id"]).filter(tier=TIERS[0])
    close = close.select("case_id", "person_id", pl.col("first_contact_at").dt.epoch("ms"))
    cases = results.frame(statement("results/case_summary"))["person_id"]
    observations = Observations(screened.records, screened.definition, to_ms(screened.as_of))
    found = reach(close, observations, screened.definition, cases, hops, screened.timezone)
    return onward_graph(two_hops, found, screened.records, screened.files, screened.definition, hops)


def _note(text: str) -> None:
    print(f"note: {text}", file=sys.stderr)
