"""The command line as a user has it: a process of its own, a fresh folder, no server."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "data" / "samples" / "records"
AS_OF = "2021-08-05"


@pytest.fixture(scope="session")
def tracing() -> Callable[..., subprocess.CompletedProcess]:
    """Runs one command in a workspace; its output is text."""

    def run(workspace: Path, *arguments: object, **options: object) -> subprocess.CompletedProcess:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT", "TRACING"))}
        command = [sys.executable, "-m", "pipelines.cli", *map(str, arguments), "--workspace", str(workspace)]
        told = {"capture_output": True, "text": True, "env": environment, "cwd": ROOT, "timeout": 120, **options}
        return subprocess.run(command, check=False, **told)

    return run


@pytest.fixture(scope="session")
def screened(tmp_path_factory, tracing) -> Path:
    """A workspace with the tiny town taken in and screened once."""
    workspace = tmp_path_factory.mktemp("screened") / "workspace"
    assert tracing(workspace, "init").returncode == 0
    assert tracing(workspace, "ingest", *sorted(SAMPLES.iterdir())).returncode == 0
    assert tracing(workspace, "screen", "--as-of", AS_OF).returncode == 0
    return workspace
