"""Texts of Western Europe in a code page of one byte a character: bytes that pass for rare Chinese ones."""

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import lines

HEADER = "Name,Badge,Site,Time In"


@pytest.mark.parametrize("name", ["Müller", "Zoë", "Björn", "Søren", "Peña"])
def test_what_is_in_a_western_code_page_is_rejected_and_not_read_as_chinese(tmp_path, name):
    made = new_workspace(tmp_path / "workspace")
    text = lines(HEADER, f"{name},1,A,2021-08-05 10:00", "Ann,2,A,2021-08-05 10:00")
    said = told(made, "ingest", put(tmp_path / "a.csv", text.decode().encode("cp1252")))
    assert "2 rows = 1 kept + 1 rejected" in said.out and "1 rejected: not UTF-8" in said.out


@pytest.mark.parametrize("name", ["张三", "王喆", "䶮小", "㛃一"])
def test_chinese_names_are_read_in_gb18030_beside_a_header_in_english(tmp_path, name):
    made = new_workspace(tmp_path / "workspace")
    text = lines(HEADER, f"{name},1,A,2021-08-05 10:00", "李,2,A,2021-08-05 10:00")
    said = told(made, "ingest", put(tmp_path / "a.csv", text.decode().encode("gb18030")))
    assert "2 rows = 2 kept" in said.out
    assert (name,) in rows(made / "vault.duckdb", "SELECT name FROM persons")
