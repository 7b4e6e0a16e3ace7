"""A tiny outbreak that never was. Every value that could tell on somebody bears the word MARK, and so do the files."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
AS_OF = "2021-08-08T12:00+08:00"
MARK = "MARK"
FOLDER = "MARKFOLDER"

FILES = {
    "persons_MARKFILE1.csv": [
        "person_id,name,document_number,phone,address",
        "MARKPERSON1,MARKNAME123,MARKDOCUMENT1,13900MARK01,MARKSTREET 1",
        "MARKPERSON2,MARKNAME124,MARKDOCUMENT2,13900MARK02,MARKSTREET 2",
    ],
    "places_MARKFILE2.csv": [
        "place_id,name,latitude,longitude",
        "MARKPLACE1,MARKVENUE,31.23,121.47",
        "MARKPLACE2,MARKVENUE,MARKNOTANUMBER,121.47",
    ],
    "cases_MARKFILE3.csv": ["case_id,person_id,classification,onset_at", "MARKCASE1,MARKPERSON1,confirmed,2021-08-05"],
    "checkins_MARKFILE4.csv": [
        "person_id,place_id,checked_in_at,checked_out_at",
        "MARKPERSON1,MARKPLACE1,2021-08-05T10:00,2021-08-05T11:00",
        "MARKPERSON2,MARKPLACE1,2021-08-05T10:15,2021-08-05T11:30",
        "MARKPERSON3,MARKPLACE1,2021-08-05T10:50,2021-08-05T10:55",
    ],
}
ROWS, KEPT, REJECTED = 8, 7, 1


def write(folder: Path) -> list[Path]:
    """The outbreak's files, in the order of their names."""
    folder.mkdir()
    for name, lines in FILES.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return sorted(folder.iterdir())


def surroundings(**more: str) -> dict[str, str]:
    """An environment without anything that is set for Prefect or the program."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT_", "TRACING_"))}
    return kept | {"PYTHONPATH": str(ROOT)} | more


def python(*arguments: object, env: Mapping[str, str], seconds: float = 120) -> subprocess.CompletedProcess:
    """Run Python from the project's root."""
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=seconds)


def tracing(workspace: Path, *arguments: object, env: Mapping[str, str]) -> subprocess.CompletedProcess:
    """Run the command line in a process of its own."""
    return python("-m", "pipelines.cli", "--workspace", workspace, *arguments, env=env)
