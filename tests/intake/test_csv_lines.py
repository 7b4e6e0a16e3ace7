"""csv: one physical line is one record, and none is lost whatever the bytes are."""

import csv
import gzip
import re
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.intake.files import frames, ingested
from tracing.errors import FileRefused
from tracing.intake import csv_blocks, csv_lines, dittos, encodings
from tracing.intake.formats import open_records

HEADER = b"household_id,person_id\n"
# What Unicode calls white space; Python's strip() takes four control characters more.
WHITE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace() and not 0x1C <= code <= 0x1F)


def read(tmp_path: Path, body: bytes) -> tuple[list[tuple], list[tuple]]:
    path = tmp_path / "households.csv"
    path.write_bytes(HEADER + body)
    frame, broken = frames(path)
    return frame.rows(), broken.select("line", "reason").rows()


@pytest.mark.parametrize(
    ("body", "row"),
    [
        (b"h1,p1\n", ("h1", "p1")),
        (b"h1,p1", ("h1", "p1")),
        (b"h1,p1\r\n", ("h1", "p1")),
        (b" h1 ,\tp1 \n", ("h1", "p1")),
        ("\u3000h1\u3000,张伟\n".encode(), ("h1", "张伟")),
        (b"h1,\n", ("h1", None)),
        (b'"",  \n', (None, None)),
        (b'"h1","p1"\r\n', ("h1", "p1")),
        (b'"h,1",p1\n', ("h,1", "p1")),
        (b'"h ""1""", "p1"\n', ('h "1"', "p1")),
        (b'h"1,p1\n', ('h"1', "p1")),
    ],
)
def test_a_line_is_a_record(tmp_path, body, row):
    assert read(tmp_path, body) == ([(2, *row)], [])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"h1", "1 field where the header has 2"),
        (b"h1,p1,", "3 fields where the header has 2"),
        (b'"h1,p1,x"', "1 field where the header has 2"),
        (b'"h1,p1', "quotes that do not match"),
        (b'"h1"x,p1', "quotes that do not match"),
        (b"h1,\xd5\xc5", "not UTF-8"),
        (b"h1,p\x001", "a NUL character"),
        (b"h1,p1\rh2,p2", "a carriage return inside the line"),
        (b"h1," + b"x" * 1_000_000, "longer than 1000000 bytes"),
        (b"h1," + "伟".encode() * 400_000, "longer than 1000000 bytes"),
    ],
)
def test_a_line_that_is_no_record_stands_among_the_broken_alone(tmp_path, line, reason):
    rows, broken = read(tmp_path, b"a,1\n" + line + b"\n\nb,2\n")
    assert rows == [(2, "a", "1"), (5, "b", "2")]
    assert broken == [(3, reason)]


def test_a_long_quoted_field_is_read_up_to_the_longest_line(tmp_path):
    long = "x" * 400_000
    assert read(tmp_path, f'"{long},",p1\n'.encode()) == ([(2, long + ",", "p1")], [])


def test_a_line_longer_than_a_chunk_is_not_held(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_lines, "CHUNK", 300_000)
    blocks = csv_lines.blocks
    longest = []

    def watched(*arguments):
        for block in blocks(*arguments):
            longest.append(len(block.content))
            yield block

    monkeypatch.setattr(csv_lines, "blocks", watched)
    rows, broken = read(tmp_path, b"a,1\n" + b"x" * 10_000_000 + b"\nb,2\n")
    assert (rows, broken) == ([(2, "a", "1"), (4, "b", "2")], [(3, "longer than 1000000 bytes")])
    assert max(longest) < encodings.LONGEST + 2 * 300_000


def test_a_byte_order_mark_is_not_part_of_the_header(tmp_path):
    path = tmp_path / "households.csv"
    path.write_bytes(b"\xef\xbb\xbf" + HEADER + b"h1,p1\n")
    assert open_records(path).columns == ("household_id", "person_id")


def test_lines_are_counted_from_the_file_s_first_also_above_the_header(tmp_path):
    path = tmp_path / "households.csv"
    path.write_bytes(b"\n\n" + HEADER + b"\nh1,p1\n")
    assert frames(path)[0].rows() == [(5, "h1", "p1")]


def test_batches_are_bounded_and_keep_the_order_of_lines(tmp_path, monkeypatch):
    monkeypatch.setattr(csv_lines, "CHUNK", 1_000)
    monkeypatch.setattr(csv_blocks, "BATCH_ROWS", 50)
    body = "".join(f'"h,{n}",{n}\n' if n % 3 else f"h {n},{n}\r\n" for n in range(2_000))
    path = tmp_path / "households.csv"
    path.write_bytes(HEADER + body.encode())
    batches = list(open_records(path))
    assert max(batch.frame.height for batch in batches) <= 50
    assert pl.concat([batch.frame["line"] for batch in batches]).to_list() == list(range(2, 2_002))
    assert pl.concat([batch.frame["person_id"] for batch in batches]).to_list() == [str(n) for n in range(2_000)]
    done = [batch.done for batch in batches]
    assert done == sorted(done) and done[-1] == 1.0 and 0 < done[0] < 0.1


def test_gzip_holds_the_same_lines(tmp_path):
    body = HEADER + b"".join(b"h%d,p%d\n" % (n, n) for n in range(10_000))
    plain, packed = tmp_path / "households.csv", tmp_path / "households.csv.gz"
    plain.write_bytes(body)
    packed.write_bytes(gzip.compress(body))
    assert ingested(packed)[0].equals(ingested(plain)[0])


@pytest.mark.parametrize("damage", ["cut", "checksum", "middle"])
def test_a_damaged_gzip_is_refused_after_its_last_line(tmp_path, damage):
    packed = bytearray(gzip.compress(HEADER + b"".join(b"h%d,SECRET%d\n" % (n, n * n) for n in range(50_000))))
    match damage:
        case "cut":
            packed = packed[: len(packed) // 2]
        case "checksum":
            packed[-8] ^= 1
        case "middle":
            packed[len(packed) // 2 : len(packed) // 2 + 50] = b"\xff" * 50
    path = tmp_path / "households.csv.gz"
    path.write_bytes(packed)
    with pytest.raises(FileRefused) as refused:
        frames(path)
    where, line = str(refused.value).rsplit(" ", 1)
    assert where == f"{path}: damaged or unreadable after line"
    assert int(line) > 5_000


def plain_reading(line: bytes, width: int) -> str | list[str | None]:
    """One line as a plain reader sees it: "blank", "broken" or its fields."""
    try:
        text = line.decode("utf-8").rstrip("\r")
    except UnicodeDecodeError:
        return "broken"
    if not text.strip(WHITE):
        return "blank"
    if "\0" in text or "\r" in text:
        return "broken"
    try:
        (fields,) = csv.reader([text], strict=True, skipinitialspace=True)
    except (csv.Error, ValueError):
        return "broken"
    return [field.strip(WHITE) or None for field in fields] if len(fields) == width else "broken"


pieces = st.one_of(
    st.sampled_from(
        [b",", b'"', b'""', b"\n", b"\r\n", b"\r", b"\0", b" ", b'","', b'"\n"', b"a", b"h1,p1\n", b"\xff"]
    ),
    st.text(max_size=4).map(lambda text: text.encode("utf-8", "ignore")),
    st.binary(max_size=4),
)


def is_muddle(text: str) -> bool:
    """Whether a text is refused, as more carriage returns stand alone in it than lines end."""
    return "\0" not in text and len(re.findall("\r(?![\r\n])", text)) > text.count("\n")


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces, max_size=40).map(b"".join))
@example(b"h1,p1\r\r\n")
@example(b'a,"b\nc",d\n')
@example(b'"a",b"c\n"a""b",c\n"a" ,b\n')
@example(b"\n\n")
def test_every_line_is_a_row_or_broken_or_blank(body):
    assume(not is_muddle((HEADER + body).decode("utf-8", "replace")))
    lines = (HEADER + body).removesuffix(b"\n").split(b"\n")
    readings = {number: plain_reading(line, 2) for number, line in enumerate(lines, start=1) if number > 1}
    fields = {field for fields in readings.values() if isinstance(fields, list) for field in fields}
    assume(not fields & dittos.WORDS)  # a lone quote says "as above": what that means is the profile's to say
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "households.csv"
        path.write_bytes(HEADER + body)
        batches = list(open_records(path))
        kept, rejects = ingested(path) if batches else (pl.DataFrame(), pl.DataFrame())
    rows = {line: list(fields) for batch in batches for line, *fields in batch.frame.rows()}
    assert rows == {number: fields for number, fields in readings.items() if isinstance(fields, list)}
    assert sum(batch.blank for batch in batches) == list(readings.values()).count("blank")
    broken = [line for batch in batches for line in batch.broken["line"]]
    assert broken == [number for number, reading in readings.items() if reading == "broken"]
    assert kept.height + rejects.height == len(rows) + len(broken)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([".csv", ".csv.gz", ".xlsx", ".parquet"]))
def test_random_bytes_are_read_or_refused(content, ending):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"households{ending}"
        path.write_bytes(content)
        try:
            assert all(batch.frame.columns[0] == "line" for batch in open_records(path))
        except FileRefused as refused:
            assert str(refused).count("\n") == 0 and str(path) in str(refused)
