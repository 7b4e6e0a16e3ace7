"""Why is she on the list? Every episode behind a line, in words, with the records it came from.

Source: specification, "Command line".
"""

from collections.abc import Iterator
from textwrap import wrap

import networkx as nx

from tracing.contact_graph import paths_to
from tracing.errors import NotOnTheList

_WIDTH = 110


def explanation(graph: nx.MultiDiGraph, person_id: str, rules: dict[str, str]) -> list[str]:
    """The lines of text that explain a person's line.

    graph   the contact graph of the case; rules: each rule of the definition in words
    Errors: NotOnTheList.
    """
    case_id = graph.graph["case_id"]
    if person_id not in graph or graph.nodes[person_id]["hop"] == 0:
        raise NotOnTheList(f"this person is not on the list of {case_id}")
    if graph.nodes[person_id]["tier"] == "other_case":
        raise NotOnTheList(f"this person is a case too, and on no list; the graph of {case_id} shows the meeting")
    return [*_summary(graph, person_id), *_steps(graph, person_id, rules)]


def _summary(graph: nx.MultiDiGraph, person_id: str) -> list[str]:
    case, line = graph.graph, graph.nodes[person_id]
    closest = "" if line["closest_m"] is None else f", closest {line['closest_m']:.2f} m"
    follow_up = f"follow-up until {line['follow_up_until']}" if line["follow_up_until"] else "no follow-up defined"
    return [
        f"{person_id}: {line['tier']} contact of case {case['case_id']}"
        + (f", by way of {', '.join(line['via'])}" if line["via"] else ""),
        f"  first contact {line['first_contact_at']}, last {line['last_contact_at']}",
        f"  {line['minutes']:.2f} minutes in {line['episodes']} episodes{closest}; {follow_up}",
        f"  definition {case['definition']}, as of {case['as_of']}, screen {case['run']}",
        f"  infectious period of the case: {case['window']}",
    ]


def _steps(graph: nx.MultiDiGraph, person_id: str, rules: dict[str, str]) -> Iterator[str]:
    """One block per pair on the way from the case; only the exposures that the line stands on."""
    for source, contact in paths_to(graph, person_id):
        tier = graph.nodes[contact]["tier"]
        yield ""
        yield f"{_named(graph, source)} -> {_named(graph, contact)}"
        for exposure in graph.get_edge_data(source, contact).values():
            if source != graph.graph["person_id"] or exposure["tier"] == tier:
                yield from _exposure(exposure, rules)


def _named(graph: nx.MultiDiGraph, person_id: str) -> str:
    return f"case {graph.graph['case_id']}" if graph.nodes[person_id]["hop"] == 0 else person_id


def _exposure(exposure: dict, rules: dict[str, str]) -> Iterator[str]:
    yield f"  rule {exposure['rule']}: {rules.get(exposure['rule'], exposure['tier'])}"
    yield f"  measured: {exposure['minutes']:.2f} minutes"
    for number, episode in enumerate(exposure["episodes"], 1):
        closest = "" if episode["closest_m"] is None else f", closest {episode['closest_m']:.2f} m"
        place = f", at {episode['place']}" if episode["place"] else ""
        yield f"    {number}. {episode['started_at']} to {episode['finished_at']}{place}{closest}"
        for record in episode["records"]:
            yield from wrap(record, _WIDTH, initial_indent=" " * 7, subsequent_indent=" " * 9)
