"""The program itself: which version of it made a result.

What another version found may be taken over by none: what counts may have changed in between.
"""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

_ROOT = Path(__file__).resolve().parent


@cache
def fingerprint() -> str:
    """A hash of all that decides what a screen finds: this program, and those that it reckons with."""
    told = hashlib.sha256(f"{version('polars')}\0{version('numpy')}\0".encode())
    for path in sorted(_ROOT.rglob("*.py")):
        told.update(f"{path.relative_to(_ROOT)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return told.hexdigest()
