"""The sentences that are read with a list: what they say, and what they must not be mistaken for."""

import pytest

from tests.cli.program import new_workspace, put, told
from tracing.coverage_words import Notes, notes, share
from tracing.errors import NotACase
from tracing.results import latest

DEFINITION = """
id = "example"
title = "An example"
[infectious_period]
before_days = 2
[[rule]]
id = "near"
evidence = "track"
within_m = 30
tier = "close"
[[rule]]
id = "far"
evidence = "track"
within_m = 300
max_gap_minutes = 60
tier = "general"
[[rule]]
id = "venue"
evidence = "stay"
enclosed = true
tier = "close"
[[rule]]
id = "badge"
evidence = "proximity"
tier = "close"
[[rule]]
id = "train"
evidence = "seat"
unit = "coach"
modes = ["train"]
tier = "close"
[[rule]]
id = "ship"
evidence = "seat"
unit = "coach"
modes = ["ship"]
tier = "close"
[[rule]]
id = "home"
evidence = "household"
tier = "close"
[[rule]]
id = "plate"
evidence = "vehicle"
tier = "close"
"""
FILES = {
    "cases": """case_id,person_id,classification,onset_at,isolated_at
C1,a,confirmed,2021-08-05,2021-08-06T12:00
C2,b,confirmed,2021-08-05,2021-08-06T12:00
C3,c,confirmed,2021-08-05,2021-08-01
""",
    "fixes": """person_id,observed_at,latitude,longitude
a,2021-08-04T10:00,31.2,121.4
a,2021-08-04T10:10,31.2,121.4
a,2021-08-04T11:10,31.2,121.4
""",
    "places": "place_id,enclosed\nhall,true\npark,\n",
    "checkins": """person_id,place_id,checked_in_at,checked_out_at
a,hall,2021-08-03T10:00,
x,hall,2021-08-03T10:30,2021-08-03T12:00
a,park,2021-08-04T10:00,2021-08-04T12:00
""",
    "proximity": "person_a,person_b,observed_at,distance_m\na,y,2021-08-03T10:00,1\n",
    "tickets": """person_id,service,departs_at,arrives_at,mode,coach
a,G1,2021-08-05T10:00,2021-08-05T12:00,train,
z,G1,2021-08-05T10:00,2021-08-05T12:00,train,4
a,G2,2021-08-05T14:00,2021-08-05T16:00,train,4
z,G2,2021-08-05T14:00,2021-08-05T16:00,train,5
""",
    "households": "household_id,person_id\nh1,a\nh1,x\nh2,b\n",
    "vehicles": "plate,person_id,until_at\nA1,a,2021-08-03T21:00\n",
}
FIRST = [
    "2 people on the list; infectious period of 84.0 hours on 4 days",
    "position known 1.2 of 84.0 hours (1 %) (rule far)",
    "position known 0.2 of 84.0 hours (under 1 %) (rule near)",
    "check-ins on 2 of 4 days (3.0 hours)",
    "badge records on 1 of 4 days (0.1 hours)",
    "2 rides by ticket",
    "1 household with 1 other member",
    "linked to a plate 21.0 of 84.0 hours (25 %)",
    "rule train: 1 of the case's 2 rides by ticket cannot count, mode, coach or row not known",
    "rule venue: 1 of the case's 2 stays cannot count, what the rule asks of their places is not known",
    "rule train: 1 of 2 tickets on the runs of the case cannot count, mode, coach or row not known",
    "1 of 2 lines rests on check-outs that nobody recorded, 0 of them on nothing else (30 of 5,045 minutes)",
    "1 of 2 lines rests on badge records without a duration, 1 of them on nothing else (5 of 5,045 minutes)",
]
SECOND = [
    "nobody on the list, which is not to say that the case met no one; infectious period of 84.0 hours on 4 days",
    "position never known",
    "no check-ins, no passages",
    "no badge records",
    "no tickets",
    "1 household with 0 other members",
    "linked to no plate",
]
THIRD = ["nobody can be on the list: the infectious period is empty, it ends no later than it begins"]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sentences")
    definition = put(folder / "example.toml", DEFINITION)
    made = new_workspace(folder / "outbreak", "--definition", definition)
    paths = [put(folder / f"{kind}.csv", rows) for kind, rows in FILES.items()]
    assert told(made, "ingest", *paths).status == 0
    assert told(made, "screen", "--as-of", "2021-08-20").status == 0
    return made


def said(workspace, case: str | None) -> list[Notes]:
    with latest(workspace / "results") as results:
        return notes(results, case)


def test_every_kind_of_evidence_has_its_sentence(workspace):
    assert [one.sentences for one in said(workspace, None)] == [FIRST, SECOND, THIRD]


def test_the_sentences_of_one_case_are_its_part_of_all(workspace):
    every = said(workspace, None)
    assert [said(workspace, case) for case in ("C1", "C2", "C3")] == [[one] for one in every]


def test_a_table_of_cases_has_room_for_two_figures(workspace):
    figures = [one.figures for one in said(workspace, None)]
    assert figures == [
        {"position": "under 1 %", "check-in days": "2/4"},
        {"position": "0 %", "check-in days": "0/4"},
        {"position": "", "check-in days": ""},
    ]


def test_who_is_no_case_has_no_sentences(workspace):
    with pytest.raises(NotACase, match="C4"):
        said(workspace, "C4")


@pytest.mark.parametrize(
    ("part", "whole", "told_as"),
    [
        (0, 86, "0 %"),
        (0.001, 86, "under 1 %"),
        (1, 100, "1 %"),
        (85.999, 86, "99 %"),
        (86, 86, "100 %"),
        (29, 100, "29 %"),
    ],
)
def test_a_share_is_never_said_to_be_more_than_it_is(part, whole, told_as):
    assert share(part, whole) == told_as
