"""Prefect where it is wanted, and nothing of it where it is not.

Importing Prefect takes seconds and its ephemeral server many more, so a verb runs as a plain function unless
`PREFECT_API_URL` names a server; then the same function runs as a flow, and its steps as tasks.

Rows never cross this boundary, nor do names of files or texts of errors: Prefect keeps parameters, results,
logs, artifacts and exceptions in clear. Parameters are a workspace's folder, ids and options; results are counts.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from traceback import walk_tb
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

FLOWS = "pipelines.flows"
"""The module in which a deployment finds the flows: the bare functions have the same names elsewhere."""

AT_THE_TERMINAL = {
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
    "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_CLIENT_MAX_RETRIES": "3",
}
"""Somebody waits: no echo of the logs that stand on Prefect's pages, no minutes for a server that went away."""

_OWN = [Path(__file__).parents[1] / name for name in ("pipelines", "tracing")]


class InternalFailure(TracingError):
    """A fault of the program. Its text names the kind of error and the line of code, never a value."""

    exit_status = 70

    @classmethod
    def of(cls, error: BaseException) -> "InternalFailure":
        """The failure for an exception that nobody expected, with the last line of our own code before it."""
        lines = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
        own = [f" at {path.name}:{line}" for path, line in lines if any(path.is_relative_to(part) for part in _OWN)]
        return cls(f"internal failure: {type(error).__name__}{''.join(own[-1:])}")


class ServerFailure(TracingError):
    """The Prefect server cannot be reached, or went away during a run. What was done until then stands."""

    exit_status = 21


def run(verb: Callable[..., dict], workspace: str, **options: Any) -> dict:
    """Run a verb: as a flow run on the configured Prefect server, or as the plain function it is."""
    if settings.prefect_api() is None:
        return verb(workspace, **options)
    os.environ.update(AT_THE_TERMINAL)
    failures: list[TracingError] = []
    state = _on_server(as_flow(verb, failures), workspace, options)
    return _outcome(state, failures)


def _on_server(flow: Any, workspace: str, options: Mapping[str, Any]) -> Any:
    """The final state of a flow run that bears the name of the workspace's folder as its tag."""
    from httpx import HTTPError, InvalidURL
    from prefect import tags
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    try:
        with get_client(sync_client=True) as client:
            client.api_version()
        # The heartbeat is for runs that nobody watches; to end it takes a second.
        with tags(Path(workspace).resolve().name), temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            return flow(workspace, **options, return_state=True)
    except (HTTPError, InvalidURL, ValueError) as error:
        kind = type(error).__name__
        raise ServerFailure(f"the Prefect server of PREFECT_API_URL does not answer: {kind}") from None


def as_flow(verb: Callable[..., dict], failures: list[TracingError] | None = None) -> Any:
    """The Prefect flow of a verb. A failure ends it in the state Failed, and is added to `failures`."""
    os.environ.update(CLOSED_NETWORK)
    from prefect import flow

    guarded = _guarded(verb, [] if failures is None else failures)

    @wraps(verb)
    def announced(*args: Any, **kwargs: Any) -> Any:
        _announce()
        return guarded(*args, **kwargs)

    announced.__module__ = FLOWS
    return flow(name=verb.__name__, log_prints=False, persist_result=False, retries=0)(announced)


def _announce() -> None:
    from prefect.runtime import flow_run
    from prefect.utilities.urls import url_for

    print(f"  seen at {url_for('flow-run', flow_run.id)}", file=sys.stderr, flush=True)


def step(function: Function) -> Function:
    """A task inside a flow run, a plain call outside."""

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        if not in_flow_run():
            return function(*args, **kwargs)
        from prefect import task
        from prefect.cache_policies import NO_CACHE

        failures: list[TracingError] = []
        in_memory = task(cache_policy=NO_CACHE, log_prints=False, persist_result=False, retries=0)
        state = in_memory(_guarded(function, failures))(*args, **kwargs, return_state=True)
        return _outcome(state, failures)

    return call  # type: ignore[return-value]


def _guarded(function: Callable[..., Any], failures: list[TracingError]) -> Callable[..., Any]:
    """The function as Prefect may call it: of a failure Prefect learns the kind, and only `failures` the text."""
    from prefect.exceptions import ExternalSignal
    from prefect.states import Failed

    @wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except (KeyboardInterrupt, SystemExit, ExternalSignal) as stopped:
            # Prefect keeps it to the end, and a traceback would keep databases open that long.
            raise stopped.with_traceback(None) from None
        except BaseException as error:  # a panic of polars is no Exception
            failure = error if isinstance(error, TracingError) else InternalFailure.of(error)
            failures.append(failure)
            return Failed(message=f"{type(failure).__name__}, exit status {failure.exit_status}")

    return guarded


def _outcome(state: Any, failures: list[TracingError]) -> Any:
    if failures:
        raise failures[0]
    return state.result()


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


def show_link(key: str, link: str, text: str, description: str) -> None:
    """Show where something stands on the page of the flow run; without one, nothing."""
    if in_flow_run():
        from prefect.artifacts import create_link_artifact

        create_link_artifact(key=key, link=link, link_text=text, description=description)
