"""A schedule really fires: a flow of `pipelines.flows` is served, and the server calls it by the clock."""

import shutil
import signal
import subprocess
import sys

import pytest

from tests.orchestration.outbreak import AS_OF, ROOT
from tests.orchestration.prefect_server import end, until

_SERVE = """
import sys
from pipelines.flows import screen
screen.serve("often", interval=3, limit=1, parameters={"workspace": sys.argv[1], "as_of": sys.argv[2]})
"""


@pytest.fixture(scope="session")
def nightly(tmp_path_factory, watched, screened):
    """A copy of the screened workspace."""
    return shutil.copytree(watched, tmp_path_factory.mktemp("nightly") / "outbreak-7")


def test_a_schedule_fires_and_leaves_results(server, nightly):
    before = {path.name for path in (nightly / "results").iterdir()}
    env = server.env(PREFECT_RUNNER_POLL_FREQUENCY="1")
    with (server.home / "runner.log").open("ab") as log:
        told = {"env": env, "cwd": ROOT, "stdout": log, "stderr": log, "start_new_session": True}
        runner = subprocess.Popen([sys.executable, "-c", _SERVE, nightly, AS_OF], **told)
    try:
        run = until(lambda: _scheduled(server))
    finally:
        end(runner, signal.SIGINT)
    assert run["parameters"] == {"workspace": str(nightly), "as_of": AS_OF}
    assert run["deployment_id"] is not None
    assert {path.name for path in (nightly / "results").iterdir()} > before


def _scheduled(server) -> dict | None:
    runs = server.ask("flow_runs", flow_runs={"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}})
    scheduled = [run for run in runs if run["auto_scheduled"]]
    assert {run["state_type"] for run in scheduled} <= {"COMPLETED"}
    return scheduled[0] if scheduled else None
