"""A profile for a file that nobody has seen: what its headers and the look of its values say, and what they leave open.

Nothing of it is taken for granted: every guess is a doubt that names the key to state, and a person decides.
A draft is a document as `document.parse` reads it; its doubts name headers and keys, and only words of value maps.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from tracing.counted import counted
from tracing.errors import UsageError
from tracing.intake.encodings import GB18030
from tracing.intake.formats import open_records
from tracing.intake.profiles.by_look import columns_by_look, doubts_of_looks
from tracing.intake.profiles.document import check_stated
from tracing.intake.profiles.guesses import Guess, guess, rivals
from tracing.intake.profiles.headers import doubt_of_lines, doubts_of_header, words_above
from tracing.intake.profiles.key_doubts import doubts_of_key
from tracing.intake.profiles.looks import Doubt, Sample, are_instants, clock_of, days_among, has_commas
from tracing.intake.profiles.names import found_in, normal
from tracing.intake.profiles.nouns import Profile
from tracing.intake.profiles.owners import hers
from tracing.intake.profiles.pairs import INSTANTS, instant
from tracing.intake.profiles.position_guesses import (
    both_in_one,
    doubt_of_places,
    doubt_of_towers,
    state_axes,
    state_system,
)
from tracing.intake.profiles.ticket_guesses import state_seats
from tracing.intake.profiles.unit_guesses import unit_of
from tracing.intake.profiles.vocabulary import PERSONS
from tracing.intake.profiles.word_meanings import told_words
from tracing.intake.tables import BROKEN, GLIMPSED_LINES, Batch, Glimpse, beginning_of, column_name
from tracing.intake.values import NUMBERS
from tracing.model import Column, Kind

TOTALS = ("合计", "总计", "小计", "共计")
_LOOKED_AT = 2_000
_SOURCE = "Proposed from the first lines of a file, and written when that was confirmed."

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
    form = stated.get("file", {})
    found = guess(_as_stated(seen, form), profiles, stated.get("kind"), form.get("header_line"))
    check_stated(stated, found.kind)
    doubts = [*found.doubts, *doubts_of_header(path, seen, found.layout)]
    sample, heading = _sample(path, found)
    doubts += doubt_of_lines(found.layout, heading)
    draft = Draft({"id": "proposed", "kind": found.kind.name, "source": _SOURCE}, doubts)
    _state_form(draft, found, len({glimpse.layout.sheet for glimpse in seen}) > 1)
    given = {**stated.get("columns", {}), **stated.get("fixed", {}), **stated.get("from_name", {})}
    fields = [*stated.get("columns", {}).values(), *stated.get("persons", {}).values()]
    sample.used |= {header for value in fields for header in sample.headers_in(value)}
    _place_columns(draft, found, given, sample)
    draft.doubts += state_axes(draft.document["columns"], sample)
    draft.document = merged(draft.document, stated)
    if found.kind.name == "tickets":
        draft.doubts += state_seats(draft.document, given, sample)
    _state_values(draft, found.kind, profiles, sample)
    _state_instants(draft, found.kind, sample)
    _state_decimal(draft, found.kind, sample)
    draft.doubts += state_system(draft.document, found.kind, sample)
    _state_beside(draft, found.kind, sample)
    draft.document = merged(draft.document, stated)
    draft.doubts += [*_doubts_of_rivals(found, profiles, sample), *_doubts_of_columns(sample)]
    draft.doubts = [doubt for doubt in draft.doubts if doubt.key == "columns" or not _is_stated(doubt.key, stated)]
    return draft


def _place_columns(draft: Draft, found: Guess, given: Mapping[str, object], sample: Sample) -> None:
    """State the columns that nobody stated, by their headers' words or by what they hold."""
    taken = sample.used | sample.unreadable
    both, doubts = both_in_one(found.kind, found.columns, given, sample)
    sample.used |= {header for value in both.values() for header in sample.headers_in(value)}
    known = {*given, *both}
    placed = {name: header for name, header in found.columns.items() if name not in known and header not in taken}
    placed = {name: header for name, header in placed.items() if not _is_no_instant(found.kind, name, sample[header])}
    by_look, draft.missing = columns_by_look(found, placed, known, sample)
    draft.doubts += [*doubts_of_looks(found.kind, by_look), *doubts]
    _state_columns(draft, found, placed | by_look, given, sample)
    draft.document["columns"] |= both
    draft.doubts += doubt_of_places(draft.document["columns"], sample)
    draft.doubts += doubt_of_towers(found.kind, draft.document["columns"], sample)


def _is_no_instant(kind: Kind, name: str, texts: pl.Series) -> bool:
    """Whether a header speaks of an instant that a line may lack, and no digit is below it: 到站 may be a station."""
    column = kind.column(name)
    return column.type in INSTANTS and not column.required and not texts.str.contains("[0-9]").fill_null(True).any()


def _doubts_of_rivals(found: Guess, profiles: Sequence[Profile], sample: Sample) -> Iterator[Doubt]:
    """Headers that are as like a column as the one that it was taken from."""
    for name, header in found.columns.items():
        if left := [rival for rival in rivals(found, profiles, name) if rival in sample.left]:
            words = f"taken from {header}, and {', '.join(left)} could be it as well: state the header"
            yield Doubt(f"columns.{name}", words)


def _doubts_of_columns(sample: Sample) -> Iterator[Doubt]:
    """Cells that cannot be read, and columns from which nothing was taken."""
    for (header, reason), number in sample.unread.items():
        yield Doubt("columns", f"{header}: {counted(number, 'cell')} cannot be read: {reason}")
    if sample.left:
        yield Doubt("columns", f"not understood, and dropped: {', '.join(sample.left)}")


def _as_stated(seen: Sequence[Glimpse], form: Mapping[str, object]) -> list[Glimpse]:
    """The ways to read a file that go with what is stated of it, its columns named so if it is stated how."""
    kept = [
        one
        for one in seen
        if all(form.get(key) in (None, getattr(one.layout, key)) for key in ("encoding", "delimiter", "sheet"))
    ]
    if not kept:
        raise UsageError("--state file: the file cannot be read with what is stated of encoding, delimiter and sheet")
    if (line := form.get("header_line")) is not None:
        kept = [one for one in kept if any(number == line for number, _ in one.lines)]
        if not kept:
            raise UsageError(f"--state file.header_line: none of the first {GLIMPSED_LINES} lines that hold anything")
    names = form.get("names")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return kept
    named = [one for one in kept if any(len(fields) == len(names) for _, fields in one.lines)]
    if not named:
        wide = max((len(fields) for _, fields in kept[0].lines), default=0)
        raise UsageError(f"--state file.names: {len(names)} names, and the lines have {wide} fields")
    return [replace(one, layout=replace(one.layout, names=tuple(names))) for one in named]


def _is_stated(key: str, stated: Stated) -> bool:
    for part in key.split("."):
        if not isinstance(stated, Mapping) or part not in stated:
            return False
        stated = stated[part]
    return True


def _sample(path: Path, found: Guess) -> tuple[Sample, int]:
    """The first lines of every column that has a name, and how many stand above them; where no line is the header,
    without the words above records."""
    columns = frozenset(column_name(name) for name in found.headers if normal(name))
    table = open_records(path, replace(found.layout, columns=columns, totals=frozenset(TOTALS)))
    empty = Batch(pl.DataFrame(schema=dict.fromkeys(columns, pl.String)), BROKEN.to_frame(), 1.0)
    batch = beginning_of(table, _LOOKED_AT) or empty
    frame = batch.frame
    if found.layout.names:
        frame = frame[words_above(frame.head(GLIMPSED_LINES).select(pl.exclude("line")).rows()) :]
    names = found_in(found.headers)
    texts = {h: frame[names[normal(h)]].head(_LOOKED_AT).cast(pl.String) for h in found.headers if normal(h) in names}
    headers = {names[normal(header)]: header for header in texts}
    cells = batch.broken.drop_nulls("column").group_by("column", "reason", maintain_order=True).len()
    return Sample(texts, {(headers[name], why): number for name, why, number in cells.iter_rows()}), table.heading


def _state_form(draft: Draft, found: Guess, sheets: bool) -> None:
    form: dict[str, object] = {}
    if found.layout.format:
        form["format"] = found.layout.format
    elif found.layout.names:
        form |= {"names": list(found.headers), "delimiter": found.layout.delimiter}
        words = 'no line looks like a header: state the names of the columns, in order, as ["time", "lat"]'
        draft.doubts.append(Doubt("file.names", words))
    else:
        form["totals"] = list(TOTALS)
    if found.layout.encoding == GB18030.name:
        words = "read as GB18030, not being UTF-8: if words look wrong here, it is neither, and must be saved as UTF-8"
        draft.doubts.append(Doubt("file.encoding", words))
    if sheets:
        form["sheet"] = found.layout.sheet
        draft.doubts.append(Doubt("file.sheet", f"several sheets hold rows, and {found.layout.sheet} is read"))
    draft.document["file"] = {key: value for key, value in form.items() if value}


def _state_columns(
    draft: Draft, found: Guess, placed: Mapping[str, str], given: Mapping[str, object], sample: Sample
) -> None:
    key = placed.get("person_id") or next(iter(sample.headers_in(given.get("person_id"))), None)
    told = {name: header for name, header in {**placed, **found.persons}.items() if name in PERSONS}
    of_her, doubts = hers(key, told)
    draft.doubts += doubts
    columns = {}
    for name, header in placed.items():
        if name not in told or name in of_her:
            sample.used.add(header)
            columns[name] = _field(draft, found.kind, found.kind.column(name), header, sample)
    persons = {name: header for name, header in found.persons.items() if name in of_her}
    sample.used.update(persons.values())
    draft.document |= {"columns": columns, "persons": persons}


def _state_beside(draft: Draft, kind: Kind, sample: Sample) -> None:
    """The headers of a list of places or people that nothing was taken from: it is found only where it knows all, as
    the column that it needs stands in other files too.
    """
    if kind.name in ("places", "persons") and sample.left:
        draft.document["file"]["beside"] = sample.left
    if not kind.first_instant and (timed := [header for header in sample.left if are_instants(sample[header])]):
        words = f"{', '.join(timed)}: instants, which {kind.name} do not have: state another kind if lines tell who was"
        draft.doubts.append(Doubt("kind", f"{words} somewhere, and when"))


def _read_as(header: str, sort: str) -> object:
    return {"column": header, "as": sort} if sort else header


def _field(draft: Draft, kind: Kind, column: Column, header: str, sample: Sample) -> object:
    if column.type in INSTANTS:
        field, doubts = instant(kind, column, header, sample)
        draft.doubts += doubts
        return field
    if column.type == "number":
        field, doubts = unit_of(column, header)
        draft.doubts += doubts
        return field
    sort = sample.sort_of(header, column)
    if column.label == "person":
        draft.doubts += doubts_of_key(column, header, sort, sample)
    return _read_as(header, sort)


def _state_values(draft: Draft, kind: Kind, profiles: Sequence[Profile], sample: Sample) -> None:
    values: dict[str, dict[str, str]] = {}
    for name, given in draft.document["columns"].items():
        stated = draft.document.get("values", {}).get(name, {})
        told, doubts = told_words(kind, kind.column(name), sample.words(given), profiles, stated)
        values |= {name: told} if told else {}
        draft.doubts += doubts
    draft.document["values"] = values


def _state_instants(draft: Draft, kind: Kind, sample: Sample) -> None:
    given = {name: value for name, value in draft.document["columns"].items() if kind.column(name).type in INSTANTS}
    texts = {name: found for name, value in given.items() if (found := sample.instants(value)) is not None}
    if texts:
        headers = list(dict.fromkeys(header for name in texts for header in sample.headers_in(given[name])))
        stated = draft.document.get("instants", {})
        draft.document["instants"], doubts = clock_of(pl.concat(texts.values()), stated, headers)
        draft.doubts += doubts
    for name, column in texts.items():
        day_and_time = [*sample.headers_in(given[name])]
        if len(day_and_time) > 1 and not kind.column(name).required:  # without its time it is none
            column = column.filter(sample[day_and_time[-1]].is_not_null())
        if days := days_among(column):
            days = counted(days, "is a day", "are days")
            words = f"of {column.count():,} instants {days} without a time of day: taken to be of midnight"
            draft.doubts.append(Doubt(f"columns.{name}", words))


def _state_decimal(draft: Draft, kind: Kind, sample: Sample) -> None:
    """A comma before decimals, where the numbers look so."""
    numbers = [given for name, given in draft.document["columns"].items() if kind.column(name).type in NUMBERS]
    headers = list(dict.fromkeys(header for given in numbers for header in sample.headers_in(given)))
    commas = [header for header in headers if has_commas(sample[header])]
    if commas:
        draft.document["file"]["decimal"] = ","
        words = f"{', '.join(commas)}: numbers have a comma before their decimals"
        draft.doubts.append(Doubt("file.decimal", words + (", as all must" if len(headers) > len(commas) else "")))


def merged(document: Mapping[str, object], stated: Mapping[str, object]) -> dict[str, object]:
    """A draft's document with what a person stated in place of it, table by table."""
    both = dict(document)
    for key, value in stated.items():
        before = both.get(key)
        both[key] = merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return both
