"""The verbs as Prefect flows, for deployments and schedules; importing this imports Prefect.

`tracing serve` deploys `rerun`. A screen every night at three besides, as long as this runs: `screen.serve("nightly",
cron="0 3 * * *", parameters={"workspace": "/data/outbreak"})`.
"""

from pipelines import hand_over as handing_over
from pipelines import ingest as intake
from pipelines import rerun as rerunning
from pipelines import screen as screening
from pipelines.orchestration import as_flow

ingest = as_flow(intake.ingest)
screen = as_flow(screening.screen)
rerun = as_flow(rerunning.rerun)
hand_over = as_flow(handing_over.hand_over)
