"""A small outbreak that is told, screened and handed over step by step, with commands alone.

Case C1 is person `a`, who falls ill on 1 August; everybody meets at places. Keys of sources are single letters.
"""

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path

from pipelines import settings
from tests.cli.program import Said, new_workspace, put, told

RULES = """
id = "{id}"
title = "Venues"
valid_from = 2021-01-01
source = "made for a test"
[infectious_period]
before_days = 2
[[rule]]
id = "shared"
evidence = "stay"
tier = "close"
at_least_minutes = {minutes}
[[rule]]
id = "brief"
evidence = "stay"
tier = "general"
{secondary}
[follow_up]
close_days = {close_days}
secondary_days = 7
general_days = 3
"""
SECONDARY = '[secondary]\nrules = ["shared"]'
HEADERS = {
    "cases": "case_id,person_id,classification,onset_at,isolated_at",
    "checkins": "person_id,place_id,checked_in_at,checked_out_at",
    "fixes": "person_id,observed_at,latitude,longitude,accuracy_m",
    "isolations": "person_id,from_at,until_at",
    "persons": "person_id,name,phone,address",
    "places": "place_id,name,kind",
}
CASE = "C1,a,confirmed,2021-08-01,"
AS_OF = "2021-08-05"


def definition(folder: Path, name: str = "venue", **differs: object) -> Path:
    """A definition file; what is named is different from: 15 minutes, 10 days, contacts of close contacts."""
    usual = {"id": name, "minutes": 15, "secondary": SECONDARY, "close_days": 10}
    return put(folder / f"{name}.toml", RULES.format(**usual | differs))


def stay(person: str, place: str, begun: str, end: str = "", day: str = "2021-07-31") -> str:
    """A row of check-ins; without an end, a check-out that nobody recorded."""
    return f"{person},{place},{day}T{begun},{day + 'T' + end if end else ''}"


@dataclass
class Outbreak:
    """A workspace, and the files that were brought to it."""

    folder: Path
    brought: int = 0

    @classmethod
    def begin(cls, folder: Path) -> "Outbreak":
        new_workspace(folder / "workspace", "--definition", definition(folder))
        return cls(folder)

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    def bring(self, kind: str, *rows: str) -> int:
        """Take in a file of that kind: its number."""
        self.brought += 1
        path = put(self.folder / f"{kind}_{self.brought}.csv", "\n".join([HEADERS[kind], *rows]) + "\n")
        assert (said := told(self.workspace, "ingest", path)).status == 0, said.err
        return self.brought

    def retract(self, file_id: int) -> None:
        assert told(self.workspace, "retract", file_id).status == 0

    def screen(self, *options: object) -> None:
        said = told(self.workspace, "screen", "--as-of", AS_OF, *options)
        assert said.status == 0, said.err

    def hand_over(self, *what: str) -> Said:
        said = told(self.workspace, "hand-over", *(what or ("C1",)))
        assert said.status == 0, said.err
        return said

    def step(self, *options: object) -> dict[str, dict]:
        """Screen, hand C1 over, and read what changed."""
        self.screen(*options)
        self.hand_over()
        return self.changes()

    def folders(self, case: str = "C1") -> list[Path]:
        return sorted((self.workspace / "handover" / case).iterdir())

    def manifest(self, case: str = "C1") -> dict:
        return json.loads((self.folders(case)[-1] / "manifest.json").read_bytes())

    def changes(self, case: str = "C1") -> dict[str, dict]:
        """The rows of the last changes.csv, by the source's key."""
        return {row["person_id"]: row for row in table(self.folders(case)[-1] / "changes.csv")}

    def contacts(self, *options: object) -> list[dict]:
        return rows_of(told(self.workspace, "contacts", *options).out)

    def pseudonym(self, key: str) -> str:
        """What stands for a person outside the vault."""
        return settings.open_workspace(self.workspace).pseudonyms().of(key)


def table(path: Path) -> list[dict]:
    """The rows of a csv file."""
    return rows_of(path.read_text(encoding="utf-8-sig"))


def rows_of(text: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text)))
