"""Contact graphs as GraphML, GEXF and json, read back with networkx and Python's json module."""

import io
import json
import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.lines import ZONE
from tracing.errors import UsageError
from tracing.exports import GRAPH_FORMATS, graph_bytes

ANY_TEXT = st.text(st.sampled_from("a张<&>\"'\x00\x0b\r\n\t\ud800\ufffe\U0001f600 ")) | st.text(st.characters())


def person(tier: str, hop: int, **facts) -> dict:
    usual = {
        "tier": tier,
        "hop": hop,
        "label": "p",
        "first_contact_at": "",
        "last_contact_at": "",
        "minutes": 0.0,
        "closest_m": None,
        "rules": [],
        "places": [],
        "via": [],
        "episodes": 0,
        "follow_up_until": "",
        "grid_id": None,
    }
    return usual | facts


def exposure(rule: str, **facts) -> dict:
    episode = {
        "started_at": "2021-08-04T12:10:00.000+08:00",
        "finished_at": "2021-08-04T12:40:00.000+08:00",
        "place": "",
        "closest_m": 1.25,
        "records": ["fixes_2021-08-04.csv lines 3-9"],
    }
    usual = {
        "rule": rule,
        "tier": "close",
        "hop": 1,
        "evidence": "track",
        "minutes": 30.0,
        "closest_m": 1.25,
        "first_at": "2021-08-04T12:10:00.000+08:00",
        "last_at": "2021-08-04T12:40:00.000+08:00",
        "episodes": [episode, episode],
    }
    return usual | facts


def case_graph() -> nx.MultiDiGraph:
    """A case, a close contact by two rules, and a secondary contact of whom little is known."""
    graph = nx.MultiDiGraph(case_id="K-1", person_id="p_k", run=7, identified=False, window="")
    graph.add_node("p_k", **person("case", 0))
    graph.add_node(
        "p_c",
        **person("close", 1, minutes=30.5, closest_m=1.25, rules=["near", "same-venue"], episodes=3, grid_id="g-1"),
    )
    graph.add_node("p_a", **person("secondary", 2, via=["p_c"], places=["mall-3", "bus 7"], minutes=12.0))
    graph.add_edge("p_k", "p_c", key="same-venue", **exposure("same-venue", closest_m=None, evidence="stay"))
    graph.add_edge("p_k", "p_c", key="near", **exposure("near"))
    graph.add_edge("p_c", "p_a", key="near", **exposure("near", hop=2, tier="secondary", episodes=[]))
    return graph


def reversed_graph() -> nx.MultiDiGraph:
    """The same graph, put together the other way round."""
    given, graph = case_graph(), nx.MultiDiGraph()
    graph.graph.update(reversed(given.graph.items()))
    for node in reversed(list(given)):
        graph.add_node(node, **dict(reversed(given.nodes[node].items())))
    for source, target, rule in reversed(list(given.edges(keys=True))):
        graph.add_edge(source, target, key=rule, **dict(reversed(given.edges[source, target, rule].items())))
    return graph


def written(graph: nx.MultiDiGraph, format: str) -> bytes:
    return graph_bytes(graph, format, ZONE)


def read(document: bytes, format: str) -> nx.MultiDiGraph:
    if format == "gexf":
        return nx.read_gexf(io.BytesIO(document))
    return nx.read_graphml(io.BytesIO(document), force_multigraph=True)


def plain(facts: dict) -> dict:
    """What XML can keep of a person or an exposure."""
    lists = {name: ";".join(fact) for name, fact in facts.items() if isinstance(fact, list) and name != "episodes"}
    counted = facts["episodes"] if isinstance(facts["episodes"], int) else len(facts["episodes"])
    return {name: fact for name, fact in (facts | lists | {"episodes": counted}).items() if fact is not None}


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_people_and_exposures_read_back_from_xml(format):
    graph, found = case_graph(), read(written(case_graph(), format), format)
    assert found.is_directed() and found.is_multigraph()
    assert dict(found.nodes(data=True)) == {node: plain(facts) for node, facts in graph.nodes(data=True)}
    exposures = {
        (a, b, facts["rule"]): {name: fact for name, fact in facts.items() if name != "id"}
        for a, b, facts in found.edges(data=True)
    }
    assert exposures == {(a, b, rule): plain(facts) for a, b, rule, facts in graph.edges(keys=True, data=True)}


def test_gexf_keeps_the_rule_as_key():
    assert set(read(written(case_graph(), "gexf"), "gexf").edges(keys=True)) == set(case_graph().edges(keys=True))


def test_the_facts_of_the_case_are_in_xml():
    graphml = nx.read_graphml(io.BytesIO(written(case_graph(), "graphml"))).graph
    facts = {"case_id": "K-1", "person_id": "p_k", "run": 7, "identified": "no", "window": ""}
    assert {name: graphml[name] for name in facts} == facts
    description = ElementTree.fromstring(written(case_graph(), "gexf")).findtext(".//{*}description")
    assert description == "case_id: K-1; identified: no; person_id: p_k; run: 7; window: "


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_the_ids_of_exposures_differ(format):
    ids = [edge.get("id") for edge in ElementTree.fromstring(written(case_graph(), format)).iterfind(".//{*}edge")]
    assert len(set(ids)) == 3


def test_json_holds_everything():
    graph, found = case_graph(), json.loads(written(case_graph(), "json").decode())
    assert set(found) == {"case", "nodes", "edges"}
    assert found["case"] == graph.graph
    assert {node["id"]: node for node in found["nodes"]} == {
        node: {"id": node, **facts} for node, facts in graph.nodes(data=True)
    }
    assert {(edge["source"], edge["target"], edge["rule"]): edge for edge in found["edges"]} == {
        (a, b, rule): {"source": a, "target": b, **facts} for a, b, rule, facts in graph.edges(keys=True, data=True)
    }


def test_json_puts_each_person_and_exposure_on_a_line():
    lines = written(case_graph(), "json").decode().split("\n")
    assert [json.loads(line.rstrip(","))["id"] for line in lines[2:5]] == ["p_a", "p_c", "p_k"]
    assert [json.loads(line.rstrip(","))["rule"] for line in lines[7:10]] == ["near", "near", "same-venue"]


def test_json_writes_instants_in_the_zone_and_characters_as_they_are():
    graph = case_graph()
    graph.graph.update(as_of=datetime(2021, 8, 4, 4, 10, tzinfo=UTC), since=date(2021, 8, 3))
    graph.nodes["p_c"]["name"] = "欧阳娜娜"
    document = written(graph, "json")
    assert json.loads(document)["case"]["as_of"] == "2021-08-04T12:10:00.000+08:00"
    assert json.loads(document)["case"]["since"] == "2021-08-03"
    assert "欧阳娜娜".encode() in document
    assert nx.read_graphml(io.BytesIO(written(graph, "graphml"))).graph["as_of"] == "2021-08-04T12:10:00.000+08:00"


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_equal_graphs_give_equal_bytes(format):
    assert written(case_graph(), format) == written(reversed_graph(), format)


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_no_date_of_today_is_written(format):
    assert set(re.findall(rb"20\d\d-\d\d-\d\d", written(case_graph(), format))) == {b"2021-08-04"}


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_the_graph_given_is_not_changed(format):
    graph = case_graph()
    written(graph, format)
    assert nx.utils.graphs_equal(graph, case_graph()) and graph.graph == case_graph().graph


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_a_case_that_met_nobody(format):
    graph = nx.MultiDiGraph(case_id="K-1")
    graph.add_node("p_k", **person("case", 0))
    document = written(graph, format)
    people = [node["id"] for node in json.loads(document)["nodes"]] if format == "json" else read(document, format)
    assert list(people) == ["p_k"]


def as_xml(text: str) -> str:
    """How a text must read back from XML."""
    text = re.sub("\r\n?", "\n", text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


@pytest.mark.parametrize("format", ["graphml", "gexf"])
@settings(deadline=None)
@given(name=ANY_TEXT, places=st.lists(ANY_TEXT, max_size=2))
def test_any_text_is_kept_or_cleaned_in_xml(format, name, places):
    graph = case_graph()
    graph.graph["title"] = name
    graph.nodes["p_c"].update(name=name, label=name, places=places)
    graph.edges["p_k", "p_c", "near"]["evidence"] = name
    found = read(written(graph, format), format)
    facts = found.nodes["p_c"]
    assert (facts["name"], facts["label"]) == (as_xml(name), as_xml(name))
    assert facts["places"] == as_xml(";".join(places))
    assert as_xml(name) in {facts["evidence"] for _, _, facts in found.edges(data=True)}


@settings(deadline=None)
@given(ANY_TEXT)
def test_any_text_is_kept_in_json(name):
    graph = case_graph()
    graph.nodes["p_c"]["name"] = name
    people = json.loads(written(graph, "json").decode())["nodes"]
    (found,) = (node["name"] for node in people if node["id"] == "p_c")
    assert found == name.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_two_people_whose_keys_xml_cannot_hold_stay_two(format):
    graph = nx.MultiDiGraph()
    keys = ["k\x01", "k\x02", "k\ufffd", "k\ufffd\ufffd"]
    graph.add_nodes_from((key, person("close", 1)) for key in keys)
    graph.add_edges_from((keys[0], key, "near", exposure("near")) for key in keys[1:])
    found = read(written(graph, format), format)
    assert (len(found), found.number_of_edges()) == (4, 3)


def test_another_format_is_refused():
    with pytest.raises(UsageError, match="graphml, gexf, json"):
        written(case_graph(), "dot")
