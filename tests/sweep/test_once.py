"""What settings share is found once: candidates a hop, whatever the number of settings, and never wrongly reused."""

from dataclasses import replace

import polars as pl
import pytest

from tests.sweep.trials import SAMPLES, records_of
from tracing import definitions, evidence
from tracing.evidence import MEETINGS, Observations, track_meetings
from tracing.frames import complete
from tracing.sweep import sweep
from tracing.sweep.thresholds import changed, grid
from tracing.times import HOUR, from_ms, to_ms
from tracing.windows import WINDOWS

ZONE = "Asia/Shanghai"
ORDER = list(MEETINGS)[:4]


@pytest.fixture(scope="module")
def known() -> dict[str, pl.DataFrame]:
    names = ("cases", "fixes", "persons", "isolations", "households")
    return complete(records_of([SAMPLES / f"{name}.csv" for name in names], ZONE))


@pytest.fixture(scope="module")
def definition():
    return definitions.find("covid-cn-9", [definitions.shipped()])


@pytest.fixture(scope="module")
def windows(known) -> pl.DataFrame:
    """A day's middle of the ten people with the most fixes."""
    busy = known["fixes"].group_by("person_id").len().sort("len", "person_id", descending=True)["person_id"][:10]
    noon = to_ms(known["fixes"]["observed_at"].dt.truncate("1d").max()) - 20 * HOUR
    rows = [(at, "C", person, 0, noon, noon + 6 * HOUR) for at, person in enumerate(busy)]
    return pl.DataFrame(rows, orient="row", schema=WINDOWS)


def meetings(windows: pl.DataFrame, observations: Observations, rule) -> pl.DataFrame:
    return track_meetings(windows, observations, rule).sort(ORDER)


def together(windows: pl.DataFrame, observations: Observations, rule) -> int:
    """How long anybody was with anybody (ms)."""
    return meetings(windows, observations, rule).select((pl.col("finished_at") - pl.col("started_at")).sum()).item()


def test_candidates_are_computed_once_a_hop_and_not_once_a_setting(known, definition, monkeypatch):
    calls = []

    def counted(probes, moves, within_m):
        calls.append(within_m)
        return candidates(probes, moves, within_m)

    candidates = evidence.candidates
    monkeypatch.setattr(evidence, "candidates", counted)
    tried = grid(definition, (), (20.0, 30.0, 100.0), (5.0, 15.0, 30.0, 60.0))  # 30 m and 15 minutes as it stands
    last = from_ms(to_ms(known["fixes"]["observed_at"].max()))
    found = sweep(known, definition, "C001", tried, last, ZONE)
    assert found.cells.height == 12 and found.cells["secondary"].n_unique() > 1
    assert calls == [100.0, 100.0]


def observations(known, definition) -> Observations:
    return Observations(known, definition, to_ms(known["fixes"]["observed_at"].max()))


def test_what_was_looked_ahead_is_what_a_search_finds(known, definition, windows, monkeypatch):
    near, ahead = definition.rule("near"), observations(known, definition)
    ahead.look_ahead(windows, changed(near, 150.0, None))
    narrower = windows[:4].with_columns(pl.col("started_at") + HOUR)
    expected = [
        (asked, rule, meetings(asked, observations(known, definition), rule))
        for asked in (windows, narrower)
        for rule in (changed(near, metres, None) for metres in (150.0, 40.0, 7.5))
    ]
    monkeypatch.setattr(evidence, "candidates", None)
    assert sum(one.height for *_, one in expected) > 50
    for asked, rule, met in expected:
        assert meetings(asked, ahead, rule).equals(met)


def test_searches_beyond_what_was_looked_ahead_are_searched_anew(known, definition, windows):
    near, ahead = definition.rule("near"), observations(known, definition)
    ahead.look_ahead(windows[:5], near)
    later = windows[:5].with_columns(pl.col("finished_at") + HOUR)
    coarse = replace(near, parameters={**near.parameters, "max_gap_minutes": 2.0})
    for asked, rule in (
        (windows, near),
        (later, near),
        (windows[:5], changed(near, 90.0, None)),
        (windows[:5], coarse),
    ):
        assert meetings(asked, ahead, rule).equals(meetings(asked, observations(known, definition), rule))
    alone = together(windows[:5], ahead, near)
    assert alone < together(windows, ahead, near)
    assert alone < together(windows[:5], ahead, changed(near, 90.0, None))
