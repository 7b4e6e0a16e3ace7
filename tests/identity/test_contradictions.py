"""Names that differ under one key are told with the proposals: which key, how many, in which files, and no name."""

import json

import polars as pl
import pytest

from tests.cli.program import Said, new_workspace, put, told
from tracing.identity.papers import contradictions

DOCUMENT, OTHER = "11010519491231002X", "440524188001010014"
HEADER = "姓名,身份证号,手机号,现住址\n"


@pytest.fixture
def workspace(tmp_path):
    """Somebody known by her document in one list and by her phone in another: one phone and one name."""
    made = new_workspace(tmp_path / "workspace")
    one = put(tmp_path / "list-1.csv", f"{HEADER}陈安,{DOCUMENT},13800138000,一号\n")
    other = put(tmp_path / "list-2.csv", f"{HEADER}陈安,,13800138000,一号\n")
    assert told(made, "ingest", one, other).status == 0
    return made


def proposing(workspace) -> tuple[list[str], list[str], Said]:
    said = told(workspace, "identity", "propose", "--format", "json")
    assert said.status == 0
    return [row["told"] for row in json.loads(said.out)], said.complaints, said


def test_a_line_of_another_name_silences_a_proposal_and_is_told(workspace, tmp_path):
    assert proposing(workspace)[:2] == (["the same phone and name"], [])
    wrong = put(tmp_path / "list-3.csv", f"{HEADER}李强,{DOCUMENT},13900139000,二号\n")
    assert told(workspace, "ingest", wrong).status == 0
    proposals, notes, said = proposing(workspace)
    assert proposals == [] and len(notes) == 1
    assert notes[0].endswith(": files 1, 3: 2 different names under one key, of which proposals go by one")
    person = notes[0].removeprefix("note: ").split(":")[0]
    assert told(workspace, "identity", "decline", person, person).err.endswith("named twice\n")
    assert not any(text in said.err + said.out for text in ("陈安", "李强", DOCUMENT, "138", "139"))
    assert "note: " in told(workspace, "identity", "propose").err
    assert told(workspace, "retract", 3).status == 0
    assert proposing(workspace)[:2] == (["the same phone and name"], [])


def test_two_lines_of_one_file_contradict_each_other_as_well(workspace, tmp_path):
    both = put(tmp_path / "list-3.csv", f"{HEADER}李强,{OTHER},13900139000,二号\n王五,{OTHER},13900139000,二号\n")
    said = told(workspace, "ingest", both)
    assert said.status == 0 and "1 row told another name than a row before under the same key" in said.out
    [note] = proposing(workspace)[1]
    assert ": file 3: 2 different names under one key" in note


def test_one_name_in_two_ways_of_writing_and_no_name_are_no_contradiction(workspace, tmp_path):
    lines = f"陈 安,{DOCUMENT},13800138001,一号\n未知,{DOCUMENT},13800138002,一号\n"
    same = put(tmp_path / "list-3.csv", HEADER + lines)
    said = told(workspace, "ingest", same)
    assert said.status == 0 and "another name" not in said.out
    assert proposing(workspace)[1] == []


def test_scans_of_several_people_under_one_phone_are_told(workspace, tmp_path):
    header = "姓名,身份证号,手机号,场所码,扫码时间\n"
    scans = ("王五,,13800138009,P2,2021-08-05 12:00\n", "王六,,13800138009,P3,2021-08-05 12:00\n")
    said = told(workspace, "ingest", put(tmp_path / "scans.csv", header + "".join(scans)))
    assert "1 row told another name than a row before under the same key" in said.out
    assert not any(name in said.out + said.err for name in ("王五", "王六", "13800138009"))


def test_names_are_counted_key_by_key():
    named = pl.DataFrame(
        {"person_id": ["p", "p", "p", "q", "q"], "file_id": [3, 1, 1, 2, 2], "name": ["A", "B", "a ", "C", "c"]}
    )
    assert contradictions(named).rows() == [("p", 2, [1, 3])]


def test_of_many_keys_the_first_are_told_and_the_others_counted(workspace, tmp_path):
    lines = [f"p{number},{name},\n" for number in range(42) for name in ("Ann", "Eve")]
    persons = put(tmp_path / "persons.csv", "person_id,name,phone\n" + "".join(lines))
    assert told(workspace, "ingest", persons).status == 0
    notes = proposing(workspace)[1]
    assert len(notes) == 41 and notes[-1] == "note: ... and 2 more keys under which files tell different names"
