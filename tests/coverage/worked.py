"""What the examples worked by hand share: small records and definitions, and answers as text tables."""

import tomllib

from tests.lib import product
from tests.lib.tables import read_table, read_tables
from tests.spec.examples import HEAD

ONE_DAY = """
[infectious_period]
before_days = 0
after_days = 0
"""
TWO_DAYS_BEFORE = """
[infectious_period]
before_days = 2
"""
NEAR = '[[rule]]\nid = "near"\nevidence = "track"\nwithin_m = 30\ntier = "close"\n'
VENUE = '[[rule]]\nid = "venue"\nevidence = "stay"\ntier = "close"\n'
CASE = """
        cases
        case_id | person_id | classification | onset_at   | isolated_at
        K       | kay       | confirmed      | 2021-08-05 | 2021-08-05T12:00
"""


def found(records: str, definition: str, as_of: str = "2021-09-01T00:00", timezone: str = "Asia/Shanghai"):
    return product.screen(read_tables(records), tomllib.loads(HEAD + definition), as_of, timezone).found


def told(frame, expected: str) -> list[dict[str, str]]:
    """The rows of a frame as text, in the columns of the expected table."""
    columns = list(read_table(expected)[0])
    return [{name: text(row[name]) for name in columns} for row in frame.iter_rows(named=True)]


def text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def covers(records: str, definition: str, expected: str, **asked: str) -> None:
    assert told(found(records, definition, **asked).coverage, expected) == read_table(expected)
