"""A profile for a file that nobody has seen: what its headers and the look of its values say, and what they leave open.

Nothing of it is taken for granted: every guess is a doubt that names the key to state, and a person decides.
A draft is a document as `document.parse` reads it; its doubts name headers and keys, and only words of value maps.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from tracing.errors import ProfileIncomplete, UsageError
from tracing.intake.formats import open_records
from tracing.intake.profiles.document import check_stated
from tracing.intake.profiles.guesses import Guess, guess
from tracing.intake.profiles.headers import nameless, names_groups, second_row, words_above
from tracing.intake.profiles.looks import Doubt, Sample, clock_of, look_of_numbers
from tracing.intake.profiles.names import found_in, normal
from tracing.intake.profiles.nouns import Profile
from tracing.intake.profiles.pairs import INSTANTS, instant
from tracing.intake.profiles.vocabulary import AS_IT_STANDS, TRUTHS, meanings, names_another
from tracing.intake.tables import GLIMPSED_LINES, Glimpse, Layout, shown
from tracing.model import Column, Kind
from tracing.terminal import width

TOTALS = ("合计", "总计", "小计", "共计")
_LOOKED_AT = 2_000
_SOURCE = "Proposed from the first lines of a file, and written when that was confirmed."
_MOST_WORDS = 12
_WIDEST_WORD = 12
"""Columns of a terminal: six Chinese characters."""

Stated = Mapping[str, object]
"""What a person states of a profile, as its TOML would hold it: in a draft it stands in place of every guess."""


@dataclass
class Draft:
    """A profile as far as it could be told.

    document    keys and values; `doubts`: what is unsure, and what to state
    missing     columns that the kind requires and nothing in the file was taken for
    """

    document: dict[str, object]
    doubts: list[Doubt] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def propose(path: Path, seen: Sequence[Glimpse], profiles: Sequence[Profile], stated: Stated) -> Draft:
    """A draft for a file, of the kind that is stated or the one its headers speak of most clearly.

    ProfileIncomplete for a header of two rows; UsageError where what is stated cannot be.

    seen        the ways in which the file can be read (`formats.glimpses`)
    profiles    whose headers and words count as known
    """
    found = guess(_as_stated(seen, stated.get("file", {})), profiles, stated.get("kind"))
    check_stated(stated, found.kind)
    doubts = [*found.doubts, *_doubts_of_header(path, seen, found.layout)]
    sample = _sample(path, found)
    draft = Draft({"id": "proposed", "kind": found.kind.name, "source": _SOURCE}, doubts)
    _state_form(draft, found, len({glimpse.layout.sheet for glimpse in seen}) > 1)
    own = stated.get("columns", {})
    sample.used |= {header for value in own.values() for header in sample.headers_in(value)}
    placed = {name: header for name, header in found.columns.items() if name not in own and header not in sample.used}
    _add_by_look(draft, found, placed, own, sample)
    _state_columns(draft, found, placed, sample)
    draft.document = merged(draft.document, stated)
    _state_values(draft, found.kind, profiles, sample)
    _state_instants(draft, found.kind, sample)
    _state_crs(draft, found.kind)
    draft.document = merged(draft.document, stated)
    left = [header for header in sample.headers if header not in sample.used]
    if left:
        draft.doubts.append(Doubt("columns", f"not understood, and dropped: {', '.join(left)}"))
    draft.doubts = [doubt for doubt in draft.doubts if doubt.key == "columns" or not _is_stated(doubt.key, stated)]
    return draft


def _as_stated(seen: Sequence[Glimpse], form: Mapping[str, object]) -> list[Glimpse]:
    """The ways to read a file that go with what is stated of it, its columns named so if it is stated how."""
    kept = [
        one
        for one in seen
        if all(form.get(key) in (None, getattr(one.layout, key)) for key in ("encoding", "delimiter", "sheet"))
    ]
    if not kept:
        raise UsageError("--state file: the file cannot be read with what is stated of encoding, delimiter and sheet")
    names = form.get("names")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return kept
    named = [one for one in kept if any(len(fields) == len(names) for _, fields in one.lines)]
    if not named:
        wide = max((len(fields) for _, fields in kept[0].lines), default=0)
        raise UsageError(f"--state file.names: {len(names)} names, and the lines have {wide} fields")
    return [replace(one, layout=replace(one.layout, names=tuple(names))) for one in named]


def _doubts_of_header(path: Path, seen: Sequence[Glimpse], layout: Layout) -> list[Doubt]:
    """What is wrong with the header that was found; ProfileIncomplete where its columns are named in a second row."""
    line = layout.header_line
    if line is None:
        return []
    glimpse = next(one for one in seen if replace(one.layout, header_line=line) == layout)
    second, fields = second_row(glimpse, line), dict(glimpse.lines)
    if second is None:
        return nameless(glimpse, line)
    if names_groups(fields[line], fields[second]):
        reason = f"the header has two rows, lines {line} and {second}"
        raise ProfileIncomplete(f"{shown(path)}: {reason}: save it with one, or state file.names, its columns in order")
    return [Doubt("columns", f"line {second} looks like a second row of the header: save the file with one")]


def _is_stated(key: str, stated: Stated) -> bool:
    for part in key.split("."):
        if not isinstance(stated, Mapping) or part not in stated:
            return False
        stated = stated[part]
    return True


def _sample(path: Path, found: Guess) -> Sample:
    """The first lines of every column that has a name; where no line is the header, without the words above records."""
    columns = frozenset(name.strip().casefold() for name in found.headers if normal(name))
    table = open_records(path, replace(found.layout, columns=columns, totals=frozenset(TOTALS)))
    frame = next((batch.frame for batch in table), pl.DataFrame(schema=dict.fromkeys(columns, pl.String)))
    if found.layout.names:
        frame = frame[words_above(frame.head(GLIMPSED_LINES).select(pl.exclude("line")).rows()) :]
    names = found_in(found.headers)
    texts = {h: frame[names[normal(h)]].head(_LOOKED_AT).cast(pl.String) for h in found.headers if normal(h) in names}
    return Sample(texts)


def _state_form(draft: Draft, found: Guess, sheets: bool) -> None:
    form: dict[str, object] = {}
    if found.layout.format:
        form["format"] = found.layout.format
    elif found.layout.names:
        form |= {"names": list(found.headers), "delimiter": found.layout.delimiter}
        draft.doubts.append(Doubt("file.names", "no line looks like a header: state what the columns are, in order"))
    else:
        form["totals"] = list(TOTALS)
    if sheets:
        form["sheet"] = found.layout.sheet
        draft.doubts.append(Doubt("file.sheet", "several sheets hold rows: state another one if that is meant"))
    draft.document["file"] = {key: value for key, value in form.items() if value}


def _add_by_look(draft: Draft, found: Guess, placed: dict[str, str], own: Stated, sample: Sample) -> None:
    """Columns that no header was taken for, by what their values look like."""
    for column in found.kind.columns:
        if column.name in placed or column.name in own or not (column.required or column.label == "plate"):
            continue
        header = _by_look(column, placed, found.persons, sample)
        if header:
            placed[column.name] = header
        if header and column.label != "person":
            draft.doubts.append(Doubt(f"columns.{column.name}", f"taken from {header}: state another if it is not"))
        elif column.required and not header:
            draft.missing.append(column.name)


def _by_look(column: Column, placed: Mapping[str, str], persons: Mapping[str, str], sample: Sample) -> str | None:
    if column.label == "person":
        for known in ("document_number", "phone"):
            if known in persons:
                return persons[known]
    taken = {*placed.values(), *persons.values(), *sample.used}
    left = [one for one in sample.headers if one not in taken and not (column.label == "person" and names_another(one))]
    return next((one for one in left if sample.looks_like(one, column)), None)


def _state_columns(draft: Draft, found: Guess, placed: Mapping[str, str], sample: Sample) -> None:
    columns, persons = {}, {}
    for name, header in placed.items():
        sample.used.add(header)
        columns[name] = _field(draft, found.kind, found.kind.column(name), header, sample)
    for name, header in found.persons.items():
        sample.used.add(header)
        persons[name] = header
    draft.document |= {"columns": columns, "persons": persons}


def _read_as(header: str, sort: str) -> object:
    return {"column": header, "as": sort} if sort else header


def _field(draft: Draft, kind: Kind, column: Column, header: str, sample: Sample) -> object:
    if column.type in INSTANTS:
        field, doubts = instant(kind, column, header, sample)
        draft.doubts += doubts
        return field
    key = f"columns.{column.name}"
    if column.type in ("latitude", "longitude") and look_of_numbers(sample[header]) == "microdeg":
        draft.doubts.append(Doubt(key, f"{header} holds whole numbers, taken as microdegrees"))
        return {"column": header, "unit": "microdeg"}
    sort = sample.sort_of(header, column)
    if column.label == "person":
        how = f"read as {sort}" if sort else "as it stands"
        draft.doubts.append(Doubt(key, f"people are known by {header}, {how}: state another header if by that"))
    return _read_as(header, sort)


def _state_values(draft: Draft, kind: Kind, profiles: Sequence[Profile], sample: Sample) -> None:
    """The words of columns that have a few meanings, as far as profiles know them."""
    values: dict[str, dict[str, str]] = {}
    for name, given in draft.document["columns"].items():
        column = kind.column(name)
        closed = bool(column.choices) or column.type == "boolean"
        known = _known(profiles, kind, column)
        words = _unlike(sample.words(given)) if known else {}
        if {word.lower() for word in words.values()} <= (
            AS_IT_STANDS if column.type == "boolean" else set(column.choices)
        ):
            continue
        stated = {normal(word) for word in draft.document.get("values", {}).get(name, {})}
        told = {word: known[alike] for alike, word in words.items() if alike in known and alike not in stated}
        unknown = [word for alike, word in words.items() if alike not in known.keys() | stated]
        if told and (closed or not unknown):
            values[name] = told
        if closed:
            draft.doubts += _doubts_of_words(name, unknown)
    draft.document["values"] = values


def _known(profiles: Sequence[Profile], kind: Kind, column: Column) -> dict[str, str]:
    """The meanings of words in a column, by the words in `normal` form."""
    own = TRUTHS if column.type == "boolean" else {choice: choice for choice in column.choices}
    return meanings(profiles, kind, column.name) | dict(own)


def _unlike(words: Iterable[str]) -> dict[str, str]:
    """Words by their `normal` form, of those that are alike but for width, case and blanks the shortest."""
    found: dict[str, str] = {}
    for word in sorted(words, key=len):
        found.setdefault(normal(word), word)
    return found


def _doubts_of_words(name: str, unknown: Sequence[str]) -> list[Doubt]:
    """Words to be stated; what is long or holds digits may speak of somebody, and is only counted."""
    words = [word for word in unknown if _is_word(word)]
    doubts = [Doubt(f'values.{name}."{word}"', "state what this word means") for word in words]
    if others := len(unknown) - len(words):
        reason = f"{others} different values are no words, being long or with digits: their lines are rejected"
        doubts.append(Doubt(f"values.{name}", f"{reason} until the column is cleaned"))
    return doubts if len(words) <= _MOST_WORDS else doubts[len(words) :]


def _is_word(text: str) -> bool:
    return width(text) <= _WIDEST_WORD and not any(character.isdigit() for character in text)


def _state_instants(draft: Draft, kind: Kind, sample: Sample) -> None:
    given = [value for name, value in draft.document["columns"].items() if kind.column(name).type in INSTANTS]
    texts = [found for value in given if (found := sample.instants(value)) is not None]
    if texts:
        draft.document["instants"], doubts = clock_of(pl.concat(texts), draft.document.get("instants", {}))
        draft.doubts += doubts


def _state_crs(draft: Draft, kind: Kind) -> None:
    if "crs" in kind.names and {"latitude", "longitude"} & draft.document["columns"].keys():
        draft.doubts.append(
            Doubt("crs", 'taken as WGS 84: state "gcj02" (Amap, Tencent) or "bd09" (Baidu) if it is that')
        )


def merged(document: Mapping[str, object], stated: Mapping[str, object]) -> dict[str, object]:
    """A draft's document with what a person stated in place of it, table by table."""
    both = dict(document)
    for key, value in stated.items():
        before = both.get(key)
        both[key] = merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return both
