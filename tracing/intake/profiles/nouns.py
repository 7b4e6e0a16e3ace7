"""The nouns of a source profile, frozen: which column of a file is what, and how its values are to be read.

A profile speaks of one form in which one kind of records comes. Source: DOMAIN, "The records as they really are".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from tracing.intake.phones import HOME
from tracing.intake.stamps import Clock
from tracing.model import Column

UNITS: Mapping[str, Mapping[str, Fraction]] = {
    "metres": {"m": Fraction(1), "cm": Fraction(1, 100), "km": Fraction(1000), "ft": Fraction(3048, 10_000)},
    "seconds": {"s": Fraction(1), "ms": Fraction(1, 1000), "min": Fraction(60), "h": Fraction(3600)},
    "minutes": {"min": Fraction(1), "s": Fraction(1, 60), "h": Fraction(60)},
    "degrees": {"deg": Fraction(1), "microdeg": Fraction(1, 10**6), "1e-7 deg": Fraction(1, 10**7)},
}
"""What a number can be given in, by what it is kept in: the factor; first that which it is kept in."""

_KEPT_IN = {"_m": "metres", "_s": "seconds", "_minutes": "minutes", "tude": "degrees"}

_SINCE_1900, _SINCE_1904 = "excel-1900", "excel-1904"


def kept_in(column: Column) -> str | None:
    """What the numbers of a column are kept in, one of `UNITS`; None of a column that has no unit."""
    return next((unit for end, unit in _KEPT_IN.items() if column.name.endswith(end)), None)


@dataclass(frozen=True)
class Field:
    """One way in which a file holds a column of records.

    headers     the names that files give it; of those a header has, the first is taken
    times       the same for the column with the time of day, where the first holds the date alone; else none
    sort        what sort of text it is, one of `sorts.SORTS`; empty: read as the specification reads it
    region      ISO 3166 code of the country whose phones stand without a country code
    factor      what a number is multiplied by
    """

    headers: tuple[str, ...]
    times: tuple[str, ...] = ()
    sort: str = ""
    region: str = HOME
    factor: Fraction = Fraction(1)

    @property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """The names of each column of the file that it takes."""
        return (self.headers, self.times) if self.times else (self.headers,)


@dataclass(frozen=True)
class Form:
    """How the file itself is laid out; None: whatever the file shows.

    decimal     what stands before the decimals of a number: a point or a comma
    names       the columns of a file without a header, in order; else none
    totals      first words of lines that are no records, such as 合计
    repeats     headers of columns in which an empty cell, or 同上, stands for the value above
    nothing     words of a cell that holds nothing, such as NULL
    beside      headers that may stand beside those of the columns: a file with any other is not found to be of this
                form, though it is read by it where that is asked for; none: any header may, but in a list of places
    format      a track format, gpx or plt; empty for tables
    """

    encoding: str | None = None
    delimiter: str | None = None
    decimal: str = "."
    sheet: str | None = None
    header_line: int | None = None
    names: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    format: str | None = None


@dataclass(frozen=True)
class Instants:
    """How instants are written; zone None: the workspace's. `one_digit`: minutes and seconds may have one (9:5:3)."""

    zone: str | None = None
    forms: tuple[str, ...] = ("iso",)
    day_order: str | None = None
    one_digit: bool = False

    def clock(self, zone: str, since_1904: bool = False) -> Clock:
        """The clock, where the workspace's zone is this; in a workbook that counts from 1904 its serials do."""
        forms = [_SINCE_1904 if since_1904 and form == _SINCE_1900 else form for form in self.forms]
        return Clock(self.zone or zone, tuple(dict.fromkeys(forms)), self.day_order, self.one_digit)


@dataclass(frozen=True)
class Profile:
    """A form in which records of one kind come from some source.

    needs       columns beside those the kind requires without which a file is not of this form
    columns     column of the kind -> where it comes from; of several ways the first that the header has
    by_line     columns of people of which each line is told by the first way that holds something in it
    fixed       column -> what it is in every row
    from_name   column -> a pattern whose one group finds it in the file's path
    values      column -> what stands in the file, in `normal` form -> what it means
    persons     what the source says of the person of a row, for the vault alone: column of `persons` -> where from
    crs         the coordinate system of rows that name none; None: WGS 84
    filters     names of track filters -> their parameters
    shipped     it comes with the program, and gives way to a workspace's own that fits a file as well
    sha256      of the file's bytes, what the ledger goes by; `text` is what they say
    """

    id: str
    title: str
    kind: str
    columns: Mapping[str, tuple[Field, ...]]
    title_zh: str = ""
    source: str = ""
    needs: tuple[str, ...] = ()
    by_line: tuple[str, ...] = ()
    form: Form = field(default_factory=Form)
    fixed: Mapping[str, str] = field(default_factory=dict, hash=False)
    from_name: Mapping[str, re.Pattern[str]] = field(default_factory=dict, hash=False)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)
    instants: Instants = field(default_factory=Instants)
    persons: Mapping[str, tuple[Field, ...]] = field(default_factory=dict, hash=False)
    crs: str | None = None
    filters: Mapping[str, Mapping[str, float]] = field(default_factory=dict, hash=False)
    shipped: bool = False
    sha256: str = ""
    text: str = ""

    @property
    def phone_region(self) -> str:
        """The region whose phones a file of this form writes without a country code: that of the phones it keeps of
        people, else of those by which it knows them."""
        kept = (*self.columns.get("phone", ()), *self.persons.get("phone", ()))
        known_by = (field for fields in self.columns.values() for field in fields if field.sort == "phone")
        stated = (field.region for field in (*kept, *known_by) if field.region != HOME)
        return next(stated, HOME)
