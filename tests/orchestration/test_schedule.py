"""A schedule really fires: a flow of `pipelines.flows` is served, and the server calls it by the clock."""

from pathlib import Path

from tests.orchestration.outbreak import AS_OF


def test_a_schedule_fires(scheduled):
    assert (scheduled["state_type"], scheduled["auto_scheduled"]) == ("COMPLETED", True)


def test_a_scheduled_run_is_told_no_more_than_workspace_and_options(scheduled):
    assert set(scheduled["parameters"]) == {"workspace", "as_of"}
    assert scheduled["parameters"]["as_of"] == AS_OF


def test_a_scheduled_run_leaves_results(scheduled, watched):
    results = Path(scheduled["parameters"]["workspace"]) / "results"
    assert len(list(results.iterdir())) > len(list((watched / "results").iterdir()))


def test_a_deployment_finds_the_guarded_flow(server, scheduled):
    (deployment,) = server.ask("deployments")
    assert deployment["entrypoint"] == "pipelines/flows.py:screen"
