"""Who was together with whom under a rule: how long is known of all, and what it rests on of those asked about alone.

Most pairs that were together at all were so for too short a time; of these nobody asks by which records.
"""

from typing import Protocol

import polars as pl

from tracing.definitions import Rule
from tracing.evidence import MEETINGS, Observations, completed, meetings
from tracing.exposures import PAIR
from tracing.runs import Runs


class Together(Protocol):
    """Who was together with whom: how long is known of all, and what it rests on of those that are asked about.

    spans       window, person_id, started_at, finished_at (ms), one row per piece of evidence
    """

    spans: pl.DataFrame

    def meetings(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """The meetings (`tracing.evidence`) of some windows and persons."""
        ...


class Near:
    """Who was near whom on the move."""

    def __init__(self, runs: Runs):
        self._runs, self.spans = runs, runs.spans

    def meetings(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """As `Together` says."""
        chosen = self.spans.with_row_index("place").join(pairs, on=PAIR, how="semi", maintain_order="left")
        return completed(self._runs.meetings(chosen["place"].to_numpy()))


class Told:
    """Meetings that are known with all they rest on."""

    def __init__(self, meetings: pl.DataFrame):
        self._meetings = self.spans = meetings.cast(MEETINGS)

    def meetings(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """As `Together` says."""
        return self._meetings.join(pairs, on=PAIR, how="semi")


def together(windows: pl.DataFrame, observations: Observations, rule: Rule) -> Together:
    """Who was with every window's source under one rule."""
    if rule.evidence == "track":
        return Near(observations.runs(windows, rule))
    return Told(meetings(windows, observations, rule))
