"""What the benchmark of the graph is about: check-ins for the peer, and what a search has found for ours, drawn."""

import numpy as np
import polars as pl

from tracing.searches import EPISODES, EXPOSURES, SHORTFALLS, Found
from tracing.times import HOUR, MINUTE

BEGIN, DAY = 1_627_948_800_000, 24 * HOUR
PEOPLE, _PLACES, _ZIPF = 300_000, 20_000, 0.7


def _names(kind: str, count: int, dice: np.random.Generator) -> pl.Series:
    """Names as long as pseudonyms are."""
    return pl.Series([f"{kind}{number:015x}" for number in dice.integers(0, 2**60, count)])


def place_ids() -> pl.Series:
    """Of all places, the most popular first."""
    return pl.Series([f"place-{number:05d}" for number in range(_PLACES)])


def _popular(count: int, dice: np.random.Generator) -> pl.Series:
    """Places by their popularity: the first has some 2 % of all."""
    shares = 1 / np.arange(1, _PLACES + 1) ** _ZIPF
    return place_ids().gather(dice.choice(_PLACES, count, p=shares / shares.sum()))


def checkins(count: int) -> pl.DataFrame:
    """Check-ins of 5 to 90 minutes in a fortnight."""
    dice = np.random.default_rng(5)
    people, begin = _names("p", PEOPLE, dice), BEGIN + dice.integers(0, 14 * DAY, count)
    return pl.DataFrame(
        {
            "person_id": people.gather(dice.integers(0, PEOPLE, count)),
            "place_id": _popular(count, dice),
            "started_at": begin,
            "finished_at": begin + dice.integers(5 * MINUTE, 90 * MINUTE, count),
        }
    )


def _met(case: int, cases: int, people: pl.Series, close: int, secondary: int, dice: np.random.Generator):
    """Whom a case met and when, and whom those met within three days after."""
    chosen = people.gather(dice.choice(PEOPLE, close, replace=False))
    met_at = BEGIN + dice.integers(0, 5 * DAY, close)
    of = dice.integers(0, close, secondary)
    direct = pl.DataFrame({"window": [case] * close, "source_id": [f"case{case:013d}"] * close, "person_id": chosen})
    onward = pl.DataFrame(
        {
            "window": cases + case * close + of,
            "source_id": chosen.gather(of),
            "person_id": people.gather(dice.integers(0, PEOPLE, secondary)),
            "first_at": met_at[of] + dice.integers(0, 3 * DAY, secondary),
        }
    ).unique(["source_id", "person_id"], maintain_order=True)
    direct = direct.with_columns(first_at=pl.Series(met_at), hop=pl.lit(0, pl.Int32), tier=pl.lit("close"))
    onward = onward.with_columns(hop=pl.lit(1, pl.Int32), tier=pl.lit("secondary"))
    both = pl.concat([direct, onward], how="diagonal").filter(pl.col("source_id") != pl.col("person_id"))
    return both.with_columns(case_id=pl.lit(f"C{case:04d}"))


def searched(exposures: int, cases: int) -> tuple[Found, pl.Series]:
    """Exposures and episodes as a search gives them, half of them at places, and everybody."""
    dice = np.random.default_rng(1)
    people, close = _names("p", PEOPLE, dice), max(1, 5_000 // cases)
    secondary = exposures // cases - close
    found = pl.concat(_met(case, cases, people, close, secondary, dice) for case in range(cases))
    length = pl.Series(dice.integers(15 * MINUTE, 4 * HOUR, found.height))
    place, stay = _popular(found.height, dice), pl.Series(dice.random(found.height) < 0.5)
    metres = pl.Series(np.round(dice.uniform(0, 30, found.height), 2))
    found = found.with_columns(
        rule=pl.when(stay).then(pl.lit("same-venue")).otherwise(pl.lit("near")),
        evidence=pl.when(stay).then(pl.lit("stay")).otherwise(pl.lit("track")),
        measured_ms=length, last_at=pl.col("first_at") + length,
        closest_m=pl.when(~stay).then(metres), episodes=pl.lit(1, pl.Int64),
    )  # fmt: skip
    files, lines = dice.integers(1, 20, (2, found.height)), dice.integers(2, 10**6, (2, found.height))
    records = pl.concat_list(*map(pl.Series, 2**32 * files + lines)).list.sort()
    episodes = found.select(
        *("window", "person_id", "rule", "closest_m"), episode=pl.lit(1, pl.Int64),
        started_at="first_at", finished_at="last_at", records=records,
        place_ids=pl.when(stay).then(pl.concat_list(place)).otherwise(pl.lit([], pl.List(pl.String))),
        missing=pl.lit([], pl.List(pl.String)),
    )  # fmt: skip
    exposures, episodes = (rows.sort("rule", "window", "person_id") for rows in (found, episodes))
    episodes = episodes.with_columns(found=pl.int_range(pl.len(), dtype=pl.Int64))
    shortfalls = pl.DataFrame(schema=SHORTFALLS)
    return Found(exposures.select(list(EXPOSURES)), episodes.select(list(EPISODES)), shortfalls), people
