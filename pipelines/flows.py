"""The verbs as Prefect flows, for deployments and schedules; importing this imports Prefect.

A screen every night at three, as long as this runs: `screen.serve("nightly", cron="0 3 * * *",
parameters={"workspace": "/data/outbreak"})`.
"""

from pipelines import ingest as intake
from pipelines import screen as screening
from pipelines.orchestration import as_flow

ingest = as_flow(intake.ingest)
screen = as_flow(screening.screen)
