"""Which profile a file was made for: the one whose headers stand in one of its first lines.

A profile fits a line that holds the headers of all columns its kind requires; the one that understands most columns
is taken, a workspace's own before a shipped one. Two that understand equally many, and would read the file
differently, are not chosen between. The one column that places require stands in records of people as well, so a list
of places is one only where nothing else fits, and where its profile knows every header of the file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tracing.intake.profiles.names import first_of, found_in, normal
from tracing.intake.profiles.nouns import Field, Profile
from tracing.intake.tables import Glimpse, Layout, refuse
from tracing.model import KINDS


@dataclass(frozen=True)
class Fit:
    """One profile and one way to read the file by it, and how many of the file's columns it understands.

    strange     whether others stand beside these than the profile says (`Form.beside`), where it must know them all
    glimpse     the way to read the file, before its header was known
    """

    profile: Profile
    layout: Layout
    understood: int
    strange: bool
    glimpse: Glimpse


@dataclass(frozen=True)
class Place:
    """Where a file holds a column of records: the field, and of each of its parts the header and the table's name."""

    field: Field
    headers: tuple[str, ...]
    names: tuple[str, ...]


def places(columns: Mapping[str, tuple[Field, ...]], found: Mapping[str, str]) -> dict[str, Place]:
    """The columns that a header has, by the first of their fields whose parts are all there."""
    placed = {name: _place(fields, found) for name, fields in columns.items()}
    return {name: place for name, place in placed.items() if place}


def placed(fit: Fit) -> dict[str, Place]:
    """The columns that the header of a file has, as a profile reads it; none where it has no header."""
    return places(fit.profile.columns, found_in(dict(fit.glimpse.lines).get(fit.layout.header_line, ())))


def _place(fields: tuple[Field, ...], found: Mapping[str, str]) -> Place | None:
    return next(_ways(fields, found), None)


def _ways(fields: tuple[Field, ...], found: Mapping[str, str]) -> Iterator[Place]:
    for field in fields:
        headers = tuple(first_of(headers, found) for headers in field.parts)
        if all(headers):
            yield Place(field, headers, tuple(found[normal(header)] for header in headers))


def ways_by_line(profile: Profile, found: Mapping[str, str]) -> dict[str, tuple[Place, ...]]:
    """The columns of which each line is told by the first way that holds something, where a header has several."""
    ways = {name: tuple(_ways(profile.columns[name], found)) for name in profile.by_line}
    return {name: places for name, places in ways.items() if len(places) > 1}


def absent(profile: Profile, found: Mapping[str, str]) -> list[str]:
    """What the profile needs and a header has not: of each column the first of the headers that it may have."""
    kind, placed = KINDS[profile.kind], places(profile.columns, found)
    needed = [name for name in profile.columns if kind.column(name).required or name in profile.needs]
    return [
        f"{' + '.join(part[0] for part in profile.columns[name][0].parts)} ({name})"
        for name in needed
        if name not in placed
    ]


def fitting(path: Path, glimpses: Sequence[Glimpse], profiles: Sequence[Profile]) -> Fit | None:
    """The profile that fits a file best; None where none does. FileRefused where two do equally well.

    One that states the columns of files without a header fits too many to be found.
    """
    by_header = [profile for profile in profiles if not profile.form.names]
    fits = [fit for profile in by_header for fit in _in_sheets(profile, glimpses) if not fit.strange]
    fits = [fit for fit in fits if fit.profile.kind != "places"] or fits
    most = max((fit.understood for fit in fits), default=0)
    best = [fit for fit in fits if fit.understood == most]
    best = [fit for fit in best if not fit.profile.shipped] or best
    others = {fit.profile.id: fit for fit in best if _reading(fit) != _reading(best[0])}
    if others:
        named = " and ".join((best[0].profile.id, *others))
        raise refuse(path, f"profiles {named} fit it equally well: state one with --profile")
    return _in_one_sheet(path, [fit for fit in fits if fit.profile == best[0].profile]) if best else None


def nearly_fitting(glimpses: Sequence[Glimpse], profiles: Sequence[Profile]) -> tuple[str, str] | None:
    """The profile that lacks one column alone of what it needs, and that column; None where none or several do.

    Of several the one that understands most columns of a line, and more than one.
    """
    by_header = [profile for profile in profiles if not profile.form.names and not profile.form.format]
    found = [
        (len(places(profile.columns, names)), profile.id, lacking[0])
        for profile in by_header
        for glimpse in glimpses
        for _, names in lines_that_fit(profile, glimpse)
        if len(lacking := absent(profile, names)) == 1
    ]
    most = max((understood for understood, *_ in found), default=0)
    best = {(name, column) for understood, name, column in found if understood == most > 1}
    return best.pop() if len(best) == 1 else None


def _reading(fit: Fit) -> Profile:
    return replace(fit.profile, id="", title="", title_zh="", source="", shipped=False, sha256="", text="")


def fit_of(path: Path, profile: Profile, glimpses: Sequence[Glimpse]) -> Fit | None:
    """How a profile fits a file, at the first glimpse that it does; FileRefused where several sheets fit it."""
    return _in_one_sheet(path, _in_sheets(profile, glimpses))


def _in_sheets(profile: Profile, glimpses: Sequence[Glimpse]) -> list[Fit]:
    """How a profile fits each sheet whose header it is, at the first glimpse of that; any other file is one sheet."""
    fits = (_fit(profile, glimpse) for glimpse in glimpses if _is_of(profile, glimpse.layout))
    found: dict[str | None, Fit] = {}
    for fit in filter(None, fits):
        found.setdefault(fit.layout.sheet, fit)
    return [*found.values()]


def _in_one_sheet(path: Path, fits: Sequence[Fit]) -> Fit | None:
    if len(fits) > 1:
        what_to_do = "save each as a file of its own, or state one in its [file]"
        raise refuse(path, f"{len(fits)} sheets have the header of profile {fits[0].profile.id}: {what_to_do}")
    return fits[0] if fits else None


def lines_that_fit(profile: Profile, glimpse: Glimpse) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The lines that may be the profile's header, and the names in them."""
    for number, fields in glimpse.lines:
        if profile.form.header_line in (None, number):
            yield number, found_in(fields)


def _is_of(profile: Profile, layout: Layout) -> bool:
    """Whether the glimpse is one of those that the profile speaks of."""
    form = profile.form
    stated = ((form.encoding, layout.encoding), (form.delimiter, layout.delimiter), (form.sheet, layout.sheet))
    return form.format == layout.format and all(wanted in (None, has) for wanted, has in stated)


def _fit(profile: Profile, glimpse: Glimpse) -> Fit | None:
    if profile.form.format or profile.form.names:
        return _fit_without_header(profile, glimpse)
    for number, found in lines_that_fit(profile, glimpse):
        if not absent(profile, found):
            return _with(profile, glimpse, replace(glimpse.layout, header_line=number), found)
    return None


def _fit_without_header(profile: Profile, glimpse: Glimpse) -> Fit | None:
    names = glimpse.layout.names if profile.form.format else profile.form.names
    found = found_in(names or ())
    wide_enough = profile.form.format or any(len(fields) == len(profile.form.names) for _, fields in glimpse.lines)
    if absent(profile, found) or not wide_enough:
        return None
    return _with(profile, glimpse, replace(glimpse.layout, names=names), found)


def _with(profile: Profile, glimpse: Glimpse, layout: Layout, found: Mapping[str, str]) -> Fit:
    own, told = places(profile.columns, found), places(profile.persons, found)
    further = [place for ways in ways_by_line(profile, found).values() for place in ways]
    read = frozenset(name for place in (*own.values(), *told.values(), *further) for name in place.names)
    repeats = read & {found[normal(header)] for header in profile.form.repeats if normal(header) in found}
    layout = replace(layout, columns=read, totals=frozenset(profile.form.totals), repeats=repeats)
    return Fit(profile, layout, len(read), _is_strange(profile, found), glimpse)


def _is_strange(profile: Profile, found: Mapping[str, str]) -> bool:
    fields = (field for ways in (*profile.columns.values(), *profile.persons.values()) for field in ways)
    own = (header for field in fields for part in field.parts for header in part)
    must_know_all = profile.kind == "places" or bool(profile.form.beside)
    return must_know_all and not set(found) <= {normal(name) for name in (*own, *profile.form.beside)}
