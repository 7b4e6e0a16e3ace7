"""Zip archives: members are files of their own; nothing leaves the folder; what cannot be trusted is refused."""

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from pipelines import ingest
from tests.cli.program import new_workspace, put, rows, told
from tests.intake.files import frames
from tracing.errors import FileRefused
from tracing.intake import archives, zip_files
from tracing.intake.archives import archive_of, at_hand, brought_name, expanded
from tracing.intake.formats import glimpses, open_records

HEADER = "person_id,observed_at,latitude,longitude\n"
NAMES = ("fixes_a.csv", "轨迹/fixes_昆明.csv")


def packed(path: Path, members: dict[str, bytes | str], encoding: str | None = None, **how) -> Path:
    """An archive with names in an encoding that it does not tell, as Windows writes them, or in UTF-8."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            member = Silent(name, encoding) if encoding else zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content, **how)
    return path


class Silent(zipfile.ZipInfo):
    """A member whose name does not say in which encoding it is."""

    def __init__(self, name: str, encoding: str):
        super().__init__(name)
        self.bytes = name.encode(encoding)

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.bytes, self.flag_bits & ~0x800


@pytest.mark.parametrize("encoding", [None, "gb18030", "utf-8"])
def test_members_are_files_below_the_archive_by_their_right_names(tmp_path, encoding):
    path = packed(tmp_path / "数据.zip", dict.fromkeys(NAMES, HEADER), encoding)
    assert expanded(path) == [path / name for name in NAMES]
    assert [brought_name(member) for member in expanded(path)] == [f"数据.zip/{name}" for name in NAMES]
    assert [archive_of(member) for member in expanded(path)] == [path, path]
    assert archive_of(path) is None and brought_name(path) == "数据.zip"


def test_what_file_managers_add_is_no_member(tmp_path):
    names = ("__MACOSX/._fixes.csv", "a/.DS_Store", "Thumbs.db", "folder/", "fixes.csv", "b\\fixes_b.csv")
    path = packed(tmp_path / "a.zip", dict.fromkeys(names, ""))
    assert expanded(path) == [path / "fixes.csv", path / "b/fixes_b.csv"]


def test_a_member_is_a_file_while_it_is_read(tmp_path):
    path = packed(tmp_path / "a.zip", {"fixes_a.csv": HEADER + "p,2021-08-05,1,2\n"})
    folder = put(tmp_path / "work" / "left.csv", b"of an attempt that was killed").parent
    with at_hand(path / "fixes_a.csv", folder) as unpacked:
        assert unpacked == folder / "fixes_a.csv" and folder.stat().st_mode & 0o777 == 0o700
        assert os.listdir(folder) == ["fixes_a.csv"] and frames(unpacked)[0].height == 1
    assert not folder.exists()
    with at_hand(tmp_path / "plain.csv", folder) as same:
        assert same == tmp_path / "plain.csv"


def test_a_refusal_names_the_member(tmp_path):
    path = packed(tmp_path / "a.zip", {"fixes_a.csv": "\n", "b.zip": "PK", "c.csv": "x" * 9_000})
    content = bytearray(path.read_bytes())
    content[content.rindex(b"c.csv", 0, content.index(b"PK\1\2")) + 6] ^= 0x55
    path.write_bytes(content)
    reasons = {"fixes_a.csv": "empty", "b.zip": "an archive within an archive", "c.csv": "damaged", "d.csv": "no such"}
    for name, reason in reasons.items():
        with pytest.raises(FileRefused) as refused, at_hand(path / name, tmp_path / "work") as unpacked:
            open_records(unpacked)
        assert str(refused.value).startswith(f"{path / name}: {reason}")
        assert not (tmp_path / "work").exists()


def flagged_encrypted(content: bytes) -> bytes:
    at = content.index(b"PK\1\2") + 8
    return content[:at] + bytes([content[at] | 1]) + content[at + 1 :]


def zip_of(**members) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_a_long_list(content: bytes) -> bytes:
    return content[:-10] + struct.pack("<L", 2**31) + content[-6:]


LEADING_OUT = ["/etc/fixes.csv", "../fixes.csv", "a/../../fixes.csv", "C:\\fixes.csv", "..\\fixes.csv"]
REFUSED = {
    "no name": (zip_of(**{"_fixes.csv": HEADER}).replace(b"_fixes", b"\0fixes"), "a member has no name"),
    **{name: (zip_of(**{name: HEADER}), "leads out of the archive") for name in LEADING_OUT},
    "encrypted": (flagged_encrypted(zip_of(a=HEADER)), "encrypted"),
    "too long": (zip_of(**{"x" * 300 + ".csv": HEADER}), "longer than 255 bytes"),
    "twice": (zip_of(**{"a.csv": HEADER, "./a.csv": HEADER}), "two members have one name"),
    "text": (HEADER.encode(), "not a zip archive"),
    "cut": (zip_of(a=HEADER)[:-30], "not a zip archive"),
    "nothing": (zip_of(), "holds no files"),
    "list": (with_a_long_list(zip_of(a=HEADER)), "a list of members of more than"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_archive_that_is_not_to_be_trusted_is_refused_as_a_whole(name, tmp_path):
    content, reason = REFUSED[name]
    path = put(tmp_path / "a.zip", content)
    assert expanded(path) == [path]
    for read in (open_records, glimpses):
        with pytest.raises(FileRefused, match=reason) as refused:
            read(path)
        assert str(refused.value).startswith(f"{path}: ")
    assert [one.name for one in tmp_path.iterdir()] == ["a.zip"]


def test_bombs_are_refused_before_they_are_unpacked(tmp_path, monkeypatch):
    path = packed(tmp_path / "a.zip", {"fixes.csv": b"\0" * 3_000_000})
    assert expanded(path) != [path]
    monkeypatch.setattr(archives, "BOMB_BYTES", 2_000_000)
    with pytest.raises(FileRefused, match="holds more than 200 times its size: no archive of records"):
        open_records(path)
    monkeypatch.setattr(archives, "MOST_MEMBERS", 3)
    with pytest.raises(FileRefused, match="more than 3 members"):
        open_records(packed(tmp_path / "b.zip", {f"{n}.csv": "" for n in range(5)}))
    monkeypatch.setattr(zip_files, "LARGEST_LIST", 100)
    with pytest.raises(FileRefused, match="a list of members of more than 100 bytes"):
        open_records(packed(tmp_path / "c.zip", {f"{n}.csv": "" for n in range(5)}))


def test_a_member_packed_in_a_way_that_is_not_read_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("fixes.csv", HEADER)
    with pytest.raises(FileRefused, match="packed in a way that is not read"):
        open_records(tmp_path / "a.zip")


LINES = {name: f"{HEADER}p{number},2021-08-05,1,2\nbad,x,1,2\n" for number, name in enumerate(NAMES)}
ACCOUNTS = "SELECT name, status, rows_in, rows_kept, rows_rejected, rows_known FROM files ORDER BY file_id"


def test_an_archive_of_the_inbox_moves_on_as_a_whole(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    packed(workspace / "inbox" / "数据.zip", LINES)
    said = told(workspace, "ingest")
    assert (said.status, said.complaints) == (0, [])
    assert rows(workspace / "store.duckdb", ACCOUNTS) == [(f"数据.zip/{name}", "taken", 2, 1, 1, 0) for name in NAMES]
    assert [one.name for one in (workspace / "taken").iterdir()] == ["数据.zip"]
    assert not [*(workspace / "inbox").iterdir()] and not (workspace / "unpacked").exists()


def test_a_rerun_takes_in_the_members_of_an_archive(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    packed(workspace / "inbox" / "数据.zip", LINES)
    assert told(workspace, "rerun").status == 0
    assert rows(workspace / "store.duckdb", ACCOUNTS) == [(f"数据.zip/{name}", "taken", 2, 1, 1, 0) for name in NAMES]
    assert [one.name for one in (workspace / "taken").iterdir()] == ["数据.zip"]


def test_a_stray_of_an_archive_is_told_in_a_line_and_the_archive_lies_among_the_taken(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    packed(workspace / "inbox" / "数据.zip", {"说明.txt": "请查收\n", **LINES})
    said = told(workspace, "ingest")
    assert said.status == 18 and len(said.complaints) == 1
    assert "数据.zip/说明.txt: " in said.complaints[0] and "no profile fits its header" in said.complaints[0]
    assert said.complaints[0].endswith(f"; its archive lies in {workspace / 'taken' / '数据.zip'} now")
    assert not [*(workspace / "refused").iterdir(), *(workspace / "inbox").iterdir()]
    again = told(workspace, "ingest", workspace / "taken" / "数据.zip")
    assert again.status == 2 and " 0 kept + 2 rejected + 2 already known" in again.out
    assert rows(workspace / "store.duckdb", "SELECT count(*) FROM fixes") == [(2,)]


def test_an_archive_of_which_nothing_is_taken_lies_among_the_refused(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    packed(workspace / "inbox" / "数据.zip", {"说明.txt": "请查收\n", "fixes_no.csv": "x\n"})
    said = told(workspace, "ingest")
    refused = workspace / "refused" / "数据.zip"
    assert said.status == 18 and len(said.complaints) == 2
    assert all(line.endswith(f"; its archive lies in {refused} now") for line in said.complaints)
    assert refused.exists() and not [*(workspace / "taken").iterdir()]


def test_an_attempt_that_broke_off_between_two_members_is_made_good_by_the_next(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    path = packed(workspace / "inbox" / "数据.zip", LINES)
    ingest.take_in(str(workspace), ingest.bring(str(workspace), [path])[0])
    assert path.exists()
    assert told(workspace, "ingest").status == 0
    assert not path.exists() and [one.name for one in (workspace / "taken").iterdir()] == ["数据.zip"]
    assert rows(workspace / "store.duckdb", "SELECT count(*) FROM fixes") == [(2,)]


def test_a_member_can_be_brought_alone_and_again(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    path = packed(tmp_path / "数据.zip", LINES)
    assert told(workspace, "ingest", path / NAMES[1]).status == 0
    assert told(workspace, "ingest", path).status == 0
    assert rows(workspace / "store.duckdb", ACCOUNTS)[1:] == [
        (f"数据.zip/{NAMES[0]}", "taken", 2, 1, 1, 0),
        (f"数据.zip/{NAMES[1]}", "taken", 2, 0, 1, 1),
    ]
