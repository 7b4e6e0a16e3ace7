"""Special cases of where people of a journey meet: edges of a grid, the 180th meridian, high latitudes, the poles.

Each speaks of meetings that an exposure counts, not of fixes that nobody was near.
"""

from collections.abc import Iterator

from tests.lib.reference.tracks import Move
from tests.lib.worlds.grid import METRES_PER_DEGREE, Bands
from tests.lib.worlds.met import Journey, Meeting, apart, journey_special

BANDS = Bands()
# As many metres beside an edge still are on it: what is left of rounding a coordinate.
ON_AN_EDGE = 1e-7


def ends(move: Move) -> Iterator[tuple[float, float]]:
    """Both ends of a move in degrees; the longitude is the file's but for the 180th meridian's two names."""
    for latitude, longitude in zip(move.latitudes, move.longitudes, strict=True):
        yield float(latitude), float((longitude + 180) % 360 - 180)


def bands_of(meeting: Meeting) -> list[int]:
    return [BANDS.row(latitude) for latitude, _ in meeting.places()]


def columns_of(meeting: Meeting) -> list[int]:
    return [BANDS.column(*place) for place in meeting.places()]


def latitudes(journey: Journey) -> Iterator[float]:
    """How far from the equator, in degrees, each meeting is."""
    return (min(abs(latitude) for latitude, _ in meeting.places()) for meeting in journey.met)


@journey_special
def either_side_of_a_row_edge(journey: Journey) -> bool:
    return any(one != other for one, other in map(bands_of, journey.met))


@journey_special
def either_side_of_a_column_edge(journey: Journey) -> bool:
    return any(
        rows[0] == rows[1] and columns[0] != columns[1]
        for rows, columns in ((bands_of(meeting), columns_of(meeting)) for meeting in journey.met)
    )


@journey_special
def rows_of_unlike_columns(journey: Journey) -> bool:
    """Two meet across an edge of rows of which one has at least half as many columns again."""
    counts = (sorted(map(BANDS.columns, bands_of(meeting))) for meeting in journey.met)
    return any(2 * most >= 3 * least for least, most in counts)


@journey_special
def move_across_a_row_edge(journey: Journey) -> bool:
    return any(
        BANDS.row(first) != BANDS.row(last)
        for meeting in journey.met
        for first, last in (map(float, move.latitudes) for move in meeting.moves)
    )


@journey_special
def move_across_a_column_edge(journey: Journey) -> bool:
    return any(
        BANDS.row(first[0]) == BANDS.row(last[0]) and BANDS.column(*first) != BANDS.column(*last)
        for meeting in journey.met
        for first, last in map(ends, meeting.moves)
    )


@journey_special
def standing_on_a_row_edge(journey: Journey) -> bool:
    """Somebody who is met is on the edge to the last bit, the equator aside."""
    return any(
        latitude != 0 and latitude == BANDS.southern_edge(round(latitude / BANDS.southern_edge(1)))
        for meeting in journey.met
        for move in meeting.moves
        for latitude, _ in ends(move)
    )


@journey_special
def standing_on_a_column_edge(journey: Journey) -> bool:
    return any(
        longitude not in (0, -180) and on_a_column_edge(latitude, longitude)
        for meeting in journey.met
        for move in meeting.moves
        for latitude, longitude in ends(move)
    )


def on_a_column_edge(latitude: float, longitude: float) -> bool:
    return longitude in (BANDS.western_edge(BANDS.row(latitude), longitude + step) for step in (ON_AN_EDGE, 0))


@journey_special
def on_the_equator(journey: Journey) -> bool:
    return any(0 in move.latitudes for meeting in journey.met for move in meeting.moves)


@journey_special
def on_longitude_0(journey: Journey) -> bool:
    return any(0 in move.longitudes for meeting in journey.met for move in meeting.moves)


@journey_special
def either_side_of_the_180th_meridian(journey: Journey) -> bool:
    """Near it, one in the far east and one in the far west."""
    return any(abs(one[1] - other[1]) > 359 for one, other in (meeting.places() for meeting in journey.met))


@journey_special
def eastward_over_the_180th_meridian(journey: Journey) -> bool:
    return any(first < 180 < last for first, last in longitudes(journey))


@journey_special
def westward_over_the_180th_meridian(journey: Journey) -> bool:
    return any(last < -180 < first for first, last in longitudes(journey))


def longitudes(journey: Journey) -> Iterator[tuple]:
    return (move.longitudes for meeting in journey.met for move in meeting.moves)


@journey_special
def longitude_of_exactly_180(journey: Journey) -> bool:
    return any(180 in both for both in longitudes(journey))


@journey_special
def longitude_of_exactly_minus_180(journey: Journey) -> bool:
    return any(-180 in both for both in longitudes(journey))


@journey_special
def met_as_far_north_as_60(journey: Journey) -> bool:
    return any(60 <= latitude < 80 for latitude in latitudes(journey))


@journey_special
def met_as_far_north_as_80(journey: Journey) -> bool:
    return any(80 <= latitude < 89.8 for latitude in latitudes(journey))


@journey_special
def met_as_far_north_as_89_9(journey: Journey) -> bool:
    return any(89.85 <= latitude < 89.99 for latitude in latitudes(journey))


@journey_special
def met_next_to_a_pole(journey: Journey) -> bool:
    return any(89.99 <= latitude < 90 for latitude in latitudes(journey))


@journey_special
def met_at_a_pole(journey: Journey) -> bool:
    return 90 in latitudes(journey)


@journey_special
def met_next_to_the_south_pole(journey: Journey) -> bool:
    return any(latitude < -89.99 for meeting in journey.met for latitude, _ in meeting.places())


@journey_special
def around_a_pole_on_opposite_longitudes(journey: Journey) -> bool:
    """They look at each other across it; what lies between is what the local plane says."""
    return any(
        abs((apart(meeting.one, meeting.other, meeting.stretch[0]) + 180) % 360 - 180) > 170 for meeting in journey.met
    )


@journey_special
def one_cell_on_an_edge_of_degrees(journey: Journey) -> bool:
    """Two share a cell while somebody stands exactly on the equator, on longitude 0 or on the 180th meridian."""
    fixes = journey.kept("fixes")
    exactly = {fix["observed_at"] for fix in fixes if fix["latitude"] == 0 or fix["longitude"] in (0, 180, -180)}
    return any(start <= moment < end for _, (start, end) in journey.shared_cells for moment in exactly)


@journey_special
def one_cell_around_a_pole(journey: Journey) -> bool:
    """In a world whose cells are small, in one whose edge nearer to the equator is beyond 89.8 degrees."""
    sizes = {rule["cell_m"] for rule in journey.rules("cell") if rule["cell_m"] <= 1000}
    return any(
        min(abs(row), abs(row + 1)) * size > 89.8 * METRES_PER_DEGREE
        for (row, _), _ in journey.shared_cells
        for size in sizes
    )


@journey_special
def one_cell_next_to_another(journey: Journey) -> bool:
    """Two stay together over an edge of the grid of a rule."""
    begins = {(start, cell) for cell, (start, _) in journey.shared_cells}
    return any(end == start and one != other for one, (_, end) in journey.shared_cells for start, other in begins)
