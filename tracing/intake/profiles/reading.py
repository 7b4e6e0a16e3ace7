"""A profile held against one file: its lines -> lines in the columns of the kind, and how each column is read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path

import polars as pl

from tracing.intake.documents import mangled
from tracing.intake.profiles.file_names import taken_from_name
from tracing.intake.profiles.fitting import Place, places
from tracing.intake.profiles.names import found_in, normal
from tracing.intake.profiles.nouns import Field, Profile
from tracing.intake.profiles.sorts import SORTS, factored, mapped
from tracing.intake.stamps import Clock, joined, read_stamps
from tracing.intake.tables import Batch, refuse
from tracing.intake.values import Reader, as_text
from tracing.model import KINDS, Column, Kind

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
TOO_EARLY = "before 1980: not an instant in the forms that the profile states"

_DAY = r"[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}|^\s*[0-9]{8}"
_NUMBERED = ("resident-number", "document")


@dataclass(frozen=True)
class Reading:
    """A file as its profile reads it.

    zone      IANA name of the workspace's zone, for instants whose profile names none
    places    column of the kind -> where the table has it
    told      column of `persons` -> the same
    stated    column of the kind -> what it is in every row
    """

    path: Path
    profile: Profile
    zone: str
    places: Mapping[str, Place]
    told: Mapping[str, Place]
    stated: Mapping[str, str]

    @classmethod
    def of(cls, path: Path, profile: Profile, columns: tuple[str, ...], zone: str, name: str = "") -> "Reading":
        """The reading of a file whose table has these columns; FileRefused where its name lacks what it must hold.

        name        of a member of an archive, with the archive's; of any other file the path tells it
        """
        found = found_in(columns)
        own, told = places(profile.columns, found), places(profile.persons, found)
        _refuse_doubles(path, columns, (*own.values(), *told.values()))
        stated = dict(profile.fixed) | {
            column: taken_from_name(path, Path(name) if "/" in name else path, profile, column)
            for column in profile.from_name
        }
        return cls(path, profile, zone, own, told, stated)

    @property
    def kind(self) -> Kind:
        """The kind of its records."""
        return KINDS[self.profile.kind]

    def mapped(self, batch: Batch) -> Batch:
        """The lines with the kind's columns, as text; FileRefused where a spreadsheet has cut a column's numbers."""
        self._refuse_mangled(batch.frame)
        stated = (pl.lit(value, pl.String).alias(name) for name, value in self.stated.items())
        frame = _columns(batch.frame, self.places).with_columns(stated)
        own = {part: name for name, place in reversed(self.places.items()) for part in place.names}
        broken = batch.broken.filter(pl.col("column").is_null() | pl.col("column").is_in(list(own)))
        return replace(batch, frame=frame, broken=broken.with_columns(pl.col("column").replace(own)))

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
        """Rejects that name columns as the file does, and in brackets as the records do."""
        headers = {name: " + ".join(place.headers) for name, place in self.places.items()}
        shown = {name: f"{header} ({name})" for name, header in headers.items() if header != name}
        return rejects.with_columns(pl.col("column").replace(shown))

    def _readers(self) -> Iterator[tuple[str, Reader]]:
        clock = self.profile.instants.clock(self.zone)
        for name in (*self.places, *self.stated):
            column = self.kind.column(name)
            field = self.places[name].field if name in self.places else Field(())
            if column.type in ("instant", "closing"):
                yield name, partial(_stamps, clock=clock, column=column)
            elif name in self.profile.values and name in self.places:
                yield name, mapped(self.profile.values[name])
            elif field.sort:
                yield name, SORTS[field.sort]
            elif field.factor != 1:
                yield name, factored(field.factor)

    def _refuse_mangled(self, frame: pl.DataFrame) -> None:
        for name, place in (*self.places.items(), *self.told.items()):
            numbered = name == "document_number" or place.field.sort in _NUMBERED
            if numbered and (reason := mangled(as_text(frame[place.names[0]].unique()))):
                raise refuse(self.path, f"{place.headers[0]}: {reason}")


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
    whole = time.str.contains(_DAY).fill_null(False)
    return joined(day.set(whole, None), time).set(time.is_null() & shared, None)


def _stamps(texts: pl.Series, clock: Clock, column: Column) -> tuple[pl.Series, pl.Series]:
    """Instants; one that lies before any source of today is a number read in the wrong form."""
    found, reasons = read_stamps(texts, clock, closing=column.type == "closing")
    early = (found < EARLIEST).fill_null(False)
    return found.set(early, None), reasons.set(early, TOO_EARLY)
