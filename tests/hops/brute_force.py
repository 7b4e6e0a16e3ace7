"""Arrivals by trying every way: no frames, no search, nothing shared with the program.

Times are minutes of the world; see `tests.hops.worlds`.
"""

from collections.abc import Iterator

from tests.hops.worlds import Arrivals, Span, World

Way = tuple[str, ...]


def met(world: World, one: str, other: str, window: Span) -> float | None:
    """When the two first were together in a window, if they were long enough; else None."""
    spans = sorted(
        (begin, min(end, world.as_of))
        for a, b, begin, end in world.meetings
        if {a, b} == {one, other} and begin <= world.as_of
    )
    clipped = [(max(begin, window[0]), min(end, window[1])) for begin, end in merged(spans)]
    clipped = [(begin, end) for begin, end in clipped if begin < end]
    long_enough = any(end - begin >= (world.least or 0) for begin, end in clipped)
    return clipped[0][0] if long_enough else None


def merged(spans: list[Span]) -> list[Span]:
    """Sorted spans, with those that overlap or touch made one."""
    runs: list[Span] = []
    for begin, end in spans:
        if runs and begin <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((begin, end))
    return runs


def until(world: World, person: str, arrived: float) -> float:
    """When the first isolation of a person begins that is not over when she is reached; else the end."""
    begins = [b for who, b, e in world.apart if who == person and (b > arrived or e is None or e > arrived)]
    return min([world.as_of, *begins])


def window(world: World, person: str, arrived: float) -> Span:
    """In which a person who was reached may have infected others."""
    return arrived + world.latent, until(world, person, arrived)


def case_window(world: World) -> Span:
    """The case's infectious period, which begins with the world."""
    return 0, min(world.end, world.as_of)


def ways(world: World, way: Way, open_in: Span, hops: int) -> Iterator[tuple[Way, float]]:
    """Every way on from a way's end that passes nobody twice and no case, with the arrival at its end."""
    if hops == 0:
        return
    for person in world.people:
        if person in way or person in world.cases:
            continue
        arrived = met(world, way[-1], person, open_in)
        if arrived is not None:
            yield (*way, person), arrived
            yield from ways(world, (*way, person), window(world, person, arrived), hops - 1)


def by_every_way(world: World, hops: int) -> Arrivals:
    """The earliest arrival by exactly so many hops, where it is earlier than all by fewer."""
    earliest: Arrivals = {}
    for way, arrived in ways(world, (world.cases[0],), case_window(world), hops):
        label = way[-1], len(way) - 1
        earliest[label] = min(arrived, earliest.get(label, arrived))
    return {
        (person, hop): arrived
        for (person, hop), arrived in earliest.items()
        if all(arrived < earliest.get((person, fewer), float("inf")) for fewer in range(1, hop))
    }


def hop_by_hop(world: World, hops: int) -> Arrivals:
    """Arrivals as the words have them, one number of hops after the other.

    A person is reached by one hop more than her sources, at the earliest of them, but by nobody whose every way passes
    her. An arrival stands unless one by fewer hops is not later and its window covers this one's.
    """
    kept: Arrivals = {}
    sources = {world.cases[0]: (case_window(world), frozenset())}
    for hop in range(1, hops + 1):
        reached: dict[str, list[tuple[float, frozenset]]] = {}
        for source, (open_in, passed) in sources.items():
            for person in set(world.people) - set(world.cases) - passed:
                arrived = met(world, source, person, open_in)
                if arrived is not None:
                    reached.setdefault(person, []).append((arrived, passed))
        sources = {}
        for person, found in reached.items():
            arrived = min(instant for instant, _ in found)
            if tells_something(world, person, arrived, [kept.get((person, fewer)) for fewer in range(1, hop)]):
                kept[person, hop] = arrived
                on_every_way = frozenset.intersection(*(passed for instant, passed in found if instant == arrived))
                sources[person] = window(world, person, arrived), on_every_way | {person}
    return kept


def tells_something(world: World, person: str, arrived: float, by_fewer: list[float | None]) -> bool:
    """Whether an arrival is earlier than those by fewer hops, or its window reaches beyond theirs."""
    earlier = [instant for instant in by_fewer if instant is not None and instant <= arrived]
    begin, end = window(world, person, arrived)
    return not earlier or (begin < end and all(end > until(world, person, instant) for instant in earlier))
