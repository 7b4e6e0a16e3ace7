"""`tracing serve`: a Prefect server and a worker for one workspace, until somebody ends it.

Both are processes of their own that end with this one. Whenever one of them ends by itself, both are started anew:
nothing is lost by it, as a rerun does whatever the last one left undone.
"""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from urllib.request import Request, urlopen

from pipelines import settings
from pipelines.commands import folder_of
from pipelines.orchestration import AT_THE_TERMINAL, CLOSED_NETWORK, ServerFailure
from tracing.disk import alone
from tracing.errors import AlreadyServed, PortInUse, UsageError

HOST = "127.0.0.1"
MOST_MINUTES = 24 * 60
_POSTGRESQL = "postgresql+asyncpg://"
START_S, STOP_S, PORT_S = 120, 15, 5
RENEW_S = 24 * 3600
"""Prefect's server grows by some 80 KB a file, so it is started anew once a day, which also shrinks its database."""

STEADY_S, MOST_SHORT_LIVES = 60, 3
"""Processes that keep ending this soon after their start are not started once more."""

KEEP_RUNS_DAYS, KEEP_EVENTS_DAYS = 7, 1
"""How long Prefect's database remembers. A run is 40 KB, its events are 150."""

LONGEST_LOG = 10_000_000
"""Of the server's log, in bytes."""

_PRUNED = {
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(KEEP_RUNS_DAYS * 24 * 3600),
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{KEEP_EVENTS_DAYS}D",
}
"""What may be set otherwise from outside."""

_PATIENT = {"PREFECT_CLIENT_MAX_RETRIES": "10"}
_OTHERS = ("PREFECT_API_URL", "PREFECT_API_DATABASE_CONNECTION_URL", "PREFECT_UI_API_URL", "PREFECT_PROFILE")
_SERVER = {"PREFECT_SERVER_LOGGING_LEVEL": "WARNING", "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "5"}


def serve(options: Namespace) -> None:
    """`tracing serve`."""
    _check(options)
    space = settings.open_workspace(folder_of(options).resolve())
    space.pseudonyms()
    space.prefect.mkdir(mode=0o700, exist_ok=True)
    stop = _stop_signals()
    with _the_only_one(space):
        service, short_lives = Service(space, _free_port(options.port), options.database, options.every), 0
        while not stop.is_set():
            began = time.monotonic()
            _serve_once(service, stop)
            short_lives = short_lives + 1 if time.monotonic() - began < STEADY_S else 0
            if short_lives == MOST_SHORT_LIVES and not stop.is_set():
                raise ServerFailure(f"server or worker keeps ending; {service.log} may say why")
    print("stopped", flush=True)


def _check(options: Namespace) -> None:
    """Errors: UsageError."""
    if not 0 <= options.port <= 65535:
        raise UsageError("--port: must be from 0 to 65535")
    if not 0 < options.every <= MOST_MINUTES:
        raise UsageError(f"--every: must be more than 0 and at most {MOST_MINUTES:,} minutes")
    if options.database is not None and not options.database.startswith(_POSTGRESQL):
        raise UsageError(f"--database: must begin with {_POSTGRESQL}")


class Service:
    """The processes of one start: the server, and the worker once the server answers."""

    def __init__(self, space: settings.Workspace, port: int, database: str | None, every_minutes: float):
        self.space, self.port, self.database, self.every_minutes = space, port, database, every_minutes
        self.pages = f"http://{HOST}:{port}"
        self.log = space.prefect / "server.log"
        self._outside = {name: value for name, value in settings.environment().items() if name not in _OTHERS}
        self._inside = CLOSED_NETWORK | {"PREFECT_HOME": str(space.prefect)}

    @contextmanager
    def server(self) -> Iterator[subprocess.Popen]:
        """The Prefect server, starting."""
        own = f"sqlite+aiosqlite:///{self.space.prefect / 'prefect.db'}"
        env = _PRUNED | self._outside | self._inside | _SERVER
        env["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = self.database or own
        env["PREFECT_SERVER_UI_API_URL"] = f"{self.pages}/api"
        where = ["--host", HOST, "--port", str(self.port)]
        if self.database is None:
            _shrink(self.space.prefect / "prefect.db")
        self.log.unlink(missing_ok=True)
        with self.log.open("ab") as log, _running(["prefect", "server", "start", *where], env, log) as process:
            yield process

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen]:
        """The worker, starting. What reruns have to say goes to the standard error."""
        env = self._outside | self._inside | AT_THE_TERMINAL | _PATIENT
        env["PREFECT_API_URL"] = f"{self.pages}/api"
        arguments = ["pipelines.worker", str(self.space.folder), str(self.every_minutes)]
        with _running(arguments, env, sys.stderr) as process:
            yield process

    def cut_log(self) -> None:
        """Begin the server's log anew once it is too long."""
        with suppress(OSError):  # somebody else took it away
            if self.log.stat().st_size > LONGEST_LOG:
                os.truncate(self.log, 0)

    def answers(self) -> bool:
        """Whether the server is up."""
        return self._asked("health") is not None

    def rests(self) -> bool:
        """Whether no rerun of this workspace is going on."""
        going_on = {"tags": {"all_": [self.space.folder.name]}, "state": {"type": {"any_": ["PENDING", "RUNNING"]}}}
        return self._asked("flow_runs/count", json.dumps({"flow_runs": going_on}).encode()) == b"0"

    def _asked(self, what: str, filters: bytes | None = None) -> bytes | None:
        """What the server's interface answers; None where it does not."""
        question = Request(f"{self.pages}/api/{what}", filters, {"Content-Type": "application/json"})
        try:
            with urlopen(question, timeout=5) as answer:
                return answer.read()
        except (OSError, HTTPException):
            return None


def _serve_once(service: Service, stop: threading.Event) -> None:
    """Serve until it is stopped, one of the processes ends or it is time to renew them. Errors: ServerFailure."""
    began = time.monotonic()
    with ExitStack() as processes:
        print("  the Prefect server is starting", file=sys.stderr, flush=True)
        server = processes.enter_context(service.server())
        _wait_for(service, server, stop)
        if stop.is_set():
            return
        worker = processes.enter_context(service.worker())
        print(f"serving {service.space.folder.name} at {service.pages} until Ctrl-C", flush=True)
        print(f"  files into {service.space.inbox}, differences from {service.space.outbox}", flush=True)
        while not stop.wait(0.5):
            if time.monotonic() - began > RENEW_S and service.rests():
                return
            service.cut_log()
            for process, name in ((server, "Prefect server"), (worker, "worker")):
                if process.poll() is not None:
                    print(f"  the {name} ended (status {process.returncode}); starting again", file=sys.stderr)
                    return


def _wait_for(service: Service, server: subprocess.Popen, stop: threading.Event) -> None:
    """Wait until the server answers. Errors: ServerFailure where it does not come up."""
    deadline = time.monotonic() + START_S
    while not service.answers() and not stop.wait(0.2):
        if server.poll() is not None or time.monotonic() > deadline:
            raise ServerFailure(f"the Prefect server did not come up; {service.log} may say why")


@contextmanager
def _running(module: list[str], env: Mapping[str, str], output) -> Iterator[subprocess.Popen]:
    """A Python module as a process with what it starts in a group; at the end it is asked to end, then killed."""
    command = [sys.executable, "-m", "pipelines.attached", *module]
    streams = {"stdin": subprocess.PIPE, "stdout": output, "stderr": output}
    process = subprocess.Popen(command, env=env, start_new_session=True, **streams)
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_S)
        process.stdin.close()
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _stop_signals() -> threading.Event:
    """What is set as soon as somebody ends the program from the keyboard, or a service manager does."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


@contextmanager
def _the_only_one(space: settings.Workspace) -> Iterator[None]:
    """Errors: AlreadyServed."""
    with ExitStack() as held:
        try:
            held.enter_context(alone(space.prefect, wait=False))
        except BlockingIOError:
            raise AlreadyServed(f"{space.folder}: `tracing serve` runs for this workspace already") from None
        yield


def _free_port(port: int) -> int:
    """The port, or a free one for 0. One that a server just left is waited for. Errors: PortInUse."""
    deadline = time.monotonic() + PORT_S
    while True:
        try:
            with socket.create_server((HOST, port)) as found:
                return found.getsockname()[1]
        except OSError:
            if time.monotonic() > deadline:
                raise PortInUse(f"--port: {port} is in use; name another one, or 0 for any") from None
        time.sleep(0.2)


def _shrink(database: Path) -> None:
    """Give back the room of what was pruned; while the server runs, only new entries use it."""
    if database.exists():
        with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as opened:
            opened.execute("VACUUM")
