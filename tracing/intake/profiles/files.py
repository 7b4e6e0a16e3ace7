"""Profile files: reading one, finding one by its id, and where those that come with the program stand."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tracing.errors import ProfileRefused
from tracing.intake.profiles.document import parse
from tracing.intake.profiles.nouns import Profile
from tracing.toml_files import DATA, content_of, document_of, file_of, listed


def shipped() -> Path:
    """The folder of the profiles that come with the program."""
    return DATA / "profiles"


def load(path: Path) -> Profile:
    """The profile in a file (TOML, UTF-8). Raises ProfileRefused, one line `path: key: reason`."""
    return read(content_of(path, ProfileRefused), str(path))


def read(content: bytes, path: str) -> Profile:
    """The profile that the bytes of a file say; `path` is what a refusal names. Raises ProfileRefused."""
    document = document_of(content, path, ProfileRefused)
    return parse(document.values, path, document.sha256, document.text)


def named(name: str, folders: Sequence[Path]) -> Profile:
    """The profile that a command means, by its id or its file. Raises ProfileRefused."""
    return load(file_of(name, folders, "profile", ProfileRefused))


def known(folders: Sequence[Path]) -> list[Profile]:
    """All profiles of some folders, by id; of two with one id that of the first folder. Raises ProfileRefused."""
    return [replace(load(path), shipped=path.parent == shipped()) for path in listed(folders).values()]
