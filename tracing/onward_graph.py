"""The contact graph nearer than two hops, and past them: people who are on no list, but further along the ways.

Past two hops, everybody of the two-hop graph stays as she is. Whoever is reached by more hops alone has the tier
`onward`, which is of the graph only, with her least number of hops, the facts of the exposures by which it reaches
her, and as `via` their sources. Everybody gets `arrivals`, a list of {hops, arrived_at}, empty for the cases.
Further edges are the exposures that reach an onward contact by her least number of hops, and those that bring anybody
to another arrival. Their `hop` is that arrival's number of hops; the key of an edge whose pair and rule stand there
already names the hops as well.

Source: specification, "Contacts", of searches deeper than two hops.
"""

from collections.abc import Iterator

import networkx as nx
import polars as pl

from tracing.arrivals import Reach
from tracing.contact_graph import contact_facts, edges
from tracing.contacts import contacts
from tracing.definitions import TIERS, Definition
from tracing.results import lines_behind
from tracing.times import INSTANT, from_ms, iso

ONWARD = "onward"


def direct_graph(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """The part of a contact graph that met the case itself; everybody keeps the facts of her line, and is at hop 1."""
    root = graph.graph["person_id"]
    direct = graph.subgraph([root, *graph.successors(root)]).copy()
    direct.remove_edges_from([edge for edge in direct.edges(keys=True) if edge[0] != root])
    direct.graph["hops"] = 1
    nx.set_node_attributes(direct, {person: 1 for person in graph.successors(root)}, "hop")
    return direct


def onward_graph(
    graph: nx.MultiDiGraph,
    found: Reach,
    records: dict[str, pl.DataFrame],
    files: pl.DataFrame,
    definition: Definition,
    hops: int,
) -> nx.MultiDiGraph:
    """The two-hop graph of a case with everybody whom it reaches by at most that many hops.

    found       the reach of that case; records: those that were searched, for places and grid cells
    files       file_id, name: all files that were taken in
    """
    zone = graph.graph["timezone"]
    deeper = graph.copy()
    deeper.graph["hops"] = hops
    leads = _leads(found.exposures, graph)
    for line, least in _lines(leads.filter("onward"), found.episodes, records["persons"], definition, zone):
        deeper.add_node(line["person_id"], **contact_facts(line, zone) | {"tier": ONWARD, "hop": least})
    nx.set_node_attributes(deeper, {person: [] for person in deeper}, "arrivals")
    for person, by, instant in found.arrivals.sort("hops").select("person_id", "hops", "arrived_at").iter_rows():
        deeper.nodes[person]["arrivals"].append({"hops": by, "arrived_at": iso(from_ms(instant), zone)})
    for edge in edges(leads, found.episodes, _evidence(found.episodes, files), records["places"], zone):
        _add(deeper, edge)
    return deeper


def _leads(exposures: pl.DataFrame, graph: nx.MultiDiGraph) -> pl.DataFrame:
    """The exposures that are drawn: `onward` are those that an onward contact stands on."""
    pairs = pl.DataFrame(list(graph.edges(keys=True)), ["source_id", "person_id", "rule"], orient="row")
    drawn = exposures.join(pairs.cast(pl.String), on=["source_id", "person_id", "rule"], how="semi").filter(hops=2)
    beyond = ~pl.col("person_id").is_in(list(graph)) & (pl.col("hops") == pl.col("hops").min().over("person_id"))
    return (
        exposures.join(drawn.select("exposure"), on="exposure", how="anti")
        .with_columns(onward=beyond, tier=pl.when(pl.col("hops") > 2).then(pl.lit(ONWARD)).otherwise("tier"))
        .filter(pl.col("onward") | (pl.col("first_at") == pl.col("arrived_at")))
        .sort("exposure")
    )


def _lines(
    onward: pl.DataFrame, episodes: pl.DataFrame, persons: pl.DataFrame, definition: Definition, zone: str
) -> Iterator[tuple[dict, int]]:
    """Each onward contact's facts, summed up as those of a secondary contact are, and her least number of hops."""
    least = dict(onward.select("person_id", "hops").iter_rows())
    as_secondary = onward.with_columns(hop=pl.lit(1, pl.Int32), line_tier=pl.lit(TIERS[1]))
    lines = contacts(as_secondary, episodes, persons, definition, zone)
    for line in lines.cast({"first_contact_at": INSTANT, "last_contact_at": INSTANT}).iter_rows(named=True):
        yield line | {"follow_up_until": None}, least[line["person_id"]]


def _evidence(episodes: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """The lines of files behind each episode; files of one name are told apart by number."""
    name = pl.when(pl.len().over("name") == 1).then("name").otherwise(pl.format("{} (file {})", "name", "file_id"))
    named = files.select("file_id", file=name)
    return lines_behind(episodes).join(named, on="file_id", maintain_order="left")


def _add(graph: nx.MultiDiGraph, edge: dict) -> None:
    source, person = edge.pop("source_id"), edge.pop("person_id")
    taken = graph.has_edge(source, person, edge["rule"])
    graph.add_edge(source, person, key=f"{edge['rule']}, {edge['hop']} hops" if taken else edge["rule"], **edge)
