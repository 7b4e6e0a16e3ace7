"""A text that ends without a line end, in the middle of a value perhaps: never lost, never guessed in silence."""

import pytest

from tracing.intake import csv_lines
from tracing.intake.formats import open_records
from tracing.intake.tables import Layout
from tracing.intake.torn_lines import CUT_OFF

NO_END = "the last line of the file, which has no line end"
LAYOUT = Layout(columns=frozenset({"person_id", "at"}), totals=frozenset({"合计"}))


def read(path, body: str, encoding: str = "utf-8"):
    """Rows, broken lines and the lines that may be cut off."""
    path.write_bytes(f"person_id,remark,at\n{body}".encode(encoding))
    rows, broken, torn = [], [], []
    for batch in open_records(path, LAYOUT):
        rows += batch.frame.rows()
        broken += batch.broken.select("line", "reason").rows()
        torn += [line for (what, _), lines in batch.asides.items() for line in lines if what == CUT_OFF]
    return rows, broken, torn


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_last_line_cut_short_before_its_last_field_is_a_reject_that_says_so(tmp_path, encoding):
    rows, broken, _ = read(tmp_path / "persons.csv", "p1,早,20:15\np2,早", encoding)
    assert rows == [(2, "p1", "20:15")]
    assert broken == [(3, f"2 fields where the header has 3; {NO_END}")]


def test_other_broken_last_lines_say_so_too_and_totals_do_not(tmp_path):
    path = tmp_path / "persons.csv"
    assert read(path, 'p1,,20:15\np2,"a')[1] == [(3, f"quotes that do not match; {NO_END}")]
    assert read(path, "p1,,20:15\np2,a\n")[1] == [(3, "2 fields where the header has 3")]
    assert read(path, "p1,,20:15\n合计,1")[1] == [(3, "a total, no record")]


@pytest.mark.parametrize("chunk", [4_000_000, 16])
@pytest.mark.parametrize(
    ("last", "torn"),
    [
        ("p3,,20:1", [4]),
        ("p3,,", [4]),
        ("p3,,20:15", []),
        ("p3,,20:1\n", []),
        ("p3,,20:1\r\n", []),
    ],
)
def test_a_last_field_shorter_than_all_others_is_told_and_kept(tmp_path, monkeypatch, chunk, last, torn):
    monkeypatch.setattr(csv_lines, "CHUNK", chunk)
    rows, broken, found = read(tmp_path / "persons.csv", f"p1,,20:15\np2,,07:05\n{last}")
    assert [line for line, *_ in rows] == [2, 3, 4] and broken == []
    assert found == torn


def test_fields_of_one_width_show_it(tmp_path):
    body = "".join(f"p{at},,2021-08-09 20:1{at}:00\n" for at in range(5))
    assert read(tmp_path / "persons.csv", body + "p9,,2021-08-09 20:15")[2] == [7]
    assert read(tmp_path / "persons.csv", "p9,,2021-08-09 20:15")[2] == []


def test_a_last_column_that_is_not_read_says_nothing(tmp_path):
    path = tmp_path / "persons.csv"
    path.write_text("person_id,at,remark\np1,20:15,long\np2,20:15,lo")
    assert all(not batch.asides for batch in open_records(path, LAYOUT))
