"""Records in DuckDB: the database of one screen, and the statements that are run on it."""

import re
from fractions import Fraction
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

from tests.lib.reference.records import Record

HERE = Path(__file__).parent
TYPES = {"VARCHAR": pl.String, "BIGINT": pl.Int64, "INTEGER": pl.Int32, "DOUBLE": pl.Float64, "BOOLEAN": pl.Boolean}
PARAMETER = re.compile(r"\$([a-z_]+)")
Database = duckdb.DuckDBPyConnection


@cache
def statement(name: str) -> str:
    """The text of a file beside this one, by its name without the suffix."""
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")


@cache
def connection() -> Database:
    """The one database in memory: to open another costs more than most screens."""
    opened = duckdb.connect(":memory:", config={"threads": 1})
    opened.execute(statement("macros"))
    return opened


def database(kept: dict[str, list[Record]]) -> Database:
    """A database with the records in it, kind by kind, and nothing of any screen before."""
    found = connection()
    found.execute(statement("schema"))
    for kind in columns().keys() & kept.keys():
        insert(found, kind, kept[kind])
    return found


@cache
def columns() -> dict[str, dict[str, pl.DataType]]:
    """The columns of every table and their types."""
    tables: dict[str, dict[str, pl.DataType]] = {}
    rows = connection().execute("SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal")
    for table, column, kind in rows.fetchall():
        tables.setdefault(table, {})[column] = TYPES.get(kind)
    return tables


def insert(database: Database, table: str, rows: list[Record]) -> None:
    """Rows by name; a column of the table that a row does not have is an error, the others are left out."""
    if rows:
        schema = columns()[table]
        values = [[plain(row[name]) for name in schema] for row in rows]
        database.register("brought", pl.DataFrame(values, schema=schema, orient="row"))
        database.execute(f"INSERT INTO {table} BY NAME SELECT * FROM brought")
        database.unregister("brought")


def plain(value: object) -> object:
    """Exact numbers as doubles, the rest as it is."""
    return float(value) if isinstance(value, Fraction) else value


def run(database: Database, name: str, parameters: dict[str, object]) -> list[dict]:
    """The rows that a statement answers; of the parameters it is given those that it names, which must be there."""
    text = statement(name)
    answered = database.execute(text, {key: parameters[key] for key in set(PARAMETER.findall(text))})
    header = [column for column, *_ in answered.description]
    return [dict(zip(header, row, strict=True)) for row in answered.fetchall()]
