"""The databases of a workspace: the only module that knows DuckDB.

Instants are kept as UTC without a zone in whole milliseconds, and are handed out as polars `Datetime("ms", "UTC")`.
Statements stand in `sql/`, one a file. DuckDB's own messages may quote a row, so none of them is passed on.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import RLock
from time import monotonic, sleep
from types import TracebackType

import duckdb
import polars as pl
import polars.selectors as cs

from tracing.arrow import Stream
from tracing.disk import turn_of
from tracing.errors import CannotWrite, StoreDamaged, TracingError, WorkspaceLocked

SQL = Path(__file__).resolve().parents[1] / "sql"
_UNWRITABLE = ("No space", "Disk quota", "Permission denied", "Read-only", "Could not write", "File too large")
_INTERRUPTED = "Query interrupted"
"""What DuckDB says when Ctrl-C comes while it works."""

PATIENCE_S = 5.0
"""How long who opens a database waits for another process that holds it."""
_AGAIN_S = 0.05

_OFFLINE = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}


@cache
def statement(name: str) -> str:
    """The statement of a file below `sql/`, such as `store/latest_cases`."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def statements(folder: str) -> list[str]:
    """The names of all statements in a folder below `sql/`, in order."""
    return sorted(f"{folder}/{path.stem}" for path in (SQL / folder).glob("*.sql"))


def quoted(name: str) -> str:
    """A column's name as SQL writes it: `at` and `row` are words of the language."""
    return f'"{name}"'


class _Loan:
    """A frame that DuckDB reads. DuckDB holds what it was given until its transaction ends; the frame must not be."""

    def __init__(self, rows: pl.DataFrame):
        self.rows: pl.DataFrame | None = rows

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.rows.__arrow_c_stream__(requested_schema)


class Database:
    """One DuckDB file, open. Use it in a `with` statement: leaving it closes the file. Threads that read it take turns.

    Errors: WorkspaceLocked where another process holds it for longer than one waits, StoreDamaged where it is missing,
    no database or lacks a table, CannotWrite where the disk refuses.
    """

    def __init__(self, path: Path, read_only: bool = False, new: bool = False, patience_s: float | None = None):
        """`patience_s`: how long to wait for other processes; None: as long as is usual."""
        self.path, self._lock = path, RLock()
        if new:
            self._open(read_only)
            return
        until = monotonic() + (PATIENCE_S if patience_s is None else patience_s)
        with self._turn(read_only, until):
            _until(until, lambda: self._open(read_only))

    @classmethod
    def settled(cls, path: Path) -> "Database":
        """A database that nobody writes to any more, opened for reading: nobody is waited for."""
        database = cls.__new__(cls)
        database.path, database._lock = path, RLock()
        if not path.exists():
            raise StoreDamaged(f"{path}: missing")
        database._open(read_only=True)
        return database

    @classmethod
    def create(cls, path: Path, schema: str) -> "Database":
        """A new database with all tables of a folder of `sql/schema`."""
        database = cls(path, new=True)
        for name in statements(f"schema/{schema}"):
            database.run(statement(name))
        return database

    def _open(self, read_only: bool) -> None:
        with self._named_errors():
            self._connection = duckdb.connect(str(self.path), read_only=read_only, config=_OFFLINE)

    @contextmanager
    def _turn(self, read_only: bool, until: float) -> Iterator[None]:
        """Who waits for a database lets nobody in behind: readers that come and go would keep a writer out for ever."""
        if not self.path.exists():
            raise StoreDamaged(f"{self.path}: missing")
        with turn_of(self.path) as take:
            _until(until, lambda: self._take(take, read_only))
            yield

    def _take(self, take: Callable[..., bool], shared: bool) -> None:
        if not take(shared=shared):
            raise _locked(self.path)

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what is not committed is gone."""
        self._connection.close()

    def run(self, sql: str, parameters: Mapping[str, object] | None = None) -> list[tuple]:
        """Run a statement to its end: the rows it returns."""
        with self._named_errors():
            return self._connection.execute(sql, parameters or {}).fetchall()

    def frame(self, sql: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """Run a query: its rows as a frame, instants in UTC."""
        with self._named_errors():
            rows = pl.DataFrame(Stream(self._connection.sql(sql, params=dict(parameters or {}))))
        return rows.with_columns(cs.datetime().dt.cast_time_unit("ms").dt.replace_time_zone("UTC"))

    def hold_at_most(self, megabytes: int) -> None:
        """Let DuckDB hold no more than so much of the tables in memory; what is more goes to the disk."""
        self.run(f"SET memory_limit = '{megabytes}MB'")

    def work_alone(self) -> None:
        """Let DuckDB use one thread: short statements, beside other work, wait for several longer than these save."""
        self.run("SET threads = 1")

    def read_through(self) -> None:
        """Read every column of every table: damage anywhere in them shows. Errors: StoreDamaged."""
        for (table,) in self.run("SELECT table_name FROM duckdb_tables() ORDER BY ALL"):
            self.run(f"SELECT bit_xor(hash(told)) FROM {quoted(table)} AS told")

    def insert(self, table: str, rows: pl.DataFrame) -> None:
        """Add a frame's rows to a table by the names of its columns."""
        if rows.is_empty():
            return
        with self.lent("arrived", rows):
            self.run(f"INSERT INTO {quoted(table)} BY NAME SELECT * FROM arrived")

    @contextmanager
    def lent(self, name: str, rows: pl.DataFrame) -> Iterator[None]:
        """Let statements read a frame as a table of that name."""
        loan = _Loan(rows.with_columns(cs.datetime().dt.replace_time_zone(None)))
        with self._lock:
            with _interruptions():
                self._connection.register(name, loan)
            try:
                yield
            finally:
                loan.rows = None
                # A statement that failed ended the transaction, and its loans with it.
                with suppress(duckdb.Error), _interruptions():
                    self._connection.unregister(name)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing: committed at the end, rolled back by an exception."""
        self.run("BEGIN")
        try:
            yield
        except BaseException:
            with suppress(duckdb.Error), _interruptions():  # an interrupted statement has ended the transaction already
                self._connection.rollback()
            raise
        self.run("COMMIT")

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            with self._lock, _interruptions():
                yield
        except (duckdb.Error, pl.exceptions.PolarsError) as error:  # polars hands DuckDB's on where it takes rows
            raise _named(error, self.path) from None


@contextmanager
def _interruptions() -> Iterator[None]:
    """DuckDB tells an interruption by an error of its own, in whatever it was asked to do."""
    try:
        yield
    except RuntimeError as error:
        if str(error) == _INTERRUPTED:
            raise KeyboardInterrupt from None
        raise


def _named(error: Exception, path: Path) -> TracingError:
    """An error of ours for one of DuckDB's, or of polars with DuckDB's in it, without its text."""
    text = str(error)
    if "lock" in text and isinstance(error, duckdb.IOException):
        return _locked(path)
    if any(word in text for word in _UNWRITABLE):
        return CannotWrite(f"{path}: the disk is full or may not be written to")
    return StoreDamaged(f"{path}: not a database of this program, or damaged ({type(error).__name__})")


def _locked(path: Path) -> WorkspaceLocked:
    return WorkspaceLocked(f"{path}: another process is using it; try again when it is done")


def _until(moment: float, attempt: Callable[[], object]) -> None:
    """Try until it is done; the last attempt's WorkspaceLocked is raised."""
    while True:
        try:
            attempt()
            return
        except WorkspaceLocked:
            if monotonic() >= moment:
                raise
            sleep(_AGAIN_S)
