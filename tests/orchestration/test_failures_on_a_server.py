"""What fails, fails in one line and with its own exit status; Prefect learns that it failed, and no more."""

import shutil
import socket

from tests.orchestration.outbreak import surroundings, tracing


def test_a_refused_file_is_counted_and_the_run_is_completed(server, refused):
    assert (refused.returncode, _said(refused)) == (2, 1)
    run = server.flow_run(refused)
    assert run["state_type"] == "COMPLETED"
    (artifact,) = server.of_run("artifacts", run)
    assert '"status": "refused"' in artifact["data"]


def test_a_verb_that_fails_is_a_failed_run_with_nothing_but_its_kind(server, damaged):
    assert (damaged.returncode, _said(damaged)) == (17, 1)
    run = server.flow_run(damaged)
    assert (run["state_type"], run["state"]["message"]) == ("FAILED", "StoreDamaged, exit status 17")
    logs = [log["message"] for log in server.of_run("logs", run)]
    assert logs and not [text for text in logs if "Traceback" in text or "duckdb" in text]


def test_a_workspace_without_its_key_never_gets_as_far_as_a_run(tmp_path, server, watched, files, ingested):
    folder = shutil.copytree(watched, tmp_path / "outbreak-9")
    (folder / "secrets" / "pseudonym.key").unlink()
    told = tracing(folder, "ingest", files[0], env=server.env())
    assert (told.returncode, _said(told), "seen at" in told.stderr) == (16, 1, False)


def test_faults_of_the_program_are_named_by_kind_and_line_alone(server, provoked):
    told, results = provoked
    assert results["a_step_fails"][0] == "InternalFailure"
    assert results["a_step_fails"][1].startswith("internal failure: InvalidOperationError at ingest.py:")
    assert results["a_step_panics"] == ["InternalFailure", "internal failure: PanicException at orchestration.py:" + _line(results["a_step_panics"])]  # noqa: E501
    assert results["a_flow_fails"][1].startswith("internal failure: ValueError at orchestration.py:")
    assert results["a_deployed_flow_fails"] == ["FailedRun", "InternalFailure, exit status 70"]
    assert "Traceback" not in told.stderr


def test_a_server_that_is_not_there_is_one_line(watched, ingested):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}/api"
    told = tracing(watched, "screen", env=surroundings(PREFECT_API_URL=nobody))
    assert (told.returncode, told.stderr) == (21, "tracing: the Prefect server of PREFECT_API_URL does not answer: ConnectError\n")  # noqa: E501


def _line(told: list[str]) -> str:
    return told[1].rpartition(":")[2]


def _said(told) -> int:
    """How many lines the command said of itself."""
    assert "Traceback" not in told.stderr
    return len([line for line in told.stderr.splitlines() if line.startswith("tracing: ")])
