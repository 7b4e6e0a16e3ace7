"""The graph's page in a real browser: drawn, selectable by its address, and hostile names shown as text.

Runs where `chromium` is on the PATH; nothing else shows that the page works.
"""

import html
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.browser.views import COVERAGE, outbreak
from tracing.console.graph_page import graph_page

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH: the page is not tried in a browser")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,800",
    "--virtual-time-budget=4000",
    "--dump-dom",
]
HOSTILE = "<img src=x onerror=\"document.title='run'\"></script><script>document.title='run'</script>"


@pytest.fixture
def browse(tmp_path: Path) -> Callable[..., str]:
    """Writes the view's page, opens it from disk in a fresh profile, and gives back what the document has become."""

    def opened(view: dict, address: str = "") -> str:
        page = tmp_path / "graph.html"
        page.write_text(graph_page(view), encoding="utf-8")
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        run = subprocess.run(
            [CHROMIUM, *FLAGS, profile, page.as_uri() + address], capture_output=True, timeout=90, check=True
        )
        return run.stdout.decode()

    return opened


def _root(dom: str) -> dict[str, str]:
    return dict(re.findall(r'data-(\w+)="(\w+)"', re.search(r"<html[^>]*>", dom)[0]))


def _words(dom: str, tag: str) -> str:
    """The text of the first element of that tag and all in it, as a reader sees it."""
    inner = re.search(rf"<{tag}[ >].*?</{tag}>", dom, re.DOTALL)[0]
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", inner).split()))


def _labelled(dom: str, word: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", re.search(rf"<dt>{word}</dt><dd>(.*?)</dd>", dom)[1]))


def test_a_large_graph_is_drawn_with_everybody_in_it(browse):
    view = outbreak(60, 400, 40)
    dom = browse(view)
    assert _root(dom) == {"ready": "true", "people": "501", "exposures": str(len(view["edges"]))}
    assert len(re.findall(r"<tr data-person=", dom)) == 500
    assert "Close contact 60" in _words(dom, "nav")
    assert "Secondary contact 400" in _words(dom, "nav")
    assert "Nobody selected" in _words(dom, "aside")


def test_the_header_says_what_this_is(browse):
    words = _words(browse(outbreak(2, 1, 1)), "header")
    for said in ("K-2021-0017", "covid-cn-9", "2021-08-03 00:00 to 2021-08-07 14:00", "2021-08-09 18:00", "run-000042"):
        assert said in words


def test_an_address_selects_a_person_and_says_why_it_is_on_the_list(browse):
    view = outbreak(4, 6, 1)
    person = next(node for node in view["nodes"] if len(node["via"]) == 1)
    dom = browse(view, f"#person={quote(person['id'])}")
    panel = _words(dom, "aside")
    assert f"{person['id']} Secondary contact Why on the list" in panel
    assert _labelled(dom, "Via") == person["via"][0]
    assert _labelled(dom, "Rules") == ", ".join(person["rules"])
    episodes = [e for edge in view["edges"] if edge["target"] == person["id"] for e in edge["episodes"]]
    assert all(record in panel for episode in episodes for record in episode["records"])
    assert re.search(rf'<tr data-person="{person["id"]}" class="chosen"', dom)


def test_an_address_selects_an_exposure_and_shows_its_episodes(browse):
    view = outbreak(4, 6, 1)
    panel = _words(browse(view, "#exposure=2"), "aside")
    edge = view["edges"][2]
    assert panel.startswith("Exposure")
    assert f"Rule {edge['rule']} ({edge['evidence']}," in panel
    assert all(record in panel for episode in edge["episodes"] for record in episode["records"])


def test_times_are_in_the_zone_of_the_case_whatever_offset_they_came_with(browse):
    view = outbreak(1, 0, 0)
    view["nodes"][1] |= {"first_contact_at": "2021-08-03T17:30:00.000+00:00", "last_contact_at": "2020-12-31T20:00:00Z"}
    dom = browse(view, f"#person={view['nodes'][1]['id']}")
    assert _labelled(dom, "First contact") == "08-04 01:30"
    assert _labelled(dom, "Last contact") == "01-01 04:00"


def test_hostile_names_and_places_are_shown_as_text(browse):
    view = outbreak(1, 0, 0, identified=True)
    view["nodes"][1] |= {"label": HOSTILE, "name": HOSTILE, "places": [HOSTILE]}
    view["edges"][0]["episodes"][0] |= {"place": HOSTILE, "records": [HOSTILE]}
    dom = browse(view, f"#person={view['nodes'][1]['id']}")
    assert _root(dom)["ready"] == "true"
    assert "<title>Contact graph of case K-2021-0017</title>" in dom
    assert len(re.findall(r"<img", dom)) == 1
    assert html.unescape(_labelled(dom, "Places")) == HOSTILE


def test_a_person_whose_id_is_no_plain_word_can_be_selected(browse):
    view = outbreak(1, 0, 0)
    odd = "a#b=c&d/é %"
    view["nodes"][1]["id"] = view["nodes"][1]["label"] = view["edges"][0]["target"] = odd
    for edge in view["edges"]:
        edge["target"] = odd
    dom = browse(view, f"#person={quote(odd, safe='')}")
    assert odd in _words(dom, "aside")
    assert f'<td><a href="#person={quote(odd, safe="")}">' in dom


def test_an_address_that_selects_nobody_does_no_harm(browse):
    dom = browse(outbreak(1, 0, 0), "#person=%E0%A4%A")
    assert _root(dom)["ready"] == "true"
    assert "Nobody selected" in _words(dom, "aside")


@pytest.mark.parametrize("known", [True, False], ids=["only the case", "nobody at all"])
def test_a_case_without_contacts_says_so(browse, known):
    view = outbreak(0, 0, 0)
    view["nodes"] = view["nodes"] if known else []
    dom = browse(view)
    assert _root(dom) == {"ready": "true", "people": str(int(known)), "exposures": "0"}
    assert re.search(r'<p id="empty">No contacts\.', dom)
    assert "; ".join(COVERAGE) in html.unescape(dom)


@pytest.mark.parametrize("address", ["", "#person=a3f10c"], ids=["nobody selected", "the case selected"])
def test_the_panel_says_what_the_list_rests_on(browse, address):
    said = _words(browse(outbreak(2, 1, 0), address), "aside")
    assert all(sentence in said for sentence in COVERAGE)


@pytest.mark.parametrize("identified", [True, False])
def test_the_mark_of_confidence_is_seen_only_when_people_are_named(browse, identified):
    dom = browse(outbreak(1, 0, 0, identified=identified))
    assert bool(re.search(r'<p id="confidential">Identified: handle as confidential', dom)) is identified
    assert ("<button>Phone</button>" in dom) is identified
