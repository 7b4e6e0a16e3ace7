"""Text in every encoding, with every delimiter: the same records, and what cannot be decoded is a reject."""

import gzip
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.intake.files import all_batches
from tests.intake.test_csv_lines import is_muddle
from tracing.errors import FileRefused
from tracing.intake import csv_blocks, csv_lines
from tracing.intake.encodings import ENCODINGS, LONGEST, marked
from tracing.intake.formats import glimpses, open_records
from tracing.intake.plain_lines import find_plain
from tracing.intake.tables import Layout

READ = frozenset({"姓名", "person_id", "备注"})
ROWS = [("person_id", "号", "姓名"), ("p1", "1", "张伟"), ("p2", "", "𠮷㛃䶮"), ("p3", "3", '"李, 娜"'), (" ", "", "·")]
RECORDS = [(2, "p1", "张伟"), (3, "p2", "𠮷㛃䶮"), (4, "p3", "李, 娜"), (5, None, "·")]
MARKED = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}
SAID = ("utf-8", "gb18030", "gbk", "GB2312", "utf-16-le", "UTF-16BE", "utf-16")


def text(delimiter: str, end: str = "\r\n", mark: str = "") -> str:
    return mark + "".join(delimiter.join(row) + end for row in ROWS)


def read(path: Path, **layout) -> tuple[list[tuple], list[tuple]]:
    frame, broken = all_batches(path, Layout(columns=READ, **layout))
    return frame.rows(), broken.select("line", "reason").rows()


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_a_mark_tells_the_encoding_and_utf_8_is_read_without(tmp_path, encoding, delimiter):
    path = tmp_path / "persons.csv"
    path.write_bytes(text(delimiter).encode(encoding))
    assert read(path, delimiter=delimiter) == (RECORDS, [])
    path.write_bytes(text(delimiter, mark="\ufeff").encode("utf-16-be"))
    assert read(path, delimiter=delimiter) == (RECORDS, [])


@pytest.mark.parametrize("encoding", SAID)
def test_the_layout_says_the_encoding_where_no_mark_does(tmp_path, encoding):
    wide = {"gbk": "gb18030", "GB2312": "gb18030", "utf-16": "utf-16-le"}
    path = tmp_path / "persons.txt.gz"
    path.write_bytes(gzip.compress(text("\t", "\n").encode(wide.get(encoding, encoding))))
    assert read(path, encoding=encoding, delimiter="\t") == (RECORDS, [])


def test_without_a_word_of_it_no_other_encoding_is_tried(tmp_path):
    path = tmp_path / "persons.csv"
    path.write_bytes("person_id,remark\np1,张伟\np2,x\n".encode("gb18030"))
    assert read(path) == ([(3, "p2")], [(2, "not UTF-8")])


@pytest.mark.parametrize(
    ("content", "stated", "reason"),
    [
        ("姓名,person_id\n".encode("gb18030"), None, "not UTF-8; what is in another encoding is read by a profile"),
        ("姓名,person_id\n".encode("gb18030"), "utf-8", "not UTF-8$"),
        (b"\xff\xfe\x00\xd8\n\x00", None, "not UTF-16$"),
        (b"person\x00id,name\n", None, "a NUL character$"),
    ],
    ids=["unstated", "stated", "marked", "NUL"],
)
def test_another_encoding_is_thought_of_only_where_it_may_be_one(tmp_path, content, stated, reason):
    path = tmp_path / "persons.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match=f"no header in line 1: {reason}"):
        open_records(path, Layout(encoding=stated))


@pytest.mark.parametrize(
    ("encoding", "line", "shown"),
    [
        ("gb18030", b"p9,\xff,x", "GB18030"),
        ("gb18030", b"p9,\x81", "GB18030"),
        ("utf-16-le", "p9,1,".encode("utf-16-le") + b"\x00\xd8", "UTF-16"),
        ("utf-16-be", b"\xdc\x00" + "p9,1,x".encode("utf-16-be"), "UTF-16"),
    ],
)
def test_a_line_that_cannot_be_decoded_is_a_reject_alone(tmp_path, encoding, line, shown):
    path = tmp_path / "persons.csv"
    end = "\n".encode(encoding)
    head = "person_id,号,姓名\n".encode(encoding)
    path.write_bytes(head + line + end + "p1,1,张伟".encode(encoding) + end)
    assert read(path, encoding=encoding) == ([(3, "p1", "张伟")], [(2, f"not {shown}")])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
def test_lines_may_end_as_old_macs_wrote_them(tmp_path, encoding):
    path = tmp_path / "persons.csv.gz"
    path.write_bytes(gzip.compress(text(";", "\r").encode(encoding)))
    assert read(path, encoding=encoding.removesuffix("-sig"), delimiter=";") == (RECORDS, [])
    seen = glimpses(path)[0]
    assert [line for line, _ in seen.lines] == [1, 2, 3, 4, 5] and seen.layout.delimiter == ";"


def test_a_return_ends_a_line_only_where_the_file_begins_without_newlines(tmp_path, monkeypatch):
    path = tmp_path / "persons.csv"
    path.write_bytes(b"person_id,remark\np1,a\rb\np2,c\n")
    assert read(path) == ([(3, "p2")], [(2, "a carriage return inside the line")])
    monkeypatch.setattr(csv_blocks, "NEAR", 4)
    monkeypatch.setattr(csv_blocks, "FAR", 24)
    monkeypatch.setattr(csv_lines, "CHUNK", 8)
    path.write_bytes(b"person_id,remark\rp1,a\rp2,b\np3,c\r\np4,d\r\n\n")
    assert read(path) == ([(2, "p1"), (3, "p2"), (4, "p3"), (6, "p4")], [])
    assert sum(batch.blank for batch in open_records(path, Layout(columns=READ))) == 3


def test_half_a_character_at_the_end_is_a_reject(tmp_path):
    path = tmp_path / "persons.csv"
    path.write_bytes("person_id,姓名\np1,张\np2,伟".encode("utf-16") + b"x")
    assert read(path) == ([(2, "p1", "张")], [(3, "not UTF-16; the last line of the file, which has no line end")])


def test_what_contradicts_the_mark_or_is_no_encoding_is_refused(tmp_path):
    path = tmp_path / "persons.csv"
    path.write_bytes(text(",").encode("utf-8-sig"))
    with pytest.raises(FileRefused, match="begins with the mark of utf-8, and is said to be in gb18030"):
        read(path, encoding="gb18030")
    for unread in ("latin-1", "utf-7", "no such"):
        with pytest.raises(FileRefused, match="no encoding that is read"):
            read(path, encoding=unread)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_line_that_is_too_long_is_one_in_every_encoding(tmp_path, encoding, monkeypatch):
    monkeypatch.setattr(csv_lines, "CHUNK", 300_000)
    path = tmp_path / "persons.csv"
    long = ["张" * 400_000, "x" * (LONGEST + 1), "é" * 3_000_000, "p1"]
    path.write_bytes("\n".join(["person_id", "p0", *long]).encode(encoding))
    found = read(path, encoding=encoding)
    assert found == ([(2, "p0"), (6, "p1")], [(line, f"longer than {LONGEST} bytes") for line in (3, 4, 5)])


def none_is_plain(block: bytes, width: int, comma: str) -> tuple[np.ndarray, np.ndarray]:
    ends, found = find_plain(block, width, comma)
    return ends, np.zeros_like(found)


cells = st.sampled_from(["a", "张伟", "𠮷", " é ", "", '"q"', '"a,\t;b"', 'a"b', "\u3000", "\t", "\r", "\0"])
lines = st.lists(cells, min_size=1, max_size=4)
damages = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=2)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([*ENCODINGS]),
    st.sampled_from([",", "\t", ";"]),
    st.lists(lines, max_size=12),
    damages,
    st.integers(1, 100),
    st.sampled_from([frozenset(), frozenset({"张伟", "a"})]),
)
def test_together_is_as_line_by_line_in_every_encoding(encoding, comma, body, damage, chunk, totals):
    content = bytearray("\n".join(comma.join(line) for line in [("person_id", "号", "姓名"), *body]).encode(encoding))
    header = len(f"person_id{comma}号{comma}姓名\n".encode(encoding))
    for place, byte in damage:
        if header + place < len(content):
            content[header + place] = byte
    assume(not is_muddle(content.decode(encoding, "replace")))
    layout = Layout(encoding, comma, columns=READ, totals=totals)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "persons.csv"
        path.write_bytes(content)
        patch.setattr(csv_lines, "CHUNK", chunk * 2)
        patch.setattr(csv_blocks, "BATCH_ROWS", 5)
        together = [part.rows() for part in all_batches(path, layout)]
        patch.setattr(csv_lines, "find_plain", none_is_plain)
        assert [part.rows() for part in all_batches(path, layout)] == together


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_glimpse_shows_how_a_file_can_be_read(tmp_path, encoding, delimiter):
    path = tmp_path / "扫码.txt"
    path.write_bytes(("核酸\r\n\r\n" + text(delimiter)).encode(encoding))
    best, *others = glimpses(path)
    assert best.layout == Layout(encoding=MARKED.get(encoding, encoding), delimiter=delimiter)
    assert best.lines[:3] == [(1, ("核酸",)), (3, ("person_id", "号", "姓名")), (4, ("p1", "1", "张伟"))]
    assert best.lines[-2] == (6, ("p3", "3", "李, 娜"))
    assert {other.layout.encoding for other in others} <= {best.layout.encoding}


def test_a_few_damaged_lines_do_not_make_utf_8_another_encoding(tmp_path):
    path = tmp_path / "persons.csv"
    path.write_bytes(text(",").encode() + b"p4,\xd5\xc5,\xc0\xee\n")
    assert {glimpse.layout.encoding for glimpse in glimpses(path)} == {"utf-8"}
    path.write_bytes(text(",").encode("gb18030") + b"p4,\xff,x\n")
    assert {glimpse.layout.encoding for glimpse in glimpses(path)} == {"gb18030"}


def test_a_nul_here_and_there_is_damage_and_no_other_encoding(tmp_path):
    path = tmp_path / "persons.csv"
    for encoding in ("utf-8", "gb18030"):
        path.write_bytes(text(",").encode(encoding) + b"p4,\0,x\n")
        [best] = glimpses(path)
        assert best.layout.encoding == encoding and len(best.lines) == 5
        assert read(path, encoding=encoding)[1] == [(6, "a NUL character")]


def test_a_glimpse_reads_no_more_than_the_beginning(tmp_path):
    path = tmp_path / "persons.csv"
    path.write_bytes(text(",").encode() * 60)
    assert [line for line, _ in glimpses(path)[0].lines] == list(range(1, 41))


def test_marks_tell_encodings_apart():
    assert {name: marked(one.mark + "a".encode(name)).name for name, one in ENCODINGS.items()} == {
        name: name for name in ENCODINGS
    }
    assert marked(b"person_id") is None


def test_a_file_of_nothing_that_can_be_read_has_no_glimpse(tmp_path):
    path = tmp_path / "persons.csv"
    path.write_bytes(b"\n \n\n")
    with pytest.raises(FileRefused, match="holds no lines that can be read"):
        glimpses(path)
    with pytest.raises(FileRefused, match="empty"):
        open_records(path)


def test_a_line_in_utf_8_in_a_file_in_gb18030_is_none_of_it(tmp_path):
    """Its bytes are characters in GB18030 as well, but such as nobody writes."""
    lines = ["person_id,姓名".encode("gb18030"), "p1,李娜".encode("gb18030"), "p2,张伟".encode(), b"p3,Li"]
    path = tmp_path / "persons.csv"
    path.write_bytes(b"\n".join(lines) + b"\n")
    assert b"\n".join(lines).decode("gb18030")
    records, broken = read(path, encoding="gb18030")
    assert records == [(2, "p1", "李娜"), (4, "p3", "Li")]
    assert broken == [(3, "not GB18030")]
