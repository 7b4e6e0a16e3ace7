"""Tracks that say of themselves what is not read: another encoding than the parser's, another datum than WGS 84."""

from pathlib import Path

import pytest

from tests.abuse.seeds import plt
from tests.intake.files import all_batches
from tracing.errors import FileRefused
from tracing.intake.formats import glimpses, open_records
from tracing.intake.tables import Layout

POINT = '<trkpt lat="25" lon="102.5"><name>昆明</name><time>2021-08-05T10:00:00Z</time></trkpt>'
GPX = f'<?xml version="1.0" encoding="{{}}"?><gpx><trk><trkseg>{POINT}</trkseg></trk></gpx>'


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "big5", "shift_jis"])
def test_a_gpx_file_in_an_encoding_of_several_bytes_is_refused_in_a_line(tmp_path, encoding):
    """The parser of XML knows none of these and complains in a way of its own."""
    path = tmp_path / "a.gpx"
    path.write_bytes(GPX.format(encoding).encode("gb18030"))
    for reading in (open_records, glimpses):
        with pytest.raises(FileRefused, match="in an encoding that is not read: save it in UTF-8"):
            reading(path)


def of_datum(folder: Path, named: str) -> Path:
    path = folder / "20210805.plt"
    path.write_bytes(plt().replace(b"WGS 84", named.encode()))
    return path


@pytest.mark.parametrize("named", ["Pulkovo 1942 (1)", "", "Tokyo"])
def test_a_plt_file_of_another_datum_is_refused(tmp_path, named):
    path = of_datum(tmp_path, named)
    for reading in (open_records, glimpses):
        with pytest.raises(FileRefused, match="line 2 does not say that its positions are in WGS 84"):
            reading(path)


@pytest.mark.parametrize("named", ["WGS84", "wgs 84 ", "WGS 84,,"])
def test_the_datum_may_be_written_in_other_ways(tmp_path, named):
    assert len(all_batches(of_datum(tmp_path, named), Layout())[0]) == 60
