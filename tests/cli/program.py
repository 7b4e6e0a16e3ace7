"""One command in this process: what a shell would see of it, without the start of an interpreter."""

import io
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines import cli
from tracing.store import Database

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples" / "records"
AS_OF = "2021-08-05"


@dataclass(frozen=True)
class Said:
    """What one command said, and its exit status."""

    status: int
    bytes_out: bytes
    err: str

    @property
    def out(self) -> str:
        return self.bytes_out.decode()

    @property
    def complaints(self) -> list[str]:
        """The lines of the standard error."""
        return self.err.splitlines()


def told(workspace: Path, *arguments: object) -> Said:
    """Run one command in a workspace, with no Prefect server."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.delenv("PREFECT_API_URL", raising=False)
        try:
            status = cli.main([*map(str, arguments), "--workspace", str(workspace)])
        except SystemExit as left:
            status = int(left.code or 0)
    return Said(status, out.buffer.getvalue(), err.getvalue())


def new_workspace(folder: Path, *options: object) -> Path:
    """A workspace with nothing in it yet."""
    assert told(folder, "init", *options).status == 0
    return folder


def small_outbreak(folder: Path, *, case: str = "a", person: str = "x") -> list[Path]:
    """Two files: case C1, and an hour at place L that a person shares with the case."""
    stay = "L,2021-07-31T10:00,2021-07-31T11:00"
    return [
        put(folder / "cases.csv", f"case_id,person_id,classification,onset_at\nC1,{case},confirmed,2021-08-01\n"),
        put(folder / "checkins.csv", f"{CHECKINS}{case},{stay}\n{person},{stay}\n"),
    ]


CHECKINS = "person_id,place_id,checked_in_at,checked_out_at\n"


def put(path: Path, content: str | bytes) -> Path:
    """A file with that content, in a folder that need not be there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(database: Path, sql: str, parameters: Mapping[str, object] | None = None) -> list[tuple]:
    """What a query answers."""
    with Database(database, read_only=True) as opened:
        return opened.run(sql, parameters)


def people_listed(workspace: Path, case: str) -> list[str]:
    """The second column of a case's list."""
    return [line.split(",")[1] for line in told(workspace, "contacts", case).out.splitlines()[1:]]
