"""Every physical line of a file is in its account, whatever it holds, at the prompt, on the page and as json."""

import json
import re
from pathlib import Path

import pytest

from tests.cli.program import CHECKINS, new_workspace, put, told
from tests.intake.files import write_xlsx

ENTRY = "x,L,2021-07-31T10:00,2021-07-31T11:00"
PLT = ["Geolife trajectory", "WGS 84", "Altitude is in Feet", "Reserved 3", "0,2,255,My Track,0,0,2,8421376", "0"]
POINT = "39.984702,116.318417,0,492,39744.1201851852,2008-10-23,02:53:04"


def brought(folder: Path) -> dict[Path, tuple[int, int, int]]:
    """Files, and of each the lines above its rows, its rows and its blank lines."""
    rows = [("check-ins",), (), ("person_id", "place_id", "checked_in_at"), ("x", "L", "2021-07-31T10:00"), (), ()]
    rows += [("y", "L", "2021-07-31T10:00"), (), ("z", None, "soon")]
    lines = f"{CHECKINS.strip()}\n\n{ENTRY}\nbroken\n \t\n\n"
    return {
        put(folder / "checkins-1.csv", lines): (1, 2, 3),
        put(folder / "checkins-2.csv", f"\ufeff\n\n{CHECKINS}{ENTRY}"): (3, 1, 0),
        put(folder / "checkins-mac.csv", lines.replace("\n", "\r")): (1, 2, 3),
        put(folder / "checkins-16.csv", lines.replace("\n", "\r").encode("utf-16")): (1, 2, 3),
        put(folder / "checkins-none.csv", CHECKINS): (1, 0, 0),
        put(folder / "007" / "Trajectory" / "20081023025304.plt", "\r\n".join([*PLT, "", POINT, POINT, ""])): (6, 2, 1),
        write_xlsx(folder / "checkins-book.xlsx", rows): (3, 3, 3),
    }


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> tuple[dict, str, str, dict]:
    folder = tmp_path_factory.mktemp("lines")
    made, expected = new_workspace(folder / "workspace"), brought(folder)
    book = put(folder / "books.toml", 'id = "books"\nkind = "checkins"\n[file]\nheader_line = 3\n[columns]\n'
               'person_id = "person_id"\nplace_id = "place_id"\nchecked_in_at = "checked_in_at"\n')  # fmt: skip
    *texts, workbook = expected
    said = told(made, "ingest", *texts)
    assert said.status == 0, said.err
    of_book = told(made, "ingest", "--profile", book, workbook)
    assert of_book.status == 0, of_book.err
    as_json = json.loads(told(made, "intake-report", "--format", "json").out)
    page = told(made, "intake-report", "--format", "html").out
    return as_json, page, said.out + of_book.out, {path.name: lines for path, lines in expected.items()}


def words(above: int, read: int, blank: int) -> str:
    lines, rows = above + read + blank, f"{read} row" if read == 1 else f"{read} rows"
    return f"{lines} line{'' if lines == 1 else 's'} = {above} above the rows + {rows} + {blank} blank"


def test_rows_headings_and_blank_lines_are_all_lines(report):
    as_json, page, said, expected = report
    for file in as_json["files"]:
        lines = file["lines"]
        assert tuple(lines[name] for name in ("heading", "read", "blank")) == expected[file["name"]], file["name"]
        assert lines["in_file"] == lines["heading"] + lines["read"] + lines["blank"]
        assert lines["read"] == lines["kept"] + lines["rejected"] + lines["known"]
    assert len(as_json["files"]) == len(expected)
    totals = tuple(as_json["totals"][name] for name in ("heading", "read", "blank"))
    assert totals == tuple(map(sum, zip(*expected.values(), strict=True)))
    assert as_json["totals"]["in_file"] == sum(totals)
    for lines in (*expected.values(), totals):
        assert f"<dd>{words(*lines)}</dd>" in page or words(*lines) in re.search("<header>.*?</header>", page, re.S)[0]
    assert said.count(" blank\n") == sum(blank > 0 for _, _, blank in expected.values())


def test_old_macs_wrote_the_same_rows(report):
    as_json, _, said, _ = report
    files = {file["name"]: file for file in as_json["files"]}
    for name in ("checkins-mac.csv", "checkins-16.csv"):
        assert files[name]["lines"]["known"] == 1 and files[name]["rejected"] == files["checkins-1.csv"]["rejected"]
    assert "    1 rejected: 1 field where the header has 4" in said


def test_no_meeting_comes_of_an_end_that_cannot_be(tmp_path):
    """Who is at the place later meets the case only where the case was there: not by a check-out in 2099, and not by a
    badge record of three thousand years.
    """
    made = new_workspace(tmp_path / "workspace")
    stay = "2021-07-31T10:00,2021-07-31T11:00"
    entries = f"a,L,2021-07-31T10:00,2099-01-01\na,M,{stay}\nx,L,{stay}\ny,M,{stay}\n"
    files = [
        put(tmp_path / "cases.csv", "case_id,person_id,classification,onset_at\nC1,a,confirmed,2021-08-01\n"),
        put(tmp_path / "checkins.csv", CHECKINS + entries),
        put(tmp_path / "proximity.csv", "person_a,person_b,observed_at,duration_s,distance_m\n"
            "a,z,1999-01-01T00:00,100000000000,0.5\na,a,2021-07-31T10:00,3600,0.5\n"),
    ]  # fmt: skip
    said = told(made, "ingest", *files)
    assert said.status == 0 and said.out.count("rejected: ") == 2
    assert told(made, "screen", "--as-of", "2021-08-05", "--definition", "covid-cn-9").status == 0
    listed = told(made, "contacts", "C1", "--identified").out.splitlines()[1:]
    assert [line.split(",")[1] for line in listed] == ["y"]
