"""Headers and words in traditional characters, as files of Hong Kong, Macau and Taiwan bear them."""

import polars as pl
import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import ANNA, lines
from tracing.intake.profiles.names import normal, normal_texts


@pytest.mark.parametrize(
    ("profile", "header", "line"),
    [
        ("venue-scans", "姓名,身份證號碼,手機號碼,場所碼,掃碼時間,離開時間", f"安,{ANNA},,M1,2021-08-05 10:00,"),
        ("test-results", "姓名,證件號碼,採樣時間,檢測結果", f"安,{ANNA},2021-08-05 10:00,陰性"),
        (
            "rail-tickets",
            "姓名,證件號碼,車次,發車時間,到達時間,車廂,座位號",
            f"安,{ANNA},G1,2021-08-05 10:00,2021-08-05 11:00,5,7A",
        ),
        ("checkpoint-passages", "卡點名稱,號牌號碼,過車時間", "K1,云A12345,2021-08-05 10:00"),
    ],
)
def test_a_profile_is_found_by_its_header_in_either_script(tmp_path, profile, header, line):
    made = new_workspace(tmp_path / "workspace")
    said = told(made, "ingest", put(tmp_path / "a.csv", lines(header, line)))
    assert f"a.csv (profile {profile}): 1 row = 1 kept" in said.out


def test_a_result_in_traditional_characters_has_its_meaning(tmp_path):
    made = new_workspace(tmp_path / "workspace")
    results = (f"安,{ANNA},2021-08-05 1{at}:00,{word}" for at, word in enumerate(("陰性", "陽性", "未檢出", "待覆核")))
    told(made, "ingest", put(tmp_path / "a.csv", lines("姓名,證件號碼,採樣時間,檢測結果", *results)))
    found = rows(made / "store.duckdb", "SELECT result FROM tests ORDER BY line")
    assert found == [("negative",), ("positive",), ("negative",)]
    assert "a word that the profile's values give no meaning" in told(made, "rejects").out, "覆 is another character"


@pytest.mark.parametrize(
    "text", ["身份證號碼", "手機號：", "Phone No.", "檢測 結果", "后時", "手機號（必填）", "姓名(選填項)"]
)
def test_a_name_and_a_word_are_made_alike(text):
    assert normal_texts(pl.Series([text])).item() == normal(text)


def test_what_a_template_says_of_its_columns_is_no_part_of_their_names():
    names = ["*身份证号\n(必填)", "手机号（选填）", "姓名（非必填项）", "面积(㎡)", "結果(必選)"]
    assert [normal(name) for name in names] == ["身份证号", "手机号", "姓名", "面积(m2)", "结果"]
