"""A parsed TOML document -> a Profile, or the first thing about it that cannot be meant.

Keys are looked at in the order in which a profile is explained in `data/profiles/README.md`, unknown ones of a table
first, so that one file is always refused for the same reason.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from zoneinfo import ZoneInfo

import polars as pl

from tracing.errors import ProfileRefused, UsageError
from tracing.filters import flaw
from tracing.intake.encodings import ENCODINGS
from tracing.intake.profiles.fields import fields_of
from tracing.intake.profiles.names import normal
from tracing.intake.profiles.nouns import Field, Form, Instants, Profile
from tracing.intake.stamp_forms import ORDERS
from tracing.intake.stamps import NAMES as FORMS
from tracing.intake.values import flaws, read_values
from tracing.model import KINDS, SYSTEMS, Column, Kind
from tracing.toml_table import Table, heading

_PLAIN = ("id", "title", "title_zh", "kind", "source", "needs", "by_line", "crs")
TABLES = ("file", "columns", "fixed", "from_name", "values", "instants", "persons", "filters")
"""The tables of a profile."""
_WORDS = ("names", "totals", "repeats", "nothing", "beside")
_FILE = ("encoding", "delimiter", "decimal", "sheet", "header_line", "format", *_WORDS)
_DELIMITERS = (",", "\t", ";", "|")
_DECIMALS = (".", ",")
_FORMATS = ("gpx", "plt")
_LAST_LINE = 1_048_576


def parse(document: Mapping[str, object], path: str, sha256: str = "", text: str = "") -> Profile:
    """The profile in a TOML document; `path` is what a refusal names as its file.

    Raises ProfileRefused, `path: key: reason`.
    """
    top = Table(document, path, ProfileRefused)
    top.only(_PLAIN + TABLES)
    plain = _plain(top)
    kind = KINDS[plain["kind"]]
    columns = fields_of(top.table("columns"), kind, kind.names) if "columns" in top else {}
    fixed = _fixed(top.table("fixed"), kind, columns) if "fixed" in top else {}
    from_name = _patterns(top.table("from_name"), kind, {**columns, **fixed}) if "from_name" in top else {}
    _all_required(top, kind, {**columns, **fixed, **from_name})
    _check_named(top, kind, columns, plain["needs"], plain["by_line"])
    return Profile(
        **plain,
        form=_form(top.table("file")) if "file" in top else Form(),
        columns=MappingProxyType(columns),
        fixed=MappingProxyType(fixed),
        from_name=MappingProxyType(from_name),
        values=_values(top.table("values"), kind, columns) if "values" in top else MappingProxyType({}),
        instants=_instants(top.table("instants")) if "instants" in top else Instants(),
        persons=_persons(top, kind) if "persons" in top else MappingProxyType({}),
        filters=_filters(top, kind) if "filters" in top else MappingProxyType({}),
        sha256=sha256,
        text=text,
    )


def check_stated(stated: Mapping[str, object], kind: Kind) -> None:
    """Raise UsageError where a part of a document states what no profile of the kind can hold."""
    top = Table(stated, "--state", UsageError)
    top.only(_PLAIN + TABLES)
    for name in ("columns", "fixed", "from_name", "values"):
        if name in top:
            top.table(name).only(kind.names)
    if "persons" in top:
        top.table("persons").only(KINDS["persons"].sealed)
    if "file" in top:
        _form(top.table("file"))
    if "instants" in top:
        _instants(top.table("instants"))


def _plain(top: Table) -> dict:
    plain = heading(top) | {
        "kind": top.choice("kind", tuple(KINDS)),
        "needs": top.texts("needs", ()),
        "by_line": top.texts("by_line", ()),
        "crs": top.choice("crs", SYSTEMS) if "crs" in top else None,
    }
    if plain["crs"] and "crs" not in KINDS[plain["kind"]].names:
        top.refuse("crs", f"{plain['kind']} have no positions")
    return plain


def _check_named(
    top: Table, kind: Kind, columns: Mapping[str, tuple[Field, ...]], needs: Sequence[str], by_line: Sequence[str]
) -> None:
    """Refuse names that are not of the columns which a key is for."""
    for position, name in enumerate(needs, start=1):
        if name not in columns:
            top.refuse("needs", "must be one of the columns", position)
    for position, name in enumerate(by_line, start=1):
        of_line = name in columns and (kind.column(name).label == "person" or name == "coach")
        if not of_line or len(columns[name]) < 2:
            top.refuse("by_line", "must be a column of people, or coach, that has several ways", position)


def _form(table: Table) -> Form:
    table.only(_FILE)
    form = Form(
        encoding=table.choice("encoding", tuple(ENCODINGS)) if "encoding" in table else None,
        delimiter=table.choice("delimiter", _DELIMITERS) if "delimiter" in table else None,
        decimal=table.choice("decimal", _DECIMALS) if "decimal" in table else _DECIMALS[0],
        sheet=table.line("sheet", None),
        header_line=table.whole("header_line", None, most=_LAST_LINE, positive=True),
        format=table.choice("format", _FORMATS) if "format" in table else None,
        **{name: table.texts(name, ()) for name in _WORDS},
    )
    if form.names and form.header_line:
        table.refuse("names", "a file whose columns are named here has no header_line")
    if form.names and form.format:
        table.refuse("names", f"the columns of {form.format} have their names")
    return form


def _fixed(table: Table, kind: Kind, taken: Mapping[str, object]) -> dict[str, str]:
    _not_twice(table, kind, taken)
    fixed = {name: table.line(name) for name in table.names()}
    for name, value in fixed.items():
        _must_be(table, name, kind.column(name), value)
    return fixed


def _patterns(table: Table, kind: Kind, taken: Mapping[str, object]) -> dict[str, re.Pattern[str]]:
    _not_twice(table, kind, taken)
    return {name: _pattern(table, name) for name in table.names()}


def _pattern(table: Table, name: str) -> re.Pattern[str]:
    try:
        pattern = re.compile(table.line(name))
    except re.error as problem:
        table.refuse(name, f"is not a regular expression: {problem.msg}")
    if pattern.groups != 1:
        table.refuse(name, "must have exactly one group, for what is taken from the file's name")
    return pattern


def _not_twice(table: Table, kind: Kind, taken: Mapping[str, object]) -> None:
    table.only(tuple(name for name in kind.names if name != "crs"))
    for name in table.names():
        if name in taken:
            table.refuse(name, "is given already")


def _must_be(table: Table, name: str, column: Column, value: str) -> None:
    """Refuse a value that a column of records cannot have."""
    given = pl.Series(name, [value])
    wrong = [reason for _, reason, rows in flaws(column, given, read_values(column, given, "UTC")) if rows.any()]
    if wrong:
        table.refuse(name, wrong[0])


def _all_required(top: Table, kind: Kind, given: Mapping[str, object]) -> None:
    absent = [name for name in kind.required if name not in given]
    if absent:
        top.refuse("columns", f"{kind.name} without the required columns: {', '.join(absent)}")


def _values(table: Table, kind: Kind, columns: Mapping[str, tuple[Field, ...]]) -> Mapping[str, Mapping[str, str]]:
    table.only(tuple(name for name in columns if kind.column(name).type in ("text", "boolean")))
    for name in table.names():
        if any(field.sort for field in columns[name]):
            table.refuse(name, f"columns.{name} says already how it is read")
    return MappingProxyType({name: _meanings(table.table(name), kind.column(name)) for name in table.names()})


def _meanings(table: Table, column: Column) -> Mapping[str, str]:
    meanings: dict[str, str] = {}
    for word in table.names():
        if normal(word) in meanings:
            table.refuse(word, "stands there already, written in another way")
        meanings[normal(word)] = table.line(word)
        _must_be(table, word, column, meanings[normal(word)])
    return MappingProxyType(meanings)


def _instants(table: Table) -> Instants:
    table.only(("zone", "forms", "day_order", "one_digit"))
    forms = table.texts("forms", ("iso",))
    for position, form in enumerate(forms, start=1):
        if form not in FORMS:
            table.refuse("forms", f"must be one of {', '.join(FORMS)}", position)
    zone = table.line("zone", None)
    try:
        ZoneInfo(zone or "UTC")
    except (KeyError, ValueError, OSError):
        table.refuse("zone", "must be the name of a time zone, such as Asia/Shanghai")
    day_order = table.choice("day_order", ORDERS) if "day_order" in table else None
    return Instants(zone, forms, day_order, table.flag("one_digit", False))


def _persons(top: Table, kind: Kind) -> Mapping[str, tuple[Field, ...]]:
    if kind.sealed or "person_id" not in kind.names:
        top.refuse("persons", f"{kind.name} cannot say beside their own columns who a person is")
    persons = KINDS["persons"]
    return MappingProxyType(fields_of(top.table("persons"), persons, persons.sealed))


def _filters(top: Table, kind: Kind) -> Mapping[str, Mapping[str, float]]:
    if kind.name != "fixes":
        top.refuse("filters", f"{kind.name} are no tracks")
    table = top.table("filters")
    given = {name: table.table(name) for name in table.names()}
    filters = {name: {key: parameters.value(key) for key in parameters.names()} for name, parameters in given.items()}
    for name, parameters in filters.items():
        if wrong := flaw({name: parameters}):
            table.refuse(name, wrong)
    return MappingProxyType({name: MappingProxyType(parameters) for name, parameters in filters.items()})
