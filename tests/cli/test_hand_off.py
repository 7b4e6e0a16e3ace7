"""`tracing contacts --format epicontacts`: two files that agree with the case list and the graph.

Source: specification, sections 6, 7 and 9; what the R package demands: `tracing.exports.epicontacts`.
"""

import csv
import json
import stat
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.program import new_workspace, put, small_outbreak, told
from tracing.privacy.audit import entries

ALIKE = ("tier", "first_contact_at", "last_contact_at", "minutes", "closest_m", "rules", "places", "episodes")
FILES = ["contacts.csv", "linelist.csv"]


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


def tables(workspace: Path, folder: Path, *asked: str) -> tuple[list[dict], list[dict]]:
    """The line list and the contacts that a command writes."""
    said = told(workspace, "contacts", *asked, "--format", "epicontacts", "--out", folder)
    assert (said.status, said.out) == (0, f"{folder}\n")
    people, contacts = (read((folder / name).read_text(encoding="utf-8")) for name in ("linelist.csv", "contacts.csv"))
    return people, contacts


@pytest.fixture
def outbreak(tmp_path) -> Path:
    """Case C1, person a, and x, who shared an hour with her; the vault knows the name of x."""
    workspace = new_workspace(tmp_path / "outbreak")
    persons = put(tmp_path / "persons.csv", "person_id,name,phone,grid_id\nx,Xi,13800138000,g-1\n")
    assert told(workspace, "ingest", *small_outbreak(tmp_path), persons).status == 0
    assert told(workspace, "screen", "--as-of", "2021-08-05").status == 0
    return workspace


@pytest.mark.parametrize("asked", [("C001",), ()], ids=["one case", "all cases"])
def test_the_package_takes_the_tables_as_they_are(asked, screened, tmp_path):
    people, contacts = tables(screened, tmp_path / "out", *asked)
    ids, ends = [person["id"] for person in people], [(met["from"], met["to"]) for met in contacts]
    assert next(iter(people[0])) == "id" and list(contacts[0])[:2] == ["from", "to"]
    assert len(ids) == len(set(ids)) > 40 and all(ids)
    assert len(ends) == len(set(ends)) > 40
    assert {end for pair in ends for end in pair} <= set(ids)


@pytest.mark.parametrize("case", ["C001", "C002", "C003", "C004", "C005"])
def test_they_are_the_people_and_the_pairs_of_the_graph(case, screened, tmp_path):
    people, contacts = tables(screened, tmp_path / "out", case)
    graph = json.loads(told(screened, "graph", case, "--format", "json").out)
    shown = {"other_case": "case"}
    nodes = {node["id"]: shown.get(node["tier"], node["tier"]) for node in graph["nodes"]}
    assert {person["id"]: person["tier"] for person in people} == nodes
    pairs = {(edge["source"], edge["target"]) for edge in graph["edges"]}
    assert {(met["from"], met["to"]) for met in contacts} == pairs
    assert {met["case_id"] for met in contacts} == {case}


@pytest.mark.parametrize("case", ["C001", "C003"])
def test_a_pair_says_what_the_line_of_the_list_says(case, screened, tmp_path):
    people, contacts = tables(screened, tmp_path / "out", case)
    pairs, lines = {(met["from"], met["to"]): met for met in contacts}, read(told(screened, "contacts", case).out)
    [root] = [person["id"] for person in people if person["case_id"] == case]
    direct = [line for line in lines if not line["via"]]
    assert len(direct) > 10 and len(lines) > len(direct)
    for line in direct:
        met = pairs[root, line["person_id"]]
        assert {name: met[name] for name in ALIKE} == {name: line[name] for name in ALIKE}
    for line in lines:
        sources = {source for source, person in pairs if person == line["person_id"]} - {root}
        assert not line["via"] or ";".join(sorted(sources)) == line["via"]


def test_the_line_list_of_all_cases_has_the_best_tier_and_the_whole_time_of_everybody(screened, tmp_path):
    people, _ = tables(screened, tmp_path / "out")
    by_person: dict[str, list[dict]] = {}
    for line in read(told(screened, "contacts").out):
        by_person.setdefault(line["person_id"], []).append(line)
    tiers = ("close", "secondary", "general", "flagged")
    contacts = [person for person in people if person["tier"] != "case"]
    assert {person["id"] for person in contacts} == set(by_person) and any(len(on) > 1 for on in by_person.values())
    for person in contacts:
        on = by_person[person["id"]]
        assert person["tier"] == min((line["tier"] for line in on), key=tiers.index)
        assert set(person["listed_by"].split(";")) == {line["case_id"] for line in on}
        assert person["first_contact_at"] == min(line["first_contact_at"] for line in on)
        assert person["last_contact_at"] == max(line["last_contact_at"] for line in on)
        assert person["follow_up_until"] == max(line["follow_up_until"] for line in on)
    cases = {person["case_id"]: person["classification"] for person in people if person["tier"] == "case"}
    assert cases == {f"C00{number}": "confirmed" for number in range(1, 5)} | {"C005": "asymptomatic"}


def test_all_cases_hold_every_pair_of_each_once(screened, tmp_path):
    _, every = tables(screened, tmp_path / "all")
    found: dict[tuple[str, str], set[str]] = {}
    for case in ("C001", "C002", "C003", "C004", "C005"):
        for met in tables(screened, tmp_path / case, case)[1]:
            found.setdefault((met["from"], met["to"]), set()).add(case)
    assert {(met["from"], met["to"]): set(met["case_id"].split(";")) for met in every} == found
    assert any(len(cases) > 1 for cases in found.values())


def test_a_small_outbreak_to_the_letter_and_with_keys_only_if_identified(outbreak, tmp_path):
    log, zone = outbreak / "audit.jsonl", "000+08:00"
    before = len(list(entries(log)))
    people, [met] = tables(outbreak, tmp_path / "out")
    known, [known_met] = tables(outbreak, tmp_path / "known", "C1", "--identified")
    [case, contact] = known
    assert (case["id"], contact["id"]) == (known_met["from"], known_met["to"]) == ("a", "x")
    assert (case["tier"], case["case_id"], case["reference"]) == ("case", "C1", "onset_at")
    assert case["onset_at"] == case["reference_at"] == f"2021-08-01T00:00:00.{zone}"
    assert (contact["tier"], contact["listed_by"], contact["grid_id"], contact["onset_at"]) == (
        "close",
        "C1",
        "g-1",
        "",
    )
    assert list(contact)[-3:] == ["name", "phone", "address"]
    assert (contact["name"], contact["phone"], contact["address"]) == ("Xi", "13800138000", "")
    assert known_met["first_contact_at"] == f"2021-07-31T10:00:00.{zone}"
    assert (known_met["minutes"], known_met["places"], known_met["episodes"]) == ("60.00", "L", "1")
    assert {met["from"], met["to"]} == {person["id"] for person in people} and not {"a", "x"} & set(met.values())
    assert "name" not in people[0] and "Xi" not in (tmp_path / "out" / "linelist.csv").read_text()
    [entry] = list(entries(log))[before:]
    assert (entry.what, entry.case_id, entry.lines) == ("contacts", "C1", 2)


def test_the_files_are_their_owners_alone_and_replace_older_ones(outbreak, tmp_path):
    folder = tmp_path / "out"
    put(folder / "linelist.csv", "older")
    tables(outbreak, folder)
    assert sorted(path.name for path in folder.iterdir()) == FILES
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in FILES} == {0o600}
    assert (folder / "linelist.csv").read_bytes().startswith(b"id,"), "no byte order mark"


@pytest.mark.parametrize(
    ("where", "status"),
    [(None, 2), ("file", 2), ("no/such/folder", 19), ("file/under", 19)],
    ids=["standard output", "a file", "no parent", "under a file"],
)
def test_where_there_can_be_no_folder_is_one_line_and_leaves_nothing(where, status, outbreak, tmp_path):
    put(tmp_path / "file", "kept")
    out = ["--out", tmp_path / where] if where else []
    said = told(outbreak, "contacts", "--format", "epicontacts", *out)
    assert (said.status, said.out, len(said.complaints)) == (status, "", 1)
    assert said.err.startswith("tracing: ") and (tmp_path / "file").read_text() == "kept"
    assert not list(tmp_path.rglob("linelist.csv"))


def test_identities_are_not_asked_for_where_nothing_can_be_written(outbreak):
    before = len(list(entries(outbreak / "audit.jsonl")))
    assert told(outbreak, "contacts", "--format", "epicontacts", "--identified").status == 2
    assert len(list(entries(outbreak / "audit.jsonl"))) == before


def test_a_case_that_is_none_is_refused_as_by_a_list(outbreak, tmp_path):
    said = told(outbreak, "contacts", "C9", "--format", "epicontacts", "--out", tmp_path / "out")
    assert (said.status, said.err) == (told(outbreak, "contacts", "C9").status, told(outbreak, "contacts", "C9").err)
    assert said.status >= 10 and not (tmp_path / "out").exists()


def test_who_was_withdrawn_is_left_out_and_counted(outbreak, tmp_path):
    assert told(outbreak, "hand-over", "C1").status == 0
    [number] = [line.split()[0] for line in told(outbreak, "files").out.splitlines() if "checkins.csv" in line]
    assert told(outbreak, "retract", number).status == 0
    assert told(outbreak, "screen", "--as-of", "2021-08-05").status == 0
    said = told(outbreak, "contacts", "C1", "--format", "epicontacts", "--out", tmp_path / "out")
    assert said.status == 0 and said.complaints[-1] == "1 withdrawn since the last hand-over, not in these files"
    assert [person["tier"] for person in read((tmp_path / "out" / "linelist.csv").read_text())] == ["case"]
    assert (tmp_path / "out" / "contacts.csv").read_text().splitlines() == [
        "from,to,tier,first_contact_at,last_contact_at,minutes,closest_m,rules,places,episodes,case_id"
    ]


def test_an_earlier_hour_has_the_tables_of_then(outbreak, tmp_path):
    said = told(outbreak, "contacts", "--known-at", "2021-01-01", "--format", "epicontacts", "--out", tmp_path / "out")
    assert said.status == 0 and read((tmp_path / "out" / "linelist.csv").read_text()) == []


@pytest.mark.parametrize("asked", [("C001",), ()], ids=["one case", "all cases"])
def test_go_data_has_everybody_and_every_pair_once(asked, screened, tmp_path):
    people, contacts = tables(screened, tmp_path / "out", *asked)
    said = told(screened, "contacts", *asked, "--format", "godata", "--out", tmp_path / "godata")
    assert (said.status, said.out) == (0, f"{tmp_path / 'godata'}\n")
    files = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "godata").iterdir()}
    groups = [files[name] for name in ("cases", "contacts", "contacts_of_contacts")]
    assert sorted(person["visualId"] for group in groups for person in group) == sorted(one["id"] for one in people)
    met = [(one["sourceId"], one["visualId"]) for group in groups[1:] for one in group]
    met += [(one["sourceId"], one["targetId"]) for one in files["relationships"]]
    assert sorted(met) == sorted((one["from"], one["to"]) for one in contacts)
    assert {one["certaintyLevelId"] for one in files["contacts_of_contacts"]} == {"secondary"}


def test_sormas_has_the_direct_lines_of_each_list(screened, tmp_path):
    said = told(screened, "contacts", "--format", "sormas", "--out", tmp_path / "sormas")
    lines = read(told(screened, "contacts").out)
    direct = {(line["case_id"], line["person_id"]) for line in lines if line["tier"] != "secondary"}
    found = set()
    for path in (tmp_path / "sormas").iterdir():
        _, columns, *rows = csv.reader(StringIO(path.read_text(encoding="utf-8"), newline=""))
        found |= {(path.stem, dict(zip(columns, row, strict=True))["externalID"]) for row in rows}
    assert found >= direct and len(direct) > 50
    onward = {line["person_id"] for line in lines} - {person for _, person in found}
    assert said.complaints[-1] == f"{len(onward):,} met by no case but by its contacts, not in these files"


def test_a_person_with_two_case_rows_is_one_person_and_meets_everybody_once(tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    again = "C2,a,asymptomatic,2021-08-02\nC3,b,confirmed,\n"
    [cases, checkins] = small_outbreak(tmp_path)
    cases.write_text(cases.read_text() + again)
    assert told(workspace, "ingest", cases, checkins).status == 0
    assert told(workspace, "screen", "--as-of", "2021-08-05").status == 0
    people, [met] = tables(workspace, tmp_path / "out")
    [twice] = [person for person in people if person["case_id"] == "C1;C2"]
    assert (twice["classification"], twice["onset_at"]) == ("confirmed", "2021-08-01T00:00:00.000+08:00"), "the first"
    [unknown] = [person for person in people if person["case_id"] == "C3"]
    assert (unknown["onset_at"], unknown["reference"], unknown["reference_at"]) == ("", "", "")
    assert len(people) == 3
    # The hour lies in the windows of both her cases: it is one episode of 60 minutes, not two.
    assert (met["from"], met["case_id"], met["minutes"], met["episodes"]) == (twice["id"], "C1;C2", "60.00", "1")
