"""Good files of every format, to be mutated: small, and with what makes reading hard already in them."""

import gzip
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

import openpyxl
import polars as pl
import xlwt

from tracing.intake.tables import Layout

NAMES = ("person_id", "observed_at", "latitude", "longitude", "姓名")
LINES = [
    (f"P{n % 7}", f"2021-08-05T10:{n % 60:02d}:00", 25 + n / 1000, 102.5, "张伟 𠮷" if n % 5 else '"a, ""b"""')
    for n in range(60)
]
TEXT = "\n".join(",".join(map(str, line)) for line in (NAMES, *LINES)) + "\n"
READ = frozenset(NAMES)
PLAIN = Layout(columns=READ)
LISTS = Layout(columns=READ, header_line=3, totals=frozenset({"合计"}), repeats=frozenset({"person_id", "姓名"}))


@dataclass(frozen=True)
class Seed:
    """A good file: the ending of its name, its bytes, and how it is to be read."""

    ending: str
    content: bytes
    layout: Layout = PLAIN


def text(encoding: str, delimiter: str = ",", end: str = "\n") -> bytes:
    return TEXT.replace("\n", end).replace(",", delimiter).encode(encoding)


def _sheet_rows() -> list[tuple]:
    started = datetime(2021, 8, 5, 10)
    rows = [(f"P{n % 7}", started + timedelta(minutes=n), 25 + n / 1000, 102.5, "张伟") for n in range(60)]
    rows[20:20] = [("合计", 20, None, None, None), (None, None, None, None, None)]
    rows[30] = ("同上", *rows[30][1:])
    return [("核酸检测登记表",), ("单位：", "一"), NAMES, *rows]


def xlsx() -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    sheet = book.active
    for row in _sheet_rows():
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("A10:A13")
    sheet.row_dimensions[15].hidden = True
    sheet["C16"] = "=25+1"
    book.create_sheet("空")
    book.save(out)
    return out.getvalue()


def xls() -> bytes:
    book, out = xlwt.Workbook(), BytesIO()
    sheet, dates = book.add_sheet("一"), xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM:SS")
    for row, cells in enumerate(_sheet_rows()):
        for at, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write(row, at, cell, dates)
            elif cell is not None and not (row in range(10, 13) and at == 0):
                sheet.write(row, at, cell)
    sheet.merge(9, 12, 0, 0)
    sheet.row(14).hidden = True
    book.save(out)
    return out.getvalue()


def parquet() -> bytes:
    out = BytesIO()
    pl.DataFrame({name: [line[at] for line in LINES] for at, name in enumerate(NAMES)}).write_parquet(out)
    return out.getvalue()


def gpx() -> bytes:
    points = "".join(
        f'<trkpt lat="{latitude}" lon="{longitude}"><ele>1890</ele><time>{at}Z</time>'
        "<extensions><o:accuracy>5</o:accuracy></extensions></trkpt>\n"
        for _, at, latitude, longitude, _ in LINES
    )
    track = f"<trk><name>走</name><trkseg>{points}</trkseg><trkseg/></trk>"
    return f'<?xml version="1.0"?>\n<gpx xmlns="u" xmlns:o="o"><wpt lat="1" lon="2"/>{track}</gpx>'.encode()


def plt() -> bytes:
    head = "Geolife trajectory\nWGS 84\nAltitude is in Feet\nReserved 3\n0,2,255,My Track,0,0,2,8421376\n0\n"
    lines = "".join(f"{25 + n / 1000},102.5,0,6200,{44413.4 + n / 1440},2021-08-05,10:{n:02d}:00\n" for n in range(60))
    return (head + lines).encode()


def archive() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("fixes_a.csv", text("utf-8"))
        packed.writestr("轨迹/fixes_昆明.csv", text("utf-8-sig"))
    return out.getvalue()


def with_one_member_changed(
    content: bytes, change: Callable[[bytes], bytes], which: Callable[[list[str]], str]
) -> bytes:
    """A zip archive that is sound but for one of its members."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        changed = which(old.namelist())
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == changed else old.read(name))
    return out.getvalue()


def _said(encoding: str, delimiter: str | None = None) -> Layout:
    return Layout(encoding=encoding, delimiter=delimiter, columns=READ, totals=LISTS.totals, repeats=LISTS.repeats)


XLSX = Seed(".xlsx", xlsx(), LISTS)
SEEDS = {
    "utf-8": Seed(".csv", text("utf-8")),
    "utf-8 with a mark, tabs": Seed(".tsv", text("utf-8-sig", "\t", "\r\n")),
    "gb18030, semicolons": Seed(".txt", text("gb18030", ";", "\r\n"), _said("gb18030", ";")),
    "utf-16 with a mark": Seed(".csv", text("utf-16")),
    "utf-16 without": Seed(".csv", text("utf-16-be"), _said("utf-16-be")),
    "gzip": Seed(".csv.gz", gzip.compress(text("utf-8"))),
    "xlsx": XLSX,
    "xls": Seed(".xls", xls(), LISTS),
    "parquet": Seed(".parquet", parquet()),
    "gpx": Seed(".gpx", gpx(), Layout(columns=READ | {"time", "accuracy"})),
    "plt": Seed(".plt", plt(), Layout(columns=READ | {"date", "time"})),
    "zip": Seed(".zip", archive()),
}
