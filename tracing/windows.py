"""Windows: the part of a source's time in which meeting it counts.

A window belongs to one case and one source: the case itself (hop 0, its infectious period; backward, the days
before it) or one of its close contacts (hop 1). It consists of stretches, half-open, in whole milliseconds since
1970, UTC.

    window, case_id, source_id, hop, started_at, finished_at      one row per stretch

Source: specification, "Times" and "Contacts".
"""

import polars as pl

from tracing.definitions import InfectiousPeriod
from tracing.times import FIRST_RECORDS, HOUR, midnight_days_from, to_ms

WINDOWS = {
    "window": pl.Int64,
    "case_id": pl.String,
    "source_id": pl.String,
    "hop": pl.Int32,
    "started_at": pl.Int64,
    "finished_at": pl.Int64,
}
Stretch = tuple[int, int]
_REFERENCES = ("onset_at", "sampled_at", "confirmed_at")
_NO_REFERENCE = "no onset, sampling or confirmation"


def infectious_windows(
    cases: pl.DataFrame, isolations: pl.DataFrame, period: InfectiousPeriod, as_of: int, zone: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The infectious period of every case.

    cases, isolations   records of those kinds (instants as polars datetimes)
    returns             the windows, and the cases with `reference_at` (ms or null), `reference` (which
                        column it is) and `empty_because` (null where the period is not empty)
    """
    kept_apart: dict[str, list[tuple[int, int | None]]] = {}
    for row in isolations.select("person_id", "from_at", "until_at").iter_rows():
        kept_apart.setdefault(row[0], []).append((to_ms(row[1]), row[2] and to_ms(row[2])))
    stretches, report = [], []
    for window, case in enumerate(cases.sort("case_id").iter_rows(named=True)):
        reference = next((name for name in _REFERENCES if case[name] is not None), None)
        periods = infectious_period(case, kept_apart.get(case["person_id"], []), period, as_of, zone)
        stretches += [(window, case["case_id"], case["person_id"], 0, *stretch) for stretch in periods]
        report.append(
            (case["case_id"], reference and to_ms(case[reference]), reference, _why_empty(reference, periods))
        )
    facts = pl.DataFrame(report, orient="row", schema=_REPORT)
    return pl.DataFrame(stretches, orient="row", schema=WINDOWS), cases.sort("case_id").join(facts, on="case_id")


_REPORT = {"case_id": pl.String, "reference_at": pl.Int64, "reference": pl.String, "empty_because": pl.String}


def _why_empty(reference: str | None, periods: list[Stretch]) -> str | None:
    if reference is None:
        return _NO_REFERENCE
    return None if periods else "it ends no later than it begins"


def infectious_period(
    case: dict, isolations: list[tuple[int, int | None]], period: InfectiousPeriod, as_of: int, zone: str
) -> list[Stretch]:
    """The stretches of one case's infectious period; none where it is empty or has no reference."""
    reference = next((to_ms(case[name]) for name in _REFERENCES if case[name] is not None), None)
    if reference is None:
        return []
    ends = [as_of, *_ends_after(reference, period, zone)]
    if case["isolated_at"] is not None:
        ends.append(to_ms(case["isolated_at"]))
    over = [(begun, until) for begun, until in isolations if until is not None and until <= reference]
    ends += [begun for begun, until in isolations if (begun, until) not in over]
    start = max(_start_before(reference, period, zone), FIRST_RECORDS)
    return cut_out((start, min(ends)), over)


def backward_windows(
    cases: pl.DataFrame, period: InfectiousPeriod, lookback_days: int, as_of: int, zone: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The days before every case's infectious period, in which it may have met whoever infected it.

    cases       records of that kind (instants as polars datetimes)
    returns     the windows, one stretch each at most, and the cases with `reference_at` (ms or null), `reference`
                (which column it is) and `empty_because` (null where there are days to search)
    """
    stretches, report = [], []
    for window, case in enumerate(cases.sort("case_id").iter_rows(named=True)):
        name = next((name for name in _REFERENCES if case[name] is not None), None)
        reference = name and to_ms(case[name])
        begin, end = _days_before(reference, period, lookback_days, zone) if name else (as_of, as_of)
        if begin < min(end, as_of):
            stretches.append((window, case["case_id"], case["person_id"], 0, begin, min(end, as_of)))
        report.append((case["case_id"], reference, name, _why_nothing_before(name, begin, end, as_of)))
    facts = cases.join(pl.DataFrame(report, orient="row", schema=_REPORT), on="case_id").sort("case_id")
    return pl.DataFrame(stretches, orient="row", schema=WINDOWS), facts


def _days_before(reference: int, period: InfectiousPeriod, lookback_days: int, zone: str) -> Stretch:
    begin = midnight_days_from(reference, -lookback_days, zone)
    return max(begin, FIRST_RECORDS), max(_start_before(reference, period, zone), FIRST_RECORDS)


def _why_nothing_before(reference: str | None, begin: int, end: int, as_of: int) -> str | None:
    if reference is None:
        return _NO_REFERENCE
    if end <= begin:
        return "the infectious period reaches back as far"
    return None if begin < as_of else "it lies after the moment of the analysis"


def _start_before(reference: int, period: InfectiousPeriod, zone: str) -> int:
    if period.before_hours is not None:
        return reference - round(period.before_hours * HOUR)
    return midnight_days_from(reference, -int(period.before_days), zone)


def _ends_after(reference: int, period: InfectiousPeriod, zone: str) -> list[int]:
    if period.after_hours is not None:
        return [reference + round(period.after_hours * HOUR)]
    if period.after_days is not None:
        return [midnight_days_from(reference, int(period.after_days) + 1, zone)]
    return []


def cut_out(stretch: Stretch, holes: list[tuple[int, int]]) -> list[Stretch]:
    """What is left of a stretch without the holes, in order; empty holes leave it whole."""
    left, (at, end) = [], stretch
    for begun, until in sorted(hole for hole in holes if hole[0] < hole[1]):
        if at < min(begun, end):
            left.append((at, min(begun, end)))
        at = max(at, until)
    return [*left, (at, end)] if at < end else left


def secondary_windows(
    firsts: pl.DataFrame, isolations: pl.DataFrame, latent_hours: float, as_of: int, next_window: int, hop: int = 1
) -> pl.DataFrame:
    """The windows of people who were exposed: from first contact plus latency to their isolation, else `as_of`.

    firsts      one row per case and person: `case_id`, `source_id`, `first_contact_at` (ms)
    hop         how far from the case they are; 1 are the close contacts
    returns     windows of that hop, numbered from `next_window` on; empty ones are left out
    """
    return (
        until_isolated(firsts, isolations, as_of)
        .with_columns(
            started_at=pl.col("first_contact_at") + round(latent_hours * HOUR),
            finished_at=pl.col("until"),
            hop=pl.lit(hop, pl.Int32),
        )
        .filter(pl.col("started_at") < pl.col("finished_at"))
        .sort("case_id", "source_id")
        .with_row_index("window", offset=next_window)
        .cast({"window": pl.Int64})
        .select(list(WINDOWS))
    )


def facing(windows: pl.DataFrame, people: pl.Series) -> pl.DataFrame:
    """The windows seen from the other side: one for each of some people, herself its source, as long as all together;
    none where there are none.
    """
    begin, end = (pl.lit(value, pl.Int64) for value in (windows["started_at"].min(), windows["finished_at"].max()))
    theirs = people.rename("source_id").to_frame().with_row_index("window")
    whole = theirs.with_columns(case_id=pl.lit(None), hop=pl.lit(0), started_at=begin, finished_at=end)
    return whole.drop_nulls("started_at").select(list(WINDOWS)).cast(WINDOWS)


def until_isolated(firsts: pl.DataFrame, isolations: pl.DataFrame, as_of: int) -> pl.DataFrame:
    """`firsts` with `until` (ms): when the first isolation begins that is not over at first contact, else `as_of`."""
    apart = isolations.select(
        pl.col("person_id").alias("source_id"), pl.col("from_at").dt.epoch("ms"), pl.col("until_at").dt.epoch("ms")
    )
    still = (pl.col("from_at") > pl.col("first_contact_at")) | (
        pl.col("until_at").is_null() | (pl.col("until_at") > pl.col("first_contact_at"))
    )
    isolated = (
        firsts.join(apart, on="source_id").filter(still).group_by("case_id", "source_id").agg(pl.col("from_at").min())
    )
    until = pl.min_horizontal("from_at", pl.lit(as_of, pl.Int64))
    return firsts.join(isolated, on=["case_id", "source_id"], how="left").with_columns(until=until).drop("from_at")
