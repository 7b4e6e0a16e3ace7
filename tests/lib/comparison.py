"""Two answers held against each other: line by line, to the millisecond, `via` and `rules` included."""

import pytest

EXACT = (
    "case_id", "person_id", "tier", "via", "first_contact_at", "last_contact_at", "rules", "places", "episodes",
    "follow_up_until", "grid_id",
)  # fmt: skip
EXPOSURE = ("case_id", "hop", "source", "person", "rule", "tier", "measured_ms", "episodes", "listed")


def assert_same(told, expected) -> None:
    """The product's answer is the reference's: rejects, infectious periods, exposures and lines."""
    assert told.rejected == {kind: rows for kind, rows in expected.rejected.items() if rows}
    assert told.windows == expected.windows
    assert exposures(told) == exposures(expected)
    assert_same_lines(told.lines, expected.lines)


def assert_same_lines(told: list[dict], expected: list[dict]) -> None:
    """The lines alike in everything; minutes to the millisecond, distances to the micrometre."""
    assert [exact(line) for line in told] == [exact(line) for line in expected]
    for one, other in zip(told, expected, strict=True):
        assert one["minutes"] == pytest.approx(other["minutes"], abs=1e-9)
        assert one["closest_m"] == pytest.approx(other["closest_m"], abs=1e-6)


def exact(line: dict) -> dict:
    return {name: line[name] for name in EXACT}


def exposures(answer) -> list[tuple]:
    """The exposures to the cases themselves, and those that lines stand on, with their episodes, in one order."""
    counted = (one for one in answer.exposures if one["hop"] == 1 or one["listed"])
    told = ({**one, "episodes": tuple(map(tuple, one["episodes"]))} for one in counted)
    return sorted(tuple(one[name] for name in EXPOSURE) for one in told)
