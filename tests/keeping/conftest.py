"""A small workspace with everything that one can hold: records, results, hand-overs, an audit log, a copy."""

import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.cli.program import AS_OF, CHECKINS, new_workspace, put, small_outbreak, told
from tracing.clustered import growth


@pytest.fixture(scope="session")
def kept(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    workspace = new_workspace(folder / "workspace")
    for path in small_outbreak(folder):
        put(workspace / "inbox" / path.name, path.read_bytes())
    put(workspace / "inbox" / "persons.csv", "person_id,name,phone\nx,Xenia,19000000001\n")
    with patch.multiple(growth, AT_LEAST=0):
        assert told(workspace, "ingest").status == 0
    assert told(workspace, "screen", "--as-of", AS_OF).status == 0
    assert told(workspace, "hand-over", "C1").status == 0
    put(workspace / "inbox" / "checkins-2.csv", f"{CHECKINS}z,L,2021-07-31T10:30,2021-07-31T11:00\n")
    assert told(workspace, "ingest").status == 0
    (first,) = (workspace / "results").iterdir()
    assert told(workspace, "screen", "--as-of", AS_OF, "--anew").status == 0
    assert told(workspace, "hand-over", "C1").status == 0
    first.unlink()
    return workspace


@pytest.fixture
def workspace(kept, tmp_path) -> Path:
    return shutil.copytree(kept, tmp_path / "workspace")
