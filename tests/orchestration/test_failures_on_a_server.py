"""What fails, fails in one line and with its own exit status; Prefect learns that it failed, and no more."""

import re
import shutil

from tests.orchestration.outbreak import tracing


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


def test_faults_of_the_program_are_named_by_kind_and_line_alone(provoked):
    _, results = provoked
    failures = {name: results[name] for name in ("a_step_fails", "a_step_panics", "a_flow_fails")}
    assert {kind for kind, _ in failures.values()} == {"InternalFailure"}
    kinds = [re.fullmatch(r"internal failure: (\w+) at \w+\.py:\d+", text).group(1) for _, text in failures.values()]
    assert kinds == ["InvalidOperationError", "PanicException", "ValueError"]
    assert results["a_step_fails"][1].partition(" at ")[2].startswith("arrivals.py:")


def test_a_deployed_flow_raises_nothing_but_the_kind(provoked):
    assert provoked[1]["a_deployed_flow_fails"] == ["FailedRun", "InternalFailure, exit status 70"]


def test_an_interrupted_run_is_a_crashed_one(server, provoked):
    told, results = provoked
    assert results["a_step_is_interrupted"] == ["KeyboardInterrupt", ""]
    (run,) = server.ask("flow_runs", flows={"name": {"any_": ["waits"]}})
    assert (run["state_type"], run["state"]["message"]) == ("CRASHED", "Execution was aborted by an interrupt signal.")
    assert [line for line in told.stderr.splitlines() if not line.startswith("  ")] == ["MARKSECRET"]


def _said(told) -> int:
    """How many lines the command said, besides what it does."""
    return len([line for line in told.stderr.splitlines() if not line.startswith("  ")])
