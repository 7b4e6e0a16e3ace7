"""Case lists of real records, from the files as they lie there, equal to the reference's line by line."""

import pytest

from tests.lib import product, reference
from tests.lib.comparison import assert_same
from tests.real.shared import DATA, needs_data, rows_of

BADGES = {
    "id": "badges",
    "title": "Badges",
    "infectious_period": {"before_days": 2},
    "rule": [
        {"id": "long", "evidence": "proximity", "tier": "close", "at_least_minutes": 5, "accumulate": "rolling"},
        {"id": "some", "evidence": "proximity", "tier": "general", "more_than_minutes": 2, "accumulate": "day"},
    ],
    "secondary": {"rules": ["long"], "latent_hours": 1},
    "follow_up": {"close_days": 10, "secondary_days": 7},
}
TRACKS = {
    "id": "tracks",
    "title": "Tracks",
    "infectious_period": {"before_days": 2},
    "rule": [
        {
            "id": "near",
            "evidence": "track",
            "within_m": 5,
            "tier": "close",
            "at_least_minutes": 8,
            "accumulate": "rolling",
        }
    ],
    "secondary": {},
    "follow_up": {"close_days": 10},
}


@needs_data
@pytest.mark.parametrize(
    ("name", "file", "definition", "as_of", "zone", "rejected"),
    [
        ("sfhh", "proximity.parquet", BADGES, "2009-06-06", "Europe/Paris", 0),
        ("invs15", "proximity.parquet", BADGES, "2015-01-17", "Europe/Paris", 0),
        ("baboons", "fixes.csv.gz", TRACKS, "2012-08-06", "Africa/Nairobi", 51),
    ],
)
def test_case_lists_are_the_reference_s(name, file, definition, as_of, zone, rejected):
    kind = file.partition(".")[0]
    files = [DATA / name / "cases.csv", DATA / name / file]
    told = product.screen_files(files, definition, as_of, zone)
    world = {"cases": rows_of(f"{name}/cases.csv"), kind: rows_of(f"{name}/{file}")}
    expected = reference.screen(world, definition, as_of, zone)
    assert_same(told, expected)
    assert len(told.rejected.get(kind, [])) == rejected
    assert {line["tier"] for line in told.lines} >= {"close", "secondary"}
