"""A screen says how many proposals that nobody has decided on concern its cases and lists, by counts and case ids."""

import json
from pathlib import Path

import pytest

from tests.cli.program import AS_OF, CHECKINS, new_workspace, put, small_outbreak, told

ADULT, OTHER = "11010519491231002X", "440524188001010014"
PERSONS = f"""person_id,name,document_number
x,Xenia,{ADULT}
y,Xenia,{ADULT}
v,Vera,{OTHER}
w,Vera,{OTHER}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """x is on the list of C1 and may be y; v and w, whom nobody met, may be one as well."""
    made = new_workspace(tmp_path / "workspace")
    far = f"{CHECKINS}y,M,2021-07-31T10:30,2021-07-31T11:30\nv,N,2021-07-31T10:30,\nw,O,2021-07-31T10:30,\n"
    files = [*small_outbreak(tmp_path), put(tmp_path / "checkins-2.csv", far), put(tmp_path / "persons.csv", PERSONS)]
    assert told(made, "ingest", *files).status == 0
    return made


def proposed(workspace: Path) -> list[dict]:
    return json.loads(told(workspace, "identity", "propose", "--format", "json").out)


def said(workspace: Path) -> list[str]:
    screened = told(workspace, "screen", "--as-of", AS_OF)
    assert screened.status == 0
    return [line for line in screened.out.splitlines() if "proposal" in line]


ONE = (
    "note: 1 undecided proposal of identity concerns cases or people on their lists (C1): "
    "`tracing identity list` shows it"
)


def test_only_those_that_concern_the_lists_are_counted(workspace):
    assert said(workspace) == []
    assert len(proposed(workspace)) == 2
    assert said(workspace) == [ONE]
    listed = told(workspace, "identity", "list").out
    assert listed.count("proposed") == 2


def test_a_rerun_tells_them_too(workspace):
    assert "proposal" not in told(workspace, "rerun").err
    proposed(workspace)
    assert f"  {ONE}" in told(workspace, "rerun").err.splitlines()


@pytest.mark.parametrize("verdict", ["decline", "join"])
def test_what_was_decided_is_no_longer_told(verdict, workspace):
    proposed(workspace)
    assert told(workspace, "identity", verdict, "y", "x").status == 0
    assert said(workspace) == []


def test_who_is_one_by_way_of_a_third_key_is_decided(workspace, tmp_path):
    third = put(tmp_path / "persons-2.csv", f"person_id,name,document_number\nz,Xenia,{ADULT}\n")
    assert told(workspace, "ingest", third).status == 0
    assert len(proposed(workspace)) == 4
    assert said(workspace) == [ONE.replace("1 und", "2 und").replace("proposal ", "proposals ")
                               .replace("concerns", "concern").replace("shows it", "shows them")]  # fmt: skip
    for key in "xz":
        assert told(workspace, "identity", "join", "y", key).status == 0
    assert said(workspace) == []
    assert told(workspace, "identity", "list").out.count("proposed\n") == 1


def test_a_case_under_another_key_is_told_with_every_case_that_is_concerned(workspace, tmp_path):
    cases = "".join(f"C{number},v,confirmed,2021-08-01\n" for number in range(10, 22))
    file = put(tmp_path / "cases-2.csv", f"case_id,person_id,classification,onset_at\n{cases}")
    assert told(workspace, "ingest", file).status == 0
    proposed(workspace)
    [line] = said(workspace)
    assert line.startswith("note: 2 undecided proposals of identity concern cases or people on their lists (C1, C10, ")
    assert "C18 and 3 more): `tracing identity list` shows them" in line
    assert not any(text in line for text in ("Xenia", "Vera", ADULT, OTHER))
