"""A question, as every engine is asked it: whose records, which cases, what rule; and the shape of the answer.

Read with the standard library and pyarrow alone, so that every environment can.
"""

import csv
import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

HERE = Path(__file__).resolve().parent
ZONE = "Asia/Shanghai"
_MINUTE, _HOUR = 60_000, 3_600_000
ANSWER = pa.schema(
    {
        "hop": pa.int32(),
        "case_id": pa.string(),
        "source_id": pa.string(),
        "person_id": pa.string(),
        "started_at": pa.int64(),
        "finished_at": pa.int64(),
    }
)
"""One row per episode of an exposure that stands behind a line of a list; ms since 1970, half-open.

hop 0 are a case's own exposures, hop 1 those of its close contacts to people who are none.
"""


@dataclass(frozen=True)
class Window:
    """One case's infectious period (ms)."""

    case_id: str
    person_id: str
    started_at: int
    finished_at: int


@dataclass(frozen=True)
class Question:
    """The contacts of the first `cases` cases of a folder of records, under a definition of one rule.

    folder      `fixes_*.parquet` or `checkins_*.parquet`, and `cases_<n>.csv`
    definition  the name of a definition beside this file
    """

    folder: Path
    cases: int
    definition: str
    as_of: str

    @property
    def cases_file(self) -> Path:
        return self.folder / f"cases_{self.cases}.csv"

    @property
    def definition_file(self) -> Path:
        return HERE / f"{self.definition}.toml"

    @property
    def scratch(self) -> Path:
        """Where stores made from the records are kept between runs."""
        return self.folder / "stores"

    @cached_property
    def table(self) -> dict:
        """The definition as it is written."""
        return tomllib.loads(self.definition_file.read_text(encoding="utf-8"))

    @property
    def rule(self) -> dict:
        return self.table["rule"][0]

    @property
    def secondary(self) -> bool:
        return "secondary" in self.table

    @property
    def as_of_ms(self) -> int:
        return _ms(datetime.fromisoformat(self.as_of))

    @property
    def limits(self) -> dict[str, int]:
        """The rule's numbers, the specification's where it is silent (ms, metres)."""
        return {
            "within_m": self.rule.get("within_m", 0),
            "gap_ms": round(self.rule.get("max_gap_minutes", 10) * _MINUTE),
            "max_accuracy_m": self.rule.get("max_accuracy_m", 100),
            "least_ms": round(self.rule["at_least_minutes"] * _MINUTE),
            "rolling_ms": round(self.rule.get("window_hours", 24) * _HOUR),
            "as_of": self.as_of_ms,
        }

    def windows(self) -> list[Window]:
        """The infectious periods: from the midnight so many days before sampling until isolation, or now."""
        with self.cases_file.open(encoding="utf-8", newline="") as lines:
            return [self._window(row) for row in csv.DictReader(lines)]

    def _window(self, row: dict[str, str]) -> Window:
        zone, before = ZoneInfo(ZONE), self.table["infectious_period"]["before_days"]
        sampled, isolated = (datetime.fromisoformat(row[name]) for name in ("sampled_at", "isolated_at"))
        first = datetime.combine(sampled.astimezone(zone).date() - timedelta(days=before), time(), zone)
        return Window(row["case_id"], row["person_id"], _ms(first), min(_ms(isolated), self.as_of_ms))


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
