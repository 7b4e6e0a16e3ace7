"""`tracing graph`: the contact graph of a case, as far out as was asked.

Two hops are in the results of the last screen: neither the store nor what searches it is touched for them.
"""

from argparse import Namespace
from collections.abc import Iterable

from pipelines import settings
from pipelines.cli import GRAPH_FORMATS
from pipelines.commands import folder_of
from pipelines.disclosure import disclosed
from pipelines.output import deliver, format_of
from tracing.contact_graph import ContactGraph, contact_graph, identified, view
from tracing.errors import UsageError
from tracing.results import latest
from tracing.store import Database

MOST_HOPS = 10
WITH_EPISODES = ("html", "json")
"""What tells of episodes; GraphML and GEXF tell how many there are."""


def graph(options: Namespace) -> None:
    """`tracing graph`: two hops are in the results of the last screen; further ones are searched in the records."""
    if not 1 <= options.hops <= MOST_HOPS:
        raise UsageError(f"--hops: a whole number from 1 to {MOST_HOPS}")
    space = settings.open_workspace(folder_of(options))
    wanted = format_of(options, GRAPH_FORMATS)
    with latest(space.results) as results:
        drawn = _drawn(space, results, options, wanted in WITH_EPISODES)
        if options.identified:
            people = drawn.people["id"]
            known = disclosed(space, results, people, "graph", options.case, len(people))
            drawn = identified(drawn, known)
    deliver(options, wanted, _document(drawn, wanted))


def _drawn(space: settings.Workspace, results: Database, options: Namespace, with_episodes: bool) -> ContactGraph:
    two_hops = contact_graph(results, options.case, with_episodes)
    if options.hops == 2:
        return two_hops
    if options.hops == 1:
        from tracing.onward_graph import direct_graph

        return direct_graph(two_hops)
    from pipelines.onward import deeper

    return deeper(space, results, two_hops, options.hops)


def _document(drawn: ContactGraph, wanted: str) -> Iterable[bytes]:
    if wanted == "html":
        from tracing.console.graph_page import graph_page

        return [graph_page(view(drawn)).encode()]
    from tracing.exports.graphs import graph_pieces

    return graph_pieces(drawn, wanted, drawn.case["timezone"])
