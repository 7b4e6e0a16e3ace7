"""Special cases in the rows of a world: what is unknown, what comes twice, which times and values meet."""

from itertools import combinations, pairwise

from tests.lib.reference.instants import MINUTE
from tests.lib.reference.periods import isolations_of, reference_of
from tests.lib.reference.records import COLUMNS, KEYS
from tests.lib.reference.tracks import MAX_GAP_MINUTES
from tests.lib.worlds.seen import Seen, special


def fingerprints(seen: Seen, kind: str) -> list[tuple]:
    return [tuple(row.get(column, "") for column in COLUMNS[kind]) for row in seen.world.files.get(kind, [])]


@special
def duplicate_row(seen: Seen) -> bool:
    return any(len(set(fingerprints(seen, kind))) < len(rows) for kind, rows in seen.world.files.items())


@special
def replaced_row(seen: Seen) -> bool:
    return any(versions(seen, kind, key) for kind, key in KEYS.items())


@special
def earlier_row_again(seen: Seen) -> bool:
    """A row, another under its key, and the first once more."""
    return any(
        one != other and one in rows[rows.index(other) :]
        for kind, key in KEYS.items()
        for rows in versions(seen, kind, key)
        for one, other in combinations(rows, 2)
    )


def versions(seen: Seen, kind: str, key: str) -> list[list[tuple]]:
    """The rows of each key that was told in more than one way, in order of arrival."""
    rejected = seen.records.rejected.get(kind, [])
    by_key: dict[str, list[tuple]] = {}
    for index, (row, text) in enumerate(zip(seen.world.files[kind], fingerprints(seen, kind), strict=True)):
        if index not in rejected:
            by_key.setdefault(row[key], []).append(text)
    return [rows for rows in by_key.values() if len(set(rows)) > 1]


@special
def rejected_row(seen: Seen) -> bool:
    return bool(seen.records.rejected)


@special
def column_left_out(seen: Seen) -> bool:
    return any(set(rows[0]) < set(COLUMNS[kind]) for kind, rows in seen.world.files.items() if rows)


@special
def touching_stays(seen: Seen) -> bool:
    return any(one["checked_out_at"] == other["checked_in_at"] for one, other in seen.stays())


@special
def nested_stays(seen: Seen) -> bool:
    return any(one["checked_out_at"] > other["checked_out_at"] for one, other in seen.stays())


@special
def equal_stays(seen: Seen) -> bool:
    return any(
        (one["checked_in_at"], one["checked_out_at"]) == (other["checked_in_at"], other["checked_out_at"])
        for one, other in seen.stays()
    )


@special
def empty_stay(seen: Seen) -> bool:
    return any(row["checked_in_at"] == row["checked_out_at"] for row in seen.kept("checkins"))


@special
def open_checkin(seen: Seen) -> bool:
    return any(row["checked_out_at"] is None for row in seen.kept("checkins"))


@special
def open_checkin_before_another(seen: Seen) -> bool:
    return any(
        one["checked_out_at"] is None and 0 < other["checked_in_at"] - one["checked_in_at"] < 60 * MINUTE
        for one in seen.kept("checkins")
        for other in seen.kept("checkins")
        if one["person_id"] == other["person_id"]
    )


@special
def alike_open_and_closed(seen: Seen) -> bool:
    forms: dict[tuple, set[bool]] = {}
    for row in seen.kept("checkins"):
        alike = row["person_id"], row["place_id"], row["checked_in_at"]
        forms.setdefault(alike, set()).add(row["checked_out_at"] is None)
    return {True, False} in forms.values()


@special
def place_unknown(seen: Seen) -> bool:
    return bool({row["place_id"] for row in seen.kept("checkins")} - {row["place_id"] for row in seen.kept("places")})


@special
def place_of_unknown_kind(seen: Seen) -> bool:
    return any(row["kind"] is None for row in seen.kept("places"))


@special
def place_of_unknown_walls(seen: Seen) -> bool:
    return any(row["enclosed"] is None for row in seen.kept("places"))


@special
def passage_out(seen: Seen) -> bool:
    return any(row["direction"] == "out" for row in seen.kept("passages"))


@special
def passage_of_person_and_plate(seen: Seen) -> bool:
    return any(row["person_id"] and row["plate"] for row in seen.kept("passages"))


@special
def passage_of_nobody_known(seen: Seen) -> bool:
    return any(not row["person_id"] and not row["plate"] for row in seen.kept("passages"))


@special
def several_fixes_one_instant(seen: Seen) -> bool:
    return any(one["observed_at"] == other["observed_at"] for one, other in successive_fixes(seen))


@special
def several_fixes_one_instant_equally_accurate(seen: Seen) -> bool:
    return any(
        (one["observed_at"], one["accuracy_m"]) == (other["observed_at"], other["accuracy_m"])
        and one["latitude"] != other["latitude"]
        for one, other in successive_fixes(seen)
    )


@special
def gap_exactly_max(seen: Seen) -> bool:
    return any(0 < other["observed_at"] - one["observed_at"] == gap for one, other, gap in gaps(seen))


@special
def gap_just_beyond_max(seen: Seen) -> bool:
    return any(other["observed_at"] - one["observed_at"] == gap + 1 for one, other, gap in gaps(seen))


def successive_fixes(seen: Seen) -> list[tuple]:
    return [pair for track in seen.tracks().values() for pair in pairwise(track)]


def gaps(seen: Seen) -> list[tuple]:
    """Every two successive fixes, with the longest gap of every track rule."""
    longest = {rule.get("max_gap_minutes", MAX_GAP_MINUTES) * MINUTE for rule in seen.rules("track")}
    return [(one, other, gap) for one, other in successive_fixes(seen) for gap in longest]


@special
def accuracy_unknown_and_too_poor(seen: Seen) -> bool:
    accuracies = [fix["accuracy_m"] for fix in seen.kept("fixes")]
    return None in accuracies and any(accuracy is not None and accuracy > 100 for accuracy in accuracies)


@special
def move_across_the_180th_meridian(seen: Seen) -> bool:
    return any(abs(one["longitude"] - other["longitude"]) > 180 for one, other in successive_fixes(seen))


@special
def proximity_without_distance(seen: Seen) -> bool:
    return any(row["distance_m"] is None for row in seen.kept("proximity"))


@special
def proximity_without_duration(seen: Seen) -> bool:
    return any(row["duration_s"] is None for row in seen.kept("proximity"))


@special
def proximity_exactly_within(seen: Seen) -> bool:
    limits = {str(rule.get("within_m")) for rule in seen.rules("proximity")}
    return any(row.get("distance_m") in limits for row in seen.world.files.get("proximity", []))


@special
def several_case_classes(seen: Seen) -> bool:
    return len({row["classification"] for row in seen.kept("cases")}) > 1


@special
def suspected_contact(seen: Seen) -> bool:
    suspected = {row["person_id"] for row in seen.kept("cases") if row["classification"] == "suspected"}
    return bool(suspected & {line["person_id"] for line in seen.answer.lines})


@special
def two_case_rows(seen: Seen) -> bool:
    people = [row["person_id"] for row in seen.kept("cases") if row["case_id"] in seen.answer.windows]
    return len(set(people)) < len(people)


@special
def case_without_dates(seen: Seen) -> bool:
    return any(reference_of(case) is None for case in seen.kept("cases") if case["case_id"] in seen.answer.windows)


def isolations_around_references(seen: Seen) -> list[tuple[int, int, int]]:
    """Every isolation of a case (start, end) with the reference of the case."""
    return [
        (start, end, reference)
        for case in seen.kept("cases")
        if (reference := reference_of(case)) is not None and case["case_id"] in seen.answer.windows
        for start, end in isolations_of(case["person_id"], seen.records)
    ]


@special
def isolation_over_before_reference(seen: Seen) -> bool:
    return any(start < end < reference for start, end, reference in isolations_around_references(seen))


@special
def isolation_in_force_at_reference(seen: Seen) -> bool:
    return any(start < reference < end for start, end, reference in isolations_around_references(seen))


@special
def isolation_from_the_reference_on(seen: Seen) -> bool:
    return any(start == reference < end for start, end, reference in isolations_around_references(seen))


@special
def isolation_until_the_reference(seen: Seen) -> bool:
    return any(start < end == reference for start, end, reference in isolations_around_references(seen))


@special
def isolation_after_reference(seen: Seen) -> bool:
    return any(reference < start for start, _, reference in isolations_around_references(seen))


@special
def empty_isolation(seen: Seen) -> bool:
    return any(row["from_at"] == row["until_at"] for row in seen.kept("isolations"))
