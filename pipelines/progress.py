"""Progress on long work: a line on the standard error now and then, and a bar on Prefect's page.

Short work stays silent. What is told are counts and shares, never a value.
"""

import sys
import time

from pipelines.orchestration import in_flow_run

SILENT_S = 2.0
BETWEEN_S = 1.0


class Progress:
    """The progress of one piece of work, told at most once a second."""

    def __init__(self, what: str, public_name: str):
        self.what, self.public_name = what, public_name
        self._next = time.monotonic() + SILENT_S
        self._bar = None

    def at(self, share: float, count: int, unit: str = "rows") -> None:
        """Say how far it is: a share of 0 to 1, and a count."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + BETWEEN_S
        print(f"  {self.what}: {share:.0%}, {count:,} {unit}", file=sys.stderr, flush=True)
        if in_flow_run():
            self._draw(share)

    def _draw(self, share: float) -> None:
        from prefect.artifacts import create_progress_artifact, update_progress_artifact

        if self._bar is None:
            self._bar = create_progress_artifact(progress=0.0, description=self.public_name)
        update_progress_artifact(artifact_id=self._bar, progress=round(100 * share, 1))
