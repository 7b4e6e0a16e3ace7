"""Where hand-overs stand: `handover/<case>/<number>/`, written beside its place, read back, then renamed.

A folder without a dot before its name counts, and is never changed afterwards: readers need no lock. Who hands over
holds the lock of `handing_over`, so that numbers follow each other and no two hand-overs mix.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import polars as pl

from tracing.case_list import COLUMNS
from tracing.disk import alone, settle
from tracing.errors import CannotWrite, StoreDamaged

MANIFEST, LIST, HANDED, DEFINITION = "manifest.json", "list.csv", "handed.parquet", "definition.toml"
_NUMBER = re.compile(r"\d{6,}")
_LONGEST = 200  # bytes of a folder's name; file systems end at 255


@dataclass(frozen=True)
class HandOver:
    """One hand-over of one case, with what its manifest says."""

    folder: Path
    manifest: Mapping

    @property
    def case_id(self) -> str:
        return self.manifest["case_id"]

    @property
    def number(self) -> int:
        return self.manifest["number"]

    @property
    def run_id(self) -> int:
        return self.manifest["run"]["run_id"]

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.manifest["handed_over_at"])

    @property
    def audit_head(self) -> str:
        return self.manifest["audit_head"]

    @property
    def hashes(self) -> dict[str, str]:
        return {file["name"]: file["sha256"] for file in self.manifest["files"]}

    @property
    def previous(self) -> tuple[int, str] | None:
        """The number of the hand-over before this one, and the hash of its manifest."""
        before = self.manifest["previous"]
        return before and (before["number"], before["manifest_sha256"])

    def described(self) -> bytes:
        """The manifest's own bytes. Errors: StoreDamaged."""
        return _read(self.folder / MANIFEST)

    def document(self, name: str) -> bytes:
        """A file of the folder, as it was handed over. Errors: StoreDamaged where its bytes are others."""
        document = _read(self.folder / name)
        if sha256(document) != self.hashes.get(name):
            raise StoreDamaged(f"{self.folder / name}: not the file that was handed over")
        return document

    def verify(self) -> None:
        """Errors: StoreDamaged where a file is not what was handed over."""
        for name in self.hashes:
            self.document(name)

    def lines(self, columns: list[str] | None = None) -> pl.DataFrame:
        """The lines under pseudonyms, with `change` and the exposures behind them (`tracing.handover.behind`)."""
        try:
            return pl.read_parquet(BytesIO(self.document(HANDED)), columns=columns)
        except pl.exceptions.PolarsError:
            raise StoreDamaged(f"{self.folder / HANDED}: these lines cannot be read") from None


def sha256(document: bytes) -> str:
    """The hash of a file's bytes, as a manifest writes it."""
    return hashlib.sha256(document).hexdigest()


def encoded(case_id: str) -> str:
    """A case's id as the name of a folder: what is no letter, digit, - or _ stands as % and its bytes.

    An id too long for a name is cut, and told from its like by a hash.
    """
    name = quote(case_id, safe="").replace(".", "%2E").replace("~", "%7E")
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 33]}~{sha256(case_id.encode())[:32]}"


def place_of(root: Path, case_id: str, number: int) -> Path:
    """The folder of the hand-over of that number."""
    return root / encoded(case_id) / f"{number:06}"


def latest(root: Path, case_id: str) -> HandOver | None:
    """The last hand-over of a case. Errors: StoreDamaged."""
    return next(iter(standing(root, case_id)), None)


def standing(root: Path, case_id: str | None = None, at: datetime | None = None) -> list[HandOver]:
    """The last hand-over of one case, or of each that has any, by case.

    at      of those that were made by an instant; None: by now. Errors: StoreDamaged.
    """
    cases = [root / encoded(case_id)] if case_id is not None else root.iterdir() if root.is_dir() else []
    found = [_last(folder, at) for folder in cases if folder.is_dir()]
    return sorted((one for one in found if one), key=lambda one: one.case_id)


def every(root: Path) -> list[HandOver]:
    """All hand-overs of all cases. Errors: StoreDamaged."""
    cases = sorted(folder for folder in root.iterdir() if folder.is_dir()) if root.is_dir() else []
    return [_opened(numbered) for folder in cases for numbered in _numbered(folder)]


def lines_of(given: Sequence[HandOver]) -> pl.DataFrame | None:
    """The lines of hand-overs, in the columns of a list; None where there are no hand-overs. Errors: StoreDamaged."""
    found = [one.lines(list(COLUMNS)) for one in given]
    return pl.concat(found) if found else None


def rests_on(root: Path) -> set[int]:
    """The screens that the last hand-overs were made from.

    A hand-over holds what later ones compare it with, so nothing is lost with their results but the graph as it was.
    """
    return {one.run_id for one in standing(root)}


def _last(folder: Path, at: datetime | None) -> HandOver | None:
    opened = (_opened(numbered) for numbered in reversed(_numbered(folder)))
    return next((one for one in opened if at is None or one.at <= at), None)


def _numbered(folder: Path) -> list[Path]:
    inside = folder.iterdir() if folder.is_dir() else ()
    return sorted((path for path in inside if _NUMBER.fullmatch(path.name)), key=lambda path: int(path.name))


def _opened(folder: Path) -> HandOver:
    try:
        opened = HandOver(folder, json.loads(_read(folder / MANIFEST)))
        _ = opened.case_id, opened.number, opened.run_id, opened.at, opened.audit_head, opened.hashes, opened.previous
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StoreDamaged(f"{folder / MANIFEST}: this manifest cannot be read") from None
    return opened


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StoreDamaged(f"{path}: {error.strerror or 'cannot be read'}") from None


@contextmanager
def handing_over(root: Path) -> Iterator[None]:
    """One hand-over at a time; what killed ones left is cleared away. Errors: CannotWrite."""
    with ExitStack() as held:
        try:
            root.mkdir(mode=0o700, exist_ok=True)
            held.enter_context(alone(root))
            for part in root.glob("*/.*.part"):
                shutil.rmtree(part)
        except OSError as error:
            raise _unwritten(root, error) from None
        yield


def put(root: Path, case_id: str, number: int, documents: Mapping[str, bytes], manifest: Mapping) -> Path:
    """Put a hand-over into its place once its files were read back and are what the manifest says: its folder.

    documents   name -> bytes, all that the manifest lists. Errors: CannotWrite.
    """
    place = place_of(root, case_id, number)
    part = place.with_name(f".{place.name}.part")
    described = json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n"
    try:
        part.mkdir(mode=0o700, parents=True)
        for name, document in {**documents, MANIFEST: described}.items():
            _write(part / name, document)
        settle(part)
        _check(part, manifest, described)
        part.rename(place)
        settle(place.parent)
        settle(root)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise _unwritten(place, error) from None
    return place


def _write(path: Path, document: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(document)
        file.flush()
        os.fsync(file.fileno())


def _check(part: Path, manifest: Mapping, described: bytes) -> None:
    """Hold what stands on the disk against the manifest, file by file."""
    told = {file["name"]: file["sha256"] for file in manifest["files"]} | {MANIFEST: sha256(described)}
    found = {path.name: sha256(path.read_bytes()) for path in part.iterdir()}
    if found != told:
        shutil.rmtree(part)
        raise CannotWrite(f"{part.parent}: what was written reads back as something else")


def _unwritten(path: Path, error: OSError) -> CannotWrite:
    return CannotWrite(f"{path}: {error.strerror or 'cannot be written'}")
