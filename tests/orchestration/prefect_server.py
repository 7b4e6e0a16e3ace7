"""A real Prefect server in a process and a folder of its own, on 127.0.0.1."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from pipelines.orchestration import CLOSED_NETWORK
from tests.orchestration.outbreak import surroundings

_PATIENCE_S = 120
_SOON = {
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "1",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "1",
}


class PrefectServer:
    """It runs from the first question on, and again after `stop`."""

    def __init__(self, home: Path):
        self.home, self._process = home, None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]

    @property
    def url(self) -> str:
        """What PREFECT_API_URL has to be."""
        address = f"http://127.0.0.1:{self._port}/api"
        if self._process is None:
            self._start()
            until(lambda: _healthy(address))
        return address

    def env(self, **more: str) -> dict[str, str]:
        """The environment of somebody who uses this server; Prefect's own files of both stand in one folder."""
        return surroundings(PREFECT_API_URL=self.url, PREFECT_HOME=str(self.home), **more)

    def _start(self) -> None:
        env = surroundings(PREFECT_HOME=str(self.home), **CLOSED_NETWORK, **_SOON)
        where = ["--host", "127.0.0.1", "--port", str(self._port), "--no-ui"]
        self.home.mkdir(exist_ok=True)
        with (self.home / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "prefect", "server", "start", *where],
                **{"env": env, "cwd": self.home, "stdout": log, "stderr": log, "start_new_session": True},
            )

    def stop(self) -> None:
        """End the server, if it runs."""
        if self._process:
            end(self._process, signal.SIGTERM)
            self._process = None

    def ask(self, what: str, **filters: Any) -> list[dict]:
        """The flow runs, task runs, artifacts or logs that a filter of Prefect's interface lets through."""
        answer = httpx.post(f"{self.url}/{what}/filter", json=filters, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def flow_run(self, told: subprocess.CompletedProcess) -> dict:
        """The flow run whose address a command printed."""
        run_id = re.search(r"seen at http://127\.0\.0\.1:\d+/\S*/([0-9a-f-]{36})\n", told.stderr).group(1)
        return self.ask("flow_runs", flow_runs={"id": {"any_": [run_id]}})[0]

    def of_run(self, what: str, run: dict) -> list[dict]:
        """The artifacts or logs of a flow run."""
        return self.ask(what, **{what: {"flow_run_id": {"any_": [run["id"]]}}})

    def ended_by_schedule(self) -> dict | None:
        """A flow run that a schedule began and that is over."""
        over = {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}
        runs = self.ask("flow_runs", flow_runs={"state": over})
        return next((run for run in runs if run["auto_scheduled"]), None)

    def tasks(self, run: dict, count: int) -> list[dict]:
        """The task runs of a flow run, as soon as so many have ended: their states arrive with delay."""

        def ended() -> list[dict]:
            tasks = self.ask("task_runs", flow_runs={"id": {"any_": [run["id"]]}})
            return tasks if sum(task["end_time"] is not None for task in tasks) >= count else []

        return until(ended)


def until(happened: Callable[[], Any]) -> Any:
    """What `happened` gives as soon as it is not false."""
    deadline = time.monotonic() + _PATIENCE_S
    while not (given := happened()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.2)
    return given


def end(process: subprocess.Popen, with_signal: int) -> None:
    """End a process that leads a session, and whatever it started."""
    process.send_signal(with_signal)
    with suppress(subprocess.TimeoutExpired):
        process.wait(20)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(20)


def _healthy(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health", timeout=5).is_success
    except httpx.TransportError:
        return False
