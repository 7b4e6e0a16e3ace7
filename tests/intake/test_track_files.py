"""Tracks: the points of GPX and of GeoLife's .plt, each accounted for, and what is no track refused."""

import pytest

from tests.abuse.seeds import gpx, plt
from tests.intake.files import all_batches
from tracing.errors import FileRefused
from tracing.intake import gpx_points, xml_stream
from tracing.intake.formats import glimpses, open_records
from tracing.intake.tables import Layout

READ = frozenset({"latitude", "longitude", "time", "accuracy", "track", "segment", "elevation", "date", "altitude_ft"})


def read(path) -> list[dict]:
    frame, broken = all_batches(path, Layout(columns=READ))
    assert broken.is_empty()
    return frame.to_dicts()


def gpx_file(folder, body: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>'):
    path = folder / "走.gpx"
    path.write_text(f'{head}<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1" xmlns:x="x">{body}</gpx>')
    return path


def test_the_points_of_a_gpx_file(tmp_path):
    body = """<metadata><time>2020-01-01T00:00:00Z</time><bounds minlat="1"/></metadata><wpt lat="9" lon="9"/>
        <rte><rtept lat="8" lon="8"/></rte><trk><name>a &amp; b</name><trkseg>
        <trkpt lat="25.1" lon="102.7"><ele> 1890.5 </ele><time>2021-08-05T10:00:00Z</time><hdop>1</hdop></trkpt>
        <trkpt lon="102.8"/></trkseg><trkseg><trkpt lat="25.3" lon="102.9"><time>t</time>
        <extensions><x:gpx><x:accuracy>5</x:accuracy></x:gpx><time>other</time></extensions></trkpt></trkseg></trk>
        <trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk>"""
    nothing = dict.fromkeys(("time", "elevation", "accuracy"))
    assert read(gpx_file(tmp_path, body)) == [
        {
            **nothing,
            **{"line": 1, "latitude": "25.1", "longitude": "102.7", "time": "2021-08-05T10:00:00Z"},
            **{"elevation": "1890.5", "track": "1", "segment": "1"},
        },
        {**nothing, "line": 2, "latitude": None, "longitude": "102.8", "track": "1", "segment": "1"},
        {
            **nothing,
            **{"line": 3, "latitude": "25.3", "longitude": "102.9", "time": "t", "accuracy": "5"},
            **{"track": "1", "segment": "2"},
        },
        {**nothing, "line": 4, "latitude": "1", "longitude": "2", "track": "2", "segment": "1"},
    ]


def test_points_whose_time_has_no_offset_are_told(tmp_path):
    times = ("2021-08-05T10:00:00Z", "2021-08-05T10:00:00", "2021-08-05 10:00:00.5", "2021-08-05", "t")
    times += ("2021-08-05T10:00:00+08:00", "2021-08-05T10:00:00-0300")
    points = "".join(f'<trkpt lat="1" lon="2"><time>{time}</time></trkpt>' for time in times)
    path = gpx_file(tmp_path, f'<trk><trkseg>{points}<trkpt lat="1" lon="2"/></trkseg></trk>')
    [batch] = open_records(path, Layout(columns=READ))
    assert [(what, lines.to_list()) for (what, _), lines in batch.asides.items()] == [("no-offset", [2, 3, 4])]


def test_points_in_one_line_of_text_have_numbers_of_their_own(tmp_path):
    points = "".join(f'<trkpt lat="{north}" lon="116.4"/>' for north in (39.9, 39.8, 39.7))
    assert [row["line"] for row in read(gpx_file(tmp_path, f"<trk><trkseg>{points}</trkseg></trk>"))] == [1, 2, 3]


@pytest.mark.parametrize("rows", [50_000, 1])
def test_points_that_were_marked_or_planned_are_counted(tmp_path, monkeypatch, rows):
    monkeypatch.setattr(gpx_points, "_BATCH_POINTS", rows)
    marked = '<wpt lat="9" lon="9"/><rte><rtept lat="8" lon="8"/><rtept lat="8" lon="8"/></rte>'
    point = '<trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk>'
    for body in (marked + point, point + marked, marked + point * 3 + marked):
        batches = list(open_records(gpx_file(tmp_path, body)))
        assert sum(batch.marked for batch in batches) == 3 * body.count("<wpt")
        assert sum(batch.frame.height for batch in batches) == body.count("<trkpt")
    with pytest.raises(
        FileRefused, match="holds no track points: 3 of its points are marked without a time, or planned"
    ):
        open_records(gpx_file(tmp_path, marked))


def test_a_waypoint_with_a_time_is_where_somebody_was_and_a_route_is_a_plan(tmp_path):
    body = """<wpt lat="25.1" lon="102.7"><name>home</name><time>2021-08-05T09:00:00Z</time></wpt>
        <wpt lat="25.2" lon="102.7"><time> </time></wpt>
        <rte><rtept lat="25.3" lon="102.7"><time>2021-08-05T09:10:00Z</time></rtept></rte>
        <trk><trkseg><trkpt lat="25.4" lon="102.7"><time>2021-08-05T10:00:00Z</time></trkpt></trkseg></trk>"""
    path = gpx_file(tmp_path, body)
    told = [(one["line"], one["latitude"], one["time"], one["track"]) for one in read(path)]
    assert told == [(1, "25.1", "2021-08-05T09:00:00Z", None), (2, "25.4", "2021-08-05T10:00:00Z", "1")]
    assert sum(batch.marked for batch in open_records(path)) == 2
    alone = gpx_file(tmp_path, '<wpt lat="1" lon="2"><time>2021-08-05T09:00:00Z</time></wpt>')
    assert [one["latitude"] for one in read(alone)] == ["1"]


def test_a_long_track_comes_in_batches(tmp_path, monkeypatch):
    monkeypatch.setattr(gpx_points, "_BATCH_POINTS", 1_000)
    points = "".join(f'<trkpt lat="{n}" lon="0"/>' for n in range(12_345))
    path = gpx_file(tmp_path, f"<trk><trkseg>{points}</trkseg></trk>")
    batches = list(open_records(path))
    assert [batch.frame.height for batch in batches] == [1_000] * 12 + [345]
    assert [row[1] for batch in batches for row in batch.frame.rows()] == [str(n) for n in range(12_345)]
    done = [batch.done for batch in batches]
    assert done == sorted(done) and done[-1] == 1 and done[0] < 0.5


POINT = '<trk><trkseg><trkpt lat="1" lon="2"/>'
BILLION = '<!DOCTYPE gpx [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<wpt lat='1' lon='2'/>", "holds no track points"),
        (POINT, "damaged after point 1: not well formed"),
        (f"{POINT}</trkseg></trk>", None),
        ('<trk><trkpt lat="1" lon="2"><trkpt/></trkpt></trk>', "a point within a point"),
        (f"{POINT}<trkpt><time>{'x' * 2_000}</time></trkpt></trkseg></trk>", "a text of more than 1000 characters"),
        ("<a>" * 100, "more than 64 elements within each other"),
        (f'{POINT}<trkpt lat="{"1" * 5_000_000}"/></trkseg></trk>', "a tag of more than 4000000 bytes"),
    ],
)
def test_what_is_no_track_or_a_damaged_one_is_refused(tmp_path, body, reason):
    path = gpx_file(tmp_path, body)
    if reason is None:
        assert len(read(path)) == 1
        return
    with pytest.raises(FileRefused, match=reason) as refused:
        read(path)
    assert str(refused.value).startswith(f"{path}: ") and "\n" not in str(refused.value)


def test_entities_and_other_documents_are_refused(tmp_path):
    with pytest.raises(FileRefused, match="not a GPX file: a document type declaration"):
        read(gpx_file(tmp_path, f"{POINT}&b;</trkseg></trk>", BILLION))
    path = tmp_path / "a.gpx"
    path.write_text("<kml/>")
    with pytest.raises(FileRefused, match="not a GPX file: its first element is not gpx"):
        read(path)


def test_other_encodings_of_xml_are_read(tmp_path):
    path = tmp_path / "a.gpx"
    path.write_bytes(f'<?xml version="1.0" encoding="UTF-16"?><gpx>{POINT}</trkseg></trk></gpx>'.encode("utf-16"))
    assert len(read(path)) == 1


def test_a_text_of_any_length_between_points_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr(xml_stream, "LARGEST", 100_000)
    assert len(read(gpx_file(tmp_path, f"{POINT}{'x' * 1_000_000}</trkseg></trk>"))) == 1


def test_the_points_of_a_plt_file(tmp_path):
    path = tmp_path / "20210805.plt"
    path.write_bytes(plt().replace(b"\n", b"\r\n") + b"25.1,102.5,0\r\n")
    frame, broken = all_batches(path, Layout(columns=READ))
    assert frame.height == 60 and frame.row(0, named=True) == {
        **{"line": 7, "latitude": "25.0", "longitude": "102.5", "altitude_ft": "6200"},
        **{"date": "2021-08-05", "time": "10:00:00"},
    }
    assert broken.select("line", "reason").rows() == [(67, "3 fields where the header has 7")]


def test_a_plt_file_without_its_six_lines_loses_no_points_but_is_refused(tmp_path):
    path = tmp_path / "20210805.plt"
    path.write_bytes(plt().split(b"\n0\n", 1)[1])
    for reading in (open_records, glimpses):
        with pytest.raises(FileRefused, match="points stand in its first 6 lines"):
            reading(path)


def test_a_track_can_be_told_by_the_layout(tmp_path):
    path = tmp_path / "track.txt"
    path.write_bytes(plt())
    assert all_batches(path, Layout(columns=READ, format="plt"))[0].height == 60


def test_glimpses_of_tracks_name_their_columns(tmp_path):
    for name, content, first in (("a.gpx", gpx(), 1), ("a.plt", plt(), 7)):
        path = tmp_path / name
        path.write_bytes(content)
        [glimpse] = glimpses(path)
        assert glimpse.layout.format == name[-3:] and len(glimpse.lines) == 40
        line, fields = glimpse.lines[0]
        assert line == first and dict(zip(glimpse.layout.names, fields, strict=True))["latitude"] == "25.0"
