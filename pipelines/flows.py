"""The verbs as Prefect flows, for deployments and schedules; importing this imports Prefect.

    from pipelines.flows import screen
    screen.serve("nightly", cron="0 3 * * *", parameters={"workspace": "/data/outbreak"})
"""

from pipelines.ingest import ingest as take_in_files
from pipelines.orchestration import as_flow
from pipelines.screen import screen as find_contacts_of_all_cases

ingest = as_flow(take_in_files)
screen = as_flow(find_contacts_of_all_cases)
