"""What `tracing definitions` and `tracing profiles` share: the files there are, listed, shown in words and checked.

The workspace's own files count where a workspace stands; without one there are those that come with the program.
"""

import re
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable, Iterable
from pathlib import Path

from tracing.errors import UsageError
from tracing.terminal import width

COLUMNS = 100
_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"


def add_deeds(command: ArgumentParser, what: str) -> None:
    """The options of the list of files of a sort (`definition`, `profile`), and of its deeds `show` and `check`."""
    where = ArgumentParser(add_help=False)
    where.add_argument("--workspace", metavar="DIR", default=SUPPRESS, help="the workspace's folder")
    deeds = command.add_subparsers(dest="deed", metavar="show | check")
    show = deeds.add_parser("show", parents=[where], help=f"say in words what a {what} says")
    show.add_argument(what, metavar="ID", help=f"id or file of a {what}")
    check = deeds.add_parser("check", parents=[where], help=f"say whether a file is a sound {what}")
    check.add_argument("file", metavar="FILE", help=f"a {what} file (TOML)")


def folders(options: Namespace, name: str, shipped: Path) -> list[Path]:
    """The workspace's folder of that name, and the one of what comes with the program."""
    from pipelines.commands import folder_of

    return [folder_of(options) / name, shipped]


def print_list(
    header: tuple[str, ...], files: Iterable[Path], shipped: Path, row: Callable[[Path, str], tuple[str, ...]]
) -> int | None:
    """A line for each file; files that are refused come last, and make the exit status.

    row         the cells of a file, given where it stands: `shipped` or `workspace`
    """
    from pipelines.commands import print_table

    rows, refusals = [], []
    for path in files:
        try:
            rows.append(row(path, "shipped" if path.parent == shipped else "workspace"))
        except UsageError as refused:
            refusals.append(refused)
    print_table(header, rows)
    for refused in refusals:
        print(f"tracing: {refused}", file=sys.stderr)
    return UsageError.exit_status if refusals else None


def print_checked(options: Namespace, load: Callable[[Path], object], what: str) -> None:
    """Say that a file is sound; its refusal where it is not."""
    load(Path(options.file))
    print(f"{options.file}: a sound {what}")


def print_paragraphs(text: str) -> None:
    """The paragraphs of a text, an empty line before each."""
    for paragraph in filter(str.strip, re.split(r"\n\s*\n", text)):
        print()
        print_wrapped(paragraph)


def print_wrapped(text: str, hanging: int = 0) -> None:
    """A text in lines that fit a terminal."""
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
