"""Special cases in what a world leads to: which windows, exposures and lines come out of it."""

from itertools import combinations

from tests.lib.reference.instants import MINUTE
from tests.lib.reference.periods import isolations_of
from tests.lib.worlds.seen import Seen, special


@special
def empty_period(seen: Seen) -> bool:
    return [] in seen.answer.windows.values()


@special
def period_with_a_hole(seen: Seen) -> bool:
    return any(len(window) > 1 for window in seen.answer.windows.values())


@special
def as_of_ends_a_period(seen: Seen) -> bool:
    return any(window[-1][1] == seen.as_of for window in seen.answer.windows.values() if window)


@special
def observation_after_as_of(seen: Seen) -> bool:
    columns = {"fixes": "observed_at", "checkins": "checked_in_at", "proximity": "observed_at"}
    return any(row[column] > seen.as_of for kind, column in columns.items() for row in seen.kept(kind))


@special
def episode_clipped_by_the_window(seen: Seen) -> bool:
    """An episode begins or ends with its case's window."""
    return any(
        start == window[0][0] or end == window[-1][1]
        for one in seen.answer.exposures
        if one["hop"] == 1 and (window := seen.answer.windows[one["case_id"]])
        for start, end in one["episodes"]
    )


@special
def air_outlasts_the_window(seen: Seen) -> bool:
    return any(
        end > window[-1][1]
        for one in seen.answer.exposures
        if one["hop"] == 1 and (window := seen.answer.windows[one["case_id"]])
        for _, end in one["episodes"]
    )


@special
def roots_inside_a_move(seen: Seen) -> bool:
    """An episode of a track begins at an instant that no file says."""
    said = {fix["observed_at"] for fix in seen.kept("fixes")}
    said |= {edge for window in seen.answer.windows.values() for stretch in window for edge in stretch}
    tracks = {rule["id"] for rule in seen.rules("track")}
    return any(
        start not in said and start % 1000
        for one in seen.answer.exposures
        if one["rule"] in tracks
        for start, _ in one["episodes"]
    )


@special
def several_episodes(seen: Seen) -> bool:
    return any(len(one["episodes"]) > 1 for one in seen.answer.exposures)


@special
def threshold_met_exactly(seen: Seen) -> bool:
    thresholds = {rule["id"]: rule.get("at_least_minutes") for rule in seen.world.definition["rule"]}
    return any(
        thresholds[one["rule"]] is not None and one["measured_ms"] == thresholds[one["rule"]] * MINUTE
        for one in seen.answer.exposures
    )


@special
def accumulated_beyond_one_episode(seen: Seen) -> bool:
    return any(one["measured_ms"] > max(end - start for start, end in one["episodes"]) for one in seen.answer.exposures)


@special
def accumulated_less_than_all(seen: Seen) -> bool:
    """A rolling window or a day that holds more than one episode and not all of them."""
    return any(
        max(end - start for start, end in one["episodes"])
        < one["measured_ms"]
        < sum(end - start for start, end in one["episodes"])
        for one in seen.answer.exposures
    )


@special
def no_contact_at_all(seen: Seen) -> bool:
    return not seen.answer.lines


@special
def exposure_between_cases(seen: Seen) -> bool:
    cases = {case["person_id"] for case in seen.kept("cases") if case["case_id"] in seen.answer.windows}
    return any(one["hop"] == 1 and one["person"] in cases for one in seen.answer.exposures)


@special
def several_rules_at_one_tier(seen: Seen) -> bool:
    return any(len(line["rules"]) > 1 for line in seen.answer.lines)


@special
def lower_tier_left_out(seen: Seen) -> bool:
    """A close contact with a general or flagged exposure besides."""
    close = {(line["case_id"], line["person_id"]) for line in seen.answer.lines if line["tier"] == "close"}
    return any(
        one["tier"] in ("general", "flagged") and (one["case_id"], one["person"]) in close
        for one in seen.answer.exposures
    )


@special
def secondary_line(seen: Seen) -> bool:
    return any(line["tier"] == "secondary" for line in seen.answer.lines)


@special
def secondary_by_two(seen: Seen) -> bool:
    return any(len(line["via"]) > 1 for line in seen.answer.lines)


@special
def secondary_and_general(seen: Seen) -> bool:
    secondary = {(line["case_id"], line["person_id"]) for line in seen.answer.lines if line["tier"] == "secondary"}
    return any(one["hop"] == 1 and (one["case_id"], one["person"]) in secondary for one in seen.answer.exposures)


@special
def isolation_before_contact(seen: Seen) -> bool:
    """A close contact was isolated, and out again or not, before its first contact with the case."""
    return any(
        start < line["first_contact_at"]
        for line in seen.answer.lines
        if line["tier"] == "close"
        for start, _ in isolations_of(line["person_id"], seen.records)
    )


@special
def isolation_of_a_close_contact_later(seen: Seen) -> bool:
    return any(
        start > line["first_contact_at"]
        for line in seen.answer.lines
        if line["tier"] == "close"
        for start, _ in isolations_of(line["person_id"], seen.records)
    )


@special
def contact_of_two_cases(seen: Seen) -> bool:
    return any(
        one["person_id"] == other["person_id"] and one["case_id"] != other["case_id"]
        for one, other in combinations(seen.answer.lines, 2)
    )


@special
def same_first_contact(seen: Seen) -> bool:
    """Two lines whose order only the person decides."""
    keys = [(line["case_id"], line["tier"], line["first_contact_at"]) for line in seen.answer.lines]
    return len(set(keys)) < len(keys)


@special
def follow_up_missing(seen: Seen) -> bool:
    return any(line["follow_up_until"] is None for line in seen.answer.lines)


@special
def distance_known_and_unknown(seen: Seen) -> bool:
    return {True, False} <= {line["closest_m"] is None for line in seen.answer.lines}
