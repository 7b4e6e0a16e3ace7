"""Definition files: reading one, finding one by its id, and where those that come with the program stand."""

import hashlib
import os
import tomllib
from collections.abc import Sequence
from pathlib import Path

from tracing.definitions.document import parse
from tracing.definitions.nouns import Definition
from tracing.errors import DefinitionRefused


def shipped() -> Path:
    """The folder of the definitions that come with the program."""
    return Path(__file__).resolve().parents[2] / "data" / "definitions"


def load(path: Path) -> Definition:
    """The definition in a file (TOML, UTF-8), with the SHA-256 of the file's bytes.

    Raises DefinitionRefused, one line `path: key: reason` (`path: reason` where the file as a whole is no TOML).
    """
    try:
        content = Path(path).read_bytes()
    except OSError as problem:
        raise DefinitionRefused(f"{path}: cannot be read: {problem.strerror}") from None
    return read(content, str(path))


def read(content: bytes, path: str) -> Definition:
    """The definition that the bytes of a file say; `path` is what a refusal names. Raises DefinitionRefused."""
    text = _text(content, path)
    return parse(_document(text, path), path, hashlib.sha256(content).hexdigest(), text)


def find(name: str, folders: Sequence[Path]) -> Definition:
    """The definition that a command means: a path if the name ends in .toml or holds a separator, else an id.

    An id is the name of a file in one of the folders, the first folder that has it wins.
    Raises DefinitionRefused: for an id nobody has, with the ids there are.
    """
    if name.endswith(".toml") or os.sep in name or (os.altsep and os.altsep in name):
        return load(Path(name))
    known: dict[str, Path] = {}
    for folder in folders:
        for path in folder.glob("*.toml"):
            known.setdefault(path.stem, path)
    if name not in known:
        there = f"there are {', '.join(sorted(known))}" if known else "there are none"
        raise DefinitionRefused(f"{name}: no definition has this id; {there}")
    return load(known[name])


def _text(content: bytes, path: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        raise DefinitionRefused(f"{path}: is not UTF-8 (at line {line})") from None


def _document(text: str, path: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except ValueError as problem:
        raise DefinitionRefused(f"{path}: is not TOML: {problem}") from None
    except RecursionError:
        raise DefinitionRefused(f"{path}: is not TOML: nested too deep") from None
