"""The same file or the same row once more changes nothing, however it comes about; a later row counts.

Source: specification, section 2.
"""

import pytest

from pipelines import ingest
from tests.cli.program import AS_OF, new_workspace, people_listed, put, rows, small_outbreak, told
from tracing.store import statement

CHECKS = ("checks/row_account", "checks/rejects_account", "checks/kept_rows")
CASES = "case_id,person_id,classification,onset_at\n"


def assert_sound(workspace):
    """The accounts agree with the tables, and every line of the list still names its records."""
    for check in CHECKS:
        assert rows(workspace / "store.duckdb", statement(check)) == [], check
    assert told(workspace, "screen", "--as-of", AS_OF).status == 0
    (person,) = people_listed(workspace, "C1")
    assert "checkins.csv lines 2-3" in told(workspace, "explain", "C1", person).out


def test_a_file_named_twice_in_one_command_is_one_file(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    cases, checkins = small_outbreak(tmp_path)
    said = told(workspace, "ingest", cases, checkins, checkins, cases)
    assert said.status == 0
    assert "checkins.csv: 2 rows = 2 kept + 0 rejected + 0 already known" in said.out
    assert_sound(workspace)


def test_two_processes_that_brought_the_same_file_take_it_in_once(tmp_path):
    """Both noted it before either read it, as two commands on one inbox do."""
    workspace = new_workspace(tmp_path / "workspace")
    files = small_outbreak(tmp_path)
    first, second = (ingest.bring(str(workspace), files) for _ in range(2))
    ingest.ingest(str(workspace), first)
    ingest.ingest(str(workspace), second)
    assert_sound(workspace)


def test_the_same_file_again_and_under_another_name_is_known(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    cases, checkins = small_outbreak(tmp_path)
    told(workspace, "ingest", cases, checkins)
    other = put(tmp_path / "checkins_copy.csv", checkins.read_bytes())
    for path in (checkins, other, checkins):
        assert "2 rows = 0 kept + 0 rejected + 2 already known" in told(workspace, "ingest", path).out
    assert_sound(workspace)


def test_a_row_that_came_before_does_not_undo_the_one_that_replaced_it(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    first = put(tmp_path / "cases_1.csv", f"{CASES}C1,a,confirmed,2021-08-01\n")
    told(workspace, "ingest", first, put(tmp_path / "cases_2.csv", f"{CASES}C1,a,confirmed,2021-08-03\n"))
    assert "1 already known" in told(workspace, "ingest", first).out
    assert "2021-08-01T00:00" in told(workspace, "screen", "--as-of", "2021-08-05").out


def test_of_two_rows_of_a_key_in_one_file_the_later_counts(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    text = f"{CASES}C1,a,confirmed,2021-08-01\nC1,a,confirmed,2021-08-03\nC1,a,confirmed,2021-08-01\n"
    said = told(workspace, "ingest", put(tmp_path / "cases.csv", text))
    assert "3 rows = 2 kept + 0 rejected + 1 already known" in said.out
    assert "2021-08-01T00:00" in told(workspace, "screen", "--as-of", "2021-08-05").out


def test_what_was_read_last_counts_also_where_an_earlier_attempt_broke_off(tmp_path):
    """The file was noted, the process died; another file came, then the first again with what is known today."""
    workspace = new_workspace(tmp_path / "workspace")
    path = put(tmp_path / "cases.csv", f"{CASES}C1,a,confirmed,2021-08-01\n")
    ingest.bring(str(workspace), [path])
    told(workspace, "ingest", put(tmp_path / "cases_2.csv", f"{CASES}C1,a,confirmed,2021-08-02\n"))
    put(path, f"{CASES}C1,a,confirmed,2021-08-03\n")
    assert "1 kept" in told(workspace, "ingest", path).out
    assert "2021-08-01T00:00" in told(workspace, "screen", "--as-of", "2021-08-05").out


@pytest.mark.parametrize("crs", ["gcj02", "bd09"])
def test_a_row_names_its_system_or_the_command_does(crs, tmp_path):
    """In China the systems lie hundreds of metres apart; the row's own word goes before the command's."""
    workspace = new_workspace(tmp_path / "workspace")
    header, row = "person_id,observed_at,latitude,longitude,crs\n", "2021-08-05T10:00,39.9,116.4"
    told(workspace, "ingest", put(tmp_path / "fixes_1.csv", f"{header}a,{row},{crs}\nb,{row},wgs84\nc,{row},\n"))
    told(workspace, "ingest", put(tmp_path / "fixes_2.csv", f"{header}d,{row},\ne,{row},wgs84\n"), "--crs", crs)
    found = rows(workspace / "store.duckdb", "SELECT latitude, longitude FROM fixes ORDER BY file_id, line")
    a, b, c, d, e = found
    assert b == c == e == (39.9, 116.4)
    assert a == d and abs(a[0] - 39.9) > 0.0005 and abs(a[1] - 116.4) > 0.003
