"""What `tracing serve` runs beside its server: `python -m pipelines.worker WORKSPACE MINUTES`.

It registers the flow "rerun" with its schedule, watches the inbox, asks the server for a run when a complete file lies
there or somebody decided who is one person, and starts the runs that are due, each in a process of its own. A nudge
that is lost costs nothing: the rerun of the schedule takes in whatever lies in the inbox.

One rerun at a time: the deployment has a concurrency limit, whose slot the server takes back when a run ends, in
whatever way. Of a run whose machine died it learns from the heartbeats that stay out.
"""

import asyncio
import hashlib
import re
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from httpx import HTTPError
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import DeploymentFilter, FlowRunFilter
from prefect.client.schemas.objects import ConcurrencyLimitConfig, StateType
from prefect.deployments import arun_deployment
from prefect.deployments.runner import EntrypointType
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.exceptions import ObjectNotFound
from prefect.runner import Runner
from prefect.states import Crashed

from pipelines import settings
from pipelines.flows import rerun
from pipelines.inbox import SIGN, Watch
from pipelines.orchestration import InternalFailure

LOOK_EVERY_S, POLL_EVERY_S, NUDGES_EVERY_S = 0.5, 2, 5
HEARTBEAT = "prefect.flow-run.heartbeat"
SILENT_S = 90
PATIENCE_S = 120
_ENDED = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Crashed", "Cancelled")}


async def work(folder: Path, every_minutes: float) -> None:
    """Register, watch and run until the process is ended."""
    runner = Runner(limit=1, query_seconds=POLL_EVERY_S, prefetch_seconds=0, pause_on_shutdown=False)
    deployment_id = await runner.aadd_deployment(
        await rerun.ato_deployment(
            deployment_name(folder),
            interval=timedelta(minutes=every_minutes),
            parameters={"workspace": str(folder)},
            tags=[folder.name],
            entrypoint_type=EntrypointType.MODULE_PATH,
            concurrency_limit=ConcurrencyLimitConfig(limit=1, grace_period_seconds=60),
        )
    )
    async with get_client() as client:
        await clear_away(client, deployment_id)
        await watch_heartbeats(client, deployment_id, folder)
        space = settings.open_workspace(folder)
        watching = asyncio.create_task(watch(client, deployment_id, Watch(space.inbox, space.prefect / SIGN)))
        running = asyncio.create_task(runner.start())
        asyncio.get_running_loop().call_soon(_stop_on_sigterm, runner)
        ended, _ = await asyncio.wait([watching, running], return_when=asyncio.FIRST_COMPLETED)
        for task in ended:
            task.result()


def _stop_on_sigterm(runner: Runner) -> None:
    """Stop the runner, and the run that is going on; its own way of doing so works outside of a loop only."""
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, lambda: loop.create_task(runner.astop()))


def deployment_name(folder: Path) -> str:
    """The folder's name, and a mark of where it lies: several servers may share one database."""
    mark = hashlib.sha256(str(folder).encode()).hexdigest()[:6]
    return f"{re.sub(r'[^a-zA-Z0-9_-]', '_', folder.name)}-{mark}"


async def clear_away(client: PrefectClient, deployment_id: UUID) -> None:
    """What an earlier worker left is over, and its slot free: there is one worker of a workspace at a time."""
    of_ours = DeploymentFilter(id={"any_": [deployment_id]})
    left = FlowRunFilter(state={"type": {"any_": [StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING]}})
    for run in await client.read_flow_runs(deployment_filter=of_ours, flow_run_filter=left):
        if run.state_type == StateType.SCHEDULED:
            await client.delete_flow_run(run.id)
        else:
            await client.set_flow_run_state(run.id, Crashed(message="its worker is gone"), force=True)
    limit = (await client.read_deployment(deployment_id)).global_concurrency_limit
    await client.update_global_concurrency_limit(limit.name, GlobalConcurrencyLimitUpdate(active_slots=0))


async def watch_heartbeats(client: PrefectClient, deployment_id: UUID, folder: Path) -> None:
    """Have the server give up a run of which nothing is heard for SILENT_S."""
    wanted = AutomationCore(
        name=f"rerun without heartbeat, {deployment_name(folder)}",
        trigger=EventTrigger(
            after={HEARTBEAT},
            expect={HEARTBEAT} | _ENDED,
            match={"prefect.resource.id": "prefect.flow-run.*"},
            match_related={"prefect.resource.id": f"prefect.deployment.{deployment_id}"},
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=timedelta(seconds=SILENT_S),
        ),
        actions=[ChangeFlowRunState(state=StateType.CRASHED, message="no heartbeat")],
    )
    for standing in await client.read_automations_by_name(wanted.name):
        await client.delete_automation(standing.id)
    await client.create_automation(wanted)


async def watch(client: PrefectClient, deployment_id: UUID, watched: Watch) -> None:
    """Look for ever, and ask for a rerun at the start and whenever something complete lies there or was decided.

    Errors: the server's, once it has not answered for PATIENCE_S.
    """
    run_id, answered_at = None, time.monotonic()
    while True:
        now = time.monotonic()
        due = watched.due(now)
        try:
            if run_id is None or (due and await is_over(client, run_id)):
                run_id = await nudge(client, deployment_id)
                watched.told(now)
            answered_at = now
        except HTTPError:
            if now - answered_at > PATIENCE_S:
                raise
        await asyncio.sleep(LOOK_EVERY_S)


async def nudge(client: PrefectClient, deployment_id: UUID) -> UUID:
    """Ask for a rerun, at most one in NUDGES_EVERY_S: the number of the run."""
    key = f"{deployment_id} {int(time.time() // NUDGES_EVERY_S)}"
    return (await arun_deployment(deployment_id, client=client, timeout=0, idempotency_key=key, as_subflow=False)).id


async def is_over(client: PrefectClient, run_id: UUID) -> bool:
    """Whether a run has ended, or is no longer known."""
    try:
        state = (await client.read_flow_run(run_id)).state
    except ObjectNotFound:
        return True
    return state is not None and state.is_final()


if __name__ == "__main__":
    try:
        asyncio.run(work(Path(sys.argv[1]), float(sys.argv[2])))
    except Exception as error:
        sys.exit(f"  {InternalFailure.of(error)}")
