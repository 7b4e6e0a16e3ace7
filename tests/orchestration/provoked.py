"""A process in which things go wrong inside flow runs; it prints what its caller got to see, as JSON.

    python -m tests.orchestration.provoked WORKSPACE FILE

Every exception here has the text of a record in it. The last flow is Prefect's own, without any guard: what it
raises must be found in Prefect's database, or the search for the others proves nothing.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from pipelines import arrivals
from pipelines import ingest as intake
from pipelines.orchestration import as_flow, run, step
from pipelines.progress import Progress
from pipelines.settings import open_workspace
from tracing.store import Database

CONTROL = "CONTROL" + "VALUE"
SECRET = "MARKSECRET"


def a_step_fails(workspace: str) -> None:
    """Polars refuses a value, and cites it, in the middle of taking a file in."""
    real, arrivals.read_rows = arrivals.read_rows, lambda kind, batch, *_: batch.frame.cast({"person_id": pl.Int64})
    try:
        run(intake.ingest, workspace, file_ids=intake.bring(workspace, [Path(sys.argv[2])]))
    finally:
        arrivals.read_rows = real


def a_step_panics(workspace: str) -> None:
    """A panic of polars is not even an Exception."""
    run(panics, workspace)


def a_step_is_interrupted(workspace: str) -> None:
    """By the user, with a database open."""
    run(waits, workspace)


def a_flow_fails(workspace: str) -> None:
    """Outside of any step."""
    run(fails, workspace)


def a_deployed_flow_fails(workspace: str) -> None:
    """As a deployment calls it: what is raised here, Prefect writes into its logs."""
    as_flow(fails)(workspace)


def panics(workspace: str) -> dict:
    """A verb with a step that panics."""
    return step(_panic)()


def _panic() -> None:
    raise pl.exceptions.PanicException(SECRET)


def waits(workspace: str) -> dict:
    """A verb with a step in which somebody presses Ctrl-C."""
    return step(_wait)(workspace)


def _wait(workspace: str) -> None:
    with Database(open_workspace(Path(workspace)).store, read_only=True):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(10)


def fails(workspace: str) -> dict:
    """A verb that fails while it handles another failure."""
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise ValueError(SECRET) from error


def talks(workspace: str) -> dict:
    """A verb with a bar, that prints."""
    return step(_talk)()


def _talk() -> dict:
    progress = Progress(SECRET, "file 700", silent_s=0, every_s=0)
    for share in (0.25, 0.5, 1.0, 1.0):
        progress.at(share, int(1000 * share))
    print(SECRET, file=sys.stderr)
    return {"rows": 1000}


def bare() -> None:
    """A flow of Prefect without a guard."""
    raise ValueError(CONTROL)


def raised(call: Callable[..., object], *arguments: object) -> list[str]:
    """Kind and text of what a call raises."""
    try:
        call(*arguments)
    except BaseException as error:
        return [type(error).__name__, str(error)]
    return []


if __name__ == "__main__":
    told = {
        call.__name__: raised(call, sys.argv[1])
        for call in (a_step_fails, a_step_panics, a_step_is_interrupted, a_flow_fails, a_deployed_flow_fails)
    }
    told["talks"] = run(talks, sys.argv[1])
    from prefect import flow

    told["bare"] = raised(flow(bare))
    print(json.dumps(told))
