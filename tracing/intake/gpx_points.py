"""GPX: where a phone or a receiver was. A line is the number of the point among those that are read, from 1.

It is not the line of the file: a record is known by its file and line, and many programs write all points in one.

Read are the points of tracks, and waypoints that bear a time: somebody marked where she was then. A waypoint without
one is a place and a route is a plan; neither says where anybody was, so they are counted alone.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import polars as pl

from tracing.intake.tables import (
    BROKEN,
    GLIMPSED_LINES,
    Batch,
    Glimpse,
    Layout,
    Table,
    read_places,
    refuse,
    stripped,
)
from tracing.intake.xml_stream import XmlRefused, elements

NAMES = ("latitude", "longitude", "time", "elevation", "accuracy", "hdop", "speed", "course", "track", "segment")
"""The columns: degrees, the instant as it is written, metres, the rest as it is written, and the numbers of the track
and of its segment in the file, from 1."""

NO_OFFSET = "no-offset"
_NO_OFFSET = r"^[0-9-]{8,10}$|[0-9][T ][0-9]{2}:[0-9:.,]*$"
_READ_SO = "had a time without an offset, where GPX has Z for UTC: if it is local time, it is hours off"

_TEXTS = {"time": 2, "ele": 3, "accuracy": 4, "hdop": 5, "speed": 6, "course": 7}
_BATCH_POINTS = 50_000
_LONGEST_TEXT = 1_000


def open_gpx(path: Path, layout: Layout) -> Table:
    """The table of a file's points; FileRefused where it has none that tell where somebody was."""
    reading = _Reading()
    if next(_points(path, reading), None) is None:
        marked = f": {reading.marked} of its points are marked without a time, or planned" if reading.marked else ""
        raise refuse(path, f"holds no track points{marked}")
    batches = partial(_batches, path, read_places(NAMES, layout.columns))
    return Table(NAMES, path.stat().st_size, batches, replace(layout, format="gpx"))


def glimpse_gpx(path: Path) -> list[Glimpse]:
    """The first points."""
    first = islice(_points(path, _Reading()), GLIMPSED_LINES)
    lines = [(point, tuple(text or "" for text in texts)) for point, texts, _ in first]
    return [Glimpse(Layout(format="gpx", names=NAMES), lines)] if lines else []


def _batches(path: Path, places: dict[str, int]) -> Iterator[Batch]:
    reading, told = _Reading(), 0
    points = _points(path, reading)
    while (part := list(islice(points, _BATCH_POINTS))) or reading.marked > told:
        columns = {name: [texts[at] for _, texts, _ in part] for name, at in places.items()}
        schema = {"line": pl.Int64, **dict.fromkeys(places, pl.String)}
        frame = pl.DataFrame({"line": [point for point, _, _ in part], **columns}, schema=schema)
        frame = frame.with_columns(stripped(pl.col(*places)) if places else [])
        done, asides = part[-1][2] if part else 1.0, _without_offset(frame)
        yield Batch(frame, BROKEN.to_frame(), done, marked=reading.marked - told, asides=asides)
        told = reading.marked


def _without_offset(frame: pl.DataFrame) -> dict[tuple[str, str], pl.Series]:
    """The points whose time has no offset, as all of GPX has, in UTC: some programs write the local time so."""
    if "time" not in frame.columns:
        return {}
    lines = frame["line"].filter(frame["time"].str.contains(_NO_OFFSET).fill_null(False))
    return {} if lines.is_empty() else {(NO_OFFSET, _READ_SO): lines}


def _points(path: Path, reading: "_Reading") -> Iterator[tuple[int, list[str | None], float]]:
    """Number, texts in the order of NAMES, and share of the file read so far, of each point."""
    point, size = 0, path.stat().st_size
    try:
        with path.open("rb") as stream:
            for read in elements(stream, reading.start, reading.end, reading.text):
                for texts in reading.taken():
                    point += 1
                    yield point, texts, min(read / size, 1.0)
    except XmlRefused as refused:
        where = f"damaged after point {point + reading.waiting}" if reading.is_gpx else "not a GPX file"
        raise refuse(path, f"{where}: {refused}") from None


class _Reading:
    """The points, gathered while the XML is read, and how many others were passed over."""

    def __init__(self):
        self.is_gpx = False
        self.marked = 0
        self._points: list[list[str | None]] = []
        self._point: list[str | None] | None = None
        self._point_name = ""
        self._track = self._segment = 0
        self._at: int | None = None

    @property
    def waiting(self) -> int:
        """How many points were read and not taken."""
        return len(self._points)

    def taken(self) -> list[list[str | None]]:
        """The points that are whole and were not taken yet."""
        points, self._points = self._points, []
        return points

    def start(self, name: str, given: dict[str, str]) -> None:
        if not self.is_gpx and name != "gpx":
            raise XmlRefused("its first element is not gpx")
        self.is_gpx = True
        match name:
            case "trk":
                self._track, self._segment = self._track + 1, 0
            case "trkseg":
                self._segment += 1
            case "rtept" if self._point is None:
                self.marked += 1
            case "trkpt" | "wpt" if self._point is not None:
                raise XmlRefused("a point within a point")
            case "trkpt" | "wpt":
                numbers = [str(self._track), str(self._segment)] if name == "trkpt" else [None, None]
                self._point = [given.get("lat"), given.get("lon"), *[None] * len(_TEXTS), *numbers]
                self._point_name = name
            case _ if self._point is not None:
                at = _TEXTS.get(name)
                self._at = at if at is not None and self._point[at] is None else None

    def end(self, name: str) -> None:
        self._at = None
        if self._point is None or name != self._point_name:
            return
        if name == "wpt" and not (self._point[_TEXTS["time"]] or "").strip():
            self.marked += 1
        else:
            self._points.append(self._point)
        self._point = None

    def text(self, text: str) -> None:
        if self._at is not None:
            held = (self._point[self._at] or "") + text
            if len(held) > _LONGEST_TEXT:
                raise XmlRefused(f"a text of more than {_LONGEST_TEXT} characters")
            self._point[self._at] = held
