"""Definition files: reading one, finding one by its id, and where those that come with the program stand."""

from collections.abc import Sequence
from pathlib import Path

from tracing.definitions.document import parse
from tracing.definitions.nouns import Definition
from tracing.errors import DefinitionRefused
from tracing.toml_files import DATA, content_of, document_of, file_of


def shipped() -> Path:
    """The folder of the definitions that come with the program."""
    return DATA / "definitions"


def load(path: Path) -> Definition:
    """The definition in a file (TOML, UTF-8), with the SHA-256 of the file's bytes.

    Raises DefinitionRefused, one line `path: key: reason` (`path: reason` where the file as a whole is no TOML).
    """
    return read(content_of(path, DefinitionRefused), str(path))


def read(content: bytes, path: str) -> Definition:
    """The definition that the bytes of a file say; `path` is what a refusal names. Raises DefinitionRefused."""
    document = document_of(content, path, DefinitionRefused)
    return parse(document.values, path, document.sha256, document.text)


def find(name: str, folders: Sequence[Path]) -> Definition:
    """The definition that a command means, by its id or its file. Raises DefinitionRefused."""
    return load(file_of(name, folders, "definition", DefinitionRefused))
