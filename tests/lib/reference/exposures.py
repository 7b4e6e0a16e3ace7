"""Exposures (specification, section 5): episodes merged, clipped to the source's window, measured, held to the rule."""

from dataclasses import dataclass
from datetime import timedelta, tzinfo
from fractions import Fraction

from tests.lib.reference.cells import cell_pieces
from tests.lib.reference.instants import HOUR, MINUTE, local_date, midnight
from tests.lib.reference.pieces import Inputs, Piece
from tests.lib.reference.shared import household_pieces, proximity_pieces, seat_pieces, vehicle_pieces
from tests.lib.reference.stays import stay_pieces
from tests.lib.reference.stretches import ALWAYS, Stretch, clip, length, merge, overlap
from tests.lib.reference.tracks import track_pieces

PIECES = {
    "track": track_pieces,
    "proximity": proximity_pieces,
    "seat": seat_pieces,
    "household": household_pieces,
    "vehicle": vehicle_pieces,
    "cell": cell_pieces,
}
WINDOW_HOURS = 24


@dataclass(frozen=True)
class Exposure:
    """A qualifying exposure: the clipped episodes of one source and one person under one rule (sections 1 and 5)."""

    source: str
    person: str
    rule: dict
    episodes: list[Stretch]
    measured: int
    closest_m: float | None
    places: set[str]


def qualifying_exposures(
    rules: list[dict], source: str, window: list[Stretch], people: list[str], inputs: Inputs
) -> list[Exposure]:
    """The exposures that reach their rule's threshold (section 5)."""
    found = [exposure_of(rule, source, person, window, inputs) for rule in rules for person in people]
    return [exposure for exposure in found if exposure.episodes and reaches(exposure.rule, exposure.measured)]


def exposure_of(rule: dict, source: str, person: str, window: list[Stretch], inputs: Inputs) -> Exposure:
    """One source and one person under one rule, reaching its threshold or not (section 5)."""
    if rule["evidence"] == "stay":
        # Stays come clipped already, as section 4 has it: the air of a room can outlast the window.
        pieces, limits = stay_pieces(rule, source, person, window, inputs), [ALWAYS]
    else:
        pieces, limits = PIECES[rule["evidence"]](rule, source, person, inputs), window
    episodes = clip(merge([piece.stretch for piece in pieces]), limits)
    measured = measure(rule, episodes, inputs.zone)
    return Exposure(source, person, rule, episodes, measured, closest(pieces, episodes), places(pieces, episodes))


def closest(pieces: list[Piece], episodes: list[Stretch]) -> float | None:
    """The least distance inside the clipped episodes, where any is known (section 4)."""
    distances = [
        piece.least_distance(part)
        for piece in pieces
        if piece.least_distance is not None
        for part in clip([piece.stretch], episodes)
    ]
    return min(distances, default=None)


def places(pieces: list[Piece], episodes: list[Stretch]) -> set[str]:
    """The places of the stays that the clipped episodes are made of."""
    return {piece.place_id for piece in pieces if piece.place_id is not None and clip([piece.stretch], episodes)}


def reaches(rule: dict, measured: int) -> bool:
    """`at_least_minutes` is >=, `more_than_minutes` is >, no threshold is any time at all (section 5)."""
    if "at_least_minutes" in rule:
        return measured >= Fraction(str(rule["at_least_minutes"])) * MINUTE
    if "more_than_minutes" in rule:
        return measured > Fraction(str(rule["more_than_minutes"])) * MINUTE
    return measured > 0


def measure(rule: dict, episodes: list[Stretch], zone: tzinfo) -> int:
    """The milliseconds that `accumulate` chooses (section 5)."""
    accumulate = rule.get("accumulate", "episode")
    if accumulate == "rolling":
        return most_in_rolling_window(episodes, round(rule.get("window_hours", WINDOW_HOURS) * HOUR))
    if accumulate == "day":
        return most_in_local_day(episodes, zone)
    return length(episodes) if accumulate == "period" else longest(episodes)


def longest(episodes: list[Stretch]) -> int:
    return max((end - start for start, end in episodes), default=0)


def most_in_rolling_window(episodes: list[Stretch], size: int) -> int:
    """The most that falls in any window of that length; one that begins or ends with an episode holds the most."""
    begins = [start for start, _ in episodes] + [end - size for _, end in episodes]
    return max((length(clip(episodes, [(begin, begin + size)])) for begin in begins), default=0)


def most_in_local_day(episodes: list[Stretch], zone: tzinfo) -> int:
    """The most that falls in one local calendar day, be it 23, 24 or 25 hours long."""
    if not episodes:
        return 0
    day, last = local_date(episodes[0][0], zone), local_date(episodes[-1][1], zone)
    most = 0
    while day <= last:
        today = midnight(day, zone), midnight(day + timedelta(days=1), zone)
        most = max(most, sum(length(overlap(episode, today)) for episode in episodes))
        day += timedelta(days=1)
    return most
