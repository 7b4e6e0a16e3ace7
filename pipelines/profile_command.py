"""`tracing profile`: a source profile proposed for a file that nobody has seen, and written when that is confirmed.

This is the one command that shows what records say, to the person at the terminal and on the standard output alone:
ten lines as they are understood, the middle of names, documents, phones and other keys hidden.
"""

import sys
import tomllib
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from pipelines import settings
from pipelines.catalogue import print_wrapped
from pipelines.commands import folder_of
from tracing.counted import counted
from tracing.disk import put
from tracing.errors import FileRefused, ProfileIncomplete, ProfileRefused, UsageError
from tracing.intake import profiles
from tracing.intake.formats import glimpses
from tracing.intake.profiles import Fit, Profile, Understood, fitting, is_own, left_by, understand
from tracing.intake.profiles.document import TABLES
from tracing.intake.profiles.looks import Doubt, masked
from tracing.intake.profiles.proposal import Draft, merged, propose
from tracing.intake.profiles.toml_text import as_toml
from tracing.intake.rows import read_rows
from tracing.intake.tables import Glimpse, beginning_of, printable, shown
from tracing.model import KINDS, Column
from tracing.terminal import width
from tracing.times import iso
from tracing.toml_table import is_id

_SHOWN, _READ = 10, 2_000
_WIDEST = 24
_TEXTS = ("values.", "fixed.")


def profile(options: Namespace) -> None:
    """`tracing profile`. Errors: ProfileIncomplete where a column that the kind requires must be stated first."""
    space = settings.open_workspace(folder_of(options))
    path = Path(options.file)
    if options.write:
        _target(space, options.write)
    own = is_own(path)
    if own and not options.state:
        return _tell_own_form(path, space.timezone)
    known = profiles.known([space.profiles, profiles.shipped()])
    seen = glimpses(path)
    if not own:
        _tell_fitting(path, seen, known, space.timezone)
    draft = propose(path, seen, known, _stated(options.state or []))
    text = as_toml(draft.document | {"id": options.write or "proposed"})
    print(text)
    _print_doubts(draft)
    if draft.missing:
        raise ProfileIncomplete(f"{shown(path)}: {_lacking(draft)}")
    try:
        proposed = profiles.read(text.encode(), f"{shown(path)}: the proposal")
    except ProfileRefused as refused:
        raise ProfileIncomplete(f"{printable(str(refused))}; state it with --state") from None
    _print_lines(path, understand(path, proposed, lambda: (), space.timezone), space.timezone)
    if name := options.write or _asked():
        _write(_target(space, name), as_toml(draft.document | {"id": name}))


def _lacking(draft: Draft) -> str:
    """What is to be stated before there can be a profile."""
    names, kind = draft.missing, draft.document["kind"]
    each = "each" if len(names) > 1 else "it"
    values = f", or fixed.{names[0]}=VALUE where it is one in every line" if names[0] != "latitude" else ""
    return f"{kind} need {', '.join(names)}: state {each} with --state, as columns.{names[0]}=HEADER{values}"


def _tell_own_form(path: Path, zone: str) -> None:
    found = understand(path, None, lambda: (), zone)
    print(f"{shown(path)} is in the specification's own form ({found.kind.name}) and is taken in without a profile.")
    _print_lines(path, found, zone)


def _tell_fitting(path: Path, seen: Sequence[Glimpse], known: Sequence[Profile], zone: str) -> None:
    """Say that there is a profile already by which the file is taken in, and how far, or two that cannot be chosen
    between.
    """
    try:
        fit = fitting(path, seen, known)
        how_far = _how_far(path, fit, zone) if fit else ""
    except FileRefused as refused:
        return print_wrapped(printable(str(refused)))
    if fit:
        says = f"{shown(path)} is read by profile {fit.profile.id} ({fit.profile.kind}) already{how_far}."
        left = ", ".join(left_by(fit).values())
        dropped = f" Of its columns that profile does not read, and drops: {left}." if left else ""
        print_wrapped(printable(f"{says}{dropped} What follows would be a profile beside it."))
        print()


def _how_far(path: Path, fit: Fit, zone: str) -> str:
    """Whether a profile understands all of a file's first lines."""
    rows, rejects = _read(understand(path, fit.profile, lambda: (), zone), zone) or ((), ())
    if not len(rejects):
        return ", and needs no other"
    return f", which understands {len(rows):,} of {counted(len(rows) + len(rejects), 'line')} read"


def _stated(statements: Sequence[str]) -> dict[str, object]:
    stated: dict[str, object] = {}
    for statement in statements:
        stated = merged(stated, _statement(statement))
    if stated.get("kind", KINDS) not in (KINDS, *KINDS):
        raise UsageError(f"--state kind: must be one of {', '.join(KINDS)}")
    for key, value in stated.items():
        if key in TABLES and not isinstance(value, dict):
            raise UsageError(f"--state {key}: must name a key of it, such as {key}.KEY")
    return stated


def _statement(text: str) -> dict[str, object]:
    """A key with its value, as TOML writes it; the quotes around one word may be left out.

    What a word means, and what stands in every row, is text also where TOML would read it as true or as a number.
    """
    key, equals, value = text.partition("=")
    lines = (text, f'{key} = "{value.strip()}"') if equals else ()
    for line in lines[::-1] if key.strip().startswith(_TEXTS) else lines:
        try:
            return tomllib.loads(line)
        except ValueError:
            continue
    raise UsageError(f"--state {printable(text)}: must be a key and a value, such as instants.day_order=day-month-year")


def _print_doubts(draft: Draft) -> None:
    missing = [
        Doubt(f"columns.{name}", "no column was found for it: state the header of its column") for name in draft.missing
    ]
    if missing or draft.doubts:
        print("what is unsure, to be stated with --state KEY=VALUE:")
    for doubt in missing + draft.doubts:
        print_wrapped(printable(f"{doubt.key}: {doubt.words}"), hanging=4)
    print()


def _print_lines(path: Path, found: Understood, zone: str) -> None:
    """The first lines as they are understood, and why those are rejected that are not.

    ProfileIncomplete where none of them is understood: such a profile is not to be written.
    """
    if (read := _read(found, zone)) is None:
        return print("no line follows the header")
    rows, rejects = read
    first = sorted([*rows["line"].head(_SHOWN), *rejects["line"].head(_SHOWN)])[:_SHOWN]
    print(f"the first lines as {found.kind.name}, keys of people in part:")
    columns = [c for c in found.kind.columns if c.name in rows.columns and rows[c.name].is_not_null().any()]
    shown_rows = rows.filter(pl.col("line").is_in(first))
    cells = [_cells(shown_rows[column.name], column, zone) for column in columns]
    _print_table(("line", *(c.name for c in columns)), list(zip(map(str, shown_rows["line"]), *cells, strict=True)))
    for line, column, _, reason in rejects.filter(pl.col("line").is_in(first)).iter_rows():
        print(printable(f"line {line}, rejected: {column or 'line'} {reason}"))
    understood = counted(rows.height, "is understood", "are understood")
    print(f"of {counted(rows.height + rejects.height, 'line')} read, {understood}")
    _print_further(rejects.filter(~pl.col("line").is_in(first)))
    if shown_rows.is_empty():
        raise ProfileIncomplete(f"{shown(path)}: none of the lines shown is understood: state what is unsure")


def _print_further(rejects: pl.DataFrame) -> None:
    """Why lines are rejected that were not shown: how many by each reason, and the first of them."""
    told = rejects.group_by("column", "reason", maintain_order=True).agg(pl.len(), pl.col("line").first())
    for column, reason, number, line in told.iter_rows():
        lines = counted(number, "line is", "lines are")
        first = f", the first of them line {line}" if number > 1 else f", line {line}"
        print(printable(f"of the others {lines} rejected{first}: {f'{column} ' if column else ''}{reason}"))


def _read(found: Understood, zone: str) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    """Records and rejects of a file's first lines, as it is understood; None where no line follows the header."""
    batch = beginning_of(found.table, _READ)
    if batch is None:
        return None
    if found.reading is None:
        return read_rows(found.kind, batch, zone, now=settings.now())
    mapped, crs = found.reading.mapped(batch), found.reading.profile.crs
    rows, rejects = read_rows(found.kind, mapped, zone, crs, settings.now(), found.reading.readers)
    return rows, found.reading.shown(rejects)


def _cells(values: pl.Series, column: Column, zone: str) -> list[str]:
    if column.label != "open":
        return list(masked(values))
    if isinstance(values.dtype, pl.Datetime):
        return ["" if value is None else iso(value, zone) for value in values]
    return ["" if value is None else str(value) for value in values]


def _print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns that stand below one another also where they hold Chinese characters; nothing where there is no row."""
    if not rows:
        return
    table = [header, *([_cut(cell) for cell in row] for row in rows)]
    widths = [max(width(row[at]) for row in table) for at in range(len(header))]
    for row in table:
        cells = (cell + " " * (room - width(cell)) for cell, room in zip(row, widths, strict=True))
        print(printable("  ".join(cells).rstrip()))


def _cut(cell: str) -> str:
    return cell if len(cell) <= _WIDEST + 5 else f"{cell[:_WIDEST]}..."


def _asked() -> str:
    """The id to write the proposal as, asked of a person at a terminal; none where nobody is there."""
    if not _at_a_terminal():
        return ""
    return input("write it to the workspace's profiles as (an id, or nothing): ").strip()


def _at_a_terminal() -> bool:
    return bool(sys.stdin and sys.stdin.isatty() and sys.stdout.isatty())


def _target(space: settings.Workspace, name: str) -> Path:
    """The file of a profile that is to be written by that id; UsageError where it is none, or one stands there."""
    if not is_id(name):
        raise UsageError(f"--write {printable(name)}: an id is made of a to z, 0 to 9 and -, and is no path")
    if (profiles.shipped() / f"{name}.toml").exists():
        raise UsageError(f"--write {name}: a profile that comes with the program has this id, and would be hidden")
    target = space.profiles / f"{name}.toml"
    if target.exists():
        raise UsageError(f"{target}: is there already; write it as another id, or take that one away first")
    return target


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(mode=0o700, exist_ok=True)
    put(target, text.encode())
    print(f"written: {target}")
