"""The contact graph nearer than two hops, and past them: people who are on no list, but further along the ways.

Past two hops, everybody of the two-hop graph stays as she is. Whoever is reached by more hops alone has the tier
`onward`, which is of the graph only, with her least number of hops, the facts of the exposures by which it reaches
her, and as `via` their sources. Everybody gets `arrivals`, a list of {hops, arrived_at}, empty for the cases.
Further edges are the exposures that reach an onward contact by her least number of hops, and those that bring anybody
to another arrival. Their `hop` is that arrival's number of hops; the key of an edge whose pair and rule stand there
already names the hops as well.

Source: specification, "Contacts", of searches deeper than two hops.
"""

import polars as pl

from tracing.arrivals import Reach
from tracing.citations import lines_behind
from tracing.contact_graph import ContactGraph
from tracing.contact_lines import case_lists, contacts
from tracing.definitions import TIERS, Definition
from tracing.graph_members import PEOPLE, as_text, episodes_of, exposures_between, on_lines
from tracing.times import INSTANT

ONWARD = "onward"


def direct_graph(graph: ContactGraph) -> ContactGraph:
    """The part of a contact graph that met the case itself; everybody keeps the facts of her line, and is at hop 1."""
    people = graph.people.with_row_index("row")
    root = people.filter(hop=0)["row"].item()
    met = graph.exposures.filter(source=root)
    people = people.filter((pl.col("row") == root) | pl.col("row").is_in(met["target"].implode()))
    places = people.select("row").with_row_index("place")
    ends = [pl.col(end).replace_strict(places["row"], places["place"]) for end in ("source", "target")]
    return ContactGraph(
        graph.case | {"hops": 1},
        people.drop("row").with_columns(hop=pl.col("hop").clip(upper_bound=1)),
        met.with_columns(ends),
        graph.episodes.join(met, on="exposure", how="semi", maintain_order="left"),
    )


def onward_graph(
    graph: ContactGraph,
    found: Reach,
    records: dict[str, pl.DataFrame],
    files: pl.DataFrame,
    definition: Definition,
    hops: int,
) -> ContactGraph:
    """The two-hop graph of a case with everybody whom it reaches by at most that many hops.

    found       the reach of that case; records: those that were searched, for places and grid cells
    files       file_id, name: all files that were taken in
    """
    zone = graph.case["timezone"]
    leads = _leads(found.exposures, graph)
    onward = _people(leads.filter("onward"), found.episodes, records["persons"], definition, zone)
    people = graph.people.vstack(onward).join(_arrivals(found, zone), on="id", how="left", maintain_order="left")
    people = people.with_columns(pl.col("arrivals").fill_null([]))
    exposures = exposures_between(people, leads)
    episodes = found.episodes.join(leads, on="exposure", how="semi", maintain_order="left")
    episodes = episodes_of(episodes, lines_behind(episodes), files, records["places"])
    # The exposures of both searches are numbered from 0 on.
    beyond = pl.col("exposure") + (graph.exposures["exposure"].max() or 0) + 1
    return ContactGraph(
        graph.case | {"hops": hops},
        people,
        _told_apart(graph.exposures.vstack(exposures.with_columns(beyond))),
        graph.episodes.vstack(episodes.with_columns(beyond)),
    )


def _told_apart(exposures: pl.DataFrame) -> pl.DataFrame:
    """Exposures with a key of their own also where the same two have one under that rule before."""
    first = pl.struct("source", "target", "rule").is_first_distinct()
    with_hops = pl.format("{}, {} hops", "rule", "hop")
    return exposures.with_columns(key=pl.when(first).then("key").otherwise(with_hops))


def _leads(exposures: pl.DataFrame, graph: ContactGraph) -> pl.DataFrame:
    """The exposures that are drawn: `onward` are those that an onward contact stands on."""
    ids = graph.people["id"]
    pairs = graph.exposures.select(
        rule="key", source_id=pl.lit(ids).gather("source"), person_id=pl.lit(ids).gather("target")
    )
    drawn = exposures.join(pairs, on=["source_id", "person_id", "rule"], how="semi").filter(hops=2)
    beyond = ~pl.col("person_id").is_in(ids.implode()) & (pl.col("hops") == pl.col("hops").min().over("person_id"))
    return (
        exposures.join(drawn.select("exposure"), on="exposure", how="anti")
        .with_columns(onward=beyond, tier=pl.when(pl.col("hops") > 2).then(pl.lit(ONWARD)).otherwise("tier"))
        .filter(pl.col("onward") | (pl.col("first_at") == pl.col("arrived_at")))
        .sort("exposure")
    )


def _people(
    onward: pl.DataFrame, episodes: pl.DataFrame, persons: pl.DataFrame, definition: Definition, zone: str
) -> pl.DataFrame:
    """Onward contacts: each one's facts summed up as those of a secondary contact are, and her least number of hops."""
    least = onward.select(pl.col("hops").cast(PEOPLE["hop"]).alias("hop"), id="person_id").unique()
    as_secondary = onward.with_columns(hop=pl.lit(1, pl.Int32), line_tier=pl.lit(TIERS[1]))
    lines = case_lists(contacts(as_secondary, episodes), persons, definition, zone)
    people = on_lines(lines.cast({"first_contact_at": INSTANT, "last_contact_at": INSTANT}))
    people = people.with_columns(tier=pl.lit(ONWARD), follow_up_until=pl.lit(None, pl.Date)).drop("hop")
    return people.join(least, on="id", maintain_order="left").select(list(PEOPLE))


def _arrivals(found: Reach, zone: str) -> pl.DataFrame:
    """Everybody's arrivals, by the number of hops."""
    arrivals = as_text(found.arrivals.sort("hops").with_columns(pl.col("arrived_at").cast(INSTANT)), zone)
    arrivals = arrivals.select(id="person_id", arrivals=pl.struct("hops", "arrived_at"))
    return arrivals.group_by("id", maintain_order=True).agg("arrivals")
