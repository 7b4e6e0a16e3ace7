"""What every page is put together from: files beside this one, and policies that name them by their hash."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from string import Template

_HERE = Path(__file__).parent


@cache
def asset(name: str) -> str:
    """The text of a file in this folder, such as `sweep/page.css`."""
    return (_HERE / name).read_text(encoding="utf-8")


def source_of(text: str) -> str:
    """A script or a style as a content security policy allows it: by the hash of its text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def scriptless_page(kind: str, title: str, **parts: object) -> str:
    """A page that connects to nothing, runs nothing and has one style: the body and the style of a folder beside this.

    title   as it stands in the document: escaped; parts: what else the body asks for
    """
    style = asset(f"{kind}/page.css")
    policy = f"default-src 'none'; style-src {source_of(style)}; base-uri 'none'; form-action 'none'"
    body = Template(asset(f"{kind}/body.html")).substitute(title=title, **parts)
    return page(policy, title, style, body)


def page(policy: str, title: str, style: str, body: str) -> str:
    """A document of these parts, each as it stands in it."""
    return Template(asset("page.html")).substitute(policy=policy, title=title, style=style, body=body)
