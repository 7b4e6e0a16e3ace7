"""Progress on long work: a line on the standard error now and then, and a bar on Prefect's page.

Short work stays silent. What is told are counts and shares, never a value.
"""

import math
import sys
import time

from pipelines.orchestration import in_flow_run


class Progress:
    """The progress of one piece of work, told every `every_s` seconds once it has taken `silent_s`, and at its end."""

    def __init__(self, what: str, public_name: str, silent_s: float = 2.0, every_s: float = 1.0):
        """`what` is shown to the user alone; `public_name` stands in Prefect's database."""
        self.what, self.public_name, self.every_s = what, public_name, every_s
        self._next = time.monotonic() + silent_s
        self._told = False
        self._bar = None

    def at(self, share: float, count: int, unit: str = "rows") -> None:
        """Say how far it is: a share of 0 to 1, and a count."""
        last = share >= 1 and self._told and self._next < math.inf
        if time.monotonic() < self._next and not last:
            return
        self._next, self._told = time.monotonic() + self.every_s if share < 1 else math.inf, True
        print(f"  {self.what}: {share:.0%}, {count:,} {unit}", file=sys.stderr, flush=True)
        if in_flow_run():
            self._draw(round(100 * share, 1))

    def _draw(self, percent: float) -> None:
        from prefect.artifacts import create_progress_artifact, update_progress_artifact

        if self._bar is None:
            self._bar = create_progress_artifact(progress=percent, description=self.public_name)
        else:
            update_progress_artifact(artifact_id=self._bar, progress=percent)
