"""Graphs past two hops on the page: each hop further out, people behind who led to them, and the way back."""

import re
import subprocess
from collections.abc import Callable
from itertools import combinations, pairwise
from math import atan2, dist, hypot, pi
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser.test_in_chromium import CHROMIUM, FLAGS
from tests.browser.views import deeper, outbreak
from tracing.console.graph_page import graph_page
from tracing.console.layout import SECOND_SPACING, positions

ROUNDING = 0.02
LIGHT = """<script>
const lit = cy.elements(".path");
document.body.dataset.lit = [
  ...lit.nodes().map((node) => node.data("person")),
  ...lit.edges().map((edge) => `${edge.source().data("person")}>${edge.target().data("person")}`),
].sort().join(" ");
</script></body>"""
in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH")
TIERS = {1: "close", 2: "secondary", 3: "onward"}


def example() -> dict:
    """k met a at 10 past and b at 1 past, b met a at 5 past, and a met c at 20 past and d at 7 past."""
    view = outbreak(2, 1, 0)
    a, b, c = (node["id"] for node in view["nodes"][1:])
    view = deeper(view, 1)
    d = view["nodes"][-1]["id"]
    told = {"a": a, "b": b, "c": c, "d": d, "k": view["case"]["person_id"]}
    model = view["edges"][0]
    met = [("k", "a", 1), ("k", "b", 1), ("a", "c", 2), ("b", "a", 2), ("a", "d", 3)]
    view["edges"] = [
        {
            **model,
            "source": told[one],
            "target": told[other],
            "hop": hop,
            "tier": TIERS[hop],
        }
        for one, other, hop in met
    ]
    for node in view["nodes"]:
        node["via"] = {c: [a], d: [a]}.get(node["id"], [])
    view["nodes"][1]["arrivals"] = [
        {"hops": 1, "arrived_at": "2021-08-03T08:10:00.000+08:00"},
        {"hops": 2, "arrived_at": "2021-08-03T08:05:00.000+08:00"},
    ]
    view["people"] = told
    return view


def _radii(nodes: list[dict], places: dict, hop: int) -> list[float]:
    return [hypot(*places[node["id"]]) for node in nodes if node["hop"] == hop]


def check(nodes: list[dict]) -> None:
    """Everybody has a place of her own, further out than everybody of fewer hops."""
    places = positions(nodes)
    assert places.keys() == {node["id"] for node in nodes}
    nearest = min((dist(one, two) for one, two in combinations(places.values(), 2)), default=float("inf"))
    assert nearest >= SECOND_SPACING - ROUNDING
    hops = sorted({node["hop"] for node in nodes})
    for near, far in pairwise(hops):
        assert min(_radii(nodes, places, far)) > max(_radii(nodes, places, near))
    assert positions(list(reversed(nodes))) == places


@pytest.mark.parametrize("counts", [(1,), (80,), (180, 350, 200), (5, 300), (0, 0), (3, 2, 1, 1, 1, 1, 1, 1)], ids=str)
def test_every_hop_stands_further_out_and_nobody_on_another(counts):
    check(deeper(outbreak(12, 40, 6, others=1), *counts)["nodes"])


_PERSON = st.tuples(st.integers(1, 5), st.lists(st.integers(0, 40), max_size=3), st.sampled_from(("close", "general")))


@settings(max_examples=60, deadline=None)
@given(st.lists(_PERSON, max_size=60))
def test_any_ways_find_room(drawn):
    """Also where a `via` is not in the graph, not nearer to the case, or several hops nearer."""
    nodes = [{"id": "k", "tier": "case", "hop": 0, "via": []}]
    for place, (hop, via, first) in enumerate(drawn):
        tier = {1: first, 2: "secondary"}.get(hop, "onward")
        nodes.append({"id": f"p{place}", "tier": tier, "hop": hop, "via": [f"p{other}" for other in via]})
    check(nodes)


def test_people_stand_side_by_side_behind_who_leads_to_them():
    """Going round the ring of any hop, nobody's people are parted by another's."""
    nodes = deeper(outbreak(10, 30, 3), 60, 90)["nodes"]
    places = positions(nodes)
    for hop in (3, 4):
        there = sorted((node for node in nodes if node["hop"] == hop), key=lambda node: _clockwise(places[node["id"]]))
        leads = [node["via"][0] for node in there]
        runs = [lead for place, lead in enumerate(leads) if place == 0 or lead != leads[place - 1]]
        assert len(runs) > 5 and len(runs) - len(set(runs)) <= 1


def _clockwise(place: tuple[float, float]) -> float:
    return atan2(place[0], -place[1]) % (2 * pi)


@pytest.fixture
def lit(tmp_path: Path) -> Callable[[dict, str], str]:
    """What a page has become, with who and what lights up as `data-lit`; its policy is lifted for that."""

    def opened(view: dict, address: str) -> str:
        page = tmp_path / "graph.html"
        text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", graph_page(view))
        page.write_text(text.replace("</body>", LIGHT), encoding="utf-8")
        command = [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", page.as_uri() + address]
        return subprocess.run(command, capture_output=True, timeout=90, check=True).stdout.decode()

    return opened


def lights(dom: str) -> set[str]:
    return set(re.search(r'data-lit="([^"]*)"', dom)[1].replace("&gt;", ">").split())


@in_a_browser
def test_the_way_to_the_case_is_the_one_by_which_the_exposure_counts(lit):
    """d met a before the case did: the way goes by b, not straight from the case to a."""
    view = example()
    who = view["people"]
    found = lights(lit(view, f"#person={quote(who['d'])}"))
    assert found == {who[one] for one in "kbad"} | {f"{who[a]}>{who[b]}" for a, b in ("kb", "ba", "ad")}
    found = lights(lit(view, f"#person={quote(who['c'])}"))
    assert found == {who[one] for one in "kac"} | {f"{who[a]}>{who[b]}" for a, b in ("ka", "ac")}


@in_a_browser
def test_the_page_tells_of_arrivals_onward_contacts_and_hops(lit):
    view = example()
    dom = lit(view, f"#person={quote(view['people']['a'])}")
    words = " ".join(re.sub(r"<script.*?</script>|<[^>]+>", " ", dom, flags=re.DOTALL).split())
    assert "Onward contact 1" in words and "Hops 3" in words
    assert "Reached by 1 hop 08-03 08:10 by 2 hops 08-03 08:05" in words
    assert "every hop further out" in words
    assert "Why in the graph On no list." in " ".join(
        re.sub(r"<[^>]+>", " ", lit(view, f"#person={quote(view['people']['d'])}")).split()
    )


@in_a_browser
def test_two_hops_look_as_ever(lit):
    words = re.sub(r"<script.*?</script>|<[^>]+>", " ", lit(outbreak(3, 3, 1), ""), flags=re.DOTALL)
    assert "Onward" not in words and "Hops" not in words and "outer rings a close contact" in words


@in_a_browser
def test_a_large_graph_of_five_hops_is_drawn_with_everybody_in_it(lit):
    view = deeper(outbreak(20, 60, 5), 180, 350, 200)
    dom = lit(view, f"#person={quote(view['nodes'][-1]['id'])}")
    assert re.search(r'<html[^>]*data-ready="true" data-people="816"', dom)
    assert len(re.findall(r"<tr data-person=", dom)) == 815
    ways = lights(dom)
    assert view["case"]["person_id"] in ways and view["nodes"][-1]["id"] in ways and len(ways) >= 11
