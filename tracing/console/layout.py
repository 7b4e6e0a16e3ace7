"""Where each person of a case's contact graph stands on the page.

The case is the centre. Who met the case stands on rings around it, who met a close contact on rings further out, in
the sector of the first close contact that leads there. A ring that is full is followed by another one outside it.

units     points of the page before any zoom; x to the right, y down; sectors run clockwise from the top
promises  no two people nearer than `SECOND_SPACING`; every person of hop 2 further out than every person of hop 1;
          equal people in any order give equal places
cost      O(n r) for n people on r rings
"""

from collections.abc import Iterable, Mapping
from math import asin, cos, pi, sin

Point = tuple[float, float]

FIRST_SPACING = 30.0
SECOND_SPACING = 20.0
_FIRST_RADIUS = 130.0
_BETWEEN_HOPS = 90.0
_FAN_STEP = 44.0
_LEAST_SHARE = {"other_case": 2, "close": 2}
_TIERS = ("case", "other_case", "close", "secondary", "general", "flagged")


def positions(nodes: Iterable[Mapping]) -> dict[str, Point]:
    """The place of every person.

    nodes    one per person: `id`, `tier`, `hop` (0, 1 or 2), `first_contact_at` (ISO text), `via` (ids of people)
    returns  id -> (x, y), rounded to hundredths
    """
    people = sorted(nodes, key=_order)
    first = {node["id"]: node["tier"] for node in people if node["hop"] == 1}
    families = _families(first, [node for node in people if node["hop"] == 2])
    sectors = _sectors(families, first)
    inner = {person: (sectors[person][0] + sectors[person][1]) / 2 for person in first}
    near, edge = _on_rings(inner, _first_radius(len(first)), FIRST_SPACING)
    radius = max(edge + _BETWEEN_HOPS, _second_radius(sum(len(family) for family in families.values())))
    far, _ = _on_rings(_fans(families, sectors, radius), radius, SECOND_SPACING)
    centre = {node["id"]: (0.0, 0.0) for node in people if node["hop"] == 0}
    return centre | near | far


def _order(node: Mapping) -> tuple:
    return _TIERS.index(node["tier"]), node.get("first_contact_at") or "", node["id"]


def _first_radius(people: int) -> float:
    """Wide enough for evenly spread people to fit on two rings."""
    return max(_FIRST_RADIUS, people * FIRST_SPACING / (4 * pi))


def _second_radius(people: int) -> float:
    """Wide enough for evenly spread people to fit on about four rings."""
    return people * SECOND_SPACING / (8 * pi)


def _families(first: Iterable[str], second: list[Mapping]) -> dict[str | None, list[str]]:
    """Each person of hop 1 with the people of hop 2 in its sector; None holds those whose `via` is not in the graph."""
    families: dict[str | None, list[str]] = {person: [] for person in first}
    for node in second:
        anchor = next((person for person in node["via"] if person in families), None)
        families.setdefault(anchor, []).append(node["id"])
    return families


def _sectors(families: Mapping[str | None, list[str]], tiers: Mapping[str, str]) -> dict:
    """Start and end angle of each family: in proportion to its size, and a share as well where nobody follows.

    The least share of a general or flagged contact is smaller, or the many of them would crowd out the close ones.
    """
    followers = sum(len(family) for family in families.values())
    least = max(1.0, followers / (2 * max(1, len(families))))
    shares = {
        anchor: max(least * _LEAST_SHARE.get(tiers.get(anchor), 1), len(family)) for anchor, family in families.items()
    }
    turn = 2 * pi / max(1.0, sum(shares.values()))
    sectors, start = {}, 0.0
    for anchor, share in shares.items():
        sectors[anchor] = (start, start + share * turn)
        start += share * turn
    return sectors


def _fans(families: Mapping, sectors: Mapping, radius: float) -> dict[str, float]:
    """The angle of each person of hop 2: spread over the family's sector, closer together where the sector is wide."""
    angles = {}
    for anchor, family in families.items():
        start, end = sectors[anchor]
        step = min((end - start) / max(1, len(family)), _FAN_STEP / radius)
        leading = (start + end - step * (len(family) - 1)) / 2
        angles |= {person: leading + step * place for place, person in enumerate(family)}
    return angles


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
