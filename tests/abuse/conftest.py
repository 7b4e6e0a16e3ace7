"""A workspace with the small outbreak screened, to be copied and then broken."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.program import AS_OF, new_workspace, small_outbreak, told


@pytest.fixture(scope="session")
def outbreak(tmp_path_factory) -> Path:
    """The small outbreak, taken in and screened once. Nobody changes it."""
    folder = tmp_path_factory.mktemp("outbreak")
    workspace = new_workspace(folder / "workspace")
    assert told(workspace, "ingest", *small_outbreak(folder)).status == 0
    assert told(workspace, "screen", "--as-of", AS_OF).status == 0
    return workspace


@pytest.fixture
def copied(tmp_path) -> Callable[[Path], Path]:
    """Makes a copy of a workspace that a test may break."""
    return lambda workspace: shutil.copytree(workspace, tmp_path / "copy")
