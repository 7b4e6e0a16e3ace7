"""Prints the manual: `python -m tests.spec.manual` shows the examples instead of checking them."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from types import ModuleType


def chapters() -> list[ModuleType]:
    """The test modules of the manual in reading order."""
    names = {path.stem for path in Path(__file__).parent.glob("test_*.py")} - {"test_manual"}
    return [import_module(f"tests.spec.{name}") for name in sorted(names)]


def examples_of(chapter: ModuleType) -> list[Callable]:
    """The examples of a chapter in the order they are written."""
    return [value for name, value in vars(chapter).items() if name.startswith("test_")]


def pages() -> Iterator[str]:
    """The manual, piece by piece, as Markdown."""
    for chapter in chapters():
        yield f"# {chapter.__doc__}\n"
        for example in examples_of(chapter):
            yield f"## {example.__name__.removeprefix('test_').replace('_', ' ')}\n\n{cleandoc(example.__doc__)}\n"
            shown: list[dict[str, str]] = []
            example(lambda into=shown, **said: into.append(said))
            yield from (figure(said) for said in shown)


def figure(said: dict[str, str]) -> str:
    """One example: what goes in, then what comes out."""
    return "".join(f"{name}:\n\n```\n{unindented(text) or 'nobody'}\n```\n\n" for name, text in said.items())


def unindented(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # whoever reads it has read enough
        print("\n".join(pages()), flush=True)
