"""`tracing definitions`: which contact definitions there are, what one says, whether a file is sound."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.catalogue import folders, print_checked, print_list, print_paragraphs, print_wrapped

if TYPE_CHECKING:
    from tracing.definitions import Definition


def definitions(options: Namespace) -> int | None:
    """`tracing definitions`: list without a deed, else show or check."""
    return {"show": show_definition, "check": check_definition}.get(options.deed, list_definitions)(options)


def list_definitions(options: Namespace) -> int | None:
    """A line for each definition; files that are refused come last, and make the exit status."""
    from tracing.definitions import load, shipped
    from tracing.toml_files import listed

    def row(path: Path, where: str) -> tuple[str, ...]:
        found = load(path)
        return path.stem, _in_force(found), str(len(found.rules)), where, found.title

    files = listed(folders(options, "definitions", shipped())).values()
    return print_list(("id", "in force", "rules", "where", "title"), files, shipped(), row)


def show_definition(options: Namespace) -> None:
    """A definition in words, with its validity, its source and the hash that results name it by."""
    from tracing.definition_words import in_words
    from tracing.definitions import find, shipped

    found = find(options.definition, folders(options, "definitions", shipped()))
    print_wrapped(f"{found.id}: {found.title}")
    print_wrapped(found.title_zh)
    print_wrapped(f"in force: {_in_force(found)}")
    print(f"sha256: {found.sha256}\n")
    for line in in_words(found):
        print_wrapped(line, hanging=4)
    print_paragraphs(found.source)


def check_definition(options: Namespace) -> None:
    """Say that a file is sound; DefinitionRefused where it is not."""
    from tracing.definitions import load

    print_checked(options, load, "definition")


def _in_force(found: "Definition") -> str:
    if found.valid_from and found.valid_until:
        return f"{found.valid_from} to {found.valid_until}"
    if found.valid_from:
        return f"{found.valid_from} on"
    return f"until {found.valid_until}" if found.valid_until else "no dates given"
