"""A sweep of the sample town: equal to its screens, and at the first hop never fewer people for a looser threshold."""

import tomllib
from datetime import UTC, datetime

import pytest

from tests.sweep.trials import SAMPLES, Trial, assert_equal_to_screens, records_of
from tracing import definitions
from tracing.sweep.thresholds import grid


@pytest.fixture(scope="module")
def town() -> Trial:
    """The sample town under the definition of most days, with the distance and the time of its trails tried."""
    document = tomllib.loads((definitions.shipped() / "covid-cn-9.toml").read_text(encoding="utf-8"))
    known = records_of(sorted(SAMPLES.iterdir()), "Asia/Shanghai")
    definition = definitions.parse(document, "town.toml")
    tried = grid(definition, (), (5.0, 30.0, 150.0), (5.0, 15.0, 40.0))
    return Trial(known, document, datetime(2021, 8, 5, 16, tzinfo=UTC), "Asia/Shanghai", tried)


@pytest.fixture(scope="module")
def cells(town) -> list[dict]:
    """The cells of the sweeps of all cases, one case after the other; each is what its screen lists."""
    return assert_equal_to_screens(town)


def test_the_sample_town_too(town, cells):
    assert len({cell["people"] for cell in cells}) > 5
    assert sum(cell["own"] for cell in cells) == len(town.cases)


def test_a_looser_threshold_never_takes_anybody_off_the_first_hop(town, cells):
    """Of the second hop that is not so: see the manual, `test_a_stricter_rule_may_add_a_secondary_contact`."""
    different = 0
    for first in range(0, len(cells), len(town.grid.settings)):
        alone = {
            (cell["within_m"], cell["minutes"]): cell["by_these_rules"]
            for cell in cells[first:][: len(town.grid.settings)]
        }
        for (within_m, minutes), people in alone.items():
            for (other_m, other_minutes), others in alone.items():
                if within_m <= other_m and minutes >= other_minutes:
                    assert people <= others
        different += len(set(alone.values())) > 1
    assert different >= 2
