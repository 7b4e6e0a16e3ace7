"""Windows of a source (specification, section 3): the infectious period of a case, the window of a close contact."""

from datetime import timedelta, tzinfo

from tests.lib.reference.instants import HOUR, local_date, midnight
from tests.lib.reference.records import Record, Records
from tests.lib.reference.stretches import NEVER_ENDS, Stretch, without


def isolations_of(person: str, records: Records) -> list[Stretch]:
    """The isolations of a person: `[from_at, until_at)`, no `until_at` meaning without end (section 3)."""
    return [
        (row["from_at"], NEVER_ENDS if row["until_at"] is None else row["until_at"])
        for row in records.kept["isolations"]
        if row["person_id"] == person
    ]


def ends_by_isolation(person: str, moment: int, records: Records) -> list[int]:
    """Every `from_at` of an isolation in force at the moment or beginning after it (sections 3 and 6)."""
    return [start for start, end in isolations_of(person, records) if start <= moment < end or start > moment]


def reference_of(case: Record) -> int | None:
    """`onset_at`, else `sampled_at`, else `confirmed_at` (section 3)."""
    for column in ("onset_at", "sampled_at", "confirmed_at"):
        if case[column] is not None:
            return case[column]
    return None


def infectious_period(case: Record, period: dict, records: Records, as_of: int, zone: tzinfo) -> list[Stretch]:
    """W(k), as the stretches that are left once earlier isolations are cut out; empty where it is empty (section 3)."""
    reference = reference_of(case)
    if reference is None:
        return []
    over = [stretch for stretch in isolations_of(case["person_id"], records) if stretch[1] <= reference]
    ends = [as_of, *ends_by_isolation(case["person_id"], reference, records), *latest_end(reference, period, zone)]
    if case["isolated_at"] is not None:
        ends.append(case["isolated_at"])
    return without([(earliest_start(reference, period, zone), min(ends))], over)


def earliest_start(reference: int, period: dict, zone: tzinfo) -> int:
    """Where the period begins: whole local days or elapsed hours before the reference (section 3)."""
    if "before_hours" in period:
        return reference - round(period["before_hours"] * HOUR)
    return midnight(local_date(reference, zone) - timedelta(days=period["before_days"]), zone)


def latest_end(reference: int, period: dict, zone: tzinfo) -> list[int]:
    """The end by `after_days` or `after_hours`, if the definition has one (section 3)."""
    if "after_days" in period:
        return [midnight(local_date(reference, zone) + timedelta(days=period["after_days"] + 1), zone)]
    if "after_hours" in period:
        return [reference + round(period["after_hours"] * HOUR)]
    return []


def window_of_close_contact(
    person: str, first_contact_at: int, latent_hours: float, records: Records, as_of: int
) -> list[Stretch]:
    """S(c), as a list of one stretch or none (section 6)."""
    start = first_contact_at + round(latent_hours * HOUR)
    end = min([as_of, *ends_by_isolation(person, first_contact_at, records)])
    return [(start, end)] if start < end else []
