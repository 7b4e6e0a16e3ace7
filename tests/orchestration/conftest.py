"""One outbreak on two workspaces with one key: `watched` on a Prefect server, `plain` without."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.orchestration import outbreak
from tests.orchestration.outbreak import AS_OF, ROOT, python, surroundings, tracing
from tests.orchestration.prefect_server import PrefectServer, end, until

Told = subprocess.CompletedProcess
_SERVE = """
import sys
from pipelines.flows import screen
screen.serve("often", interval=3, limit=1, parameters={"workspace": sys.argv[1], "as_of": sys.argv[2]})
"""


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[PrefectServer]:
    """A server that runs when it is asked, and never after the tests."""
    made = PrefectServer(tmp_path_factory.mktemp("prefect") / "home")
    yield made
    made.stop()


@pytest.fixture(scope="session")
def files(tmp_path_factory) -> list[Path]:
    """The files of the outbreak."""
    return outbreak.write(tmp_path_factory.mktemp("brought") / outbreak.FOLDER)


@pytest.fixture(scope="session")
def watched(tmp_path_factory) -> Path:
    """A fresh workspace."""
    folder = tmp_path_factory.mktemp("watched") / "outbreak-7"
    assert tracing(folder, "init", env=surroundings()).returncode == 0
    return folder


@pytest.fixture(scope="session")
def plain(tmp_path_factory, watched) -> Path:
    """A copy of it while it is still empty."""
    return shutil.copytree(watched, tmp_path_factory.mktemp("plain") / "outbreak-7")


@pytest.fixture(scope="session")
def ingested(server, plain, watched, files) -> Told:
    """`tracing ingest` on the server."""
    return tracing(watched, "ingest", *files, env=server.env())


@pytest.fixture(scope="session")
def screened(server, watched, ingested) -> Told:
    """`tracing screen` on the server."""
    return tracing(watched, "screen", "--as-of", AS_OF, env=server.env())


@pytest.fixture(scope="session")
def handed_over(tmp_path_factory, server, watched, screened) -> tuple[Path, Told]:
    """`tracing hand-over` of the one case, in a copy of the workspace."""
    folder = shutil.copytree(watched, tmp_path_factory.mktemp("handed_over") / "outbreak-7")
    return folder, tracing(folder, "hand-over", "MARKCASE1", env=server.env())


@pytest.fixture(scope="session")
def refused(server, watched, ingested, files) -> Told:
    """`tracing ingest` of a file without its most important column."""
    path = files[0].with_name("persons_MARKREFUSED.csv")
    path.write_text("name,phone\nMARKNAME125,13900MARK03\n", encoding="utf-8")
    return tracing(watched, "ingest", path, env=server.env())


@pytest.fixture(scope="session")
def damaged(tmp_path_factory, server, watched, screened) -> Told:
    """`tracing screen` where the store has become something else."""
    folder = shutil.copytree(watched, tmp_path_factory.mktemp("damaged") / "outbreak-8")
    (folder / "store.duckdb").write_text("MARKNAME123 " * 999, encoding="utf-8")
    return tracing(folder, "screen", "--as-of", AS_OF, env=server.env())


@pytest.fixture(scope="session")
def provoked(server, watched, screened, files) -> tuple[Told, dict]:
    """What went wrong inside flow runs, under the settings in which Prefect keeps most."""
    path = files[0].with_name("persons_MARKLATER.csv")
    path.write_text("person_id,name\nMARKPERSON9,MARKNAME129\n", encoding="utf-8")
    keeps_all = {
        "PREFECT_LOGGING_LEVEL": "DEBUG",
        "PREFECT_LOGGING_LOG_PRINTS": "true",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "true",
        "PREFECT_FLOWS_DEFAULT_RETRIES": "2",
        "PREFECT_TASKS_DEFAULT_RETRIES": "2",
    }
    told = python("-m", "tests.orchestration.provoked", watched, path, env=server.env(**keeps_all))
    assert told.returncode == 0, told.stderr
    return told, json.loads(told.stdout)


@pytest.fixture(scope="session")
def scheduled(tmp_path_factory, server, watched, screened) -> dict:
    """The first flow run that a schedule of every three seconds brought to an end, on a copy of the workspace."""
    folder = shutil.copytree(watched, tmp_path_factory.mktemp("scheduled") / "outbreak-7")
    env = server.env(PREFECT_RUNNER_POLL_FREQUENCY="1")
    with (server.home / "runner.log").open("ab") as log:
        told = {"env": env, "cwd": ROOT, "stdout": log, "stderr": log, "start_new_session": True}
        runner = subprocess.Popen([sys.executable, "-c", _SERVE, folder, AS_OF], **told)
    try:
        return until(lambda: server.ended_by_schedule())
    finally:
        end(runner, signal.SIGINT)
