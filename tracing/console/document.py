"""What every page is put together from: files beside this one, and policies that name them by their hash."""

import base64
import hashlib
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def asset(name: str) -> str:
    """The text of a file in this folder, such as `sweep/page.css`."""
    return (_HERE / name).read_text(encoding="utf-8")


def source_of(text: str) -> str:
    """A script or a style as a content security policy allows it: by the hash of its text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def scriptless_policy(style: str) -> str:
    """The policy of a page that connects to nothing, runs nothing and has one style."""
    return f"default-src 'none'; style-src {source_of(style)}; base-uri 'none'; form-action 'none'"
