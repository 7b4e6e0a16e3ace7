"""A profile held against one file: its lines -> lines in the columns of the kind, and how each column is read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path

import polars as pl

from tracing.intake.cut_numbers import perhaps_cut
from tracing.intake.dittos import UNSTATED
from tracing.intake.impossible import BEFORE, EARLIEST, EARLY
from tracing.intake.merged_cells import MERGED
from tracing.intake.profiles.by_line import Keys, keys_by_line
from tracing.intake.profiles.cleaned import cleaned, no_records, refuse_another_header
from tracing.intake.profiles.days_twice import WITH_DAY, days_twice
from tracing.intake.profiles.file_names import taken_from_name, told_of_name
from tracing.intake.profiles.fitting import Place, places, ways_by_line
from tracing.intake.profiles.names import found_in, normal
from tracing.intake.profiles.nouns import Field, Profile
from tracing.intake.profiles.pairs import INSTANTS
from tracing.intake.profiles.plain_keys import with_plain_keys
from tracing.intake.profiles.sorts import mapped, numbers, reader_of
from tracing.intake.spreadsheet_keys import days_for_keys, zeros_past_fifteen
from tracing.intake.stamps import NO_INSTANT, Clock, joined, read_stamps, unstated
from tracing.intake.tables import Batch, refuse
from tracing.intake.unread_stamps import NONE_YET, STRETCH, stretches
from tracing.intake.values import COMMA, NUMBERS, Reader, as_text
from tracing.model import KINDS, Column, Kind

TOO_EARLY = f"{EARLY}: not an instant in the forms that the profile states"
"""The reason of a number: it may count in another unit, or from another day."""

_NUMBERED = ("resident-number", "document")

OTHERWISE, UNTOLD = "known-otherwise", "left-out"
"""What is found of lines that another way tells, and of cells that only the vault would have held."""

_TO_BE_STATED = {
    UNSTATED: "a word that repeats the line above: the profile must say so (repeats)",
    MERGED: "merged with the cell above: the profile must say so (repeats)",
    COMMA: f"{COMMA}: the profile must say so (decimal)",
}
"""What is wrong only because the profile does not say how it is meant."""

_BY_ITS_DAY = (
    f"{BEFORE}, whose day it has unless it tells one: the profile must name the column of its day (date), or the"
    " file write 次日 before the time or (+1) behind it"
)
"""The reason of an end after midnight whose day is told of its beginning alone."""

_OR_NONE = "where it stands for none, the profile must name it in [file] nothing"

Asides = dict[tuple[str, str], pl.Series]


@dataclass(frozen=True)
class Reading:
    """A file as its profile reads it.

    zone      IANA name of the workspace's zone, for instants whose profile names none
    places    column of the kind -> where the table has it
    ways      column of the kind -> the places where the table has it, of which the first that holds something in a line
              tells that line
    told      column of `persons` -> where the table has it
    stated    column of the kind -> what it is in every row
    asides    what is told of every line: a finding's name and words
    since_1904  the serial days of its workbook count from 1904, whatever the profile says of others
    """

    path: Path
    profile: Profile
    zone: str
    places: Mapping[str, Place]
    ways: Mapping[str, tuple[Place, ...]]
    told: Mapping[str, Place]
    stated: Mapping[str, str]
    asides: tuple[tuple[str, str], ...] = ()
    since_1904: bool = False

    @classmethod
    def of(cls, path: Path, profile: Profile, columns: tuple[str, ...], zone: str, name: str = "") -> "Reading":
        """The reading of a file whose table has these columns; FileRefused where its name lacks what it must hold.

        name        of a member of an archive, with the archive's; of any other file the path tells it
        """
        found = found_in(columns)
        own, told, ways = places(profile.columns, found), places(profile.persons, found), ways_by_line(profile, found)
        _refuse_doubles(path, columns, (*own.values(), *told.values(), *chain(*ways.values())))
        stated = dict(profile.fixed) | {
            column: taken_from_name(path, Path(name) if "/" in name else path, profile, column)
            for column in profile.from_name
        }
        return cls(path, profile, zone, own, ways, told, stated, tuple(told_of_name(profile, stated)))

    @property
    def kind(self) -> Kind:
        """The kind of its records."""
        return KINDS[self.profile.kind]

    def mapped(self, batch: Batch) -> Batch:
        """The lines with the kind's columns, as text; FileRefused where a spreadsheet has cut a column's numbers."""
        given, rewritten = with_plain_keys(cleaned(batch.frame, self._nothing), self._plain_keys)
        refuse_another_header(self.path, given, self._nothing)
        no_record = no_records(given, batch.broken, frozenset(self._nothing))
        given = given.filter(~pl.col("line").is_in(no_record["line"].implode()))
        stated = (pl.lit(value, pl.String).alias(name) for name, value in self.stated.items())
        frame = _columns(given, self.places).with_columns(stated)
        column = self.kind.column
        keys = {name: keys_by_line(column(name), ways, given, batch.broken) for name, ways in self.ways.items()}
        frame = frame.with_columns(key.values for key in keys.values())
        broken = pl.concat([no_record, self._broken(batch.broken, keys)])
        asides = {**batch.asides, **rewritten, **self._untold(batch), **self._otherwise(keys)}
        asides |= days_twice(given, self._beginnings, self._clock) | dict.fromkeys(self.asides, given["line"])
        asides |= zeros_past_fifteen(given, self._plain_keys) | days_for_keys(given, self._plain_keys)
        asides |= perhaps_cut(self.path, given, self._numbered)
        return replace(batch, frame=frame, broken=broken, asides=asides)

    def _broken(self, broken: pl.DataFrame, keys: Mapping[str, Keys]) -> pl.DataFrame:
        """The broken lines, and the broken cells by the columns of the kind; of others they are nobody's flaw."""
        single = {name: place for name, place in self.places.items() if name not in keys}
        own = {part: name for name, place in reversed(single.items()) for part in place.names}
        broken = broken.filter(pl.col("column").is_null() | pl.col("column").is_in(list(own)))
        return pl.concat([broken.with_columns(pl.col("column").replace(own)), *(key.broken for key in keys.values())])

    @cached_property
    def _nothing(self) -> Mapping[str, frozenset[str]]:
        """The columns of the file that records come from, and the words that stand for nothing in each."""
        stated, found = frozenset(self.profile.form.nothing), dict[str, frozenset[str]]()
        for name, place in (*self.places.items(), *self._further):
            meant = self.profile.values.get(name, {})
            words = stated.union(NONE_YET) if _may_lack_instant(self.kind.column(name)) else stated
            for part in place.names:
                held = frozenset(word for word in words if normal(word) not in meant)
                found[part] = held & found.get(part, held)
        return found

    @cached_property
    def _plain_keys(self) -> Mapping[str, str]:
        """The columns of the file with keys that are read as they stand, and their headers."""
        everywhere = (*self.places.items(), *self._further)
        keys = (p for name, p in everywhere if self.kind.column(name).is_key and name not in self.profile.values)
        return {place.names[0]: place.headers[0] for place in keys if not place.field.sort}

    @cached_property
    def _clock(self) -> Clock:
        return self.profile.instants.clock(self.zone, self.since_1904)

    @property
    def _beginnings(self) -> Mapping[str, Place]:
        """Where the instants stand that every record has: no end, which may be of the day after."""
        column = self.kind.column
        own = self.places.items()
        return {name: place for name, place in own if column(name).required and column(name).type in INSTANTS}

    @property
    def _further(self) -> Iterator[tuple[str, Place]]:
        """All places of the columns that are told line by line."""
        return ((name, place) for name, ways in self.ways.items() for place in ways)

    @cached_property
    def readers(self) -> Mapping[str, Reader]:
        """How the columns are read that the specification's reading is not for."""
        return dict(self._readers())

    def persons(self, batch: Batch, people: pl.DataFrame) -> pl.DataFrame:
        """What the lines say of the people in them: `line`, `person_id` and the sealed columns of `persons`.

        people      `line`, `person_id` of the lines that were read; of lines that say the same of one person the first
        """
        sealed = KINDS["persons"].sealed
        told = _columns(batch.frame, self.told)
        told = told.with_columns(pl.lit(None, pl.String).alias(name) for name in sealed if name not in self.told)
        told = told.cast(dict.fromkeys(sealed, pl.String))
        told = told.filter(pl.any_horizontal(pl.col(sealed).is_not_null())).select("line", *sealed)
        named = people.filter(pl.col("person_id").is_not_null()).join(told, on="line", maintain_order="left")
        return named.unique(["person_id", *sealed], keep="first", maintain_order=True)

    def shown(self, rejects: pl.DataFrame) -> pl.DataFrame:
        """Rejects that name columns as the file does, and in brackets as the records do, with what to state."""
        headers = {name: " + ".join(place.headers) for name, place in self.places.items()}
        headers |= {name: " else ".join(place.headers[0] for place in ways) for name, ways in self.ways.items()}
        shown = {name: f"{header} ({name})" for name, header in headers.items() if header != name}
        after_midnight = pl.col("column").is_in(self._dayless) & (pl.col("reason") == BEFORE)
        reason = pl.when(after_midnight).then(pl.lit(_BY_ITS_DAY)).otherwise(pl.col("reason").replace(_TO_BE_STATED))
        return rejects.with_columns(pl.col("column").replace(shown), reason.alias("reason"))

    @property
    def _dayless(self) -> list[str]:
        """The ends whose time of day stands behind the day of their beginning."""
        spans = [span for span in self.kind.spans if {*span} <= self.places.keys()]
        days = {name: self.places[name].names for span in spans for name in span}
        return [end for begin, end in spans if len(days[end]) > 1 and days[end][0] == days[begin][0]]

    def _readers(self) -> Iterator[tuple[str, Reader]]:
        for name in (*self.places, *self.stated):
            column = self.kind.column(name)
            field = self.places[name].field if name in self.places else Field(())
            if column.type in INSTANTS:
                yield name, partial(_stamps, clock=self._clock, column=column, nothing=self.profile.form.nothing)
            elif name in self.ways:
                continue
            elif name in self.profile.values and name in self.places:
                yield name, mapped(self.profile.values[name])
            elif field.sort:
                yield name, reader_of(field, self.stated.get("mode"))
            elif column.type in NUMBERS and (field.factor != 1 or self.profile.form.decimal != "."):
                yield name, numbers(field.factor, self.profile.form.decimal)

    def _otherwise(self, keys: Mapping[str, Keys]) -> Asides:
        """The lines that name nobody in the first way."""
        return {
            (OTHERWISE, f"went by {header}, as {self.ways[name][0].headers[0]} held nothing"): lines
            for name, key in keys.items()
            for header, lines in key.otherwise.items()
        }

    def _untold(self, batch: Batch) -> Asides:
        """The lines with a cell that the vault alone would have held, and that cannot be read."""
        headers = {place.names[0]: place.headers[0] for place in self.told.values()}
        cells = batch.broken.filter(pl.col("column").is_in(list(headers)))
        return {
            (
                UNTOLD,
                f"left {headers[column]} out of the vault: {_TO_BE_STATED.get(reason, reason)}",
            ): lines["line"]
            for (column, reason), lines in cells.group_by("column", "reason", maintain_order=True)
        }

    @cached_property
    def _numbered(self) -> Mapping[str, str]:
        """The columns of the file that hold documents, and their headers."""
        everywhere = (*self.places.items(), *self.told.items(), *self._further)
        numbered = (p for name, p in everywhere if name == "document_number" or p.field.sort in _NUMBERED)
        return {place.names[0]: place.headers[0] for place in numbered}


def _refuse_doubles(path: Path, columns: tuple[str, ...], placed: Iterable[Place]) -> None:
    """FileRefused where two columns bear a name that one is read by: which is meant, nobody said."""
    alike = Counter(map(normal, columns))
    for header in (header for place in placed for header in place.headers):
        if alike[normal(header)] > 1:
            raise refuse(path, f"{alike[normal(header)]} columns of its header are {header}")


def _columns(frame: pl.DataFrame, places: Mapping[str, Place]) -> pl.DataFrame:
    """`line` and the columns that come from these places; a time of day stands behind its day."""
    days = Counter(place.names[0] for place in places.values())
    columns = (_column(frame, place, days[place.names[0]] > 1).alias(name) for name, place in places.items())
    return frame.select("line", *columns)


def _column(frame: pl.DataFrame, place: Place, shared: bool) -> pl.Series:
    """A column's texts; a time of day that bears a day of its own needs no other.

    shared      other columns have the same day, so that without a time of day it says nothing
    """
    parts = [frame[name] if frame[name].dtype.is_temporal() else as_text(frame[name]) for name in place.names]
    if len(parts) == 1:
        return parts[0]
    day, time = map(as_text, parts)
    whole = time.str.contains(WITH_DAY).fill_null(False)
    return joined(day.set(whole, None), time).set(time.is_null() & shared, None)


def _may_lack_instant(column: Column) -> bool:
    return column.type in INSTANTS and not column.required


def _stamps(texts: pl.Series, clock: Clock, column: Column, nothing: tuple[str, ...]) -> tuple[pl.Series, pl.Series]:
    """Instants; one that lies before any source of today is a number read in the wrong form, or stands for none where
    the profile's words for nothing have it."""
    found, reasons = read_stamps(texts, clock, closing=column.type == "closing")
    if _may_lack_instant(column):
        never, _ = read_stamps(pl.Series(nothing, dtype=pl.String), clock)
        found = found.set(found.is_in(never.drop_nulls().implode()).fill_null(False), None)
    stretch = stretches(as_text(texts))
    found, reasons = found.set(stretch, None), reasons.set(stretch, STRETCH)
    early = (found < EARLIEST).fill_null(False)
    number = as_text(texts).str.contains(r"^[0-9.]+$").fill_null(False)
    reasons = _with_form(texts, reasons.set(early & ~number, EARLY).set(early & number, TOO_EARLY), clock)
    if _may_lack_instant(column):
        reasons = reasons.replace({reason: f"{reason}; {_OR_NONE}" for reason in (NO_INSTANT, EARLY, TOO_EARLY)})
    return found.set(early, None), reasons


def _with_form(texts: pl.Series, reasons: pl.Series, clock: Clock) -> pl.Series:
    """The reasons, of texts that have a form which the profile does not state with its name."""
    unread = reasons.is_in([NO_INSTANT, TOO_EARLY]).fill_null(False)
    if not unread.any():
        return reasons
    form = unstated(texts.set(~unread, None), clock.forms)
    told = pl.select(pl.format("not an instant in the forms that the profile states, but in {}", form)).to_series()
    return told.fill_null(reasons)
