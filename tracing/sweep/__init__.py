"""A sweep: how many people the list of one case would have under each of many thresholds.

`thresholds` are the settings tried, `lists` counts the people of each, `text` shows the counts.
"""

from tracing.sweep.lists import COUNTS, Sweep, sweep

__all__ = ["COUNTS", "Sweep", "sweep"]
