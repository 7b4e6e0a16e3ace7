"""The page of one case's contact graph: one html document that needs nothing else and connects to nothing.

Its content security policy forbids every connection and runs only the scripts written here, by their hash. The people
and exposures lie in it as JSON; the scripts put them on the page as text, never as html.
"""

import html
import json
from collections.abc import Mapping
from string import Template

from tracing.console.document import asset, page, source_of
from tracing.console.layout import positions

_SCRIPTS = ("words.js", "drawing.js", "labels.js", "panel.js", "table.js", "page.js")


def graph_page(view: Mapping) -> str:
    """The document for one view; it sets `data-ready="true"` on its root element once the graph is drawn.

    view   `case`: case_id, person_id, definition, title, as_of, window, run, timezone (IANA name), identified (bool),
           coverage (sentences), and hops where they are not two;
           `nodes`: one per person, `edges`: one per exposure, source -> target; instants are ISO text with offset,
           minutes and metres numbers, None where unknown
    raises ValueError when an exposure's end is not among the people, or a number is not finite
    source specification, "What goes out"
    """
    library, code = asset("vendor/cytoscape.min.js"), "\n".join(asset(f"graph/{name}") for name in _SCRIPTS)
    parts = {"view": _embedded(_placed(view)), "library": library, "code": code}
    body = Template(asset("graph/body.html")).substitute(parts)
    title = html.escape(f"Contact graph of case {view['case']['case_id']}")
    return page(_policy(library, code), title, asset("graph/page.css"), body)


def _placed(view: Mapping) -> dict:
    """The view with each person's place on the page."""
    places = positions(view["nodes"])
    loose = sum(edge["source"] not in places or edge["target"] not in places for edge in view["edges"])
    if loose:
        raise ValueError(f"{loose} exposures begin or end at a person who is not in the graph")
    nodes = [{**node, "x": places[node["id"]][0], "y": places[node["id"]][1]} for node in view["nodes"]]
    return {"case": view["case"], "nodes": nodes, "edges": view["edges"]}


def _embedded(view: Mapping) -> str:
    """JSON that cannot end its script element: ASCII only, and no angle bracket or ampersand in it."""
    text = json.dumps(view, allow_nan=False, separators=(",", ":"))
    return text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")


def _policy(*scripts: str) -> str:
    hashes = " ".join(map(source_of, scripts))
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
