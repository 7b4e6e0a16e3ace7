"""The fields of a profile's columns, from the tables that state them: a header, several, or how one is read."""

from collections.abc import Sequence
from fractions import Fraction

from tracing.intake.phones import HOME, REGIONS
from tracing.intake.profiles.names import normal
from tracing.intake.profiles.nouns import UNITS, Field, kept_in
from tracing.intake.profiles.sorts import MEANT_FOR, SORTS
from tracing.model import Column, Kind
from tracing.toml_table import Table

_FIELD = ("column", "date", "time", "as", "region", "unit")


def fields_of(table: Table, kind: Kind, names: Sequence[str]) -> dict[str, tuple[Field, ...]]:
    """Column -> its fields, of a table that may state these columns of a kind. Raises ProfileRefused."""
    table.only(names)
    return {name: _fields(table, kind.column(name)) for name in table.names()}


def _fields(table: Table, column: Column) -> tuple[Field, ...]:
    """A column's fields: a header, a list of headers, a table that says how it is read, or a list of such tables."""
    given = table.value(column.name)
    if isinstance(given, list) and any(isinstance(member, dict) for member in given):
        return tuple(_field(one, column) for one in table.tables(column.name))
    if isinstance(given, dict):
        return (_field(table.table(column.name), column),)
    return (Field(_headers(table, column.name)),)


def _field(given: Table, column: Column) -> Field:
    given.only(_FIELD)
    if "date" not in given and "time" not in given:
        sort = _sort(given, column)
        return Field(_headers(given, "column"), (), sort, _region(given, column, sort), _factor(given, column))
    for name in ("column", "as", "region", "unit"):
        if name in given:
            given.refuse(name, "does not go with date and time")
    if column.type not in ("instant", "closing"):
        given.refuse("date", f"{column.name} is no instant")
    return Field(_headers(given, "date"), _headers(given, "time"))


def _headers(table: Table, name: str) -> tuple[str, ...]:
    headers = table.texts(name) if isinstance(table.value(name), list) else (table.line(name),)
    for position, header in enumerate(headers, start=1):
        if not normal(header):
            table.refuse(name, "must hold a letter or a digit", position)
    return headers


def _sort(given: Table, column: Column) -> str:
    if "as" not in given:
        return ""
    sort = given.choice("as", tuple(SORTS))
    if column.label == "identity":
        given.refuse("as", "who a person is goes to the vault as it is written")
    if column.name not in MEANT_FOR.get(sort, (column.name,)) or (column.type != "text" and sort not in MEANT_FOR):
        given.refuse("as", f"{sort} is not for {column.name}")
    return sort


def _region(given: Table, column: Column, sort: str) -> str:
    if "region" not in given:
        return HOME
    if "phone" not in (sort, column.name):
        given.refuse("region", 'goes with phone, or as = "phone", alone')
    region = given.line("region")
    if region not in REGIONS:
        given.refuse("region", "must be the ISO 3166 code of a country or region, such as TW")
    return region


def _factor(given: Table, column: Column) -> Fraction:
    if "unit" not in given:
        return Fraction(1)
    kept = kept_in(column)
    if kept is None:
        given.refuse("unit", f"{column.name} has no unit")
    return UNITS[kept][given.choice("unit", tuple(UNITS[kept]))]
