"""What the clinics and the tracing team know: cases, tests, isolations and the first case's follow-ups."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from tracing.town.clock import at_offset, day, naive
from tracing.town.days import DAY_S, HOUR_S
from tracing.town.outbreak import Infection

TESTED_A_DAY = 0.08
RESULT_AFTER_S = 8 * HOUR_S
FOLLOWED_UP = 20
CASE_ID = "C{:03d}"
UNCONFIRMED = ("probable", "probable", "suspected", "discarded")


@dataclass(frozen=True)
class Apart:
    """One stretch of one person at the isolation site, in seconds; `until` is None where it goes on.

    `whole_days`: written as dates alone, as for travellers sent there from the station.
    """

    person: int
    since: int
    until: int | None
    whole_days: bool


def cases(
    infections: list[Infection], others: np.ndarray, people: pl.DataFrame, days: int, first_day: date
) -> pl.DataFrame:
    """One row a case: the infections, the last of them without symptoms, and some that were not confirmed.

    An onset is known by its day; `others` are the people of the unconfirmed rows.
    """
    columns = ("person", "classification", "onset", "sampled", "confirmed", "isolated")
    schema = dict.fromkeys(columns, pl.Int64) | {"classification": pl.String}
    rows = [(i.person, "confirmed", i.onset, i.sampled, i.confirmed, i.isolated) for i in infections]
    if len(rows) > 1:
        last = infections[-1]
        rows[-1] = (last.person, "asymptomatic", None, last.sampled, last.confirmed, last.isolated)
    for number, (person, kind) in enumerate(zip(others, UNCONFIRMED, strict=True)):
        sampled = (days - 3 + number % 2) * DAY_S + 10 * HOUR_S
        rows.append((int(person), kind, sampled - DAY_S, sampled, None, None))
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.select(
        case_id=pl.Series([CASE_ID.format(number + 1) for number in range(frame.height)]),
        person_id=people["person_id"].gather(frame["person"]),
        classification="classification",
        onset_at=day(pl.col("onset"), first_day),
        sampled_at=at_offset(pl.col("sampled"), first_day),
        confirmed_at=at_offset(pl.col("confirmed"), first_day),
        isolated_at=at_offset(pl.col("isolated"), first_day),
    )


def tests(
    rng: np.random.Generator, infections: list[Infection], people: pl.DataFrame, days: int, first_day: date
) -> pl.DataFrame:
    """One row a sample: of everybody now and then, without result where it comes after the last day."""
    positive = [(i.person, i.sampled, i.confirmed, "positive") for i in infections]
    found = pl.DataFrame(positive, schema=["person", "sampled", "resulted", "result"], orient="row")
    rows = pl.concat([_screening(rng, infections, people.height, days), found]).sort("sampled", "person")
    done = pl.col("resulted") < days * DAY_S
    return rows.select(
        person_id=people["person_id"].gather(rows["person"]),
        sampled_at=naive(pl.col("sampled"), first_day),
        resulted_at=pl.when(done).then(naive(pl.col("resulted"), first_day)),
        result=pl.when(done).then("result").otherwise(pl.lit("pending")),
        method=pl.lit("PCR"),
        site=pl.format("采样点{}", pl.col("person") % 5 + 1),
    )


def _screening(rng: np.random.Generator, infections: list[Infection], people: int, days: int) -> pl.DataFrame:
    """Samples without a finding: of anybody, but of the infected only before the infection."""
    drawn = np.argwhere(rng.random((people, days)) < TESTED_A_DAY)
    sampled = drawn[:, 1] * DAY_S + rng.integers(8 * HOUR_S, 18 * HOUR_S, len(drawn))
    samples = pl.DataFrame({"person": drawn[:, 0], "sampled": sampled, "resulted": sampled + RESULT_AFTER_S})
    infected = pl.DataFrame({"person": [i.person for i in infections], "infected": [i.infected for i in infections]})
    early = pl.col("infected").is_null() | (pl.col("sampled") < pl.col("infected"))
    negative = samples.join(infected, on="person", how="left", maintain_order="left").filter(early)
    return negative.select("person", "sampled", "resulted", result=pl.lit("negative"))


def isolations(apart: list[Apart], site_id: str, people: pl.DataFrame, first_day: date) -> pl.DataFrame:
    """One row a stretch at the isolation site, a room each."""
    rows = pl.DataFrame(
        [(a.person, a.since, a.until, a.whole_days) for a in apart],
        schema={"person": pl.Int64, "since": pl.Int64, "until": pl.Int64, "whole_days": pl.Boolean},
        orient="row",
    )
    written = {
        name: pl.when("whole_days").then(day(moment - 1, first_day)).otherwise(at_offset(moment, first_day))
        for name, moment in (("from_at", pl.col("since")), ("until_at", pl.col("until")))
    }
    return rows.select(
        person_id=people["person_id"].gather(rows["person"]),
        **written,
        site_id=pl.lit(site_id),
        room=pl.format("{}", pl.int_range(101, pl.len() + 101)),
    )


def followups(
    rng: np.random.Generator,
    met: pl.Series,
    apart: list[Apart],
    first: Infection,
    people: pl.DataFrame,
    first_day: date,
) -> pl.DataFrame:
    """What the team reported about people the first case met: one row a person; the reached are kept apart."""
    met = met.head(FOLLOWED_UP)
    away = met.is_in([stretch.person for stretch in apart])
    status = pl.Series(rng.choice(["home", "not_reached", "moved_on"], len(met), p=(0.4, 0.4, 0.2)), dtype=pl.String)
    at_home = status == "home"
    return pl.DataFrame({"at": first.confirmed + rng.integers(HOUR_S, 20 * HOUR_S, len(met))}).select(
        case_id=pl.lit(CASE_ID.format(1)),
        person_id=people["person_id"].gather(met),
        status=pl.when(away | at_home).then(pl.lit("reached")).otherwise(status),
        method=pl.Series(rng.choice(["phone", "field", "technical"], len(met), p=(0.6, 0.25, 0.15)), dtype=pl.String),
        at=at_offset(pl.col("at"), first_day),
        outcome=pl.when(away).then(pl.lit("central")).when(at_home).then(pl.lit("home")),
        note=pl.when(~away & (status == "moved_on")).then(pl.lit("现不在本地，已发协查")),
    )
