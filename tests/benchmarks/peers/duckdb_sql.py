"""DuckDB: the question as SQL over a table of fixes in a file of its own, statements in `sql/`.

Two phases: boxes of people by bucket of time and cell find who was anywhere near; successive fixes are joined to moves
for those alone. A move may be longer than any cell, so cells of single fixes would leave meetings out.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from tests.benchmarks.question import ANSWER, Question

SQL = Path(__file__).parent / "sql"
_BUCKET_MS = 3_600_000
_STEPS = ("1_probes", "2_near", "3_pairs", "4_met", "5_qualifying")


@dataclass
class Asked:
    """An open file and the question."""

    question: Question
    connection: duckdb.DuckDBPyConnection


def prepare(question: Question) -> Path:
    """The records as a DuckDB file, made from the Parquet files unless it stands already."""
    path = question.scratch / "fixes.duckdb"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        with duckdb.connect(str(unfinished)) as connection:
            connection.execute(sql("load"), {"files": str(question.folder / "fixes_*.parquet")}).fetchall()
        unfinished.replace(path)
    return path


def opened(question: Question) -> Asked:
    """The file opened, nothing read yet."""
    return Asked(question, duckdb.connect(str(prepare(question)), read_only=True))


def ask(asked: Asked) -> pa.Table:
    """The answer, from the table of fixes."""
    give_windows(asked)
    run(asked.connection, "setup")
    for step in (*_STEPS, "hop_1"):
        run(asked.connection, step)
    if asked.question.secondary:
        for step in (*_STEPS, "hop_2"):
            run(asked.connection, step)
    return asked.connection.sql(sql("answer")).to_arrow_table().cast(ANSWER)


def give_windows(asked: Asked) -> None:
    """Tell the database the rule's numbers, the cases and their windows."""
    question, windows = asked.question, asked.question.windows()
    for variable, value in (question.limits | {"bucket_ms": _BUCKET_MS}).items():
        asked.connection.execute(f"SET VARIABLE {variable} = {value}")
    rows = {
        "case_id": [window.case_id for window in windows],
        "source_id": [window.person_id for window in windows],
        "w0": [window.started_at for window in windows],
        "w1": [window.finished_at for window in windows],
    }
    asked.connection.register("given", pa.table(rows))
    run(asked.connection, "windows")
    asked.connection.unregister("given")


def run(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Run every statement of a file in `sql/`."""
    for statement in duckdb.extract_statements(sql(name)):
        connection.execute(statement)
        connection.fetchall()


def sql(name: str) -> str:
    """The text of a file in `sql/`."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
