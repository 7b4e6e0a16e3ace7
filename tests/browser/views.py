"""Views of made-up cases, small to large, equal for equal sizes: what the graph page is tried on."""

from datetime import datetime, timedelta, timezone
from random import Random

_ZONE = timezone(timedelta(hours=8))
_START = datetime(2021, 8, 3, 8, tzinfo=_ZONE)
_RULES = (("near", "track"), ("same-venue", "stay"), ("household", "household"))
COVERAGE = ["nobody on the list; infectious period of 110.0 hours on 5 days", "position known 3.2 of 110.0 hours (2 %)"]
_FILES = {"track": "fixes_2021-08-03.csv.gz", "stay": "checkins_2021-08-03.csv", "household": "households.csv"}


def outbreak(
    close: int, secondary: int, general: int, flagged: int = 0, others: int = 0, identified: bool = False
) -> dict:
    """One view with that many people of each tier besides the case; some secondary contacts come by two ways."""
    dice = Random(f"{close} {secondary} {general} {flagged} {others}")
    nodes, edges = [_node("a3f10c", "case", 0)], []
    for tier, count in (("other_case", others), ("close", close), ("general", general), ("flagged", flagged)):
        for _ in range(count):
            node = _node(_pseudonym(dice), tier, 1)
            nodes.append(node)
            _meet(dice, edges, nodes[0], node)
    first = [node for node in nodes if node["tier"] == "close"]
    for _ in range(secondary):
        node = _node(_pseudonym(dice), "secondary", 2)
        nodes.append(node)
        for source in dice.sample(_busy(dice, first), min(len(first), 1 + (dice.random() < 0.12))):
            node["via"].append(source["id"])
            _meet(dice, edges, source, node)
    return {"case": _case(identified), "nodes": [_named(node, identified) for node in nodes], "edges": edges}


def deeper(view: dict, *counts: int) -> dict:
    """The view with that many onward contacts of hop 3, of hop 4 and so on; some of them come by two ways."""
    dice = Random(str(counts))
    nodes, edges = list(view["nodes"]), list(view["edges"])
    for hop, count in enumerate(counts, 3):
        before = [node for node in nodes if node["hop"] == hop - 1]
        for _ in range(count):
            node = _node(_pseudonym(dice), "onward", hop)
            nodes.append(node)
            for source in dice.sample(_busy(dice, before), min(len(before), 1 + (dice.random() < 0.3))):
                node["via"].append(source["id"])
                _meet(dice, edges, source, node)
            node["arrivals"] = [{"hops": hop, "arrived_at": node["first_contact_at"]}]
    return {"case": view["case"] | {"hops": 2 + len(counts)}, "nodes": nodes, "edges": edges}


def _busy(dice: Random, first: list[dict]) -> list[dict]:
    """A few close contacts meet most people, as in life."""
    return first if dice.random() < 0.5 else first[: max(2, len(first) // 4)]


def _pseudonym(dice: Random) -> str:
    return f"{dice.getrandbits(48):012x}"


def _case(identified: bool) -> dict:
    return {
        "case_id": "K-2021-0017",
        "person_id": "a3f10c",
        "definition": "covid-cn-9",
        "title": "COVID-19, China, 9th edition",
        "as_of": "2021-08-09T18:00:00.000+08:00",
        "window": "2021-08-03 00:00 to 2021-08-07 14:00",
        "run": "run-000042",
        "timezone": "Asia/Shanghai",
        "identified": identified,
        "coverage": COVERAGE,
    }


def _node(person: str, tier: str, hop: int) -> dict:
    return {
        "id": person,
        "tier": tier,
        "hop": hop,
        "label": person,
        "first_contact_at": "",
        "last_contact_at": "",
        "minutes": 0.0,
        "closest_m": None,
        "rules": [],
        "places": [],
        "via": [],
        "episodes": 0,
        "follow_up_until": "",
        "grid_id": "",
    }


def _named(node: dict, identified: bool) -> dict:
    if not identified:
        return node
    name = f"张伟{node['id'][:3]}"
    return {**node, "label": name, "name": name, "phone": "13800000000", "address": "Building 3, Room 1204"}


def _meet(dice: Random, edges: list[dict], source: dict, target: dict) -> None:
    """Adds one or two exposures of `target` and what they add up to."""
    for rule, evidence in dice.sample(_RULES, 1 + (dice.random() < 0.25)):
        episodes = [_episode(dice, evidence) for _ in range(dice.choice((1, 1, 2, 5)))]
        edges.append(_exposure(source, target, rule, evidence, episodes))
        target["rules"] = sorted({*target["rules"], rule})
        target["places"] = sorted({*target["places"], *(e["place"] for e in episodes if e["place"])})
        target["episodes"] += len(episodes)
        target["minutes"] = round(target["minutes"] + edges[-1]["minutes"], 2)
        target["first_contact_at"] = min(filter(None, (target["first_contact_at"], edges[-1]["first_at"])))
        target["last_contact_at"] = max(target["last_contact_at"], edges[-1]["last_at"])
        target["closest_m"] = min((e["closest_m"] for e in episodes if e["closest_m"]), default=target["closest_m"])
        target["follow_up_until"], target["grid_id"] = "2021-08-17", f"G-{dice.randint(100, 130)}"


def _exposure(source: dict, target: dict, rule: str, evidence: str, episodes: list[dict]) -> dict:
    return {
        "source": source["id"],
        "target": target["id"],
        "rule": rule,
        "tier": target["tier"] if target["tier"] != "other_case" else "close",
        "hop": target["hop"],
        "minutes": round(sum(_minutes(episode) for episode in episodes), 2),
        "closest_m": min((e["closest_m"] for e in episodes if e["closest_m"]), default=None),
        "first_at": min(episode["started_at"] for episode in episodes),
        "last_at": max(episode["finished_at"] for episode in episodes),
        "evidence": evidence,
        "episodes": sorted(episodes, key=lambda episode: episode["started_at"]),
    }


def _minutes(episode: dict) -> float:
    return (datetime.fromisoformat(episode["finished_at"]) - datetime.fromisoformat(episode["started_at"])).seconds / 60


def _episode(dice: Random, evidence: str) -> dict:
    started = _START + timedelta(minutes=dice.randint(0, 6000))
    line = dice.randint(2, 90_000)
    return {
        "started_at": started.isoformat(timespec="milliseconds"),
        "finished_at": (started + timedelta(seconds=dice.randint(90, 9000))).isoformat(timespec="milliseconds"),
        "place": f"mall-{dice.randint(1, 40):02d}" if evidence == "stay" else "",
        "closest_m": round(dice.uniform(0.4, 30), 2) if evidence == "track" else None,
        "records": [f"{_FILES[evidence]} lines {line}-{line + 64}", f"{_FILES[evidence]} line {line + 700}"],
    }
