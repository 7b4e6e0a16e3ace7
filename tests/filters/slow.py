"""The filters once more, read slowly from their own pages: lists of fixes, every possibility tried, no arrays.

A fix is (at in ms, latitude, longitude, accuracy or None); a list of them is one track in order.
"""

from itertools import combinations, groupby, pairwise
from math import asin, cos, radians, sin, sqrt

Fix = tuple[int, float, float, float | None]

MINUTE = 60_000
SILENCE = 12 * 60 * MINUTE


def apart(a: Fix, b: Fix) -> float:
    """Metres, by way of the chord between two points of the unit ball."""
    ends = []
    for _, lat, lon, _ in (a, b):
        north, east = radians(lat), radians(lon)
        ends.append((cos(north) * cos(east), cos(north) * sin(east), sin(north)))
    chord = sqrt(sum((one - other) ** 2 for one, other in zip(*ends, strict=True)))
    return 2 * 6_371_008.8 * asin(min(1, chord / 2))


def error(fix: Fix) -> float:
    """Twice the accuracy; that of a fix that states none is 100 metres."""
    return 2 * (100 if fix[3] is None else fix[3])


def reaches(a: Fix, b: Fix, kmh: float) -> bool:
    """Whether a device can have been at both: after half a day, always."""
    return abs(b[0] - a[0]) > SILENCE or apart(a, b) <= kmh * abs(b[0] - a[0]) / 3_600 + error(a) + error(b)


def ways_of_the_most(track: list[Fix], kmh: float) -> list[tuple[int, ...]]:
    """Every way through the track is tried; those of the most fixes, each by the numbers of its fixes."""
    numbers = range(len(track))
    for size in range(len(track), 0, -1):
        ways = [
            way
            for way in combinations(numbers, size)
            if all(reaches(track[a], track[b], kmh) for a, b in pairwise(way))
        ]
        if ways:
            return ways
    return []


def impossible_speed(track: list[Fix], kmh: float) -> list[bool]:
    """What none of the ways of the most fixes uses; of what some use, that which cannot follow, or be followed by, its
    neighbour.
    """
    ways, marked = ways_of_the_most(track, kmh), []
    for number, fix in enumerate(track):
        users = sum(number in way for way in ways)
        neighbours = track[max(number - 1, 0) : number] + track[number + 1 : number + 2]
        alone = any(not reaches(fix, neighbour, kmh) for neighbour in neighbours)
        marked.append(not users or (users < len(ways) and alone))
    return marked


def ping_pong(track: list[Fix], minutes: float, metres: float) -> list[bool]:
    """Visits, every four of them, what overlaps or touches as one, and the counts within each."""
    visits: list[list[int]] = []
    for number, fix in enumerate(track):
        before = track[number - 1]
        stays = number and fix[1:3] == before[1:3] and fix[0] - before[0] <= minutes * MINUTE
        visits = [*visits[:-1], [*visits[-1], number]] if stays else [*visits, [number]]
    place = [track[visit[0]][1:3] for visit in visits]
    found: list[tuple[int, int]] = []
    for first in range(len(visits) - 3):
        a, b, c, d = range(first, first + 4)
        if place[a] != place[c] or place[b] != place[d]:
            continue
        fast = track[visits[d][0]][0] - track[visits[a][-1]][0] <= minutes * MINUTE
        if fast and apart(track[visits[a][0]], track[visits[b][0]]) >= metres:
            same = (
                found and first <= found[-1][1] and {place[a], place[b]} == set(place[found[-1][0] : found[-1][1] + 1])
            )
            found = [*found[:-1], (found[-1][0], d)] if same else [*found, (a, d)]
    marked = [False] * len(track)
    for first, last in found:
        within = [visits[first][-1], *(one for visit in visits[first + 1 : last] for one in visit), visits[last][0]]
        began = [one for one in within if track[one][1:3] == place[first]]
        other = [one for one in within if track[one][1:3] != place[first]]
        for one in other if len(began) >= len(other) else began:
            marked[one] = one in within[1:-1]
    return marked


def frozen(track: list[Fix], minutes: float, kmh: float) -> list[bool]:
    """Stall after stall."""
    marked, begin = [], 0
    for _, stall in groupby(track, lambda fix: fix[1:3]):
        fixes = list(stall)
        following = track[begin + len(fixes) :][:1]
        begin += len(fixes)
        lasted = fixes[-1][0] - fixes[0][0]
        left = bool(following) and not reaches(fixes[-1], following[0], kmh)
        harms = lasted >= minutes * MINUTE and left
        marked += [harms and fix[0] > fixes[0][0] for fix in fixes]
    return marked


def two_places(track: list[Fix], kmh: float) -> list[bool]:
    """Instant after instant; then every four fixes that follow on each other."""
    ways = ways_of_the_most(track, kmh)
    marked, wrong = [], [not any(number in way for way in ways) for number in range(len(track))]
    for _, instant in groupby(track, lambda fix: fix[0]):
        fixes = list(instant)
        counts = min(fixes, key=lambda fix: (fix[3] is None, fix[3] or 0, fix[1], fix[2]))
        marked += [any(apart(counts, fix) > error(counts) + error(fix) for fix in fixes)] * len(fixes)
    for first in range(len(track) - 3):
        four = track[first : first + 4]
        jumps = not any(reaches(one, other, kmh) for one, other in pairwise(four))
        returns = reaches(four[0], four[2], kmh) and reaches(four[1], four[3], kmh)
        if jumps and returns and not any(wrong[first : first + 4]):
            marked[first : first + 4] = [True] * 4
    return marked


FILTERS = {
    "impossible-speed": impossible_speed,
    "ping-pong": ping_pong,
    "frozen": frozen,
    "two-places": two_places,
}
