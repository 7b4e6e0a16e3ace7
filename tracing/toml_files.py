"""TOML files that say how the program works (definitions, profiles): read, parsed, and found by their ids.

An id is the name of a file in one of some folders; the first folder that has it wins, so that a workspace's own file
stands in for a shipped one. `refusal` is the error that is raised, one line that names the file.
"""

import hashlib
import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tracing.errors import UsageError

DATA = Path(__file__).resolve().parents[1] / "data"
"""The folder of what comes with the program."""


@dataclass(frozen=True)
class Document:
    """What a file says: its keys and values, the SHA-256 of its bytes, and its text."""

    values: dict[str, object]
    sha256: str
    text: str


def content_of(path: Path, refusal: type[UsageError]) -> bytes:
    """The bytes of a file, refused where it cannot be read."""
    try:
        return Path(path).read_bytes()
    except OSError as problem:
        raise refusal(f"{path}: cannot be read: {problem.strerror}") from None


def document_of(content: bytes, path: str, refusal: type[UsageError]) -> Document:
    """What the bytes of a file say (TOML, UTF-8); `path` is what a refusal names."""
    try:
        text = content.decode("utf-8-sig")
        return Document(tomllib.loads(text), hashlib.sha256(content).hexdigest(), text)
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise refusal(f"{path}: is not UTF-8 (at line {line})") from None
    except ValueError as problem:
        raise refusal(f"{path}: is not TOML: {problem}") from None
    except RecursionError:
        raise refusal(f"{path}: is not TOML: nested too deep") from None


def listed(folders: Sequence[Path]) -> dict[str, Path]:
    """The file of every id, in order of the ids."""
    known: dict[str, Path] = {}
    for folder in folders:
        for path in folder.glob("*.toml"):
            known.setdefault(path.stem, path)
    return dict(sorted(known.items()))


def file_of(name: str, folders: Sequence[Path], what: str, refusal: type[UsageError]) -> Path:
    """The file that a command means: a path if the name ends in .toml or holds a separator, else an id.

    Refused, with the ids there are, for an id nobody has; `what` says what it would be the id of.
    """
    if name.endswith(".toml") or os.sep in name or (os.altsep and os.altsep in name):
        return Path(name)
    known = listed(folders)
    if name not in known:
        there = f"there are {', '.join(known)}" if known else "there are none"
        raise refusal(f"{name}: no {what} has this id; {there}")
    return known[name]
