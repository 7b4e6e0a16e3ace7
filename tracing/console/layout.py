"""Where each person of a case's contact graph stands on the page.

The case is the centre. Who met the case stands on rings around it, and every further hop on rings further out, each
person in the sector of the first one that leads there. A ring that is full is followed by another one outside it.

units     points of the page before any zoom; x to the right, y down; sectors run clockwise from the top
promises  no two people nearer than `SECOND_SPACING`; every person further out than everybody of fewer hops;
          equal people in any order give equal places
cost      O(n r) for n people on r rings
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import asin, cos, pi, sin

Point = tuple[float, float]
Sector = tuple[float, float]
Lead = str | None
"""In whose sector somebody stands; None: in a sector of nobody's, as no `via` is in the graph."""

FIRST_SPACING = 30.0
SECOND_SPACING = 20.0
_FIRST_RADIUS = 130.0
_BETWEEN_HOPS = 90.0
_FAN_STEP = 44.0
_LEAST_SHARE = {"other_case": 2, "close": 2}
_TIERS = ("case", "other_case", "close", "secondary", "general", "flagged", "onward")


def positions(nodes: Iterable[Mapping]) -> dict[str, Point]:
    """The place of every person.

    nodes    one per person: `id`, `tier`, `hop` (0: the case), `first_contact_at` (ISO text), `via` (ids of people)
    returns  id -> (x, y), rounded to hundredths
    """
    people = sorted(nodes, key=_order)
    totals = Counter(node["hop"] for node in people)
    leads = _leads(people)
    behind = _behind(people, leads)
    sectors = _first_sectors({node["id"]: node["tier"] for node in people if node["hop"] == 1}, behind, totals)
    inner = {person: (start + end) / 2 for person, (start, end) in sectors.items() if person is not None}
    places, edge = _on_rings(inner, _first_radius(len(inner)), FIRST_SPACING)
    for hop in sorted(hop for hop in totals if hop > 1):
        breadths = {
            node["id"]: max(1, _breadth(behind[node["id"]], totals[hop], totals))
            for node in people
            if node["hop"] == hop
        }
        radius = max(edge + _BETWEEN_HOPS, _outer_radius(totals[hop]))
        fans = _fans(breadths, leads, sectors, radius)
        sectors |= {person: sector for person, (_, sector) in fans.items()}
        outer, edge = _on_rings({person: angle for person, (angle, _) in fans.items()}, radius, SECOND_SPACING)
        places |= outer
    return {node["id"]: (0.0, 0.0) for node in people if node["hop"] == 0} | places


def _order(node: Mapping) -> tuple:
    return _TIERS.index(node["tier"]), node.get("first_contact_at") or "", node["id"]


def _first_radius(people: int) -> float:
    """Wide enough for evenly spread people to fit on two rings."""
    return max(_FIRST_RADIUS, people * FIRST_SPACING / (4 * pi))


def _outer_radius(people: int) -> float:
    """Wide enough for evenly spread people to fit on about four rings."""
    return people * SECOND_SPACING / (8 * pi)


def _leads(people: Iterable[Mapping]) -> dict[str, Lead]:
    """The lead of each person past the first hop: the first of its `via` that is nearer to the case."""
    hops = {node["id"]: node["hop"] for node in people}
    return {
        node["id"]: next((via for via in node["via"] if 0 < hops.get(via, 0) < node["hop"]), None)
        for node in people
        if node["hop"] > 1
    }


def _behind(people: Sequence[Mapping], leads: Mapping[str, Lead]) -> dict[Lead, Counter]:
    """How many people of each hop stand in each person's sector."""
    behind: dict[Lead, Counter] = defaultdict(Counter)
    for node in sorted(people, key=lambda node: -node["hop"]):
        if node["hop"] > 1:
            behind[leads[node["id"]]] += behind[node["id"]] + Counter([node["hop"]])
    return behind


def _breadth(behind: Mapping[int, int], unit: int, totals: Mapping[int, int]) -> float:
    """The most that somebody has behind it of any hop, when `unit` is all of that hop.

    A hop of few people has room: it counts as if it had a quarter of those of the largest one.
    """
    least = max(count for hop, count in totals.items() if hop > 1) / 4 if behind else 0
    return max((count * unit / max(totals[hop], least) for hop, count in behind.items()), default=0)


def _first_sectors(tiers: Mapping[str, str], behind: Mapping[Lead, Counter], totals: Mapping[int, int]) -> dict:
    """Start and end angle of each person of hop 1: as broad as those behind it, and a share as well where nobody is.

    The least share of a general or flagged contact is smaller, or the many of them would crowd out the close ones.
    """
    anchors: list[Lead] = [*tiers, *([None] if None in behind else [])]
    followers = max((count for hop, count in totals.items() if hop > 1), default=0)
    least = max(1.0, followers / (2 * max(1, len(anchors))))
    shares = {
        anchor: max(least * _LEAST_SHARE.get(tiers.get(anchor), 1), _breadth(behind[anchor], followers, totals))
        for anchor in anchors
    }
    turn = 2 * pi / max(1.0, sum(shares.values()))
    sectors, start = {}, 0.0
    for anchor, share in shares.items():
        sectors[anchor] = (start, start + share * turn)
        start += share * turn
    return sectors


def _fans(
    breadths: Mapping[str, float], leads: Mapping[str, Lead], sectors: Mapping[Lead, Sector], radius: float
) -> dict[str, tuple[float, Sector]]:
    """The angle and the sector of each person of a hop, clockwise."""
    families: dict[Lead, dict[str, float]] = {lead: {} for lead in sectors}
    for person, breadth in breadths.items():
        families[leads[person]][person] = breadth
    fans = [fan for lead, family in families.items() if family for fan in _fan(family, sectors[lead], radius)]
    return {person: (angle, sector) for person, angle, sector in sorted(fans, key=lambda fan: fan[1])}


def _fan(family: Mapping[str, float], sector: Sector, radius: float) -> Iterator[tuple[str, float, Sector]]:
    """A family spread over its sector, closer together where the sector is wide."""
    (start, end), total = sector, sum(family.values())
    step = min((end - start) / total, _FAN_STEP / radius)
    leading, before = (start + end - step * (total - 1)) / 2, 0.0
    for person, breadth in family.items():
        angle = leading + step * (before + (breadth - 1) / 2)
        yield person, angle, (angle - step * breadth / 2, angle + step * breadth / 2)
        before += breadth


def _on_rings(angles: Mapping[str, float], radius: float, spacing: float) -> tuple[dict[str, Point], float]:
    """Each person on the innermost ring with room at its angle; and the outermost radius in use.

    `angles` ascend and span less than a turn, so the latest and the earliest person of a ring are the ones to check.
    """
    rings: list[list[float]] = []
    places = {}
    for person, angle in angles.items():
        ring = next((i for i, taken in enumerate(rings) if _free(angle, taken, radius + i * spacing, spacing)), None)
        if ring is None:
            ring = len(rings)
            rings.append([])
        rings[ring].append(angle)
        reach = radius + ring * spacing
        places[person] = (round(reach * sin(angle), 2), round(-reach * cos(angle), 2))
    return places, radius + max(0, len(rings) - 1) * spacing


def _free(angle: float, taken: list[float], radius: float, spacing: float) -> bool:
    room = 2 * asin(min(1.0, spacing / (2 * radius)))
    return angle - taken[-1] >= room and taken[0] + 2 * pi - angle >= room
