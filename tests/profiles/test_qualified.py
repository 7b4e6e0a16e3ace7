"""Columns that a profile does not read and that may take back what a line says, or say it of others."""

from pathlib import Path

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import ANNA, BEN, lines

TICKET = ("证件号,车次,发车时间,到达时间,座位", f"{ANNA},G1,2021-08-05 10:00,2021-08-05 12:00,12A")
RESULT = ("身份证号,采样时间,检测结果", f"{ANNA},2021-08-05 10:00,阳性")
CASE = ("病例编号,身份证号,病例分类,确诊时间", f"昆1,{ANNA},确诊病例,2021-08-05 10:00")
SCAN = ("手机号,场所码,扫码时间", "13800138000,P1,2021-08-05 10:00")
BACK, POOL = "may say that they do not count", "that of several people together"
AGAIN, OTHER = "too, with the words of", "not all of them may be results of the same test"


def account(tmp_path: Path, text: str, *more: str) -> str:
    said = told(new_workspace(tmp_path / "workspace"), "ingest", put(tmp_path / "export.csv", text), *more)
    assert said.status == 0
    return said.out


@pytest.mark.parametrize(
    ("record", "header", "cell", "words"),
    [
        (TICKET, "车票状态", "已退票", BACK),
        (TICKET, "是否改签", "否", BACK),
        (TICKET, "备注", "退票", None),
        (RESULT, "混检人数", "10", POOL),
        (RESULT, "混检人数", "1", None),
        (RESULT, "第二次检测结果", "阴性", AGAIN),
        (RESULT, "参考值", "阴性", None),
        (RESULT, "检验项目", "新冠病毒IgG抗体", OTHER),
        (RESULT, "检测项目", "新型冠状病毒核酸", None),
        (RESULT, "样本状态", "合格", None),
        (CASE, "订正后分类", "排除病例", AGAIN),
        (SCAN, "是否有效", "否", BACK),
        (SCAN, "健康码状态", "绿码", None),
        (SCAN, "是否有效", "", None),
    ],
)
def test_what_may_take_a_line_back_is_told(tmp_path, record, header, cell, words):
    said = account(tmp_path, lines(f"{record[0]},{header}", f"{record[1]},{cell}"))
    told_so = [line for line in said.splitlines() if "looks wrong" in line and header in line]
    assert [words in line for line in told_so] == ([True] if words else [])
    assert f"1 row held columns that are not read: {header}" in said
    assert len(cell) < 3 or cell not in said


def test_items_of_a_laboratory_are_several_tests(tmp_path):
    items = (f"{key},2021-08-05 10:00,阴性,{item}" for key, item in ((ANNA, "N基因"), (BEN, "ORF1ab")))
    assert OTHER in account(tmp_path, lines(f"{RESULT[0]},检验项目", *items))


def test_columns_that_are_not_read_are_named_and_look_no_worse_for_it(tmp_path):
    text = lines(f"序号,{SCAN[0]},备注,13900139000", f"1,{SCAN[1]},x,y")
    said = account(tmp_path, text, "--profile", "venue-scans")
    assert "    1 row held columns that are not read: 序号, 备注 and 1 more" in said and "looks wrong" not in said
    found = rows(
        tmp_path / "workspace" / "store.duckdb", "SELECT what, words FROM findings WHERE what = 'left-columns'"
    )
    assert found == [("left-columns", "1 row held columns that are not read: 序号, 备注 and 1 more")]


def test_a_file_all_of_whose_columns_are_read_leaves_none(tmp_path):
    assert "not read" not in account(tmp_path, lines(*SCAN))


def test_a_statement_of_a_database_is_no_header(tmp_path):
    dump = f"INSERT INTO `scans` (`身份证号`,`场所码`) VALUES ('{ANNA}','P1'),('{BEN}','P2');\n"
    said = told(new_workspace(tmp_path / "workspace"), "profile", put(tmp_path / "dump.txt", dump))
    assert said.status == 28 and not any(key in said.out + said.err for key in (ANNA, BEN))
