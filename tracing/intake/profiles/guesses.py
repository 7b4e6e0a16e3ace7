"""Which kind of records a header speaks of, and which column each of its names is: by the words in them alone."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracing.intake.profiles.headers import header_lines, line_over_values
from tracing.intake.profiles.likeness import likeness
from tracing.intake.profiles.looks import Doubt
from tracing.intake.profiles.names import normal
from tracing.intake.profiles.nouns import Profile
from tracing.intake.profiles.vocabulary import (
    OF_A_PERSON,
    WHOLE_PERSONS,
    WORDS,
    names_another,
    persons_of,
    whole_headers,
)
from tracing.intake.tables import Glimpse, Layout
from tracing.model import KINDS, Kind

_BEGINNING = 2
"""Characters of headers that speak of the same person."""

_CLEARLY = 1.0
"""How much better a kind must fit than the next one for it not to be a doubt."""

_NEARLY = 0.5
"""How like a column, beside the header it is taken from, another must be for it not to be certain."""

_NAMES, _LESS = ("名称", "地址", "name", "address"), 0.2
"""Words of headers below which a place is called by what others may be called too, and how much less that is."""

_MOST_KINDS = 3
"""Where more kinds than these fit as well, the header does not tell the kind."""


@dataclass(frozen=True)
class Guess:
    """A way to read a file and what its header says: column -> header, and what it says of people beside that."""

    kind: Kind
    layout: Layout
    headers: tuple[str, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)
    score: float = 0.0
    doubts: tuple[Doubt, ...] = ()


def guess(
    seen: Sequence[Glimpse], profiles: Sequence[Profile], stated: str | None, header_line: int | None = None
) -> Guess:
    """The best guess over all ways to read a file, all lines that may be its header, and all kinds or one stated.

    header_line     its number, where that is stated: then no other line is the header, whatever stands in it
    """
    kinds = [KINDS[stated]] if stated else [KINDS[name] for name in WORDS]
    found = [one for kind in kinds for one in _guesses(seen, kind, profiles, header_line)]
    if not found:
        return _without_words(seen[0], kinds[0], header_line)
    best = max(found, key=lambda one: one.score)
    others = {one.kind.name: one.score for one in sorted(found, key=lambda one: one.score)}
    close = [name for name, score in others.items() if name != best.kind.name and best.score - score < _CLEARLY]
    if not close:
        return best
    if len(close) > _MOST_KINDS:
        return replace(best, doubts=(_unknown(best.kind),))
    return replace(
        best, doubts=(Doubt("kind", f"a line is taken as {best.kind.grain}: it could be {' or '.join(close)}"),)
    )


def rivals(found: Guess, profiles: Sequence[Profile], name: str) -> list[str]:
    """Further headers that are nearly as like a column as the one that was chosen."""
    words, whole = WORDS.get(found.kind.name, {})[name], whole_headers(profiles, found.kind).get(name, ())
    least = likeness(found.columns[name], words, whole) * _NEARLY
    taken = found.columns.values()
    return [header for header in found.headers if header not in taken and likeness(header, words, whole) >= least]


def _guesses(
    seen: Sequence[Glimpse], kind: Kind, profiles: Sequence[Profile], header_line: int | None
) -> Iterator[Guess]:
    whole = whole_headers(profiles, kind)
    for glimpse in seen:
        for number, headers in _headers(glimpse, header_line):
            one = _read(kind, replace(glimpse.layout, header_line=number), tuple(headers), whole)
            if one.columns:
                yield one


def _read(kind: Kind, layout: Layout, headers: tuple[str, ...], whole: Mapping[str, set[str]]) -> Guess:
    words = WORDS.get(kind.name, {})
    own = _assigned(headers, words, whole)
    taken = {header for name, (header, _) in own.items()}
    persons = _assigned([h for h in headers if h not in taken], persons_of(kind), WHOLE_PERSONS)
    score = sum(match * _weight(kind, name) for name, (_, match) in own.items())
    score += sum(match for _, match in persons.values()) / 2
    return Guess(
        kind,
        layout,
        headers,
        {name: header for name, (header, _) in own.items()},
        {name: header for name, (header, _) in persons.items()},
        score,
    )


def _weight(kind: Kind, name: str) -> float:
    """Columns that only some kinds have tell more of the kind than people do."""
    column = kind.column(name)
    if column.label == "person":
        return 2
    return 3 if column.required else 1


def _assigned(
    headers: Sequence[str], words: Mapping[str, Sequence[str]], whole: Mapping[str, set[str]]
) -> dict[str, tuple[str, float]]:
    """Column -> header and how well it matches: the best match first, of equal ones the earlier column's, of equal
    headers that which begins as most others do (病例姓名, 密接姓名, 密接电话: the second). A place's name or
    address is its key only where no code of it is as like.

    A header is for one column, but a seat for two.
    """
    begins = Counter(normal(header)[:_BEGINNING] for header in headers)
    matches = [
        (
            *(likeness(header, words[name], whole.get(name, ())), -order),
            *(begins[normal(header)[:_BEGINNING]], -position, name, header),
        )
        for order, name in enumerate(words)
        for position, header in enumerate(headers)
        if not (name in OF_A_PERSON and names_another(header))
    ]
    assigned: dict[str, tuple[str, float]] = {}
    used: dict[str, str] = {}
    for match, *_, name, header in sorted(matches, key=_preferred, reverse=True):
        together = {name, used.get(header, name)} <= {"row", "seat"}
        if match and name not in assigned and (header not in used or together):
            assigned[name] = (header, match)
            used[header] = name
    return assigned


def _preferred(match: tuple) -> tuple:
    like, *_, name, header = match
    is_name = name == "place_id" and any(word in normal(header) for word in _NAMES)
    return like - _LESS * is_name, *match


def _headers(glimpse: Glimpse, header_line: int | None) -> list[tuple[int | None, tuple[str, ...]]]:
    """The lines that may be the header, with their numbers; names that are stated stand in no line."""
    if glimpse.layout.names:
        return [(None, glimpse.layout.names)]
    return header_lines(glimpse) if header_line is None else [line for line in glimpse.lines if line[0] == header_line]


def _unknown(kind: Kind) -> Doubt:
    words = "nothing in the header tells what a line is; it is taken as"
    return Doubt("kind", f"{words} {kind.grain} ({kind.name}): state one of {', '.join(WORDS)}")


def _without_words(glimpse: Glimpse, kind: Kind, header_line: int | None) -> Guess:
    """A file in whose header no word is known, if it has one: else its columns are numbered, or bear stated names."""
    doubt = _unknown(kind)
    if header_line is None and not glimpse.layout.names:
        header_line = line_over_values(glimpse)
    if header_line is not None:
        [(_, names)] = _headers(glimpse, header_line)
        return Guess(kind, replace(glimpse.layout, header_line=header_line), names, doubts=(doubt,))
    width = max((len(fields) for _, fields in glimpse.lines), default=0)
    names = glimpse.layout.names or tuple(f"column {number}" for number in range(1, width + 1))
    return Guess(kind, replace(glimpse.layout, names=names), names, doubts=(doubt,))
