"""Contact graphs as bytes, written by columns, against the slow way: networkx's writers and Python's json module."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.lines import ZONE
from tests.exports.small_graphs import by_json_module, by_networkx, episode, exposure, graph_of, person
from tracing.contact_graph import ContactGraph
from tracing.exports import GRAPH_FORMATS, graph_json, graph_pieces, graph_xml

TEXT = st.text(st.sampled_from("aB张<&>\"'\\\x00\x01\b\f\x0b\x1f\x7f\r\n\t\ufffe\U0001f600\u2028 ;"), max_size=6)
TEXTS = st.lists(TEXT, max_size=3)
# Two figures after the point and minutes from milliseconds: what there is, but for metres below a ten-thousandth,
# which are written without an exponent.
NUMBER = st.integers(1, 10**7).map(lambda hundredths: hundredths / 100) | st.just(0.0)
MINUTES = st.integers(6, 10**10).map(lambda length: length / 60_000)
INSTANTS = st.datetimes(datetime(1950, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)).map(
    lambda instant: instant.replace(microsecond=instant.microsecond // 1000 * 1000)
)
IDS = ["b", "a", "c", "ab", "ä", "张"]


@st.composite
def people(draw) -> list[dict]:
    """Two people or more, with facts that only some of them have; names and arrivals for all or none."""
    named, arrived = draw(st.booleans()), draw(st.booleans())
    return [draw(_person(id, named, arrived)) for id in IDS[: draw(st.integers(2, len(IDS)))]]


@st.composite
def _person(draw, id: str, named: bool, arrived: bool) -> dict:
    facts = {
        "label": draw(TEXT),
        "minutes": draw(MINUTES),
        "closest_m": draw(st.none() | NUMBER),
        "first_contact_at": draw(st.none() | INSTANTS),
        "follow_up_until": draw(st.none() | st.dates()),
        "grid_id": draw(st.none() | TEXT),
        "places": draw(TEXTS),
        "via": draw(TEXTS),
    }
    if named:
        facts |= {"name": draw(TEXT), "phone": draw(TEXT), "address": draw(TEXT)}
    if arrived:
        hops = draw(st.lists(st.integers(1, 10), max_size=2))
        facts["arrivals"] = [{"hops": by, "arrived_at": "2021-08-04T12:10:00.000+08:00"} for by in hops]
    return person(id, draw(st.sampled_from(["case", "close", "onward"])), draw(st.integers(0, 9)), **facts)


@st.composite
def graphs(draw) -> ContactGraph:
    """Graphs of any shape, with several exposures between the same two, and episodes of some."""
    members = draw(people())
    ids = st.sampled_from([member["id"] for member in members])
    ends = draw(
        st.lists(st.tuples(ids, ids, st.sampled_from(["near", "home", "near, 3 hops"])), unique=True, max_size=8)
    )
    exposures = [draw(_exposure(*between)) for between in ends]
    # networkx gives edges back by source and pair, and the page is drawn so.
    return graph_of(
        {"title": draw(TEXT), "run": 7, "identified": draw(st.booleans()), "coverage": draw(TEXTS)}, members, exposures
    )


@st.composite
def _exposure(draw, source: str, target: str, key: str) -> dict:
    met = st.builds(
        episode, started_at=INSTANTS, place=TEXT, closest_m=st.none() | NUMBER, records=TEXTS, missing=TEXTS
    )
    facts = {"closest_m": draw(st.none() | NUMBER), "minutes": draw(MINUTES), "last_at": draw(INSTANTS)}
    return exposure(source, target, draw(TEXT), key=key, episodes=draw(st.lists(met, max_size=3)), **facts)


def written(graph: ContactGraph, format: str) -> bytes:
    return b"".join(graph_pieces(graph, format, ZONE))


@pytest.mark.parametrize("format", ["graphml", "gexf"])
@settings(deadline=None, max_examples=60)
@given(graphs())
def test_xml_is_what_networkx_writes(format, graph):
    assert written(graph, format) == by_networkx(graph, format)


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_json_is_what_the_json_module_writes(graph):
    assert written(graph, "json") == by_json_module(graph)


@pytest.mark.parametrize("format", GRAPH_FORMATS)
@settings(deadline=None, max_examples=15)
@given(graphs())
def test_where_the_rows_are_cut_does_not_show(format, graph):
    whole = written(graph, format)
    with pytest.MonkeyPatch.context() as patch:
        for writer in (graph_json, graph_xml):
            patch.setattr(writer, "SLICE", 2)
        assert written(graph, format) == whole
