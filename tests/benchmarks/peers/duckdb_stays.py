"""DuckDB: who stayed where the cases stayed, as plain joins in SQL over tables in a file of its own."""

from pathlib import Path

import duckdb
import pyarrow as pa

from tests.benchmarks.peers.duckdb_sql import Asked, give_windows, run, sql
from tests.benchmarks.question import ANSWER, Question


def prepare(question: Question) -> Path:
    """The records as a DuckDB file, made from the files unless it stands already."""
    path = question.scratch / "checkins.duckdb"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        files = {"files": question.folder / "checkins_*.parquet", "places": question.folder / "places_all.csv"}
        with duckdb.connect(str(unfinished)) as connection:
            for statement in duckdb.extract_statements(sql("load_checkins")):
                named = {name: str(files[name]) for name in statement.named_parameters}
                connection.execute(statement, named).fetchall()
        unfinished.replace(path)
    return path


def opened(question: Question) -> Asked:
    """The file opened, nothing read yet."""
    return Asked(question, duckdb.connect(str(prepare(question)), read_only=True))


def ask(asked: Asked) -> pa.Table:
    """The answer, from the tables."""
    give_windows(asked)
    run(asked.connection, "stay")
    return asked.connection.sql(sql("answer")).to_arrow_table().cast(ANSWER)
