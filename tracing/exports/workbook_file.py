"""A workbook made in memory: nothing on a disk, and no clock in it.

openpyxl writes every sheet to a temporary file first, where people's names would lie, and puts the time of day into
the properties and the archive. Here neither happens: equal workbooks give equal bytes.
"""

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

_NO_DATE = datetime(*ZipInfo().date_time)  # with which the calendar of archives begins
_OWNER_ONLY = 0o600 << 16


class _SheetInMemory(WorksheetWriter):
    def cleanup(self) -> None:
        """There is no temporary file to remove."""


class _Archive(ZipFile):
    def writestr(self, name: str, document: str | bytes) -> None:
        """Add a member without a date."""
        member = ZipInfo(name)
        member.external_attr = _OWNER_ONLY
        super().writestr(member, document, ZIP_DEFLATED)

    def write(self, sheet: BytesIO, name: str) -> None:
        """Add a sheet, where a ZipFile would read a file."""
        self.writestr(name, sheet.getbuffer())


def begin(sheet: WriteOnlyWorksheet) -> None:
    """Open a sheet for its rows; its layout must stand by then."""
    sheet._writer = _SheetInMemory(sheet, BytesIO())
    sheet._writer.write_top()


def file_of(book: Workbook) -> bytes:
    """The bytes of a write-only workbook, each sheet of which was begun with `begin`."""
    book.properties.creator = "tracing"
    book.properties.created = book.properties.modified = _NO_DATE
    document = BytesIO()
    with _Archive(document, "w") as archive:
        ExcelWriter(book, archive).write_data()
    return document.getvalue()
