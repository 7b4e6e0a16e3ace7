"""What a search backward found, as text to read in a terminal."""

from collections.abc import Iterable, Mapping, Sequence

from tracing.backward.view import figure
from tracing.terminal import width

_HEADER = ("rank", "kind", "id", "name", "tied", "expected", "chance", "more", "cases", "first", "last")
_LEAST_TOLD = 0.0001
_EXPLAINED = (
    "tied: how many of the cases it ties together; a person who is one of them ties her own, for certain, to others.",
    "expected, chance: how many it would tie, and how probable so many or more would be, had each case gone as often",
    "  as it did to where everybody else goes. more: chance stays at or below 0.05 with all of the kind counted in.",
)


def text(view: Mapping) -> str:
    """The whole answer.

    view        as `tracing.backward.view` gives it; its first alternatives, if there are too many to read
    """
    blocks = [_head(view), _searched(view), _looked_at(view), [*hanging_together(view)], _alternatives(view)]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _head(view: Mapping) -> list[str]:
    return [
        f"backward tracing of {', '.join(case['case_id'] for case in view['cases'])}",
        f"{view['definition']}: {view['title']}; {view['lookback_days']} days back; as of {view['as_of']}",
        *(["identified: handle as confidential"] if view["identified"] else []),
        view["sentence"],
    ]


def _searched(view: Mapping) -> list[str]:
    rows = [(case["case_id"], case["person_id"], searched(case), seen(case), reference(case)) for case in view["cases"]]
    return _table([("case", "person", "days searched", "seen with in them", "reference"), *rows])


def searched(case: Mapping) -> str:
    """The window of a case in words."""
    if case["empty_because"]:
        return f"none: {case['empty_because']}"
    return f"{minutes(case['started_at'])} to {minutes(case['finished_at'])}"


def seen(case: Mapping) -> str:
    """How much there was to be found in the window of a case: one without records is tied by nothing."""
    if case["empty_because"]:
        return ""
    if not case["visited"] and not case["met"]:
        return "nothing and nobody on record"
    return f"{case['visited']:,} places, runs or plates; {case['met']:,} people"


def reference(case: Mapping) -> str:
    """What the window of a case is reckoned from, in words."""
    return f"{case['reference']} {minutes(case['reference_at'])}" if case["reference"] else ""


def probability(number: float) -> str:
    """A probability as it is read: how small a very small one is says no more."""
    return f"<{_LEAST_TOLD}" if number < _LEAST_TOLD else figure(number)


def minutes(instant: str | None) -> str:
    """An instant to the minute, with its offset."""
    return "" if instant is None else instant[:16] + instant[23:]


def _looked_at(view: Mapping) -> list[str]:
    rows = [(kind["kind"], str(kind["seen"]), str(kind["listed"]), by_chance(kind)) for kind in view["kinds"]]
    return _table([("kind", "looked at", f"tie {view['least']} or more", "would by chance"), *rows])


def by_chance(kind: Mapping) -> str:
    """How many of a kind would tie enough cases by chance; not known of people, who are not all searched from."""
    return "not reckoned" if kind["by_chance"] is None else f"{kind['by_chance']:.2f}"


def hanging_together(view: Mapping) -> Iterable[str]:
    """Which cases hang together by what ties more of them than chance would."""
    groups = [", ".join(group) for group in view["groups"] if len(group) > 1]
    alone = [group[0] for group in view["groups"] if len(group) == 1]
    if len(view["cases"]) > 1:
        yield f"tied by more than chance: {'; '.join(groups) or 'none'}"
        if alone and groups:
            yield f"not tied to another: {', '.join(alone)}"


def _alternatives(view: Mapping) -> list[str]:
    rows = [_row(one) for one in view["alternatives"]]
    if not rows:
        return [f"nothing ties {view['least']} of the cases together" if view["least"] > 1 else "nothing was found"]
    listed = sum(kind["listed"] for kind in view["kinds"])
    beyond = [f"the first {len(rows)} of {listed}; csv and json have all"] if listed > len(rows) else []
    return [*_table([_HEADER, *rows]), *beyond, "", *_EXPLAINED]


def _row(one: Mapping) -> tuple[str, ...]:
    own = f" (is {', '.join(one['own_cases'])})" if one["own_cases"] else ""
    return (
        str(one["rank"]), one["kind"], one["id"] + own, one["name"] or "", str(one["tied"]), figure(one["expected"]),
        probability(one["chance"]), one["more_than_chance"], " ".join(one["cases"]), minutes(one["first_at"]),
        minutes(one["last_at"]),
    )  # fmt: skip


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Aligned columns; Chinese characters are two columns wide."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
