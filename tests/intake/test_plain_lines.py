"""Plain lines: split all at once exactly as line by line, and nothing else is taken for plain."""

import tempfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracing.intake import csv_blocks, csv_lines
from tracing.intake.formats import open_records
from tracing.intake.plain_lines import chosen, find_plain

HEADERS = (
    "household_id,person_id",
    "person_id,remark,observed_at,latitude",
    "remark,other",
    ",place_id,",
    "place_id",
)


def plain(block: bytes, width: int = 2) -> list[bool]:
    return find_plain(block, width)[1].tolist()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"h1,p1", True),
        (b" h1 ,\tp1", True),
        (b",", True),
        (b"h1,p1\r", True),
        ("家,张伟".encode(), True),
        (b'"h1","p1"', True),
        (b'"h1",p1\r', True),
        (b'"h1","p1"\r', True),
        (b'"h1"\r,p1', False),
        (b'"",p1', True),
        (b'h1,""', True),
        (b"", False),
        (b"h1", False),
        (b"h1,p1,", False),
        (b'"h,1",p1', False),
        (b'"h,1"', False),
        (b'"h1", "p1"', False),
        (b'"h""1",p1', False),
        (b'h"1",p1', False),
        (b'"h1,p1"', False),
        (b'"h1"x,p1', False),
        (b'x"h1",p1', False),
        (b'h1,"', False),
        (b'h1"","p1', False),
        (b'"""",p1', False),
        (b"h1\r,p1", False),
        (b"h1,p1\r\r", False),
        (b"h1,p\x001", False),
        (b"h1,\xd5\xc5", False),
        (b"h1," + b"x" * 1_000_000, False),
        (b"\xef\xbb\xbfh1,p1", False),
    ],
)
def test_what_is_plain(line, expected):
    assert plain(line + b"\n") == [expected]
    assert plain(b"a,b\n" * 2 + line + b"\nc,d\n") == [True, True, expected, True]


def test_no_line_of_one_column_is_plain_as_it_could_be_blank():
    assert plain(b"p1\n \n\np2\n", 1) == [False] * 4


@settings(deadline=None)
@given(st.lists(st.booleans(), max_size=20))
def test_chosen_lines_are_those_and_no_others(which):
    lines = [b"x" * at + b"\n" for at in range(len(which))]
    block = b"".join(lines)
    ends = np.cumsum([len(line) for line in lines], dtype=np.int64) - 1
    assert chosen(block, ends, np.array(which, bool)) == b"".join(
        line for line, one in zip(lines, which, strict=True) if one
    )


def test_a_sound_file_has_only_plain_lines(tmp_path, monkeypatch):
    monkeypatch.delattr(csv_lines._Text, "_by_rules")
    for number, (mark, end, quote) in enumerate(((b"", b"\n", b""), (b"\xef\xbb\xbf", b"\r\n", b'"'))):
        rows = [(f"家 {n}", f"p{n}" if n % 5 else "") for n in range(3_000)]
        lines = [
            b",".join(quote + one.encode() + quote for one in row) for row in (("household_id", "person_id"), *rows)
        ]
        path = tmp_path / f"households_{number}.csv"
        path.write_bytes(mark + end.join(lines))
        assert pl.concat([batch.frame for batch in open_records(path)]).rows() == [
            (line, house, person or None) for line, (house, person) in enumerate(rows, start=2)
        ]


def reading(path: Path) -> tuple[list[tuple], list[tuple]]:
    batches = list(open_records(path))
    assert all(batch.frame.height + batch.broken.height + batch.blank for batch in batches)
    return [row for batch in batches for row in batch.frame.rows()], [
        row for batch in batches for row in batch.broken.rows()
    ]


def none_is_plain(block: bytes, width: int, comma: str) -> tuple[np.ndarray, np.ndarray]:
    ends, found = find_plain(block, width, comma)
    return ends, np.zeros_like(found)


fields = st.sampled_from(
    [b"a", b"12.5", b"", b" b ", b"\t", "张伟".encode(), "\u3000c\u00a0".encode(), b'"q"', b'""', b"nan", b"#", b"\x1c"]
)
good = st.lists(fields, min_size=1, max_size=4).map(b",".join)
bad = st.sampled_from(
    [
        b'"',
        b'"a,b"',
        b' "q"',
        b'a"b',
        b"\0",
        b"\r",
        b"\xff",
        b"\xef\xbb\xbf",
        b",",
        b"",
        b"   ",
        b"\xe5\xbc",
        b'"a""b"',
        b'"a"b',
    ]
)
damaged = st.lists(good | bad, min_size=1, max_size=3).map(b"".join)
bodies = st.lists(st.tuples(good | good | damaged, st.sampled_from([b"\n", b"\n", b"\r\n"])), max_size=30)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(HEADERS), bodies, st.integers(1, 200), st.integers(1, 8), st.booleans())
@example(HEADERS[0], [(b"\xef\xbb\xbfa,b", b"\n")] * 3, 5, 3, True)
@example(HEADERS[0], [(b"a", b"\n"), (b"\xef\xbb\xbfa,b", b"\n")], 200, 8, True)
@example(HEADERS[0], [(b"a", b"\n"), (b'"\xef\xbb\xbfa",b', b"\n")], 200, 8, True)
@example(HEADERS[0], [(b'"a","b"', b"\r\n"), (b'"a,b"', b"\n")] * 3, 200, 8, False)
def test_together_is_as_line_by_line(header, body, chunk, rows, ended):
    content = b"".join(b"".join(line) for line in [(header.encode(), b"\n"), *body])
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "households.csv"
        path.write_bytes(content if ended else content.removesuffix(b"\n"))
        patch.setattr(csv_lines, "CHUNK", chunk)
        patch.setattr(csv_blocks, "BATCH_ROWS", rows)
        together = reading(path)
        patch.setattr(csv_lines, "find_plain", none_is_plain)
        assert reading(path) == together


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(HEADERS), bodies, st.integers(1, 200), st.integers(1, 8), st.booleans())
@example(HEADERS[0], [(b'"a","b"', b""), (b"", b""), (b"a,\xff", b"")], 7, 3, False)
def test_lines_that_end_as_on_old_macs_are_those_that_end_in_newlines(header, body, chunk, rows, ended):
    content = b"\r".join([header.encode(), *(line for line, _ in body), b""])
    content = content if ended or not body else content.removesuffix(b"\r")
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        old, new = Path(folder) / "households-old.csv", Path(folder) / "households-new.csv"
        old.write_bytes(content)
        new.write_bytes(content.replace(b"\r", b"\n"))
        expected = reading(new)
        assert reading(old) == expected
        patch.setattr(csv_lines, "CHUNK", chunk)
        patch.setattr(csv_blocks, "BATCH_ROWS", rows)
        assert reading(old) == expected
        patch.setattr(csv_lines, "find_plain", none_is_plain)
        assert reading(old) == expected


@settings(max_examples=150, deadline=None)
@given(st.data(), st.binary(max_size=60))
def test_together_is_as_line_by_line_where_bytes_were_changed(data, noise):
    """A sound file into which bytes are written anywhere."""
    content = bytearray(b"".join(b"house %d,person %d\n" % (n, n) for n in range(40)))
    for byte in noise:
        content[data.draw(st.integers(0, len(content) - 1))] = byte
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "households.csv"
        path.write_bytes(HEADERS[0].encode() + b"\n" + content)
        together = reading(path)
        patch.setattr(csv_lines, "find_plain", none_is_plain)
        assert reading(path) == together
