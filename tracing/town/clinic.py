"""What the clinics and the tracing team know: cases, tests, isolations and the first case's follow-ups."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from tracing.town.clock import at_offset, day, naive
from tracing.town.days import DAY_S, HOUR_S, MINUTE_S
from tracing.town.outbreak import MET_AT_LEAST_MINUTES, Infection, meetings_of

TESTED_A_DAY = 0.08
FOLLOWED_UP = 20
BEFORE_ONSET_S = 48 * HOUR_S
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


def cases(infections: list[Infection], others: np.ndarray, people: pl.DataFrame, days: int, first_day: date):
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
        case_id=pl.format("C{}", pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(3)),
        person_id=people["person_id"].gather(frame["person"]),
        classification="classification",
        onset_at=day(pl.col("onset"), first_day),
        sampled_at=at_offset(pl.col("sampled"), first_day),
        confirmed_at=at_offset(pl.col("confirmed"), first_day),
        isolated_at=at_offset(pl.col("isolated"), first_day),
    )


def tests(rng: np.random.Generator, infections: list[Infection], people: pl.DataFrame, days: int, first_day: date):
    """One row a sample: of everybody now and then, without result where it comes after the last day."""
    drawn = np.argwhere(rng.random((people.height, days)) < TESTED_A_DAY)
    sampled = drawn[:, 1] * DAY_S + rng.integers(8 * HOUR_S, 18 * HOUR_S, len(drawn))
    screening = pl.DataFrame({"person": drawn[:, 0], "sampled": sampled, "resulted": sampled + 8 * HOUR_S})
    infected = pl.DataFrame({"person": [i.person for i in infections], "infected": [i.infected for i in infections]})
    negative = screening.join(infected, on="person", how="left", maintain_order="left").filter(
        pl.col("infected").is_null() | (pl.col("sampled") < pl.col("infected"))
    )
    positive = [(i.person, i.sampled, i.confirmed, "positive") for i in infections]
    rows = pl.concat(
        [
            negative.select("person", "sampled", "resulted", result=pl.lit("negative")),
            pl.DataFrame(positive, schema=["person", "sampled", "resulted", "result"], orient="row"),
        ]
    ).sort("sampled", "person")
    done = pl.col("resulted") < days * DAY_S
    return rows.select(
        person_id=people["person_id"].gather(rows["person"]),
        sampled_at=naive(pl.col("sampled"), first_day),
        resulted_at=pl.when(done).then(naive(pl.col("resulted"), first_day)),
        result=pl.when(done).then("result").otherwise(pl.lit("pending")),
        method=pl.lit("PCR"),
        site=pl.format("采样点{}", pl.col("person") % 5 + 1),
    )


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
    rng: np.random.Generator, first: Infection, meetings: pl.DataFrame, people: pl.DataFrame, first_day: date
) -> pl.DataFrame:
    """What the team reported about people the first case met: one row a person."""
    met = _met(first, meetings)
    reached = rng.choice(["reached", "not_reached", "moved_on"], len(met), p=(0.8, 0.12, 0.08))
    outcome = np.where(reached == "reached", rng.choice(["central", "home"], len(met), p=(0.7, 0.3)), "")
    return pl.DataFrame({"at": first.confirmed + rng.integers(HOUR_S, 20 * HOUR_S, len(met))}).select(
        case_id=pl.lit("C001"),
        person_id=people["person_id"].gather(met),
        status=pl.Series(reached, dtype=pl.String),
        method=pl.Series(rng.choice(["phone", "field", "technical"], len(met), p=(0.6, 0.25, 0.15)), dtype=pl.String),
        at=at_offset(pl.col("at"), first_day),
        outcome=pl.Series(outcome, dtype=pl.String).replace({"": None}),
        note=pl.when(pl.Series(reached == "moved_on")).then(pl.lit("现不在本地，已发协查")),
    )


def _met(first: Infection, meetings: pl.DataFrame) -> pl.Series:
    """Whom the first case met for a quarter of an hour from two days before onset, in order of first meeting."""
    mine = meetings_of(first.person, meetings, first.onset - BEFORE_ONSET_S, first.isolated)
    long_enough = mine.filter(pl.col("finished") - pl.col("started") >= MET_AT_LEAST_MINUTES * MINUTE_S)
    return long_enough["other"].unique(maintain_order=True).head(FOLLOWED_UP)
