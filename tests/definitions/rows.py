"""The field's table of contact definitions, row by row, as the files must have it.

Written by hand from the table itself: what stands there without a number is a screening choice in the files.
Everything a definition says that changes an answer is in its row.
"""

from dataclasses import dataclass, field

import pytest

from tracing.definitions import InfectiousPeriod

FOOT_M = 0.3048
SIX_FEET = {"within_m": pytest.approx(6 * FOOT_M)}
NEAR = {"within_m": 30}
ROOM = {"enclosed": True}


@dataclass(frozen=True)
class Row:
    """One row of the table; `rules` is rule id -> (tier, evidence, parameters, time).

    `marks` are those of the row, `tier_marks` those of the tiers that have a row of their own below it.
    """

    marks: str
    valid: tuple[str | None, str | None]
    period: InfectiousPeriod
    rules: dict[str, tuple]
    follow_up: dict[str, int]
    secondary: tuple[str, ...] | None = None
    lookback_days: int | None = None
    usual: float | None = field(default=60)
    tier_marks: dict[str, str] = field(default_factory=dict)


def seats(unit: str, *modes: str, **rows: int) -> dict:
    return {"unit": unit, **rows, **({"modes": modes} if modes else {})}


CHINA_TRANSPORT = {
    "vehicle": ("close", "vehicle", {}, "any"),
    "flight-rows": ("close", "seat", seats("rows", "flight", rows=3), "any"),
    "train-coach": ("close", "seat", seats("coach", "train"), "any"),
    "bus": ("close", "seat", seats("vehicle", "bus"), "any"),
    "ship-cabin": ("close", "seat", seats("coach", "ship"), "any"),
}
CHINA = {
    "household": ("close", "household", {}, "any"),
    "same-venue": ("close", "stay", {}, ">= 15 episode"),
    "near": ("close", "track", NEAR, ">= 15 rolling 24"),
    "badge": ("close", "proximity", {"within_m": 2}, ">= 15 rolling 24"),
    **CHINA_TRANSPORT,
}
HOME = {"household": ("close", "household", {}, "any")}
SETTINGS = ("household", "same-venue", "near", "badge")
UNITED_KINGDOM = {
    "one-metre": ("close", "proximity", {"within_m": 1}, ">= 1 day"),
    "two-metres": ("close", "proximity", {"within_m": 2}, "> 15 day"),
    **HOME,
    "vehicle": ("close", "vehicle", {}, "any"),
    "near": ("flagged", "track", NEAR, "> 15 day"),
}

ROWS = {
    "covid-cn-8": Row(
        "S M",
        ("2021-05-11", "2022-06-27"),
        InfectiousPeriod(before_days=4),
        CHINA | {"venue": ("general", "stay", {}, "any"), "same-run": ("general", "seat", seats("vehicle"), "any")},
        {"close": 14 + 7, "secondary": 7},
        SETTINGS,
        14,
        tier_marks={"secondary": "S", "general": "S M"},
    ),
    "covid-cn-9": Row(
        "S V",
        ("2022-06-28", "2022-11-10"),
        InfectiousPeriod(before_days=2),
        CHINA | {"venue": ("flagged", "stay", ROOM, "any")},
        {"close": 7 + 3, "secondary": 7, "flagged": 3},
        SETTINGS,
        14,
        tier_marks={"secondary": "S", "flagged": "S M"},
    ),
    "covid-cn-20": Row(
        "S", ("2022-11-11", "2022-12-06"), InfectiousPeriod(before_days=2), CHINA, {"close": 5 + 3}, lookback_days=14
    ),
    "covid-cn-companion": Row(
        "S",
        ("2021-11-05", None),
        InfectiousPeriod(before_days=14),
        {"companion": ("flagged", "cell", {"cell_m": 800, "dwell_more_than_hours": 30}, "> 10 episode")},
        {"flagged": 3},
        usual=None,
    ),
    "covid-who": Row(
        "S",
        ("2020-12-16", None),
        InfectiousPeriod(before_days=2, after_days=10 + 3),
        {"face-to-face": ("close", "proximity", {"within_m": 1}, ">= 15 episode")}
        | HOME
        | {"near": ("flagged", "track", NEAR, ">= 15 episode")},
        {"close": 14},
        usual=None,
    ),
    "covid-cdc": Row(
        "S",
        ("2020-10-21", None),
        InfectiousPeriod(before_days=2),
        {"six-feet": ("close", "proximity", SIX_FEET, ">= 15 rolling 24")}
        | HOME
        | {"near": ("flagged", "track", NEAR, ">= 15 rolling 24")},
        {"close": 14},
        usual=None,
    ),
    "covid-ecdc": Row(
        "S M",
        ("2020-03-31", None),
        InfectiousPeriod(before_hours=48, after_days=14),
        {
            "two-metres": ("close", "proximity", {"within_m": 2}, "> 15 episode"),
            "closed-room": ("close", "stay", ROOM, "> 15 episode"),
            "household": ("close", "household", {}, "> 15 episode"),
            "flight-rows": ("close", "seat", seats("rows", "flight", rows=2), "> 15 episode"),
            "two-metres-short": ("general", "proximity", {"within_m": 2}, "any"),
            "closed-room-short": ("general", "stay", ROOM, "any"),
            "same-place": ("flagged", "stay", {}, "> 15 episode"),
            "near": ("flagged", "track", NEAR, "> 15 episode"),
        },
        {"close": 14},
    ),
    "covid-ukhsa-2020": Row(
        "S M",
        ("2020-05-28", "2020-12-13"),
        InfectiousPeriod(before_days=2, after_days=10),
        UNITED_KINGDOM,
        {"close": 14},
        usual=None,
    ),
    "covid-ukhsa": Row(
        "S M",
        ("2020-12-14", None),
        InfectiousPeriod(before_days=2, after_days=10),
        UNITED_KINGDOM,
        {"close": 10},
        usual=None,
    ),
    "covid-tw": Row(
        "V",
        (None, None),
        InfectiousPeriod(before_days=3),
        {"face-to-face": ("close", "proximity", {"within_m": 2}, "> 15 rolling 24")}
        | HOME
        | {"near": ("flagged", "track", NEAR, "> 15 rolling 24")},
        {},
        usual=None,
    ),
    "sars-cn-2003": Row(
        "V M",
        ("2003-05-09", None),
        InfectiousPeriod(before_days=3),
        HOME
        | {
            "same-venue": ("close", "stay", {}, ">= 15 episode"),
            "badge": ("close", "proximity", {"within_m": 2}, ">= 15 episode"),
            "near": ("flagged", "track", NEAR, ">= 15 episode"),
        }
        | CHINA_TRANSPORT,
        {"close": 14},
    ),
    "mers-cdc": Row(
        "V S",
        ("2016-07-13", None),
        InfectiousPeriod(before_days=0),
        {
            "two-metres": ("close", "proximity", {"within_m": 2}, ">= 15 episode"),
            "same-room": ("close", "stay", ROOM, ">= 15 episode"),
            **HOME,
            "same-place": ("flagged", "stay", {}, ">= 15 episode"),
            "near": ("flagged", "track", NEAR, ">= 15 episode"),
        },
        {"close": 14},
    ),
    "flu-novel-cdc": Row(
        "V M",
        (None, None),
        InfectiousPeriod(before_days=0),
        {
            "six-feet": ("close", "proximity", SIX_FEET, ">= 15 episode"),
            "enclosed-place": ("flagged", "stay", ROOM, ">= 15 episode"),
            **HOME,
            "near": ("flagged", "track", NEAR, ">= 15 episode"),
        },
        {"close": 10},
    ),
    "measles": Row(
        "S V",
        (None, None),
        InfectiousPeriod(before_days=4, after_days=4),
        {
            "shared-air": ("close", "stay", {"enclosed": True, "linger_minutes": 2 * 60}, "any"),
            **HOME,
            "same-coach": ("close", "seat", seats("coach"), "any"),
            "vehicle": ("close", "vehicle", {}, "any"),
            "same-place": ("flagged", "stay", {"linger_minutes": 2 * 60}, "any"),
        },
        {"close": 21},
    ),
    "tuberculosis": Row(
        "V M",
        (None, None),
        InfectiousPeriod(before_days=3 * 30),
        {
            "same-room": ("close", "stay", ROOM, "> 480 period"),
            "household": ("close", "household", {}, "> 480 period"),
            "same-place": ("flagged", "stay", {}, "> 480 period"),
        },
        {"close": 8 * 7},
    ),
    "tuberculosis-flight": Row(
        "S",
        (None, None),
        InfectiousPeriod(before_days=3 * 30),
        {"flight-rows": ("close", "seat", seats("rows", "flight", rows=2), ">= 480 episode")},
        {},
        usual=None,
    ),
    "ebola": Row(
        "V",
        (None, None),
        InfectiousPeriod(before_days=0),
        HOME
        | {
            "same-house": ("close", "stay", {"kinds": ("home", "house", "flat")}, "any"),
            "within-reach": ("flagged", "proximity", {"within_m": 1}, "any"),
        },
        {"close": 21},
    ),
}
