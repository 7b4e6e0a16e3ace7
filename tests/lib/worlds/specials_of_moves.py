"""Special cases of how and when people of a journey meet: pace, length of the moves, edges of hours, accuracy."""

from collections.abc import Iterator
from math import cos, radians

from tests.lib.reference.instants import HOUR, MINUTE, local_date, midnight
from tests.lib.reference.tracks import MAX_ACCURACY_M, MAX_GAP_MINUTES, Move
from tests.lib.worlds.met import Journey, Meeting, apart, distance, journey_special, speed

DAY = 24 * HOUR


def spans(journey: Journey) -> Iterator[tuple[int, int]]:
    """The times of the moves of all meetings."""
    return ((move.started_at, move.finished_at) for meeting in journey.met for move in meeting.moves)


def over(stretches: Iterator[tuple[int, int]], unit: int) -> bool:
    """Whether one of them holds a multiple of the unit, other than as its ends."""
    return any(start // unit < (end - 1) // unit and (end - 1) // unit * unit > start for start, end in stretches)


def episodes(journey: Journey) -> Iterator[tuple[int, int]]:
    return (episode for one in journey.answer.exposures for episode in one["episodes"])


@journey_special
def move_over_the_hour(journey: Journey) -> bool:
    return over(spans(journey), HOUR)


@journey_special
def move_over_several_hours(journey: Journey) -> bool:
    return any(end // HOUR - start // HOUR >= 2 for start, end in spans(journey))


@journey_special
def together_over_the_hour(journey: Journey) -> bool:
    return over(episodes(journey), HOUR)


@journey_special
def together_over_midnight_in_utc(journey: Journey) -> bool:
    return over(episodes(journey), DAY)


@journey_special
def together_over_midnight_here(journey: Journey) -> bool:
    """Where the local midnight is not that of UTC."""
    midnights = {
        midnight(local_date(end - 1, journey.zone), journey.zone): (start, end) for start, end in episodes(journey)
    }
    return any(start < moment < end and moment % DAY for moment, (start, end) in midnights.items())


@journey_special
def fix_on_the_hour(journey: Journey) -> bool:
    return any(edge % HOUR == 0 for span in spans(journey) for edge in span)


@journey_special
def contact_begins_on_the_hour(journey: Journey) -> bool:
    return any(start % HOUR == 0 for start, _ in episodes(journey))


@journey_special
def contact_ends_on_the_hour(journey: Journey) -> bool:
    return any(end % HOUR == 0 for _, end in episodes(journey))


@journey_special
def a_millisecond_beside_the_hour(journey: Journey) -> bool:
    return any(edge % HOUR in (1, HOUR - 1) for span in spans(journey) for edge in span)


def longest_gap(rule: dict) -> int:
    return round(rule.get("max_gap_minutes", MAX_GAP_MINUTES) * MINUTE)


@journey_special
def met_on_a_move_as_long_as_the_gap(journey: Journey) -> bool:
    return any(
        move.finished_at - move.started_at == longest_gap(meeting.rule)
        for meeting in journey.met
        for move in meeting.moves
    )


@journey_special
def gap_a_millisecond_too_long(journey: Journey) -> bool:
    """Under one rule of two nobody knows where somebody was whom the other rule sees on the way to a meeting."""
    gaps = {longest_gap(rule) + 1 for rule in journey.rules("track")}
    return any(end - start in gaps for start, end in spans(journey))


@journey_special
def met_at_100_m_a_second(journey: Journey) -> bool:
    return any(max(map(speed, meeting.moves)) > 100 for meeting in journey.met)


@journey_special
def met_at_300_m_a_second(journey: Journey) -> bool:
    return any(max(map(speed, meeting.moves)) > 300 for meeting in journey.met)


@journey_special
def together_at_100_m_a_second(journey: Journey) -> bool:
    """In one train or aircraft: both as fast, and together as long as both are seen."""
    return any(min(map(speed, meeting.moves)) > 100 and whole(meeting) for meeting in journey.met)


def whole(meeting: Meeting) -> bool:
    """Together for all the time that the two moves share."""
    start, end = meeting.stretch
    return start == max(move.started_at for move in meeting.moves) and end == min(
        move.finished_at for move in meeting.moves
    )


@journey_special
def passed_at_100_m_a_second(journey: Journey) -> bool:
    """Near for less than two seconds, in the midst of a move."""
    return any(
        meeting.stretch[1] - meeting.stretch[0] < 2000 and max(map(speed, meeting.moves)) > 100
        for meeting in journey.met
        if meeting.one.started_at < meeting.stretch[0] and meeting.stretch[1] < meeting.one.finished_at
    )


@journey_special
def jump_by_a_quarter_of_the_earth(journey: Journey) -> bool:
    return any(degrees(move) > 89 for meeting in journey.met for move in meeting.moves)


@journey_special
def jump_by_half_the_earth(journey: Journey) -> bool:
    return any(degrees(move) > 174 for meeting in journey.met for move in meeting.moves)


def degrees(move: Move) -> float:
    """How many degrees of longitude a move covers."""
    return float(abs(move.longitudes[1] - move.longitudes[0]))


@journey_special
def the_other_way_round_became_shorter(journey: Journey) -> bool:
    """While two moved, their longitudes came to differ by more than half a turn, and there they met."""
    return any(
        abs(moved_apart(meeting.one, meeting.other, instant)) > 180
        for meeting in journey.met
        for instant in meeting.stretch
    )


def moved_apart(one: Move, other: Move, instant: int) -> float:
    """The difference of longitudes that was the short way at the first instant the moves share, as it became since."""
    begun = max(one.started_at, other.started_at)
    first = apart(one, other, begun)
    return float((first + 180) % 360 - 180 + apart(one, other, instant) - first)


@journey_special
def near_in_the_plane_alone(journey: Journey) -> bool:
    """The mean latitude of the four ends makes near what the latitude of the place itself would not."""
    return any(
        distance(one, other, instant) <= rule["within_m"] < distance(one, other, instant, here(one, instant))
        for rule, one, other, instant in journey.passings
    )


@journey_special
def far_in_the_plane_alone(journey: Journey) -> bool:
    return any(
        distance(one, other, instant, here(one, instant)) <= rule["within_m"] < distance(one, other, instant)
        for rule, one, other, instant in journey.passings
    )


def here(move: Move, instant: int) -> float:
    return float(move.position(instant)[0])


@journey_special
def plane_far_from_the_meeting(journey: Journey) -> bool:
    """Two meet where the local plane narrows longitudes by a thirtieth more, or less, than the place itself."""
    return any(
        abs(narrowing(sum(meeting.one.latitudes + meeting.other.latitudes) / 4) / narrowing(latitude) - 1) > 1 / 30
        for meeting in journey.met
        for latitude, _ in meeting.places()
        if abs(latitude) < 89
    )


def narrowing(latitude: float) -> float:
    return cos(radians(latitude))


@journey_special
def inaccurate_fix_skipped(journey: Journey) -> bool:
    """Two meet on a move that goes past a fix its rule does not use."""
    return any(
        fix["person_id"] == person and move.started_at < fix["observed_at"] < move.finished_at
        for meeting in journey.met
        for person, move in zip((meeting.source, meeting.person), meeting.moves, strict=True)
        for fix in journey.kept("fixes")
        if fix["accuracy_m"] is not None and fix["accuracy_m"] > meeting.rule.get("max_accuracy_m", MAX_ACCURACY_M)
    )


@journey_special
def rules_of_unlike_accuracy_and_gap(journey: Journey) -> bool:
    """One pair met under two rules that use other fixes and join others."""
    read: dict[tuple, set[tuple]] = {}
    for meeting in journey.met:
        usable = meeting.rule.get("max_accuracy_m", MAX_ACCURACY_M), longest_gap(meeting.rule)
        read.setdefault((meeting.source, meeting.person), set()).add(usable)
    return any(one[0] != other[0] and one[1] != other[1] for ways in read.values() for one in ways for other in ways)


@journey_special
def one_cell_at_100_m_a_second(journey: Journey) -> bool:
    """Two were in one cell of at least 50 km for minutes, as a train or an aircraft crosses it, and no longer."""
    sizes = [rule["cell_m"] for rule in journey.rules("cell")]
    return max(sizes, default=0) >= 50_000 and any(
        edge % 1000 and HOUR > end - start > 1000 for _, (start, end) in journey.shared_cells for edge in (start, end)
    )


@journey_special
def one_cell_over_the_hour(journey: Journey) -> bool:
    return over((episode for *_, episodes in journey.exposed("cell") for episode in episodes), HOUR)
