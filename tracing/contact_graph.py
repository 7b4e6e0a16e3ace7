"""The contact graph of one case: people and the exposures between them, source -> contact.

A networkx MultiDiGraph; the key of an edge is its rule.

nodes   tier (`case`, `other_case` or the tier of the line), hop, label, first_contact_at, last_contact_at,
        follow_up_until (text in the workspace's zone), minutes, closest_m, rules, places, via, episodes, grid_id
edges   rule, tier, hop, evidence, minutes, closest_m, first_at, last_at, and its episodes: started_at,
        finished_at, place, closest_m, the records (file and lines) that it rests on, and what those do not say

The graph itself has the facts of the case and its screen, among them `coverage`: sentences that must be read with it.
Source: specification, "What goes out".
"""

from collections import defaultdict
from collections.abc import Iterable

import networkx as nx
import polars as pl

from tracing.case_list import check_case, lines
from tracing.coverage_words import notes
from tracing.results import run_of
from tracing.store import Database, statement
from tracing.times import MINUTE, from_ms, iso


def contact_graph(results: Database, case_id: str) -> nx.MultiDiGraph:
    """The graph of a case with everybody on its list, and the other cases it met. Errors: NotACase."""
    case, run = check_case(results, case_id), run_of(results)
    graph = nx.MultiDiGraph(
        case_id=case_id,
        person_id=case["person_id"],
        definition=run.definition_id,
        title=run.title,
        as_of=iso(run.as_of, run.timezone),
        window=_window(results, case, run.timezone),
        run=run.run_id,
        timezone=run.timezone,
        identified=False,
        coverage=[sentence for said in notes(results, case_id) for sentence in said.sentences],
    )
    graph.add_node(case["person_id"], **_person("case", 0, case["person_id"]))
    for line in lines(results, case_id).iter_rows(named=True):
        graph.add_node(line["person_id"], **contact_facts(line, run.timezone))
    for edge in _edges(results, case_id, run.timezone):
        if edge["person_id"] not in graph:
            graph.add_node(edge["person_id"], **_person("other_case", 1, edge["person_id"]))
        graph.add_edge(edge.pop("source_id"), edge.pop("person_id"), key=edge["rule"], **edge)
    return graph


def _window(results: Database, case: dict, zone: str) -> str:
    """The infectious period in words."""
    if case["empty_because"]:
        return f"empty: {case['empty_because']}"
    own = results.frame(statement("results/windows"), {"case_id": case["case_id"]}).filter(hop=0)
    stretches = own.select("started_at", "finished_at").rows()
    return ", ".join(f"{iso(from_ms(begin), zone)} to {iso(from_ms(end), zone)}" for begin, end in stretches)


def _person(tier: str, hop: int, label: str) -> dict:
    empty = {"first_contact_at": "", "last_contact_at": "", "follow_up_until": "", "minutes": 0.0, "closest_m": None}
    lists = {"rules": [], "places": [], "via": [], "episodes": 0, "grid_id": None}
    return {"tier": tier, "hop": hop, "label": label, **empty, **lists}


def contact_facts(line: dict, zone: str) -> dict:
    """A line of a case list, as the facts of a person of the graph."""
    copied = ("minutes", "closest_m", "rules", "places", "via", "episodes", "grid_id")
    until = line["follow_up_until"]
    return _person(line["tier"], 2 if line["via"] else 1, line["person_id"]) | {
        **{name: line[name] for name in copied},
        "first_contact_at": iso(line["first_contact_at"], zone),
        "last_contact_at": iso(line["last_contact_at"], zone),
        "follow_up_until": until.isoformat() if until else "",
    }


def _edges(results: Database, case_id: str, zone: str) -> Iterable[dict]:
    case = {"case_id": case_id}
    exposures = results.frame(statement("results/exposures"), case)
    episodes = results.frame(statement("results/episodes"), case)
    evidence = results.frame(statement("results/evidence"), case)
    return edges(exposures, episodes, evidence, results.frame(statement("results/places")), zone)


def edges(
    exposures: pl.DataFrame, episodes: pl.DataFrame, evidence: pl.DataFrame, places: pl.DataFrame, zone: str
) -> Iterable[dict]:
    """Exposures as the facts of edges, `source_id` and `person_id` among them.

    evidence    the runs of lines behind each episode: exposure, episode, file, first_line, last_line
    """
    of_exposure = _episodes(episodes, evidence, places, zone)
    for found in exposures.iter_rows(named=True):
        yield {
            **{name: found[name] for name in ("source_id", "person_id", "rule", "tier", "evidence", "closest_m")},
            "hop": found["hop"] + 1,
            "minutes": found["measured_ms"] / MINUTE,
            "first_at": iso(from_ms(found["first_at"]), zone),
            "last_at": iso(from_ms(found["last_at"]), zone),
            "episodes": of_exposure[found["exposure"]],
        }


def _episodes(found: pl.DataFrame, evidence: pl.DataFrame, places: pl.DataFrame, zone: str) -> dict[int, list[dict]]:
    """The episodes of every exposure, in order of time."""
    records = _records(evidence)
    names = {row[0]: f"{row[1]} ({row[0]})" if row[1] else row[0]
             for row in places.select("place_id", "name").iter_rows()}  # fmt: skip
    episodes = defaultdict(list)
    for episode in found.iter_rows(named=True):
        episodes[episode["exposure"]].append(
            {
                "started_at": iso(from_ms(episode["started_at"]), zone),
                "finished_at": iso(from_ms(episode["finished_at"]), zone),
                "place": ", ".join(names.get(place, place) for place in episode["place_ids"]),
                "closest_m": episode["closest_m"],
                "records": records[episode["exposure"], episode["episode"]],
                "missing": episode["missing"],
            }
        )
    return episodes


def _records(evidence: pl.DataFrame) -> dict[tuple[int, int], list[str]]:
    """Per exposure and episode, each file with the lines of it that were used."""
    runs = pl.when(pl.col("first_line") == pl.col("last_line")).then(pl.format("{}", "first_line"))
    runs = runs.otherwise(pl.format("{}-{}", "first_line", "last_line"))
    by_file = evidence.group_by("exposure", "episode", "file", maintain_order=True).agg(runs.alias("lines"))
    records = defaultdict(list)
    for exposure, episode, file, lines_used in by_file.iter_rows():
        word = "line" if len(lines_used) == 1 and "-" not in lines_used[0] else "lines"
        records[exposure, episode].append(f"{file} {word} {', '.join(lines_used)}")
    return records


def identified(graph: nx.MultiDiGraph, disclosed: pl.DataFrame) -> nx.MultiDiGraph:
    """The graph with the sources' keys for pseudonyms, and name, phone and address on its nodes."""
    known = {row["person_id"]: row for row in disclosed.iter_rows(named=True)}
    keys = {person: row["source_key"] or person for person, row in known.items()}
    named = nx.relabel_nodes(graph, keys)
    named.graph.update(identified=True, person_id=keys[graph.graph["person_id"]])
    for person, row in known.items():
        node = named.nodes[keys[person]]
        node.update(name=row["name"] or "", phone=row["phone"] or "", address=row["address"] or "")
        node.update(label=row["name"] or keys[person], via=sorted(keys.get(source, source) for source in node["via"]))
    return named


def view(graph: nx.MultiDiGraph) -> dict:
    """The graph as plain lists and dictionaries, as the page draws it."""
    return {
        "case": dict(graph.graph),
        "nodes": [{"id": node, **facts} for node, facts in graph.nodes(data=True)],
        "edges": [{"source": a, "target": b, **facts} for a, b, facts in graph.edges(data=True)],
    }
