"""What a list shows between two hand-overs: changes against the last one, and who was withdrawn, with why."""

from io import BytesIO

import openpyxl
import polars as pl

from tests.cli.program import told
from tests.handover.outbreak import stay


def changes(rows: list[dict]) -> dict[str, str]:
    return {row["person_id"]: row["change"] for row in rows}


def test_before_the_first_hand_over_all_are_new(fresh):
    fresh.screen()
    assert changes(fresh.contacts("C1", "--identified")) == {"x": "new", "y": "new"}


def test_a_withdrawn_line_stays_until_the_next_hand_over(handed):
    was = handed.contacts("C1")
    handed.retract(3)
    handed.screen()
    y = handed.pseudonym("y")
    for asked in ((), ("C1",)):
        now = handed.contacts(*asked)
        assert changes(now) == {handed.pseudonym("x"): "unchanged", y: "withdrawn"}
        assert [row | {"change": ""} for row in now] == [row | {"change": ""} for row in was]
    assert changes(handed.contacts("C1", "--identified")) == {"x": "unchanged", "y": "withdrawn"}
    handed.hand_over()
    assert changes(handed.contacts("C1", "--identified")) == {"x": "unchanged"}
    handed.bring("checkins", stay("x", "M", "14:00", "14:31"), stay("y", "M", "14:00", "14:31"))
    handed.screen()
    assert changes(handed.contacts("C1", "--identified")) == {"x": "unchanged", "y": "new"}


def test_why_is_said_beside_the_list_as_far_as_results_tell(handed):
    handed.bring("cases", "C7,x,confirmed,2021-08-04,")
    handed.screen()
    said = told(handed.workspace, "contacts", "C1")
    x, y = handed.pseudonym("x"), handed.pseudonym("y")
    assert f"C1: withdrawn since hand-over 1: {x}, is a case now (C7)\n" in said.err
    assert f"C1: withdrawn since hand-over 1: {y}, {x}, by way of whom she was listed, is a case now (C7)\n" in said.err
    named = told(handed.workspace, "contacts", "C1", "--identified").err
    assert "C1: withdrawn since hand-over 1: y, x, by way of whom she was listed, is a case now (C7)\n" in named
    assert x not in named
    handed.hand_over()
    assert "withdrawn" not in told(handed.workspace, "contacts", "C1").err


def test_what_only_the_records_tell_is_left_to_explain(handed):
    handed.retract(3)
    handed.screen()
    y = handed.pseudonym("y")
    assert f"{y}, `tracing explain C1 {y}` says why\n" in told(handed.workspace, "contacts", "C1").err


def test_a_case_that_is_none_any_more_keeps_its_withdrawn_list(handed):
    handed.bring("cases", "C1,a,discarded,2021-08-01,")
    handed.screen()
    for asked in ((), ("C1",)):
        said = told(handed.workspace, "contacts", *asked, "--identified")
        assert said.status == 0 and "C1 is no confirmed case any more" in said.err
        assert changes(handed.contacts(*asked, "--identified")) == {"x": "withdrawn", "y": "withdrawn"}
    assert told(handed.workspace, "graph", "C1").status == 14
    assert handed.hand_over("--all").out.startswith("C1: hand-over 2, 2 withdrawn: ")
    assert handed.contacts("C1") == handed.contacts() == []
    handed.bring("cases", "C1,a,confirmed,2021-08-01,2021-08-04")
    changed = handed.step()
    assert {key: row["change"] for key, row in changed.items()} == {"x": "new", "y": "new"}


def test_a_workbook_and_parquet_tell_of_the_withdrawn_too(handed, tmp_path):
    handed.bring("cases", "C7,x,confirmed,2021-08-04,")
    handed.screen()
    book = openpyxl.load_workbook(BytesIO(told(handed.workspace, "contacts", "C1", "--format", "xlsx").bytes_out))
    about = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    assert about["changes"] == "2 withdrawn" and about["lines"] == "2"
    said = [row[1].value for row in book["coverage"].iter_rows()]
    assert any(sentence.startswith("nobody on the list") for sentence in said)
    assert sum(sentence.startswith("withdrawn since hand-over 1: ") for sentence in said) == 2
    path = tmp_path / "list.parquet"
    assert told(handed.workspace, "contacts", "C1", "--out", path).status == 0
    assert pl.read_parquet_metadata(path)["coverage"].count("withdrawn since hand-over 1") == 2


def test_graph_and_explanation_of_who_stays_are_as_before(handed, fresh):
    """What was handed over changes no graph."""
    fresh.screen()
    graphs = [told(one.workspace, "graph", "C1", "--format", "json").out for one in (fresh, handed)]
    assert graphs[0] == graphs[1]
    x = handed.pseudonym("x")
    explained = [told(one.workspace, "explain", "C1", x).out for one in (fresh, handed)]
    assert explained[0] == explained[1]
