"""The graph's page as a document: whole, connecting to nothing, and never read as anything but text."""

import base64
import hashlib
import json
import re
from copy import deepcopy
from html.parser import HTMLParser
from pathlib import Path

import pytest

import tracing.console
from tests.browser.views import outbreak
from tracing.console.graph_page import graph_page

CONSOLE = Path(tracing.console.__file__).parent
HOSTILE = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> & \u2028\u2029 $view ${code} \\u003c"


class _Document(HTMLParser):
    """Elements with their attributes, and the text of each script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.scripts: list[str] = []
        self.inside = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.inside = tag == "script"
        if self.inside:
            self.scripts.append("")

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.scripts[-1] += data

    @property
    def policy(self) -> str:
        return next(a["content"] for tag, a in self.elements if tag == "meta" and "http-equiv" in a)


@pytest.fixture(scope="module")
def document() -> _Document:
    return _Document(graph_page(outbreak(4, 6, 1, others=1)))


def test_it_needs_nothing_from_outside(document):
    assert not [tag for tag, _ in document.elements if tag in {"link", "iframe", "object", "embed", "base", "form"}]
    assert not [a for _, a in document.elements if {"src", "href", "action", "srcset", "background"} & a.keys()]
    assert not [a for _, a in document.elements if any(name.startswith("on") for name in a)]
    ours = [path for path in (CONSOLE / "graph").iterdir() if path.is_file()]
    assert len(ours) > 5
    for path in ours:
        assert not re.search(r"https?:|//\w|url\(|@import|fetch\(|XMLHttp|WebSocket|sendBeacon", path.read_text()), path


def test_its_policy_forbids_connections_and_all_scripts_but_its_own(document):
    assert document.policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-inline" not in document.policy.split("style-src")[0]
    data, *code = document.scripts
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in code]
    assert [f"'sha256-{one}'" in document.policy for one in hashes] == [True, True]
    assert json.loads(data)["case"]["case_id"] == "K-2021-0017"


def test_no_script_writes_html():
    for path in (CONSOLE / "graph").glob("*.js"):
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", path.read_text()), path


def test_every_person_comes_with_a_place(document):
    nodes = json.loads(document.scripts[0])["nodes"]
    assert len(nodes) == 13
    assert len({(node["x"], node["y"]) for node in nodes}) == 13


def test_hostile_text_stays_data_and_comes_back_whole():
    view = outbreak(2, 2, 0)
    view["case"]["case_id"] = view["case"]["title"] = HOSTILE
    view["nodes"][1] |= {"label": HOSTILE, "name": HOSTILE, "places": [HOSTILE]}
    view["edges"][0]["episodes"][0]["records"] = [HOSTILE]
    text = graph_page(view)
    document = _Document(text)
    assert [tag for tag, _ in document.elements].count("script") == 3
    assert not [a for tag, a in document.elements if tag == "img" and "src" in a]
    assert "\u2028" not in document.scripts[0]
    assert not set("<>&") & set(document.scripts[0])
    assert json.loads(document.scripts[0])["nodes"][1]["name"] == HOSTILE


def test_the_view_is_not_changed():
    view = outbreak(3, 3, 1)
    before = deepcopy(view)
    graph_page(view)
    assert view == before


def test_equal_views_give_equal_pages():
    assert graph_page(outbreak(3, 3, 1)) == graph_page(outbreak(3, 3, 1))


def test_an_exposure_of_somebody_who_is_not_in_the_graph_is_refused_without_naming_anybody():
    view = outbreak(2, 0, 0)
    view["edges"][0]["target"] = "nobody-known"
    with pytest.raises(ValueError, match="1 exposures") as refusal:
        graph_page(view)
    assert "nobody-known" not in str(refusal.value)


def test_a_number_that_is_none_is_refused():
    view = outbreak(2, 0, 0)
    view["nodes"][1]["minutes"] = float("nan")
    with pytest.raises(ValueError):
        graph_page(view)


def test_the_foreign_code_is_the_one_on_record():
    record = (CONSOLE / "vendor" / "VENDOR.md").read_text()
    code = (CONSOLE / "vendor" / "cytoscape.min.js").read_bytes()
    assert hashlib.sha256(code).hexdigest() in record
    assert (CONSOLE / "vendor" / "LICENSE.cytoscape").read_text().startswith("Copyright (c) 2016-2026, The Cytoscape")
