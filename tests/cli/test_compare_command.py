"""`tracing compare`: two definitions side by side, in three formats; nothing is published.

Source: issue "every rule, every definition", point 2; the lists themselves are the specification's section 7.
"""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.cli.program import AS_OF, CHECKINS, new_workspace, put, small_outbreak, told
from tracing.definitions import find, shipped

PAIR = ("covid-cn-8", "covid-ecdc")
OF_A_SIDE = ["definition", "tier", "via", "first_contact_at", "last_contact_at", "minutes", "rules",
             "follow_up_until", "why"]  # fmt: skip
COLUMNS = ["case_id", "person_id", "change", *(f"{name}_{side}" for side in (1, 2) for name in OF_A_SIDE)]


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def state(workspace: Path) -> dict[str, bytes]:
    """Every file of a workspace, byte for byte."""
    return {str(path.relative_to(workspace)): path.read_bytes() for path in workspace.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def rows(screened) -> list[dict[str, str]]:
    """The comparison of the sample town, as csv."""
    return table(told(screened, "compare", *PAIR, "--as-of", AS_OF, "--format", "csv").out)


def test_both_sides_are_what_a_screen_under_each_definition_lists(tmp_path, rows, screened):
    """Line by line, in everything a list and a comparison both say."""
    assert list(rows[0]) == COLUMNS
    for side, definition in enumerate(PAIR, 1):
        assert {row[f"definition_{side}"] for row in rows} == {definition}
        assert told(screened, "screen", "--as-of", AS_OF, "--definition", definition).status == 0
        listed = table(told(screened, "contacts").out)
        assert listed
        shared = ("tier", "via", "first_contact_at", "last_contact_at", "minutes", "rules", "follow_up_until")
        expected = {(line["case_id"], line["person_id"]): [line[name] for name in shared] for line in listed}
        compared = {
            (row["case_id"], row["person_id"]): [row[f"{name}_{side}"] for name in shared]
            for row in rows
            if row[f"tier_{side}"]
        }
        assert compared == expected
    told(screened, "screen", "--as-of", AS_OF)


def test_what_changes_follows_from_the_tiers_and_every_row_says_why_twice(rows):
    order = [(row["case_id"], row["person_id"]) for row in rows]
    assert order == sorted(set(order))
    for row in rows:
        one, two = row["tier_1"], row["tier_2"]
        change = {(False, True): "only 1", (True, False): "only 2"}.get((not one, not two))
        assert row["change"] == (change or ("same tier" if one == two else "other tier"))
        for tier, why in ((one, row["why_1"]), (two, row["why_2"])):
            assert why.startswith(f"{tier} by " if tier else "not listed: ")
    assert {row["change"] for row in rows} == {"only 1", "same tier", "other tier"}


def test_nothing_is_published_and_nothing_is_written(screened):
    before, listed = state(screened), told(screened, "contacts").out
    for format in ("txt", "csv", "json"):
        assert told(screened, "compare", *PAIR, "--as-of", AS_OF, "--format", format).status == 0
    assert state(screened) == before
    assert told(screened, "contacts").out == listed


def test_the_text_has_counts_periods_and_the_people_who_differ(rows, screened):
    said = told(screened, "compare", *PAIR, "C002", "--as-of", AS_OF)
    assert said.status == 0
    own = [row for row in rows if row["case_id"] == "C002"]
    differ = [row for row in own if row["change"] != "same tier"]
    lines = said.out.splitlines()
    assert lines[0].startswith("compared as of 2021-08-06T00:00:00.000+08:00; nothing is published")
    for definition in PAIR:
        assert f"{definition}: {find(definition, [shipped()]).title}" in lines
        assert any(line.startswith(f"  infectious period under {definition}: 2021-08-0") for line in lines)
    counted = next(line for line in lines if line.startswith("  all")).split()
    assert int(counted[-1]) == len(own)
    close = next(line for line in lines if line.startswith("  close ")).split()[1:]
    tiers = ["close", "secondary", "general", "flagged", ""]
    matching = [sum((r["tier_1"], r["tier_2"]) == ("close", tier) for r in own) for tier in tiers]
    assert [int(number) for number in close] == [*matching, sum(matching)]
    assert f"  {len(differ)} on one list only, or with another tier" in lines
    shown = [line.split(":")[0].strip() for line in lines if re.match(r"    p\w+: .* -> ", line)]
    assert len(shown) == min(len(differ), 40) and set(shown) <= {row["person_id"] for row in differ}
    assert "case C001" not in said.out and max(map(len, lines)) <= 120
    joined = " ".join(said.out.split())
    for row in differ:
        if row["person_id"] in shown:
            assert f"{PAIR[0]}: {row['why_1']} {PAIR[1]}: {row['why_2']}" in joined


def test_json_holds_the_head_and_the_rows_of_the_csv(rows, screened):
    said = told(screened, "compare", *PAIR, "--as-of", AS_OF, "--format", "json")
    document = json.loads(said.out)
    assert list(document) == ["as_of", "timezone", "definitions", "tiers", "cases", "rows"]
    assert (document["as_of"], document["timezone"]) == ("2021-08-06T00:00:00.000+08:00", "Asia/Shanghai")
    for facts, name in zip(document["definitions"], PAIR, strict=True):
        known = find(name, [shipped()])
        assert facts == {"name": name, "id": name, "title": known.title, "sha256": known.sha256}
    as_text = [
        {name: "" if value is None else f"{value:.2f}" if isinstance(value, float) else value
         for name, value in row.items()}
        for row in document["rows"]
    ]  # fmt: skip
    assert as_text == rows
    assert [case["case_id"] for case in document["cases"]] == ["C001", "C002", "C003", "C004", "C005"]
    for case in document["cases"]:
        assert sum(map(sum, case["people"])) == sum(row["case_id"] == case["case_id"] for row in rows)
        assert len(case["infectious_periods"]) == 2


def test_one_case_is_those_rows_of_all(rows, screened):
    one = table(told(screened, "compare", *PAIR, "C003", "--as-of", AS_OF, "--format", "csv").out)
    assert one == [row for row in rows if row["case_id"] == "C003"]


def test_the_file_is_of_its_ending_and_readable_by_its_owner_alone(screened, tmp_path, rows):
    for ending, begins in (("csv", b"\xef\xbb\xbfcase_id,"), ("json", b"{"), ("txt", b"compared as of ")):
        out = tmp_path / f"comparison.{ending}"
        said = told(screened, "compare", *PAIR, "--as-of", AS_OF, "--out", out)
        assert (said.status, said.out) == (0, f"{out}\n")
        assert out.read_bytes().startswith(begins) and out.stat().st_mode & 0o777 == 0o600
    assert table((tmp_path / "comparison.csv").read_text(encoding="utf-8-sig")) == rows


def test_progress_goes_to_the_standard_error(screened):
    said = told(screened, "compare", *PAIR, "--as-of", AS_OF)
    assert [line for line in said.complaints if line.endswith("5 cases")] == [f"  {name}: 5 cases" for name in PAIR]


@pytest.fixture
def outbreak(tmp_path) -> Path:
    """A workspace with the small outbreak, never screened."""
    workspace = new_workspace(tmp_path / "outbreak")
    assert told(workspace, "ingest", *small_outbreak(tmp_path)).status == 0
    return workspace


def test_a_workspace_that_was_never_screened_can_be_compared(outbreak):
    said = told(outbreak, "compare", "covid-cn-9", "covid-cdc", "--as-of", "2021-08-05")
    assert said.status == 0
    assert "close -> not listed" in said.out
    assert "covid-cdc: not listed: it has no rule on check-ins and passages" in said.out
    assert told(outbreak, "contacts").status == 13
    assert not list((outbreak / "results").iterdir())


def test_the_same_definition_twice_differs_in_nothing(outbreak):
    said = told(outbreak, "compare", "covid-cn-9", "covid-cn-9", "--as-of", "2021-08-05")
    assert said.status == 0
    assert "nobody is on one list only or has another tier" in said.out
    assert "people: rows under covid-cn-9 (1), columns under covid-cn-9 (2)" in said.out


def test_a_definition_may_be_a_file_and_its_number_tells_it_from_one_of_the_same_id(outbreak, tmp_path):
    text = (shipped() / "covid-cn-9.toml").read_text(encoding="utf-8")
    tried = put(tmp_path / "tried.toml", text.replace("at_least_minutes = 15", "at_least_minutes = 90"))
    said = told(outbreak, "compare", "covid-cn-9", tried, "--as-of", "2021-08-05", "--format", "csv")
    [row] = table(said.out)
    assert (row["definition_1"], row["definition_2"]) == ("covid-cn-9 (1)", "covid-cn-9 (2)")
    assert row["why_2"] == (
        "not listed: too short under same-venue (60.00 minutes, asks for 90 minutes or more at one stretch)"
    )


def test_an_empty_period_and_an_empty_list_are_told(outbreak, tmp_path):
    cases = "case_id,person_id,classification,onset_at\nC2,b,confirmed,\nC3,c,confirmed,2021-08-02\nC4,d,suspected,\n"
    told(outbreak, "ingest", put(tmp_path / "cases_2.csv", cases))
    lines = told(outbreak, "compare", "covid-cn-9", "covid-cdc", "--as-of", "2021-08-05").out.splitlines()
    assert [line for line in lines if line.startswith("case ")] == ["case C1", "case C2", "case C3"]
    empty = "empty: no onset, sampling or confirmation"
    assert [line.strip() for line in lines if line.endswith(empty)] == [
        f"infectious period under {name}: {empty}" for name in ("covid-cn-9", "covid-cdc")
    ]
    assert sum("nobody is on one list only" in line for line in lines) == 2
    assert told(outbreak, "compare", "covid-cn-9", "covid-cdc", "C2", "--format", "csv").out.splitlines()[1:] == []


def test_at_most_forty_people_of_a_case_are_shown_close_ones_first(outbreak, tmp_path):
    stays = "".join(f"x{n},L,2021-07-31T10:00,2021-07-31T10:{10 + n % 2 * 20}\n" for n in range(50))
    told(outbreak, "ingest", put(tmp_path / "checkins_2.csv", CHECKINS + stays))
    lines = told(outbreak, "compare", "covid-cn-8", "covid-cdc", "--as-of", "2021-08-05").out.splitlines()
    shown = [line.split(": ")[1] for line in lines if " -> " in line]
    assert shown == ["close -> not listed"] * 26 + ["general -> not listed"] * 14
    assert lines[-1] == "    ... and 11 more: --format csv --out FILE names them"
    assert "  51 on one list only, or with another tier" in lines


def test_a_case_whose_id_a_spreadsheet_would_run_is_guarded_in_csv_alone(tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    cases, checkins = small_outbreak(tmp_path)
    put(cases, cases.read_text().replace("C1,", "=C1+1,"))
    told(workspace, "ingest", cases, checkins)
    asked = ("compare", "covid-cn-9", "covid-cdc", "=C1+1", "--as-of", "2021-08-05", "--format")
    assert told(workspace, *asked, "csv").out.splitlines()[1].startswith("'=C1+1,")
    assert json.loads(told(workspace, *asked, "json").out)["rows"][0]["case_id"] == "=C1+1"


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("covid-cn-9",), 2, "the following arguments are required: DEFINITION"),
        (("covid-cn-9", "covid-xx"), 2, "covid-xx: no definition has this id; there are covid-cdc"),
        (("no/such.toml", "covid-cn-9"), 2, "no/such.toml: cannot be read"),
        (("covid-cn-9", "covid-cdc", "C9"), 14, "C9: not a confirmed case of this workspace"),
        (("covid-cn-9", "covid-cdc", "a"), 14, "a: not a confirmed case of this workspace"),
        (("covid-cn-9", "covid-cdc", "--as-of", "soon"), 2, "--as-of: not an ISO 8601 instant"),
        (("covid-cn-9", "covid-cdc", "--out", "list.xlsx"), 2, "list.xlsx: the ending is none of txt, csv, json"),
        (("covid-cn-9", "covid-cdc", "--format", "html"), 2, "argument --format: invalid choice"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_before_anything_is_screened(arguments, status, says, outbreak):
    said = told(outbreak, "compare", *arguments)
    assert (said.status, said.out) == (status, "")
    assert len(said.complaints) == 1 and said.complaints[0].startswith(f"tracing: {says}")


def test_a_suspected_case_is_not_compared(outbreak, tmp_path):
    cases = "case_id,person_id,classification,onset_at\nC1,a,discarded,2021-08-01\n"
    told(outbreak, "ingest", put(tmp_path / "cases_2.csv", cases))
    assert told(outbreak, "compare", "covid-cn-9", "covid-cdc", "C1").status == 14
    assert table(told(outbreak, "compare", "covid-cn-9", "covid-cdc", "--format", "csv").out) == []


def test_no_workspace_no_comparison(tmp_path):
    said = told(tmp_path / "nowhere", "compare", "covid-cn-9", "covid-cdc")
    assert said.status == 10 and len(said.complaints) == 1
