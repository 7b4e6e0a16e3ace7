"""`tracing sweep`: ranges, refusals in one line, formats that agree, and nothing but counts.

Source: specification, section 9, and the README.
"""

import csv
import io
import json
import os
import re

import pytest

from pipelines.sweep import numbers
from tests.cli.program import AS_OF, new_workspace, put, small_outbreak, told
from tracing.errors import UsageError

NAMES = ["within_m", "minutes", "close", "secondary", "general", "flagged", "people", "by_these_rules"]
WITHIN = ("--within", "10:50:20", "--as-of", AS_OF)
BOTH = (*WITHIN, "--minutes", "5,15")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("10:100:10", [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]),
        ("0.1:0.7:0.1", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]),
        ("10:35:10", [10, 20, 30]),
        ("5:5:1", [5]),
        ("1.8288", [1.8288]),
        ("15,5,5.0,7.5", [5, 7.5, 15]),
    ],
)
def test_ranges_hold_their_end_and_decimals_do_not_drift(text, named):
    assert numbers("--within", text, 1000, positive=True) == tuple(named)


@pytest.mark.parametrize(
    "text",
    ["", " ", "a", "10:20", "10:20:0", "20:10:5", "1:2:3:4", "-5", "-5:5:1", "1e3", "nan", "inf:inf:1", "1,,2", "0:5:1",
     "1:5000:1", "1:2:0.000001", "2000", "1_0", "１０", "9" * 40],
)  # fmt: skip
def test_what_is_no_range_is_refused(text):
    with pytest.raises(UsageError, match=r"^--within: "):
        numbers("--within", text, 1000, positive=True)


def test_the_formats_say_the_same(screened, tmp_path):
    long = rows(told(screened, "sweep", "C001", *BOTH, "--format", "csv").out)
    assert list(long[0]) == NAMES
    settings = [(row["within_m"], row["minutes"]) for row in long]
    assert settings == [(metres, time) for metres in ("10", "30", "50") for time in ("5", "15")]
    document = json.loads(told(screened, "sweep", "C001", *BOTH, "--format", "json").out)
    assert [{name: f"{cell[name]:g}" for name in NAMES} for cell in document["settings"]] == long
    assert [cell["own"] for cell in document["settings"]] == [False, False, False, True, False, False]
    page = tmp_path / "sweep.html"
    assert told(screened, "sweep", "C001", *BOTH, "--out", page).out == f"{page}\n"
    shown = re.findall(r'<td class="cell[^>]*>([\d,]+)</td>', page.read_text(encoding="utf-8"))
    people = [row["people"] for row in long]
    assert shown == people
    text = told(screened, "sweep", "C001", *BOTH).out.splitlines()
    [begin] = [at for at, line in enumerate(text) if line.startswith("people")]
    table = [line.split()[1:] for line in text[begin + 2 : begin + 5]]
    assert [word.strip("[]") for row in table for word in row] == people
    assert table[1][1] == f"[{people[3]}]"


def test_the_definitions_own_cell_is_what_screen_lists(screened):
    told(screened, "screen", "--as-of", AS_OF)
    listed = rows(told(screened, "contacts", "C001").out)
    [cell] = rows(told(screened, "sweep", "C001", "--within", "30", "--as-of", AS_OF, "--format", "csv").out)
    tiers = {
        tier: sum(line["tier"] == tier for line in listed) for tier in ("close", "secondary", "general", "flagged")
    }
    assert {tier: int(cell[tier]) for tier in tiers} == tiers
    assert (int(cell["people"]), cell["minutes"]) == (len(listed), "15")


def test_only_counts_go_out_and_nothing_is_published(screened):
    told(screened, "screen", "--as-of", AS_OF)
    people = {line["person_id"] for line in rows(told(screened, "contacts").out)}
    before = sorted(os.listdir(screened / "results"))
    for format in ("txt", "csv", "json", "html"):
        said = told(screened, "sweep", "C001", *BOTH, "--at-most", "5", "--format", format)
        assert said.status == 0
        assert not [person for person in people if person in said.out + said.err]
    assert sorted(os.listdir(screened / "results")) == before


def test_progress_says_how_many_settings_are_done(screened):
    assert told(screened, "sweep", "C001", *BOTH).complaints == [f"  {done} of 6 settings" for done in (0, 2, 4, 6)]


def test_what_a_team_can_call_is_marked(screened):
    long = rows(told(screened, "sweep", "C001", *BOTH, "--format", "csv").out)
    limit = sorted(int(row["people"]) for row in long)[2]
    fits = [int(row["people"]) <= limit for row in long]
    assert 0 < sum(fits) < 6
    document = json.loads(told(screened, "sweep", "C001", *BOTH, "--at-most", limit, "--format", "json").out)
    assert document["at_most"] == limit
    assert [cell["fits"] for cell in document["settings"]] == fits
    text = told(screened, "sweep", "C001", *BOTH, "--at-most", limit).out
    assert f"*   at most {limit} people: {sum(fits)} of 6 settings" in text
    assert told(screened, "sweep", "C001", *BOTH, "--at-most", -1).status == 2


def test_the_rules_that_change_may_be_named(screened):
    badge = ("--rule", "badge", "--within", "1,2", "--as-of", AS_OF, "--format", "json")
    document = json.loads(told(screened, "sweep", "C002", *badge).out)
    assert [rule["rule"] for rule in document["rules"]] == ["badge"]
    both = ("--rule", "badge", "--rule", "near", "--minutes", "5,15", "--as-of", AS_OF, "--format", "csv")
    long = rows(told(screened, "sweep", "C002", *both).out)
    assert [(row["within_m"], row["minutes"]) for row in long] == [("", "5"), ("", "15")]
    assert "as defined" in told(screened, "sweep", "C002", *both[:-2]).out


@pytest.mark.parametrize(
    ("arguments", "status", "complaint"),
    [
        (("C001",), 2, "nothing to sweep: give --within, --minutes or both"),
        (("C001", "--within", "10:5:1"), 2, "--within: the range ends before it begins"),
        (("C001", "--minutes", "5:60:0"), 2, "--minutes: the step must be more than 0"),
        (("C001", "--within", ""), 2, "--within: must be from:to:step, a number, or numbers with commas between them"),
        (("C001", "--within", "1:100:1", "--minutes", "1:60:1"), 2, "6,000 settings: at most 2,500 are tried at once"),
        (("C001", "--within", "10", "--rule", "household"), 2,
         "rule household: no within_m to change; those that have one: near, badge"),
        (("C001", "--within", "10", "--rule", "nobody"), 2,
         "--rule: not a rule of covid-cn-9; there are household, same-venue, near, badge, "),
        (("C001", "--minutes", "10", "--definition", "tuberculosis-flight"), 2,
         "tuberculosis-flight: name the rules to change with --rule; there are "),
        (("C001", "--within", "10", "--as-of", "soon"), 2, "--as-of: not an ISO 8601 instant"),
        (("C001", "--within", "10", "--out", "a.doc"), 2, "a.doc: the ending is none of txt, csv, html, json"),
        (("C999", "--within", "10"), 14, "C999: not a confirmed case of this workspace"),
        (("C006", "--within", "10"), 14, "C006: not a confirmed case of this workspace"),
    ],
)  # fmt: skip
def test_a_wrong_command_is_told_in_one_line(arguments, status, complaint, screened):
    said = told(screened, "sweep", *arguments)
    assert (said.status, said.out, len(said.complaints)) == (status, "", 1)
    assert said.complaints[0].startswith(f"tracing: {complaint}")


def test_an_empty_infectious_period_lists_nobody_and_says_why(tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    cases = "case_id,person_id,classification,onset_at\nC2,x,confirmed,\n"
    told(workspace, "ingest", *small_outbreak(tmp_path), put(tmp_path / "cases_2.csv", cases))
    said = told(workspace, "sweep", "C2", "--within", "10,20", "--as-of", "2021-08-05")
    assert said.status == 0
    assert "infectious period: empty: no onset, sampling or confirmation" in said.out
    assert "close: 0 in every setting" in said.out


def test_it_needs_no_screen_before_it(tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    told(workspace, "ingest", *small_outbreak(tmp_path))
    asked = ("--rule", "same-venue", "--minutes", "59,60,61", "--as-of", "2021-08-05", "--format", "csv")
    long = rows(told(workspace, "sweep", "C1", *asked).out)
    assert [(row["minutes"], row["close"], row["flagged"]) for row in long] == [
        ("59", "1", "0"), ("60", "1", "0"), ("61", "0", "0"),
    ]  # fmt: skip
