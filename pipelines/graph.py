"""`tracing graph`: the contact graph of a case, as far out as was asked."""

import sys
from argparse import Namespace

import networkx as nx
import polars as pl

from pipelines import settings
from pipelines.cli import GRAPH_FORMATS
from pipelines.commands import folder_of
from pipelines.disclosure import disclosed
from pipelines.output import deliver, format_of
from pipelines.screened import inputs
from tracing import case_list
from tracing.arrivals import reach
from tracing.console.graph_page import graph_page
from tracing.contact_graph import contact_graph, identified, view
from tracing.definitions import TIERS
from tracing.errors import UsageError
from tracing.evidence import Observations
from tracing.exports.graphs import graph_bytes
from tracing.onward_graph import direct_graph, onward_graph
from tracing.results import latest
from tracing.store import Database, statement
from tracing.times import to_ms

MOST_HOPS = 10


def graph(options: Namespace) -> None:
    """`tracing graph`: two hops are in the results of the last screen; further ones are searched in the records."""
    if not 1 <= options.hops <= MOST_HOPS:
        raise UsageError(f"--hops: a whole number from 1 to {MOST_HOPS}")
    space = settings.open_workspace(folder_of(options))
    wanted = format_of(options, GRAPH_FORMATS)
    with latest(space.results) as results:
        drawn = _drawn(space, results, options.case, options.hops)
        if options.identified:
            people = pl.Series(list(drawn.nodes), dtype=pl.String)
            known = disclosed(space, results, people, "graph", options.case, drawn.number_of_nodes())
            drawn = identified(drawn, known)
    page = wanted == "html"
    written = graph_page(view(drawn)).encode() if page else graph_bytes(drawn, wanted, drawn.graph["timezone"])
    deliver(options, wanted, written)


def _drawn(space: settings.Workspace, results: Database, case_id: str, hops: int) -> nx.MultiDiGraph:
    two_hops = contact_graph(results, case_id)
    if hops == 1:
        return direct_graph(two_hops)
    return two_hops if hops == 2 else _deeper(space, results, two_hops, hops)


def _deeper(space: settings.Workspace, results: Database, two_hops: nx.MultiDiGraph, hops: int) -> nx.MultiDiGraph:
    """The graph past two hops, searched in the store's records as they are now."""
    screened = inputs(space, results)
    if screened.definition.secondary is None:
        _note(f"definition {screened.definition.id} has no secondary contacts: the graph ends with whom the case met")
        return two_hops
    if screened.files_since:
        _note(f"{screened.files_since} files came in after the screen: past two hops the graph rests on them too")
    close = case_list.lines(results, two_hops.graph["case_id"]).filter(tier=TIERS[0])
    close = close.select("case_id", "person_id", pl.col("first_contact_at").dt.epoch("ms"))
    cases = results.frame(statement("results/case_summary"))["person_id"]
    observations = Observations(screened.records, screened.definition, to_ms(screened.as_of))
    found = reach(close, observations, screened.definition, cases, hops, screened.timezone)
    with Database(space.store, read_only=True) as store:
        files = store.frame(statement("store/taken_files"))
    return onward_graph(two_hops, found, screened.records, files, screened.definition, hops)


def _note(text: str) -> None:
    print(f"note: {text}", file=sys.stderr)
