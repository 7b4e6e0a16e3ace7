"""The sentences about a list in the files that have room for them: text that no spreadsheet runs, and nothing lost."""

import io
import json

import openpyxl
import polars as pl

from tests.exports.lines import ABOUT, ZONE, two_lines
from tracing.exports import list_bytes

COVERAGE = [("=1+1", "position never known"), ("K-2", "=2+2"), ("K-2", "\x00\ud800 check-ins on 1 of 5 days")]


def written(format: str, coverage=COVERAGE) -> bytes:
    return list_bytes(two_lines(), format, ZONE, ABOUT, coverage)


def test_a_workbook_has_a_sheet_of_them():
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx")))
    assert book.sheetnames == ["contacts", "coverage", "about"]
    rows = [[cell.value for cell in row] for row in book["coverage"].iter_rows()]
    assert rows == [["=1+1", "position never known"], ["K-2", "=2+2"], ["K-2", "\ufffd\ufffd check-ins on 1 of 5 days"]]
    assert {cell.data_type for row in book["coverage"].iter_rows() for cell in row} == {"s"}


def test_parquet_keeps_them_beside_what_it_is_about():
    metadata = pl.read_parquet_metadata(io.BytesIO(written("parquet")))
    assert metadata["coverage"].splitlines()[:2] == ["=1+1: position never known", "K-2: =2+2"]
    assert metadata.items() >= ABOUT.items()


def test_csv_and_json_keep_their_shape():
    for format in ("csv", "json"):
        assert written(format) == written(format, coverage=())
    assert isinstance(json.loads(written("json")), list)
