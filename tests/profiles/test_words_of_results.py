"""Words by which lists tell the class of a case, and that a sample has no result yet."""

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import ANNA, lines


@pytest.mark.parametrize(
    ("word", "classification"),
    [
        ("确诊病例（普通型）", "confirmed"),
        ("确诊病例(轻型)", "confirmed"),
        ("境外输入确诊病例", "confirmed"),
        ("无症状转确诊", "confirmed"),
        ("本土无症状感染者", "asymptomatic"),
        ("确诊病例（待定）", None),
    ],
)
def test_the_class_of_a_case(tmp_path, word, classification):
    """What was without symptoms and has them now is confirmed; a word that nobody gave a meaning is none."""
    made = new_workspace(tmp_path / "workspace")
    told(made, "ingest", put(tmp_path / "a.csv", lines("病例编号,证件号码,病例分类", f"C1,{ANNA},{word}")))
    found = rows(made / "store.duckdb", "SELECT classification FROM cases")
    assert found == ([(classification,)] if classification else [])


@pytest.mark.parametrize("word", ["待检", "待检测", "检测中"])
def test_a_sample_without_a_result_yet_is_pending(tmp_path, word):
    made = new_workspace(tmp_path / "workspace")
    told(
        made, "ingest", put(tmp_path / "a.csv", lines("证件号码,采样时间,检测结果", f"{ANNA},2021-08-05 10:00,{word}"))
    )
    assert rows(made / "store.duckdb", "SELECT result FROM tests") == [("pending",)]
