"""A real `tracing serve` in processes of its own, as somebody meets it who does not know its insides."""

import csv
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx

from tests.orchestration.outbreak import ROOT, surroundings
from tests.orchestration.prefect_server import until


class Service:
    """The service of a workspace, from `start` to `stop` or `kill`."""

    def __init__(self, workspace: Path):
        self.workspace, self.said = workspace, workspace.with_name("said")
        self._process: subprocess.Popen | None = None

    def start(self, *options: str) -> None:
        """Start it, and wait until it serves."""
        words = ["-m", "pipelines.cli", "--workspace", str(self.workspace), "serve", "--port", "0", *options]
        with self.said.open("wb") as said:
            streams = {"stdout": said, "stderr": said}
            self._process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=surroundings(), **streams)
        until(lambda: self.pages or self._process.poll() is not None)
        assert self.pages, self.said.read_text()

    @property
    def pages(self) -> str | None:
        """The address it says it serves at."""
        found = re.search(r"^serving \S+ at (\S+) ", self.said.read_text(), re.MULTILINE)
        return found and found.group(1)

    @property
    def pid(self) -> int:
        return self._process.pid

    def stop(self) -> int:
        """End it as a service manager does: its exit status."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(60)

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def ask(self, what: str, **filters: Any) -> list[dict]:
        """The flow runs, artifacts ... that a filter of Prefect's interface lets through."""
        answer = httpx.post(f"{self.pages}/api/{what}/filter", json=filters, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def runs(self, *states: str) -> list[dict]:
        """The reruns in one of these states."""
        return self.ask("flow_runs", flow_runs={"state": {"type": {"any_": list(states)}}})

    def difference(self) -> list[dict]:
        """The lines of the next difference, which is gone from the outbox afterwards."""
        path = until(lambda: next((self.workspace / "outbox").glob("difference-*.csv"), None))
        with path.open(encoding="utf-8") as file:
            lines = list(csv.DictReader(file))
        path.unlink()
        return lines


def processes_below(pid: int) -> set[int]:
    """The processes that a process started, and those that they started."""
    table = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = [tuple(map(int, line.split())) for line in table.splitlines()]
    found, more = set(), {pid}
    while more:
        more = {child for child, parent in parents if parent in more} - found
        found |= more
    return found


def living(pids: set[int]) -> set[int]:
    """Those of the processes that are still there."""
    words = ["ps", "-o", "pid=,stat=", "-p", ",".join(map(str, pids))]
    table = subprocess.run(words, capture_output=True, text=True).stdout
    return {int(line.split()[0]) for line in table.splitlines() if not line.split()[1].startswith("Z")}
