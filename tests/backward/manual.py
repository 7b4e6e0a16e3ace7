"""One search backward of the manual: records and a definition in, windows or alternatives out, all as text.

Only the columns an expected table names are compared, but all its rows and their order are.
"""

import tomllib
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl

from tests.backward.asked import asked
from tests.lib.tables import Row, read_table, read_tables
from tests.spec.examples import HEAD, utc
from tracing.times import from_ms

FIGURES = ("expected", "chance")
INSTANTS = ("first_at", "last_at", "start", "end")
NEAR = """
[infectious_period]
before_days = 2
[[rule]]
id = "near"
evidence = "proximity"
tier = "close"
at_least_minutes = 15
"""


def check(
    records: str,
    cases: str,
    definition: str = NEAR,
    windows: str | None = None,
    alternatives: str | None = None,
    as_of: str = "2021-09-01T00:00",
    timezone: str = "Asia/Shanghai",
) -> None:
    """Searches backward from the given cases, and compares."""
    trace = asked(read_tables(records), cases.split(), tomllib.loads(HEAD + definition), as_of, timezone)
    if windows is not None:
        searched = trace.cases.rename({"started_at": "start", "finished_at": "end", "empty_because": "why empty"})
        assert told(searched, windows) == meant(windows, timezone)
    if alternatives is not None:
        assert told(trace.alternatives, alternatives) == meant(alternatives, timezone)


def meant(expected: str, zone: str) -> list[Row]:
    """The expected rows with their instants in UTC."""
    local = {name: lambda text: utc(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))) for name in INSTANTS}
    return [
        {name: local[name](text) if name in local and text else text for name, text in row.items()}
        for row in read_table(expected)
    ]


def told(frame: pl.DataFrame, expected: str) -> list[Row]:
    """The answer's rows as text, in the columns that are expected."""
    columns = read_table(expected)[0] if expected.strip() else ("kind", "id")
    return [{name: as_text(name, row[name]) for name in columns} for row in frame.iter_rows(named=True)]


def as_text(column: str, value: object) -> str:
    if value is None:
        return ""
    if column in INSTANTS:
        return utc(from_ms(value))
    if column in FIGURES:
        return f"{value:.4f}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, list) else str(value)
