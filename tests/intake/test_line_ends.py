"""Line ends that programs left in a muddle: read where they are beyond doubt, else refused with what to do."""

import pytest

from tests.intake.files import all_batches, frames
from tracing.errors import FileRefused
from tracing.intake import csv_blocks
from tracing.intake.formats import glimpses, open_records
from tracing.intake.tables import Layout

LINES = ["household_id,person_id", "h1,p1", '"h2","p 2"', "", "h3,张伟"]
ROWS = [(2, "h1", "p1"), (3, "h2", "p 2"), (5, "h3", "张伟")]
MUDDLE = r"more \\r alone than line ends in \\n: save it with one sort of line end"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("ends", ["\r\r\n", "\r\r\r\n"])
def test_a_return_too_many_is_part_of_the_line_end(tmp_path, encoding, ends):
    path = tmp_path / "households.csv"
    path.write_bytes("".join(line + ends for line in LINES).encode(encoding))
    frame, broken = all_batches(path, Layout(encoding=encoding.removesuffix("-sig")))
    assert frame.rows() == ROWS and broken.is_empty()
    assert sum(batch.blank for batch in open_records(path, Layout(encoding=encoding.removesuffix("-sig")))) == 1
    assert [line for line, _ in glimpses(path)[0].lines] == [1, 2, 3, 5]


def test_a_return_within_the_line_is_still_none(tmp_path):
    path = tmp_path / "households.csv"
    path.write_bytes(b"household_id,person_id\r\r\nh1,p\r1\r\r\n")
    assert frames(path)[1]["reason"].to_list() == ["a carriage return inside the line"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("newline", [0, 1, 3])
def test_an_old_mac_s_file_with_a_newline_is_refused_with_what_to_do(tmp_path, encoding, newline, monkeypatch):
    path = tmp_path / "households.csv"
    ends = ["\n" if at == newline else "\r" for at in range(len(LINES))]
    path.write_bytes("".join(map(str.__add__, LINES, ends)).encode(encoding))
    for near in (csv_blocks.NEAR, 4):
        monkeypatch.setattr(csv_blocks, "NEAR", near)
        for read in (lambda one: open_records(one, Layout(encoding=encoding)), glimpses):
            with pytest.raises(FileRefused, match=MUDDLE):
                read(path)


def test_returns_in_a_few_lines_refuse_nothing(tmp_path):
    path = tmp_path / "households.csv"
    path.write_bytes(b"household_id,person_id\nh1,p1\rx\rx\nh2,p2\n")
    assert frames(path)[0].rows() == [(3, "h2", "p2")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_bytes_of_another_encoding_are_no_line_ends(tmp_path, encoding):
    path = tmp_path / "households.csv"
    path.write_bytes("".join(f"{line},不不不不\r\n" for line in LINES).encode(encoding))
    assert glimpses(path)[0].layout.encoding == encoding, "不 holds the byte of a return"
