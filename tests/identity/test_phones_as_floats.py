"""A phone that a spreadsheet wrote as a number with a point is a phone to be called wherever people are named."""

import json

import polars as pl
import pytest

from tests.cli.program import AS_OF, new_workspace, put, rows, small_outbreak, told


@pytest.mark.parametrize(
    ("given", "phone"),
    [
        ("13900000001.0", "13900000001"),
        ("13900000001.00", "13900000001"),
        ("13900000001", "13900000001"),
        ("13900000001.5", "13900000001.5"),
        ("1.3900000001E10", "1.3900000001E10"),
        ("+86 139-0000-0001", "+86 139-0000-0001"),
        ("1234567890123456.0", "1234567890123456.0"),
        ("ext.0", "ext.0"),
    ],
)
def test_the_list_gives_the_whole_number_and_the_vault_keeps_what_was_given(given, phone, tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    persons = put(tmp_path / "persons.csv", f"person_id,name,phone\nx,Xenia,{given}\n")
    assert told(workspace, "ingest", *small_outbreak(tmp_path), persons).status == 0
    assert told(workspace, "screen", "--as-of", AS_OF).status == 0
    listed = json.loads(told(workspace, "contacts", "C1", "--identified", "--format", "json").out)
    assert [row["phone"] for row in listed] == [phone]
    assert told(workspace, "hand-over", "C1").status == 0
    [handed] = workspace.glob("handover/C1/*/list.csv")
    assert [row["phone"] for row in pl.read_csv(handed, infer_schema=False).to_dicts()] in ([phone], [f"'{phone}"])
    assert rows(workspace / "vault.duckdb", "SELECT phone FROM persons") == [(given,)]


def test_a_column_of_floats_in_parquet_is_no_other(tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    path = tmp_path / "persons.parquet"
    pl.DataFrame({"person_id": ["x"], "name": ["Xenia"], "phone": [13900000001.0]}).write_parquet(path)
    assert told(workspace, "ingest", *small_outbreak(tmp_path), path).status == 0
    assert told(workspace, "screen", "--as-of", AS_OF).status == 0
    listed = json.loads(told(workspace, "contacts", "C1", "--identified", "--format", "json").out)
    assert [row["phone"] for row in listed] == ["13900000001"]
