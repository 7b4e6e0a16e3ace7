"""A profile for a file that nobody has seen: what its headers and the look of its values say, and what they leave open.

Nothing of it is taken for granted: every guess is a doubt that names the key to state, and a person decides.
A draft is a document as `document.parse` reads it; its doubts name headers and keys, and only words of value maps.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from tracing.intake.formats import open_records
from tracing.intake.profiles.guesses import Guess, guess
from tracing.intake.profiles.looks import Doubt, Sample, clock_of, is_day, is_time, look_of_numbers
from tracing.intake.profiles.names import found_in, normal
from tracing.intake.profiles.nouns import Profile
from tracing.intake.profiles.vocabulary import meanings
from tracing.intake.tables import Glimpse
from tracing.model import Column, Kind

TOTALS = ("合计", "总计", "小计", "共计")
_LOOKED_AT = 2_000
_SOURCE = "Proposed from the first lines of a file, and written when that was confirmed."
_INSTANTS = ("instant", "closing")
_MOST_WORDS = 12

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

    seen        the ways in which the file can be read (`formats.glimpses`)
    profiles    whose headers and words count as known
    """
    found = guess(seen, profiles, stated.get("kind"))
    sample = _sample(path, found)
    draft = Draft({"id": "proposed", "kind": found.kind.name, "source": _SOURCE}, list(found.doubts))
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


def _is_stated(key: str, stated: Stated) -> bool:
    for part in key.split("."):
        if not isinstance(stated, Mapping) or part not in stated:
            return False
        stated = stated[part]
    return True


def _sample(path: Path, found: Guess) -> Sample:
    """The first lines of every column that has a name."""
    columns = frozenset(name.strip().casefold() for name in found.headers if normal(name))
    table = open_records(path, replace(found.layout, columns=columns, totals=frozenset(TOTALS)))
    frame = next((batch.frame for batch in table), pl.DataFrame(schema=dict.fromkeys(columns, pl.String)))
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
    return next((one for one in sample.headers if one not in taken and sample.looks_like(one, column)), None)


def _state_columns(draft: Draft, found: Guess, placed: Mapping[str, str], sample: Sample) -> None:
    columns, persons = {}, {}
    for name, header in placed.items():
        sample.used.add(header)
        columns[name] = _field(draft, found.kind.column(name), header, sample)
    for name, header in found.persons.items():
        sample.used.add(header)
        persons[name] = header
    draft.document |= {"columns": columns, "persons": persons}


def _read_as(header: str, sort: str) -> object:
    return {"column": header, "as": sort} if sort else header


def _field(draft: Draft, column: Column, header: str, sample: Sample) -> object:
    if column.type in _INSTANTS:
        return _instant(header, sample)
    key = f"columns.{column.name}"
    if column.type in ("latitude", "longitude") and look_of_numbers(sample[header]) == "microdeg":
        draft.doubts.append(Doubt(key, f"{header} holds whole numbers, taken as microdegrees"))
        return {"column": header, "unit": "microdeg"}
    sort = sample.sort_of(header, column)
    if column.label == "person":
        how = f"read as {sort}" if sort else "as it stands"
        draft.doubts.append(Doubt(key, f"people are known by {header}, {how}: state another header if by that"))
    return _read_as(header, sort)


def _instant(header: str, sample: Sample) -> object:
    """An instant's column, with the day or the time of day where that stands apart."""
    if is_time(sample[header]):
        days = [other for other in sample.headers if is_day(sample[other])]
        if days:
            sample.used.add(days[0])
            return {"date": days[0], "time": header}
    times = [other for other in sample.headers if other not in sample.used and is_time(sample[other])]
    if is_day(sample[header]) and len(times) == 1:
        sample.used.add(times[0])
        return {"date": header, "time": times[0]}
    return header


def _state_values(draft: Draft, kind: Kind, profiles: Sequence[Profile], sample: Sample) -> None:
    """The words of columns that have a few meanings, as far as profiles know them."""
    values: dict[str, dict[str, str]] = {}
    for name, given in draft.document["columns"].items():
        column = kind.column(name)
        known = meanings(profiles, kind, name) | {choice: choice for choice in column.choices}
        words = sample.words(given) if known else []
        if {word.lower() for word in words} <= set(column.choices):
            continue
        told = {word: known[normal(word)] for word in words if normal(word) in known}
        stated = {normal(word) for word in draft.document.get("values", {}).get(name, {})}
        unknown = [word for word in words if normal(word) not in known.keys() | stated]
        if told and (column.choices or not unknown):
            values[name] = told
        if column.choices and len(unknown) <= _MOST_WORDS:
            draft.doubts += [Doubt(f'values.{name}."{word}"', "state what this word means") for word in unknown]
    draft.document["values"] = values


def _state_instants(draft: Draft, kind: Kind, sample: Sample) -> None:
    given = [value for name, value in draft.document["columns"].items() if kind.column(name).type in _INSTANTS]
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


def as_toml(document: Mapping[str, object]) -> str:
    """A draft's document as the text of a profile file."""
    return "\n".join(_lines(document, ())) + "\n"


def _lines(table: Mapping[str, object], path: tuple[str, ...]) -> Iterator[str]:
    own = {key: value for key, value in table.items() if not _is_section(value, path)}
    if path and own:
        yield f"\n[{'.'.join(map(_key, path))}]"
    for key, value in own.items():
        yield f"{_key(key)} = {_value(value)}"
    for key, value in table.items():
        if _is_section(value, path) and value:
            yield from _lines(value, (*path, key))


def _is_section(value: object, path: tuple[str, ...]) -> bool:
    return isinstance(value, dict) and (not path or path == ("values",) or path == ("filters",))


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").replace("-", "").isalnum() else _value(name)


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'
        case dict():
            return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(map(_value, value)) + "]"
        case _:
            return str(value)
