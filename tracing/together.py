"""Who was together with whom under a rule: how long is known of all, and what it rests on of those asked about alone.

Most pairs that were together at all were so for too short a time; of these nobody asks by which records.
"""

from typing import Protocol

import numpy as np
import polars as pl

from tracing.definitions import Rule
from tracing.evidence import MEETINGS, Observations, completed, meetings
from tracing.exposures import PAIR, sorted_by
from tracing.runs import Runs

_MEETINGS = ["pair", *(name for name in MEETINGS if name not in PAIR)]


class Together(Protocol):
    """Who was together with whom: how long is known of all, and what it rests on of those that are asked about.

    pairs       window, person_id: each once and sorted; the rest tells them by their places, `pair`
    spans       pair, started_at, finished_at (ms), one row per piece of evidence
    """

    pairs: pl.DataFrame
    spans: pl.DataFrame

    def meetings(self, pairs: np.ndarray) -> pl.DataFrame:
        """The meetings (`tracing.evidence`) of some pairs (places, sorted), by `pair`."""
        ...


class Near:
    """Who was near whom on the move."""

    def __init__(self, runs: Runs):
        self._runs, self.pairs, self.spans = runs, runs.pairs, runs.spans

    def meetings(self, pairs: np.ndarray) -> pl.DataFrame:
        """As `Together` says."""
        asked = np.zeros(len(self.pairs), bool)
        asked[pairs] = True
        met = self._runs.meetings(np.flatnonzero(asked[self.spans["pair"].to_numpy()]))
        return completed(met, _MEETINGS)


class Told:
    """Meetings that are known with all they rest on."""

    def __init__(self, meetings: pl.DataFrame):
        ordered, pair = sorted_by(meetings.cast(MEETINGS), PAIR)
        self.pairs = ordered.select(PAIR)[np.flatnonzero(np.diff(pair, prepend=-1))]
        self._meetings = self.spans = ordered.with_columns(pair=pl.Series(pair)).select(_MEETINGS)

    def meetings(self, pairs: np.ndarray) -> pl.DataFrame:
        """As `Together` says."""
        return self._meetings.filter(pl.col("pair").is_in(pl.Series(pairs).implode()))


def together(windows: pl.DataFrame, observations: Observations, rule: Rule) -> Together:
    """Who was with every window's source under one rule."""
    if rule.evidence == "track":
        return Near(observations.runs(windows, rule))
    return Told(meetings(windows, observations, rule))
