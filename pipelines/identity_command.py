"""`tracing identity`: which keys are one person. A person decides; every decision can be taken back.

A decision stands in the audit log before it takes effect. What somebody writes about it may hold a name, and goes into
the vault; the store knows pseudonyms alone. Lists and graphs follow with the next screen.
"""

import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from pipelines.settings import Workspace

FORMATS = ("txt", "json")
_MOST_TOLD = 40


def add_arguments(command: ArgumentParser) -> None:
    """The options of `tracing identity join | part | decline | list | propose`."""
    where = ArgumentParser(add_help=False)
    where.add_argument("--workspace", metavar="DIR", default=SUPPRESS, help="the workspace's folder")
    deeds = command.add_subparsers(dest="deed", required=True, metavar="join | part | decline | list | propose")
    for deed, words in _DECISIONS.items():
        decision = deeds.add_parser(deed, parents=[where], help=words)
        decision.add_argument("person", metavar="A", help="pseudonym, or the key a source gives")
        decision.add_argument("other", metavar="B")
        decision.add_argument("--because", metavar="TEXT", help="why; kept in the vault")
    for deed, words in _QUESTIONS.items():
        question = deeds.add_parser(deed, parents=[where], help=words)
        question.add_argument("--format", choices=FORMATS, help="txt unless FILE ends otherwise")
        question.add_argument("--out", metavar="FILE", help="write to this file instead of the standard output")
        question.add_argument("--identified", action="store_true", help="with names; stands in the audit log")


_DECISIONS = {
    "join": "A and B are one person, and A is kept",
    "part": "take a join of A and B back: they are two again",
    "decline": "A and B are two people, whatever was proposed",
}
_QUESTIONS = {
    "list": "who is joined with whom, since when, what was proposed and why, what was declined",
    "propose": "find keys that may be one person, each with its reasons",
}


def identity(options: Namespace) -> None:
    """`tracing identity`. Errors: IdentityRefused for a decision that cannot be taken."""
    from pipelines import settings
    from pipelines.commands import folder_of

    space = settings.open_workspace(folder_of(options))
    {"list": _list, "propose": _propose}.get(options.deed, _decide)(space, options)


def _decide(space: "Workspace", options: Namespace) -> None:
    from pipelines.before_joining import warnings
    from pipelines.identity import decide, named_person
    from tracing.identity.decisions import DECLINED, JOINED, PARTED

    verdict = {"join": JOINED, "part": PARTED, "decline": DECLINED}[options.deed]
    person, other = (named_person(space, given) for given in (options.person, options.other))
    told = warnings(space, person, other) if verdict == JOINED else []
    print(decide(space, verdict, person, other, options.because))
    for sentence in told:
        print(f"note: {sentence}", file=sys.stderr)


def _list(space: "Workspace", options: Namespace) -> None:
    from pipelines.identity import decided

    _tell(space, options, decided(space), "identity list")


def _propose(space: "Workspace", options: Namespace) -> None:
    from pipelines.identity import propose

    found, contradictory = propose(space)
    _tell(space, options, found, "identity propose")
    for sentence in _of_contradictions(contradictory):
        print(f"note: {sentence}", file=sys.stderr)


def _of_contradictions(found: "pl.DataFrame") -> Iterable[str]:
    """A sentence for each key under which files tell different names, but for those past the first `_MOST_TOLD`."""
    for person, names, files in found.head(_MOST_TOLD).iter_rows():
        where = f"file{'s' if len(files) > 1 else ''} {', '.join(map(str, files))}"
        yield f"{person}: {where}: {names} different names under one key, of which proposals go by one"
    if found.height > _MOST_TOLD:
        yield f"... and {found.height - _MOST_TOLD:,} more keys under which files tell different names"


def _tell(space: "Workspace", options: Namespace, rows: "pl.DataFrame", what: str) -> None:
    """Deliver rows about two people each; with `--identified` their keys and names stand beside the pseudonyms."""
    from pipelines.identity import identified
    from pipelines.output import deliver, format_of
    from tracing.exports.lists import list_bytes

    wanted = format_of(options, FORMATS)
    if options.identified:
        rows = identified(space, rows, what)
    if wanted == "json":
        document = list_bytes(rows, "json", space.timezone, {})
    else:
        document = "".join(f"{line}\n" for line in _lines(rows, space.timezone)).encode()
    deliver(options, wanted, document)


def _lines(rows: "pl.DataFrame", zone: str) -> Iterable[str]:
    """A paragraph for each two people: who, what was decided or proposed, what speaks for it and against."""
    from tracing.times import iso

    if rows.is_empty():
        yield "nobody"
    for row in rows.iter_rows(named=True):
        since = f" since {iso(row['since'], zone)}" if row.get("since") else ""
        yield f"{row['person_id']}  {row['other_id']}  {row['verdict']}{since}"
        for name, words in _PARTICULARS.items():
            if row.get(name):
                yield f"    {words}: {row[name]}"


_PARTICULARS = {
    "kept_id": "told as",
    "told": "for",
    "against": "against",
    "because": "because",
    "source_key": "first",
    "name": "name of the first",
    "other_source_key": "second",
    "other_name": "name of the second",
}
