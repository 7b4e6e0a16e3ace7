"""The contact graph of one case: people and the exposures between them, source -> contact.

It is kept as frames, for a graph may have a million exposures; networkx has it where its algorithms are wanted.
Their columns: `tracing.graph_members`.

`case` has the facts of the case and its screen, among them `coverage`: sentences that must be read with the graph.
Source: specification, "What goes out".
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl
import polars.selectors as cs

from tracing.case_list import check_case, lines
from tracing.coverage_words import notes
from tracing.graph_members import EPISODES, as_text, episodes_of, exposures_between, on_lines, on_no_line
from tracing.results import cited, run_of
from tracing.results import episodes as episodes_told
from tracing.store import Database, statement
from tracing.times import from_ms, iso

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class ContactGraph:
    """The facts of a case as a dictionary, and people, exposures and episodes as frames (`tracing.graph_members`)."""

    case: dict[str, Any]
    people: pl.DataFrame
    exposures: pl.DataFrame
    episodes: pl.DataFrame

    def to_networkx(self) -> "nx.MultiDiGraph":
        """The same graph for networkx: people by their ids, exposures with their episodes as lists, instants as text.

        cost    some 45 microseconds and 3,000 bytes an exposure
        """
        # Only who asks for it waits until it is loaded.
        import networkx as nx

        graph = nx.MultiDiGraph(**self.case)
        for person in _people(self):
            graph.add_node(person.pop("id"), **person)
        for edge in _edges(self):
            graph.add_edge(edge.pop("source"), edge.pop("target"), edge.pop("key"), **edge)
        return graph


def contact_graph(results: Database, case_id: str, with_episodes: bool = True) -> ContactGraph:
    """The graph of a case with everybody on its list, and the other cases it met. Errors: NotACase.

    with_episodes   False: only exposures tell how many there are, and most of the reading is spared
    """
    case, asked = check_case(results, case_id), {"case_id": case_id}
    found = results.frame(statement("results/exposures"), asked)
    people = on_no_line([case["person_id"]], "case", 0).vstack(on_lines(lines(results, case_id)))
    # Whom the case met and who is on no line is a case as well; those whom its contacts met are on one.
    met = found.filter(hop=0).select(id="person_id").join(people, on="id", how="anti", maintain_order="left")
    people = people.vstack(on_no_line(met["id"].unique(maintain_order=True), "other_case", 1))
    episodes = _episodes(results, case_id) if with_episodes else pl.DataFrame(schema=EPISODES)
    return ContactGraph(_facts(results, case), people, exposures_between(people, found), episodes)


def _episodes(results: Database, case_id: str) -> pl.DataFrame:
    return episodes_of(
        episodes_told(results, case_id),
        cited(results, case_id),
        results.frame(statement("results/cited_files")),
        results.frame(statement("results/places")),
    )


def _facts(results: Database, case: dict) -> dict[str, Any]:
    """What the graph says of its case and of the screen."""
    run = run_of(results)
    return {
        "case_id": case["case_id"],
        "person_id": case["person_id"],
        "definition": run.definition_id,
        "title": run.title,
        "as_of": iso(run.as_of, run.timezone),
        "window": _window(results, case, run.timezone),
        "run": run.run_id,
        "timezone": run.timezone,
        "identified": False,
        "coverage": [sentence for said in notes(results, case["case_id"]) for sentence in said.sentences],
    }


def _window(results: Database, case: dict, zone: str) -> str:
    """The infectious period in words."""
    if case["empty_because"]:
        return f"empty: {case['empty_because']}"
    own = results.frame(statement("results/windows"), {"case_id": case["case_id"]}).filter(hop=0)
    stretches = own.select("started_at", "finished_at").rows()
    return ", ".join(f"{iso(from_ms(begin), zone)} to {iso(from_ms(end), zone)}" for begin, end in stretches)


def identified(graph: ContactGraph, disclosed: pl.DataFrame) -> ContactGraph:
    """The graph with the sources' keys for pseudonyms, and name, phone and address of everybody.

    disclosed   what the vault disclosed of everybody in the graph
    """
    known = disclosed.select("name", "phone", "address", id="person_id", key=pl.coalesce("source_key", "person_id"))
    keys = dict(known.select("id", "key").iter_rows())
    people = graph.people.join(known, on="id", how="left", maintain_order="left")
    people = people.with_columns(cs.by_name("name", "phone", "address").fill_null("")).with_columns(
        id=pl.coalesce("key", "id"),
        label=pl.when(pl.col("name") != "").then("name").otherwise(pl.coalesce("key", "id")),
        via=pl.col("via").list.eval(pl.element().replace(keys)).list.sort(),
    )
    case = graph.case | {"identified": True, "person_id": keys[graph.case["person_id"]]}
    return replace(graph, case=case, people=people.drop("key"))


def view(graph: ContactGraph) -> dict:
    """The graph as plain lists and dictionaries, as the page draws it."""
    edges = [{name: fact for name, fact in edge.items() if name != "key"} for edge in _edges(graph)]
    return {"case": graph.case, "nodes": list(_people(graph)), "edges": edges}


def _people(graph: ContactGraph) -> Iterator[dict]:
    return as_text(graph.people, graph.case["timezone"]).iter_rows(named=True)


def _edges(graph: ContactGraph) -> Iterator[dict]:
    """The exposures, those from one person together, and those between the same two."""
    zone, ids, pair = graph.case["timezone"], graph.people["id"], ["source", "target"]
    episodes = as_text(graph.episodes, zone).select("exposure", episodes=pl.struct(pl.exclude("exposure")))
    nested = episodes.group_by("exposure").agg("episodes")
    exposures = as_text(graph.exposures.drop("episodes"), zone).with_row_index("row")
    ordered = exposures.sort("source", pl.col("row").min().over(pair), "row")
    ordered = ordered.join(nested, on="exposure", how="left", maintain_order="left").drop("row", "exposure")
    named = ordered.with_columns(ids.gather(ordered[end]).alias(end) for end in pair)
    return named.with_columns(pl.col("episodes").fill_null([])).iter_rows(named=True)
