"""`tracing graph --hops`: what each number of hops adds, what it leaves alone, and what it says.

The example: s the case met a at 10 past and b at 1 past, b met a at 5 past, and a met c at 20 past. Beyond it, a met d
at 7 past, whom only the way by b reaches, and d met e.
"""

import json
from io import BytesIO
from pathlib import Path

import networkx as nx
import pytest

from tests.cli.program import AS_OF, SAMPLES, new_workspace, put, told
from tracing.privacy.audit import entries

MET = (("s", "a", 10), ("s", "b", 1), ("b", "a", 5), ("a", "c", 20), ("a", "d", 7), ("d", "e", 30))
DEFINITION = """
id = "minutes"
title = "Any minute counts"
valid_from = 2021-01-01
source = "made up"
[infectious_period]
before_days = 2
[[rule]]
id = "near"
evidence = "proximity"
within_m = 2
tier = "close"
"""
STRICTER = """
[[rule]]
id = "home"
evidence = "household"
tier = "close"
[[rule]]
id = "walk"
evidence = "track"
within_m = 5
tier = "close"
at_least_minutes = 10
[[rule]]
id = "about"
evidence = "track"
within_m = 30
tier = "general"
at_least_minutes = 15
"""
CASES = "case_id,person_id,classification,onset_at\nC1,s,confirmed,2021-08-03\n"


def proximity(*met: tuple[str, str, int]) -> str:
    """One record of a minute for each meeting, in the first hour of the 3rd of August."""
    lines = (f"{one},{other},2021-08-03T00:{minute:02d},60" for one, other, minute in met)
    return "\n".join(["person_a,person_b,observed_at,duration_s", *lines, ""])


def outbreak(folder: Path, secondary: str, records: str) -> Path:
    """A workspace with the case and the meetings, screened once."""
    workspace = new_workspace(
        folder / "workspace", "--definition", put(folder / "minutes.toml", DEFINITION + secondary)
    )
    told(workspace, "ingest", put(folder / "cases.csv", CASES), put(folder / "proximity.csv", records))
    assert told(workspace, "screen", "--as-of", AS_OF).status == 0
    return workspace


@pytest.fixture(scope="module")
def example(tmp_path_factory) -> Path:
    return outbreak(tmp_path_factory.mktemp("example"), "[secondary]\n", proximity(*MET))


@pytest.fixture(scope="module")
def town(tmp_path_factory) -> Path:
    """The sample town under a definition by which it takes more than two hops to reach everybody."""
    folder = tmp_path_factory.mktemp("town")
    strict = DEFINITION + STRICTER + "[secondary]\nlatent_hours = 12\n"
    workspace = new_workspace(folder / "workspace", "--definition", put(folder / "strict.toml", strict))
    told(workspace, "ingest", *sorted(SAMPLES.iterdir()))
    assert told(workspace, "screen", "--as-of", AS_OF).status == 0
    return workspace


def drawn(workspace: Path, *options: object, case: str = "C1") -> dict:
    """The graph as json, people by the keys of the sources."""
    return json.loads(told(workspace, "graph", case, "--identified", "--format", "json", *options).out)


def people(graph: dict) -> dict[str, dict]:
    return {node["id"]: node for node in graph["nodes"]}


def exposures(graph: dict) -> set[tuple[str, str, int]]:
    return {(edge["source"], edge["target"], edge["hop"]) for edge in graph["edges"]}


def minutes(node: dict) -> dict[int, str]:
    """The minutes past the hour at which each number of hops reaches a person."""
    return {arrival["hops"]: arrival["arrived_at"][14:16] for arrival in node["arrivals"]}


def test_two_hops_reach_c_through_a_though_b_reached_a_earlier(example):
    """With one earliest arrival kept, a would be reached at 5 by two hops, and c by three."""
    found = drawn(example, "--hops", 2)
    assert {id: (node["tier"], node["hop"], node["via"]) for id, node in people(found).items()} == {
        "s": ("case", 0, []), "a": ("close", 1, []), "b": ("close", 1, []), "c": ("secondary", 2, ["a"]),
    }  # fmt: skip
    assert exposures(found) == {("s", "a", 1), ("s", "b", 1), ("a", "c", 2)}


def test_three_hops_keep_both_arrivals_of_a_and_reach_d_by_the_earlier(example):
    found = drawn(example, "--hops", 3)
    assert {id: (node["tier"], node["hop"], node["via"]) for id, node in people(found).items()} == {
        "s": ("case", 0, []), "a": ("close", 1, []), "b": ("close", 1, []), "c": ("secondary", 2, ["a"]),
        "d": ("onward", 3, ["a"]),
    }  # fmt: skip
    assert {id: minutes(node) for id, node in people(found).items()} == {
        "s": {}, "a": {1: "10", 2: "05"}, "b": {1: "01"}, "c": {2: "20"}, "d": {3: "07"},
    }  # fmt: skip
    assert exposures(found) == {("s", "a", 1), ("s", "b", 1), ("a", "c", 2), ("b", "a", 2), ("a", "d", 3)}


def test_an_onward_contact_has_the_facts_of_its_exposures_and_their_records(example):
    found = drawn(example, "--hops", 4)
    last = people(found)["e"]
    assert (last["tier"], last["hop"], last["via"], last["follow_up_until"]) == ("onward", 4, ["d"], "")
    assert (last["minutes"], last["episodes"], last["rules"]) == (1.0, 1, ["near"])
    assert last["first_contact_at"] == "2021-08-03T00:30:00.000+08:00"
    (edge,) = (edge for edge in found["edges"] if edge["target"] == "e")
    assert (edge["source"], edge["rule"], edge["tier"], edge["hop"]) == ("d", "near", "onward", 4)
    assert [episode["records"] for episode in edge["episodes"]] == [["proximity.csv line 7"]]


def test_one_hop_is_the_case_and_whom_it_met(example):
    found = drawn(example, "--hops", 1)
    assert people(found).keys() == {"s", "a", "b"}
    assert exposures(found) == {("s", "a", 1), ("s", "b", 1)}


@pytest.mark.parametrize("hops", [1, 2, 4])
def test_graphml_counts_the_episodes_that_json_tells(town, hops):
    written = told(town, "graph", "C001", "--identified", "--format", "graphml", "--hops", hops).bytes_out
    counted = nx.read_graphml(BytesIO(written), force_multigraph=True).edges(data=True)
    listed = [
        (edge["source"], edge["target"], edge["rule"], edge["hop"], len(edge["episodes"]))
        for edge in drawn(town, "--hops", hops, case="C001")["edges"]
    ]
    assert max(edge[-1] for edge in listed) > 1
    assert sorted(
        (one, other, facts["rule"], facts["hop"], facts["episodes"]) for one, other, facts in counted
    ) == sorted(listed)


def test_two_hops_are_the_default(town):
    for format in ("json", "graphml", "gexf", "html"):
        usual = told(town, "graph", "C001", "--format", format)
        assert (usual.status, usual.err) == (0, "")
        assert usual.bytes_out == told(town, "graph", "C001", "--format", format, "--hops", 2).bytes_out


@pytest.mark.parametrize("case", ["C001", "C004"])
def test_further_hops_leave_everybody_within_two_as_they_are(town, case):
    near, far = drawn(town, case=case), drawn(town, "--hops", 5, case=case)
    beyond = {id: node for id, node in people(far).items() if id not in people(near)}
    assert {node["tier"] for node in beyond.values()} == {"onward"}
    assert {node["hop"] for node in beyond.values()} >= {3, 4}
    assert {id: without_arrivals(people(far)[id]) for id in people(near)} == people(near)
    assert all(edge in far["edges"] for edge in near["edges"])
    assert {name: far["case"][name] for name in near["case"]} == near["case"]


def without_arrivals(node: dict) -> dict:
    return {name: fact for name, fact in node.items() if name != "arrivals"}


def test_every_arrival_comes_by_an_exposure_that_is_drawn(town):
    """At the instant it says, from somebody whom one hop less reached before."""
    found = drawn(town, "--hops", 5, case="C001")
    at = {(id, a["hops"]): a["arrived_at"] for id, node in people(found).items() for a in node["arrivals"]}
    assert len(at) > len(people(found)) - 10
    for (person, hops), instant in at.items():
        leads = [edge for edge in found["edges"] if edge["target"] == person and edge["hop"] == hops]
        leads = [edge for edge in leads if edge["tier"] != "general"]
        assert instant == min(edge["first_at"] for edge in leads)
        if hops > 1:
            assert all(at[edge["source"], hops - 1] <= edge["first_at"] for edge in leads)


def test_who_met_the_case_directly_is_at_one_hop_whatever_the_line_says(town):
    near, direct = drawn(town, case="C001"), drawn(town, "--hops", 1, case="C001")
    root = near["case"]["person_id"]
    met = {edge["target"] for edge in near["edges"] if edge["source"] == root}
    assert people(direct).keys() == met | {root}
    assert {id: node["tier"] for id, node in people(direct).items()} == {
        id: node["tier"] for id, node in people(near).items() if id in people(direct)
    }
    assert {node["hop"] for node in direct["nodes"]} == {0, 1}
    assert len(direct["edges"]) == sum(edge["source"] == root for edge in near["edges"])


def test_every_format_has_the_onward_contacts(town):
    asked = ("graph", "C001", "--hops", 4, "--format")
    json_text, graphml, gexf, page = (
        told(town, *asked, name).bytes_out for name in ("json", "graphml", "gexf", "html")
    )
    expected = {node["id"] for node in json.loads(json_text)["nodes"]}
    read = nx.read_graphml(BytesIO(graphml), force_multigraph=True)
    assert set(read) == set(nx.read_gexf(BytesIO(gexf))) == expected
    assert all(person.encode() in page for person in expected)
    onward = [facts for _, facts in read.nodes(data=True) if facts["tier"] == "onward"]
    assert onward and all(facts["arrivals"].startswith(f"{facts['hop']}: 2021-08-") for facts in onward)


def test_equal_questions_get_equal_bytes(town):
    first, second = (told(town, "graph", "C001", "--hops", 5, "--format", "json").bytes_out for _ in range(2))
    assert first == second


def test_identities_of_onward_contacts_stand_in_the_audit_log(example):
    found = drawn(example, "--hops", 4)
    last = list(entries(example / "audit.jsonl"))[-1]
    assert (last.what, last.case_id, last.lines) == ("graph", "C1", len(found["nodes"])) == ("graph", "C1", 6)


@pytest.mark.parametrize("hops", [0, -1, 11])
def test_a_number_of_hops_out_of_range_is_refused(example, hops):
    said = told(example, "graph", "C1", "--hops", hops)
    assert (said.status, said.out, said.complaints) == (2, "", ["tracing: --hops: a whole number from 1 to 10"])


def test_without_secondary_contacts_the_graph_ends_at_the_first_hop_and_says_so(tmp_path):
    workspace = outbreak(tmp_path, "", proximity(*MET))
    assert told(workspace, "graph", "C1", "--format", "json").err == ""
    said = told(workspace, "graph", "C1", "--format", "json", "--hops", 3)
    assert len(said.complaints) == 1 and said.complaints[0].startswith("note: definition minutes has no secondary")
    assert len(json.loads(said.out)["nodes"]) == 3


def test_files_that_came_in_since_the_screen_count_from_the_next_one_on(tmp_path):
    workspace = outbreak(tmp_path, "[secondary]\n", proximity(*MET))
    before = told(workspace, "graph", "C1", "--format", "json", "--hops", 3).bytes_out
    told(workspace, "ingest", put(tmp_path / "proximity-late.csv", proximity(("c", "f", 40), ("e", "g", 50))))
    asked = ("graph", "C1", "--format", "json", "--hops", 3)
    assert told(workspace, *asked).bytes_out == before
    told(workspace, "screen", "--as-of", AS_OF)
    assert len(json.loads(told(workspace, *asked).out)["nodes"]) == 6


def test_a_case_without_close_contacts_has_an_empty_graph_at_any_depth(tmp_path):
    workspace = outbreak(tmp_path, "[secondary]\n", proximity(("x", "y", 3)))
    said = told(workspace, "graph", "C1", "--format", "json", "--hops", 6)
    assert (said.status, said.err) == (0, "")
    assert [node["tier"] for node in json.loads(said.out)["nodes"]] == ["case"]
