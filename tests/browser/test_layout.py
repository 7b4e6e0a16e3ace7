"""Where people stand on the graph's page: nobody on another, hop by hop outwards, families side by side."""

from itertools import combinations
from math import atan2, dist, hypot, pi

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser.views import outbreak
from tracing.console.layout import SECOND_SPACING, positions

ROUNDING = 0.02
SIZES = [
    {"close": 0, "secondary": 0, "general": 0},
    {"close": 1, "secondary": 1, "general": 0},
    {"close": 4, "secondary": 6, "general": 1, "others": 1},
    {"close": 15, "secondary": 85, "general": 15, "flagged": 3, "others": 1},
    {"close": 1, "secondary": 400, "general": 0},
    {"close": 0, "secondary": 0, "general": 300},
    {"close": 60, "secondary": 400, "general": 40},
]


def _clockwise(place: tuple[float, float]) -> float:
    return atan2(place[0], -place[1]) % (2 * pi)


def _nearest(places: dict) -> float:
    return min((dist(one, two) for one, two in combinations(places.values(), 2)), default=float("inf"))


def _radii(nodes: list[dict], places: dict, hop: int) -> list[float]:
    return [hypot(*places[node["id"]]) for node in nodes if node["hop"] == hop]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nobody_stands_on_another_and_the_second_hop_is_further_out(size):
    nodes = outbreak(**size)["nodes"]
    places = positions(nodes)
    assert places.keys() == {node["id"] for node in nodes}
    assert _nearest(places) >= SECOND_SPACING - ROUNDING
    first, second = _radii(nodes, places, 1), _radii(nodes, places, 2)
    assert places[nodes[0]["id"]] == (0, 0)
    assert not first or min(first) > 0
    assert not second or min(second) > max(first)


def test_the_order_of_the_people_does_not_matter():
    nodes = outbreak(15, 85, 15)["nodes"]
    assert positions(nodes) == positions(list(reversed(nodes)))


def test_secondary_contacts_of_one_close_contact_stand_side_by_side_behind_it():
    nodes = outbreak(15, 85, 15)["nodes"]
    places = positions(nodes)
    second = sorted((node for node in nodes if node["hop"] == 2), key=lambda node: _clockwise(places[node["id"]]))
    families = [node["via"][0] for node in second]
    runs = [family for i, family in enumerate(families) if i == 0 or family != families[i - 1]]
    assert len(runs) == len(set(runs)) > 5
    for family in runs:
        angles = [_clockwise(places[node["id"]]) for node in second if node["via"][0] == family]
        assert min(angles) - 1e-3 <= _clockwise(places[family]) <= max(angles) + 1e-3


def test_a_ring_that_is_full_is_followed_by_another():
    nodes = outbreak(60, 400, 40)["nodes"]
    assert 2 <= len({round(radius) for radius in _radii(nodes, positions(nodes), 2)}) <= 8


def test_a_secondary_contact_whose_close_contact_is_not_in_the_graph_stands_outside_all_the_same():
    nodes = outbreak(3, 9, 2)["nodes"]
    lost = {**next(node for node in nodes if node["hop"] == 2), "id": "lost", "via": ["elsewhere"]}
    places = positions([*nodes, lost])
    assert hypot(*places["lost"]) > max(_radii(nodes, places, 1))
    assert _nearest(places) >= SECOND_SPACING - ROUNDING


_FAMILIES = st.lists(
    st.tuples(st.sampled_from(("other_case", "close", "general", "flagged")), st.integers(0, 25)), max_size=25
)


@settings(max_examples=60, deadline=None)
@given(_FAMILIES)
def test_any_families_find_room(families):
    nodes = [{"id": "k", "tier": "case", "hop": 0, "via": []}]
    for place, (tier, followers) in enumerate(families):
        nodes.append({"id": f"c{place}", "tier": tier, "hop": 1, "via": []})
        nodes += [
            {"id": f"d{place}-{i}", "tier": "secondary", "hop": 2, "via": [f"c{place}"]} for i in range(followers)
        ]
    places = positions(nodes)
    assert _nearest(places) >= SECOND_SPACING - ROUNDING
    assert min(_radii(nodes, places, 2), default=1e9) > max(_radii(nodes, places, 1), default=0)
