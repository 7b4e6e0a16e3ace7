"""`tracing source`: what it writes in each format, what it refuses, and names only under an audit entry.

Source: specification, sections 2, 6 and 9.
"""

import csv
import io
import json
import stat
from pathlib import Path

import pytest

from tests.cli.program import AS_OF, CHECKINS, new_workspace, put, rows, told
from tracing.privacy.audit import entries

COLUMNS = [
    "rank", "kind", "id", "name", "own_cases", "cases", "tied", "expected", "chance", "more_than_chance", "first_at",
    "last_at",
]  # fmt: skip
CASES = """case_id,person_id,classification,onset_at
C1,a,confirmed,2021-08-04
C2,b,asymptomatic,2021-08-05
C3,c,probable,2021-08-05
C4,d,confirmed,
"""
STAYS = f"""{CHECKINS}a,cellar,2021-07-28T10:00,2021-07-28T12:00
s,cellar,2021-07-28T10:00,2021-07-28T12:00
b,cellar,2021-07-29T10:00,2021-07-29T12:00
s,cellar,2021-07-29T10:00,2021-07-29T12:00
"""
LINKS = "plate,person_id,from_at,until_at\nXA1,a,2021-07-28,2021-07-28\nXA1,b,2021-07-29,2021-07-29\n"
PERSONS = "person_id,name,phone\ns,Sven,19000000001\na,Anna,19000000002\n"


@pytest.fixture(scope="module")
def outbreak(tmp_path_factory) -> Path:
    """Records of two cases who met s in one cellar and went in one car, on different days; never screened."""
    folder = tmp_path_factory.mktemp("source")
    workspace = new_workspace(folder / "workspace")
    files = {
        "cases": CASES,
        "checkins": STAYS,
        "vehicles": LINKS,
        "persons": PERSONS,
        "places": "place_id,name\ncellar,=Keller\n",
    }
    taken = told(workspace, "ingest", *(put(folder / f"{kind}.csv", text) for kind, text in files.items()))
    assert taken.status == 0
    return workspace


def asked(workspace: Path, *arguments: object):
    return told(workspace, "source", *arguments, "--as-of", AS_OF)


def test_no_screen_needs_to_have_been_and_none_is_made(outbreak):
    said = asked(outbreak, "C1", "C2")
    assert (said.status, said.err) == (0, "")
    assert not list((outbreak / "results").iterdir())


def test_text(outbreak):
    said = asked(outbreak, "C1", "C2").out
    assert said.startswith("backward tracing of C1, C2\n")
    assert "none of them is proven to be the source of anybody's infection" in said
    searched = {line.split()[0]: line for line in said.splitlines() if line.startswith("C")}
    assert "2021-07-21T00:00+08:00 to 2021-08-02T00:00+08:00" in searched["C1"]
    assert searched["C1"].endswith("  onset 2021-08-04T00:00+08:00")
    assert "2021-07-22T00:00+08:00 to 2021-08-03T00:00+08:00" in searched["C2"]
    assert all("  2 places, runs or plates; 1 people  " in line for line in searched.values())
    kinds = [line.split()[1] for line in said.splitlines() if line[:1].isdigit()]
    assert sorted(kinds) == ["person", "place", "plate"]


def test_a_case_without_records_in_the_days_searched_is_said_to_have_none(outbreak):
    """That nothing ties it is no finding: nobody could have been found."""
    said = told(outbreak, "source", "C1", "C2", "--as-of", "2021-07-24").out
    assert [line.split()[0] for line in said.splitlines() if "nothing and nobody on record" in line] == ["C1", "C2"]


def test_csv(outbreak):
    said = asked(outbreak, "C1", "C2", "--format", "csv").out
    found = {row["kind"]: row for row in csv.DictReader(io.StringIO(said))}
    assert said.splitlines()[0].split(",") == COLUMNS
    assert set(found) == {"person", "place", "plate"}
    place = found["place"]
    assert (place["id"], place["name"], place["cases"], place["tied"]) == ("cellar", "'=Keller", "C1;C2", "2")
    assert (place["first_at"], place["last_at"]) == ("2021-07-28T10:00:00.000+08:00", "2021-07-29T12:00:00.000+08:00")
    assert found["person"]["id"].startswith("p") and found["plate"]["id"].startswith("v")


def test_json(outbreak):
    told_of = json.loads(asked(outbreak, "C2", "C1", "C4", "--format", "json").out)
    assert [case["case_id"] for case in told_of["cases"]] == ["C1", "C2", "C4"]
    assert told_of["cases"][2]["empty_because"] == "no onset, sampling or confirmation"
    assert {one["kind"] for one in told_of["alternatives"]} == {"place", "plate", "person"}
    for one in told_of["alternatives"]:
        assert [tie["case_id"] for tie in one["ties"]] == one["cases"] == ["C1", "C2"]
    assert told_of["identified"] is False and "alternatives" in told_of["sentence"]


def test_html_goes_to_a_file_by_its_ending(outbreak, tmp_path):
    out = tmp_path / "source.html"
    said = asked(outbreak, "C1", "C2", "--out", out)
    assert (said.status, said.out) == (0, f"{out}\n")
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_case_given_twice_counts_once(outbreak):
    assert asked(outbreak, "C1", "C2", "C1").bytes_out == asked(outbreak, "C2", "C1").bytes_out


def test_another_definition(outbreak):
    """Ebola has no [backward] and begins with the onset: 14 days, to the onset itself."""
    said = asked(outbreak, "C1", "--definition", "ebola")
    assert said.status == 0
    assert "ebola: " in said.out and "14 days back" in said.out
    assert "2021-07-21T00:00+08:00 to 2021-08-04T00:00+08:00" in said.out


def test_as_of(outbreak):
    said = told(outbreak, "source", "C1", "C2", "--as-of", "2021-07-28").out
    assert "2021-07-21T00:00+08:00 to 2021-07-29T00:00+08:00" in said
    assert "nothing ties 2 of the cases together" in said


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ((), 2),
        (("C1", "--as-of", "soon"), 2),
        (("C1", "--definition", "no-such"), 2),
        (("C1", "--format", "xlsx"), 2),
        (("C1", "--out", "list.xlsx"), 2),
        (("C9",), 14),
        (("C1", "C3"), 14),
        (("a",), 14),
    ],
)
def test_what_is_refused(arguments, status, outbreak):
    said = told(outbreak, "source", *arguments)
    assert (said.status, said.out, len(said.complaints)) == (status, "", 1)
    assert (status == 14) == said.complaints[0].endswith(": not a confirmed case of this workspace")


def test_no_workspace(tmp_path):
    assert told(tmp_path, "source", "C1").status == 10


def test_identified_names_people_and_plates_and_stands_in_the_audit_log_first(outbreak):
    before = len(list(entries(outbreak / "audit.jsonl")))
    told_of = json.loads(asked(outbreak, "C1", "C2", "--format", "json", "--identified").out)
    found = {one["kind"]: one for one in told_of["alternatives"]}
    assert (found["person"]["id"], found["person"]["name"]) == ("s", "Sven")
    assert (found["plate"]["id"], found["plate"]["name"]) == ("XA1", None)
    assert (found["place"]["id"], found["place"]["name"]) == ("cellar", "=Keller")
    assert [case["person_id"] for case in told_of["cases"]] == ["a", "b"] and told_of["identified"] is True
    entry = list(entries(outbreak / "audit.jsonl"))[before]
    assert (entry.what, entry.case_id, entry.run_id, entry.lines) == ("source", "C1;C2", 0, 3)


def test_the_same_order_under_names_and_pseudonyms(outbreak):
    lists = [json.loads(asked(outbreak, "C1", "C2", "--format", "json", *more).out) for more in ((), ("--identified",))]
    ranked = [[(one["rank"], one["kind"], one["ties"]) for one in found["alternatives"]] for found in lists]
    assert ranked[0] == ranked[1]


def test_without_an_entry_there_are_no_names(outbreak, tmp_path):
    log = outbreak / "audit.jsonl"
    kept = log.read_bytes()
    try:
        log.write_bytes(kept + b"no entry\n")
        said = asked(outbreak, "C1", "C2", "--identified")
        assert (said.status, said.out) == (17, "") and "Sven" not in said.err
    finally:
        log.write_bytes(kept)


def test_without_identified_the_vault_stays_closed(outbreak):
    (outbreak / "vault.duckdb").rename(outbreak / "aside")
    try:
        assert asked(outbreak, "C1", "C2").status == 0
        assert asked(outbreak, "C1", "C2", "--identified").status == 17
    finally:
        (outbreak / "aside").rename(outbreak / "vault.duckdb")
    assert rows(outbreak / "vault.duckdb", "SELECT count(*) > 0 FROM keys") == [(True,)]
