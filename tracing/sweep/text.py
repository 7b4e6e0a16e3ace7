"""A sweep to be read: what was tried in words, and a table of people with distances down and times across."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from textwrap import wrap

from tracing.definition_words import rule_in_words
from tracing.definitions import TIERS
from tracing.sweep.lists import Sweep
from tracing.times import iso

_WIDTH = 110
_MOST_ROWS_PER_TIER = 12
"""Larger tables are shown for all people only: the other formats have every tier."""


def sweep_lines(found: Sweep, at_most: int | None) -> Iterator[str]:
    """The lines of the text; settings with at most `at_most` people are marked."""
    for name, words in facts(found):
        yield from wrap(f"{name}: {words}", _WIDTH, subsequent_indent="    ")
    yield from marks(found, at_most)
    yield from _table(found, "people", at_most)
    for tier in TIERS:
        values = found.cells[tier]
        if values.n_unique() == 1:
            yield f"{tier}: {values[0]:,} in every setting"
        elif len(found.grid.withins) <= _MOST_ROWS_PER_TIER:
            yield from _table(found, tier, None)


def facts(found: Sweep) -> Iterator[tuple[str, str]]:
    """What was swept: name and words of each fact."""
    definition = found.definition
    yield "case", found.case_id
    if found.empty_because:
        yield "infectious period", f"empty: {found.empty_because}"
    yield "definition", f"{definition.id}: {definition.title}"
    yield "as of", iso(found.as_of, found.timezone)
    for name in found.grid.rules:
        yield f"rule that changes, {name}", rule_in_words(definition.rule(name))
    yield "counted", "everybody on the case's list, secondary contacts included"


def marks(found: Sweep, at_most: int | None) -> Iterator[str]:
    """What the marks in the table mean, and what they are at."""
    if found.cells["own"].any():
        yield f"[ ] the definition as it stands: {found.standing:,} people"
    else:
        yield f"the definition as it stands, none of these settings: {found.standing:,} people"
    if at_most is not None:
        fitting = (found.cells["people"] <= at_most).sum()
        yield f"*   at most {at_most:,} people: {fitting:,} of {found.cells.height:,} settings"


def minutes_title(found: Sweep) -> str:
    """The axis of times."""
    more_than = {found.definition.rule(name).more_than for name in found.grid.rules}
    words = {frozenset((True,)): ", more than", frozenset((False,)): ", at least"}
    return f"minutes together{words.get(frozenset(more_than), '')}"


WITHIN_TITLE = "within, metres"


def number(value: float | None) -> str:
    """A distance or a time as it was written; None is each rule's own."""
    return "as defined" if value is None else format(Decimal(str(value)).normalize(), "f")


def _table(found: Sweep, column: str, at_most: int | None) -> Iterator[str]:
    """Distances down, times across, in as many blocks as the width asks for."""
    rows = [number(within_m) for within_m in found.grid.withins]
    header = [f"{number(minutes)} " for minutes in found.grid.minutes]
    cells = [
        _marked(people, own, at_most is not None and people <= at_most)
        for people, own in found.cells.select(column, "own").rows()
    ]
    left = max(map(len, [WITHIN_TITLE, *rows]))
    wide = max(map(len, [*header, *cells])) + 1
    at_once = max(1, (_WIDTH - left) // wide)
    for begin in range(0, len(header), at_once):
        shown = slice(begin, begin + at_once)
        yield ""
        yield f"{column}{'':{left}}{minutes_title(found)}"[: max(_WIDTH, left)]
        yield f"{WITHIN_TITLE:>{left}}" + _line(header[shown], wide)
        for place, row in enumerate(rows):
            yield f"{row:>{left}}" + _line(cells[place * len(header) : (place + 1) * len(header)][shown], wide)


def _marked(people: int, own: bool, fits: bool) -> str:
    """A count with the marks of its setting; all counts end in the same column."""
    after = "*" if fits else " "
    return f"[{people:,}]{after}" if own else f"{people:,} {after}"


def _line(cells: Sequence[str], wide: int) -> str:
    return "".join(cell.rjust(wide) for cell in cells).rstrip()
