"""Text with tabs that bears the name of a workbook, as many systems export it, is read as the text it is."""

import gzip

import pytest

from tests.cli.program import new_workspace, put, told
from tests.profiles.samples import ANNA, BEN
from tracing.errors import FileRefused
from tracing.intake.formats import glimpses, open_records

TEXT = f"身份证号\t场所码\t扫码时间\r\n{ANNA}\tM1\t2021-08-05 10:00\r\n{BEN}\tM1\r\n{BEN}\tM2\t2021-08-05 10:00"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["扫码.xls", "扫码.xlsx", "checkins.XLSX"])
def test_each_line_is_accounted_for_in_every_encoding(tmp_path, encoding, name):
    path = put(tmp_path / name, TEXT.encode(encoding))
    seen = glimpses(path)[0]
    assert seen.layout.delimiter == "\t" and len(seen.lines) == 4
    said = told(new_workspace(tmp_path / "workspace"), "ingest", path)
    assert "3 rows = 2 kept + 1 rejected" in said.out and "2 fields where the header has 3" in said.out


def test_a_file_in_the_specification_s_form_may_be_misnamed_as_well(tmp_path):
    path = put(tmp_path / "households.xlsx", b"household_id\tperson_id\nh1\tp1\n")
    assert [batch.frame.rows() for batch in open_records(path)] == [[(2, "h1", "p1")]]


@pytest.mark.parametrize(
    "content",
    [
        b"\t\x00\x04\x00\x02\x00\x10\x00",
        bytes(range(256)) * 4,
        gzip.compress(b"a\tb\n", mtime=0),
        b"a,b\nc\td\n",
        b"\xff\xfe\x00\xd8\t\x00",
        b"a\tb\rc\td\re\tf\ng\th",
    ],
)
def test_what_is_no_text_with_tabs_is_none(tmp_path, content):
    path = put(tmp_path / "扫码.xls", content)
    with pytest.raises(FileRefused, match="not an Excel workbook"):
        open_records(path)
