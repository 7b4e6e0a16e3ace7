"""`tracing definitions`: which contact definitions there are, what one says, whether a file is sound.

The workspace's own definitions count where a workspace stands; without one there are those that come with the program.
"""

import re
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tracing.errors import DefinitionRefused
from tracing.terminal import width

if TYPE_CHECKING:
    from tracing.definitions import Definition

COLUMNS = 100


def add_arguments(command: ArgumentParser) -> None:
    """The options of `tracing definitions`, `... show NAME` and `... check FILE`."""
    where = ArgumentParser(add_help=False)
    where.add_argument("--workspace", metavar="DIR", default=SUPPRESS, help="the workspace's folder")
    deeds = command.add_subparsers(dest="deed", metavar="show | check")
    show = deeds.add_parser("show", parents=[where], help="say in words what a definition asks for")
    show.add_argument("definition", metavar="ID", help="id or file of a definition")
    check = deeds.add_parser("check", parents=[where], help="say whether a file is a sound definition")
    check.add_argument("file", metavar="FILE", help="a definition file (TOML)")


def definitions(options: Namespace) -> int | None:
    """`tracing definitions`: list without a deed, else show or check."""
    return {"show": show_definition, "check": check_definition}.get(options.deed, list_definitions)(options)


def list_definitions(options: Namespace) -> int | None:
    """A line for each definition; files that are refused come last, and make the exit status."""
    from pipelines.commands import print_table
    from tracing.definitions import load

    rows, refusals = [], []
    for name, path, where in _files(_folders(options)):
        try:
            found = load(path)
        except DefinitionRefused as refused:
            refusals.append(refused)
        else:
            rows.append((name, _in_force(found), str(len(found.rules)), where, found.title))
    print_table(("id", "in force", "rules", "where", "title"), rows)
    for refused in refusals:
        print(f"tracing: {refused}", file=sys.stderr)
    return DefinitionRefused.exit_status if refusals else None


def show_definition(options: Namespace) -> None:
    """A definition in words, with its validity, its source and the hash that results name it by."""
    from tracing.definition_words import in_words
    from tracing.definitions import find

    found = find(options.definition, [folder for folder, _ in _folders(options)])
    _print_wrapped(f"{found.id}: {found.title}")
    _print_wrapped(found.title_zh)
    _print_wrapped(f"in force: {_in_force(found)}")
    print(f"sha256: {found.sha256}\n")
    for line in in_words(found):
        _print_wrapped(line, hanging=4)
    for paragraph in filter(str.strip, re.split(r"\n\s*\n", found.source)):
        print()
        _print_wrapped(paragraph)


def check_definition(options: Namespace) -> None:
    """Say that a file is sound; DefinitionRefused where it is not."""
    from tracing.definitions import load

    load(Path(options.file))
    print(f"{options.file}: a sound definition")


def _folders(options: Namespace) -> list[tuple[Path, str]]:
    from pipelines.commands import folder_of
    from tracing.definitions import shipped

    return [(folder_of(options) / "definitions", "workspace"), (shipped(), "shipped")]


def _files(folders: Sequence[tuple[Path, str]]) -> list[tuple[str, Path, str]]:
    """Id, file and folder's name of every definition, by id: the first folder that has an id wins."""
    known: dict[str, tuple[str, Path, str]] = {}
    for folder, where in folders:
        for path in folder.glob("*.toml"):
            known.setdefault(path.stem, (path.stem, path, where))
    return [known[name] for name in sorted(known)]


def _in_force(found: "Definition") -> str:
    if found.valid_from and found.valid_until:
        return f"{found.valid_from} to {found.valid_until}"
    if found.valid_from:
        return f"{found.valid_from} on"
    return f"until {found.valid_until}" if found.valid_until else "no dates given"


def _print_wrapped(text: str, hanging: int = 0) -> None:
    for line in wrapped(text, COLUMNS, hanging):
        print(line)


def wrapped(text: str, columns: int, hanging: int = 0) -> list[str]:
    """The words of a text on lines of at most so many columns, all lines but the first moved in by `hanging`.

    A Chinese character takes two columns and is a word of its own; between two of them there is no space. A word
    that is longer than a line stays whole.
    """
    lines, line = [], ""
    for space, word in re.findall(rf"(\s*)([{_WIDE}]|[^\s{_WIDE}]+)", text):
        glued = not space or (re.search(rf"[{_WIDE}]\Z", line) and re.match(rf"[{_WIDE}]", word))
        joined = f"{line}{'' if glued else ' '}{word}" if line else word
        if line and width(joined) > columns:
            lines.append(line)
            joined = " " * hanging + word
        line = joined
    return [*lines, line] if line else lines


_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"
