"""Contact graphs as GraphML, GEXF and json, read back with networkx and Python's json module."""

import io
import json
import re
from datetime import date
from random import Random
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.lines import ZONE
from tests.exports.small_graphs import as_xml, exposure, for_xml, graph_of, person, plain
from tracing.contact_graph import ContactGraph, view
from tracing.errors import UsageError
from tracing.exports import GRAPH_FORMATS, graph_pieces

CASE = {"case_id": "K-1", "person_id": "p_k", "run": 7, "identified": False, "window": "", "coverage": ["a", "b"]}
ANY_TEXT = st.text(st.sampled_from("a张<&>\"'\\\x00\x0b\x7f\r\n\t\ufffe\U0001f600\u2028 ")) | st.text()


def case_graph(shuffle: int | None = None, **of_contact) -> ContactGraph:
    """A case, a close contact by two rules, and a secondary contact of whom little is known; in any order."""
    contact = {"rules": ["near", "same-venue"], "episodes": 3, "grid_id": "g-1", "follow_up_until": date(2021, 8, 4)}
    people = [
        person("p_k", "case", 0),
        person("p_c", "close", 1, **{"minutes": 30.5, "closest_m": 1.25} | contact | of_contact),
        person("p_a", "secondary", 2, via=["p_c"], places=["mall-3", "bus 7"], minutes=12.0),
    ]
    exposures = [
        exposure("p_k", "p_c", "same-venue", closest_m=None, evidence="stay"),
        exposure("p_k", "p_c", "near"),
        exposure("p_c", "p_a", "near", hop=2, tier="secondary", episodes=[]),
    ]
    if shuffle is not None:
        Random(shuffle).shuffle(people)
        Random(shuffle).shuffle(exposures)
    return graph_of(CASE, people, exposures)


def written(graph: ContactGraph, format: str) -> bytes:
    return b"".join(graph_pieces(graph, format, ZONE))


def read(document: bytes, format: str) -> nx.MultiDiGraph:
    if format == "gexf":
        return nx.read_gexf(io.BytesIO(document))
    return nx.read_graphml(io.BytesIO(document), force_multigraph=True)


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_people_and_exposures_read_back_from_xml(format):
    graph, found = for_xml(case_graph()), read(written(case_graph(), format), format)
    assert found.is_directed() and found.is_multigraph()
    assert dict(found.nodes(data=True)) == dict(graph.nodes(data=True))
    exposures = {
        (a, b, facts["rule"]): {name: fact for name, fact in facts.items() if name != "id"}
        for a, b, facts in found.edges(data=True)
    }
    assert exposures == {(a, b, rule): facts for a, b, rule, facts in graph.edges(keys=True, data=True)}


def test_gexf_keeps_the_rule_as_key():
    assert set(read(written(case_graph(), "gexf"), "gexf").edges(keys=True)) == set(
        for_xml(case_graph()).edges(keys=True)
    )


def test_the_facts_of_the_case_are_in_xml():
    graphml = nx.read_graphml(io.BytesIO(written(case_graph(), "graphml"))).graph
    facts = {"case_id": "K-1", "person_id": "p_k", "run": 7, "identified": "no", "window": "", "coverage": "a;b"}
    assert {name: graphml[name] for name in facts} == facts
    description = ElementTree.fromstring(written(case_graph(), "gexf")).findtext(".//{*}description")
    told = "case_id: K-1; coverage: a;b; identified: no; person_id: p_k; run: 7; timezone: Asia/Shanghai; window: "
    assert description == told


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_the_ids_of_exposures_differ(format):
    ids = [edge.get("id") for edge in ElementTree.fromstring(written(case_graph(), format)).iterfind(".//{*}edge")]
    assert len(set(ids)) == 3


def test_json_holds_everything():
    seen, found = view(case_graph()), json.loads(written(case_graph(), "json").decode())
    assert set(found) == {"case", "nodes", "edges"}
    assert found["case"] == seen["case"]
    assert {node["id"]: node for node in found["nodes"]} == {node["id"]: node for node in seen["nodes"]}
    by_rule = {(edge["source"], edge["target"], edge["rule"]): edge for edge in found["edges"]}
    assert by_rule == {(edge["source"], edge["target"], edge["rule"]): edge for edge in seen["edges"]}
    assert [len(edge["episodes"]) for edge in found["edges"]] == [0, 2, 2]


def test_json_puts_each_person_and_exposure_on_a_line():
    lines = written(case_graph(), "json").decode().split("\n")
    assert [json.loads(line.rstrip(","))["id"] for line in lines[2:5]] == ["p_a", "p_c", "p_k"]
    assert [json.loads(line.rstrip(","))["rule"] for line in lines[7:10]] == ["near", "near", "same-venue"]


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_instants_are_in_the_zone_and_characters_as_they_are(format):
    document = written(case_graph(label="欧阳娜娜"), format).decode()
    assert "2021-08-04T12:10:00.000+08:00" in document
    assert "欧阳娜娜" in document
    assert "2021-08-04T06:10:00.000+02:00" in b"".join(graph_pieces(case_graph(), format, "Europe/Berlin")).decode()


@pytest.mark.parametrize("format", GRAPH_FORMATS)
@pytest.mark.parametrize("shuffle", range(4))
def test_equal_graphs_give_equal_bytes(format, shuffle):
    assert written(case_graph(), format) == written(case_graph(shuffle), format)


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_no_date_of_today_is_written(format):
    assert set(re.findall(rb"20\d\d-\d\d-\d\d", written(case_graph(), format))) == {b"2021-08-04"}


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_the_graph_given_is_not_changed(format):
    graph = case_graph()
    written(graph, format)
    assert view(graph) == view(case_graph())


@pytest.mark.parametrize("format", GRAPH_FORMATS)
def test_a_case_that_met_nobody(format):
    document = written(graph_of({"case_id": "K-1"}, [person("p_k", "case", 0)], []), format)
    people = [node["id"] for node in json.loads(document)["nodes"]] if format == "json" else read(document, format)
    assert list(people) == ["p_k"]


@pytest.mark.parametrize("format", ["graphml", "gexf"])
@settings(deadline=None, max_examples=50)
@given(name=ANY_TEXT, places=st.lists(ANY_TEXT, max_size=2))
def test_any_text_is_kept_or_cleaned_in_xml(format, name, places):
    found = read(written(case_graph(label=name, grid_id=name, places=places), format), format)
    facts = found.nodes["p_c"]
    assert (facts["grid_id"], facts["label"]) == (as_xml(name), as_xml(name))
    assert facts["places"] == as_xml(";".join(places))


@settings(deadline=None)
@given(ANY_TEXT, st.lists(ANY_TEXT, max_size=2))
def test_any_text_is_kept_in_json(name, places):
    people = json.loads(written(case_graph(grid_id=name, places=places), "json").decode())["nodes"]
    (found,) = (node for node in people if node["id"] == "p_c")
    assert (found["grid_id"], found["places"]) == (name, places)


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_two_people_whose_keys_xml_cannot_hold_stay_two(format):
    keys = ["k\x01", "k\x02", "k\ufffd", "k\ufffd\ufffd"]
    people = [person(key, "close", 1) for key in keys]
    found = read(written(graph_of({}, people, [exposure(keys[0], key, "near") for key in keys[1:]]), format), format)
    assert (len(found), found.number_of_edges()) == (4, 3)


def test_another_format_is_refused():
    with pytest.raises(UsageError, match="graphml, gexf, json"):
        written(case_graph(), "dot")


def test_networkx_gets_the_same_graph():
    graph = case_graph().to_networkx()
    assert sorted(graph.edges(keys=True)) == [
        ("p_c", "p_a", "near"),
        ("p_k", "p_c", "near"),
        ("p_k", "p_c", "same-venue"),
    ]
    assert plain(graph.nodes["p_c"])["first_contact_at"] == ""
    assert nx.descendants(graph, "p_k") == {"p_c", "p_a"}
