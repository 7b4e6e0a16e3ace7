"""Prefect where it is wanted, and nothing of it where it is not.

Importing Prefect takes seconds and its ephemeral server many more, so a verb runs as a plain function unless
`PREFECT_API_URL` names a server; then the same function runs as a flow, and its steps as tasks.

Rows never cross this boundary, nor do names of files or texts of errors: Prefect keeps parameters, results,
logs and exceptions in clear. Parameters are a workspace's folder, ids and options; results are counts.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

from pipelines import settings
from tracing.errors import TracingError

Function = TypeVar("Function", bound=Callable[..., Any])

CLOSED_NETWORK = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "false",
}
"""Prefect must ask nobody outside."""


class InternalFailure(TracingError):
    """A fault of the program. Its text names the kind of error and the line of code, never a value."""

    exit_status = 70

    @classmethod
    def of(cls, error: Exception) -> "InternalFailure":
        """The failure for an exception that nobody expected."""
        trace = error.__traceback__
        while trace and trace.tb_next:
            trace = trace.tb_next
        where = f" at {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""
        return cls(f"internal failure: {type(error).__name__}{where}")


def run(verb: Callable[..., dict], **parameters: Any) -> dict:
    """Run a verb: as a flow run on the configured Prefect server, or as the plain function it is."""
    if settings.prefect_api() is None:
        return verb(**parameters)
    os.environ.update(CLOSED_NETWORK)
    failures: list[TracingError] = []
    state = as_flow(verb, failures)(**parameters, return_state=True)
    if failures:
        raise failures[0]
    return state.result()


def as_flow(verb: Callable[..., dict], failures: list[TracingError] | None = None) -> Any:
    """The Prefect flow of a verb. A failure ends it in the state Failed with the name of its kind alone."""
    from prefect import flow
    from prefect.states import Failed

    @wraps(verb)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return verb(*args, **kwargs)
        except Exception as error:
            failure = error if isinstance(error, TracingError) else InternalFailure.of(error)
            if failures is not None:
                failures.append(failure)
            return Failed(message=f"{type(failure).__name__}, exit status {failure.exit_status}")

    return flow(name=verb.__name__, persist_result=False, retries=0)(guarded)


def step(function: Function) -> Function:
    """A task inside a flow run, a plain call outside."""

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        if not in_flow_run():
            return function(*args, **kwargs)
        from prefect import task
        from prefect.cache_policies import NO_CACHE

        return task(name=function.__name__, cache_policy=NO_CACHE, persist_result=False)(function)(*args, **kwargs)

    return call  # type: ignore[return-value]


def in_flow_run() -> bool:
    """Whether Prefect is loaded and a flow of it is running here."""
    if "prefect" not in sys.modules:
        return False
    from prefect.context import FlowRunContext

    return FlowRunContext.get() is not None


def show_table(key: str, rows: Sequence[Mapping[str, object]], description: str) -> None:
    """Show counts as a table on the page of the flow run; without one, nothing."""
    if in_flow_run():
        from prefect.artifacts import create_table_artifact

        create_table_artifact(key=key, table=[dict(row) for row in rows], description=description)
