"""An xlsx workbook: its sheets, what its numbers look like, its shared texts and merged areas.

It is a zip archive of XML. What could take more memory or time than a workbook does is refused before it is read; the
table of shared texts is the one thing that is held whole.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import polars as pl

from tracing.intake.cell_texts import Shape, shape_of_format
from tracing.intake.sheet_cells import Area, Part
from tracing.intake.tables import refuse
from tracing.intake.xlsx_sheet import Gathered, Looks, SharedTexts, column_place
from tracing.intake.xml_stream import XmlRefused, elements, local_name
from tracing.intake.zip_files import FAULTS, opened

BOMB_BYTES, BOMB_RATIO = 200_000_000, 100
"""A workbook is none where it holds more than so many bytes and more than so many times its size."""

LARGEST_TEXTS, LARGEST_PART = 250_000_000, 16_000_000
"""The most bytes of the table of shared texts, and of what stands beside the sheets."""

_CHUNK = 1_000_000
_NO_BOOK = "not an Excel workbook (.xlsx), or a damaged or encrypted one"
_FAULTS = (*FAULTS, KeyError)
_HIDDEN = ("hidden", "veryHidden")
_BEHIND_ROWS = re.compile(rb"</(?:\w+:)?sheetData>")
_AREA = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')

Tag = tuple[str, dict[str, str]]


class XlsxBook:
    """A workbook that was opened; FileRefused where the file is none."""

    def __init__(self, path: Path):
        self._path = path
        try:
            with opened(path, BOMB_BYTES, BOMB_RATIO, "no workbook") as archive:
                self._find_parts(archive)
        except (*_FAULTS, XmlRefused):
            raise refuse(path, _NO_BOOK) from None
        self.sheets = [*self._sheets]

    def _find_parts(self, archive: zipfile.ZipFile) -> None:
        book = next(self._related(archive, "", "/officeDocument"), "xl/workbook.xml")
        tags = self._tags(archive, book)
        targets = dict(self._relations(archive, book, "/worksheet"))
        named = [(given["name"], _by_local_name(given, "id")) for name, given in tags if name == "sheet"]
        self._sheets = {name: targets[at] for name, at in named if at in targets}
        self._hidden = {given["name"] for name, given in tags if name == "sheet" and given.get("state") in _HIDDEN}
        if len(dict(named)) < len(named):
            raise XmlRefused("two sheets of one name")
        self.since_1904 = _says(tags, "workbookPr", "date1904")
        self._texts_part = next(self._related(archive, book, "/sharedStrings"), None)
        styles = next(self._related(archive, book, "/styles"), None)
        shapes = _shapes(self._tags(archive, styles)) if styles else ()
        self._looks = Looks(shapes, self.since_1904, not _says(tags, "calcPr", "fullCalcOnLoad"))

    def _related(self, archive: zipfile.ZipFile, part: str, kind: str) -> Iterator[str]:
        return (target for _, target in self._relations(archive, part, kind))

    def _relations(self, archive: zipfile.ZipFile, part: str, kind: str) -> Iterator[tuple[str, str]]:
        """Id and name of the parts of one kind that a part names."""
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        for tag, given in self._tags(archive, listed) if listed in archive.namelist() else ():
            if tag == "Relationship" and given["Type"].endswith(kind):
                yield given["Id"], posixpath.normpath(posixpath.join("/", folder, given["Target"]))[1:]

    def _tags(self, archive: zipfile.ZipFile, part: str) -> list[Tag]:
        """All tags of a small part, in their order, by their local names."""
        if archive.getinfo(part).file_size > LARGEST_PART:
            raise refuse(self._path, f"a part of more than {LARGEST_PART} bytes beside its sheets: no workbook")
        tags: list[Tag] = []
        with archive.open(part) as stream:
            start = lambda name, given: tags.append((name, given))  # noqa: E731
            for _ in elements(stream, start, _nothing, _nothing):
                pass
        return tags

    @cached_property
    def _shared(self) -> pl.Series:
        """The table of shared texts."""
        texts = SharedTexts()
        if self._texts_part is None:
            return texts.all()
        try:
            with zipfile.ZipFile(self._path) as archive:
                if archive.getinfo(self._texts_part).file_size > LARGEST_TEXTS:
                    raise refuse(self._path, f"shared texts of more than {LARGEST_TEXTS} bytes: save it as csv")
                with archive.open(self._texts_part) as stream:
                    for _ in elements(stream, texts.start, texts.end, texts.text):
                        pass
        except (*_FAULTS, XmlRefused):
            raise refuse(self._path, "damaged in its shared texts") from None
        return texts.all()

    def parts(self, sheet: str, rows: int) -> Iterator[Part]:
        """The rows of a sheet that hold something, at most so many at a time."""
        gathered = Gathered(self._looks, self._shared, rows)
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open(self._sheets[sheet]) as stream:
                size = max(archive.getinfo(self._sheets[sheet]).file_size, 1)
                for read in elements(stream, gathered.start, gathered.end, gathered.text):
                    yield from gathered.taken(min(read / size, 1.0))
            gathered.hand_on()
        except XmlRefused as refused:
            raise refuse(self._path, f"damaged after row {gathered.row}: {refused}") from None
        except _FAULTS:
            raise refuse(self._path, f"damaged after row {gathered.row}") from None
        yield from gathered.taken(1.0)

    def areas(self, sheet: str) -> list[Area]:
        """The merged areas: they stand behind the rows, which are passed over unread."""
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open(self._sheets[sheet]) as stream:
                before = b""
                while data := stream.read(_CHUNK):
                    before = before[-100:] + data
                    if found := _BEHIND_ROWS.search(before):
                        behind = before[found.end() :] + stream.read(LARGEST_PART)
                        return [_area(*found) for found in _AREA.findall(behind)]
        except _FAULTS:
            raise refuse(self._path, "damaged behind the rows of a sheet") from None
        return []

    def hides(self, sheet: str) -> bool:
        """Whether people who open the workbook do not see a sheet."""
        return sheet in self._hidden


def _says(tags: list[Tag], name: str, what: str) -> bool:
    """Whether a tag of a name says that something is so."""
    return any(given.get(what) in ("1", "true") for tag, given in tags if tag == name)


def _by_local_name(given: dict[str, str], name: str) -> str | None:
    return next((value for key, value in given.items() if ":" in key and local_name(key) == name), None)


def _shapes(tags: list[Tag]) -> tuple[Shape, ...]:
    """Per style of a cell, the shape of its format."""
    codes = {int(given["numFmtId"]): given["formatCode"] for name, given in tags if name == "numFmt"}
    names = [name for name, _ in tags]
    begin = names.index("cellXfs") if "cellXfs" in names else len(tags)
    end = names.index("cellStyles", begin) if "cellStyles" in names[begin:] else len(tags)
    numbers = (int(given.get("numFmtId", 0)) for name, given in tags[begin:end] if name == "xf")
    return tuple(shape_of_format(number, codes.get(number)) for number in numbers)


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> Area:
    return Area(int(top), int(bottom), column_place(left.decode()), column_place(right.decode()))


def _nothing(*_) -> None:
    pass
