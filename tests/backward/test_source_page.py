"""The page: one document without a script that connects to nothing; what comes from records stays text."""

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

from tests.backward.test_planted import CASES, FACTS, trace
from tracing.backward.view import top, view
from tracing.console.source_page import source_page

HOSTILE = "</title></td><script>document.title='run'</script><img src=x onerror=alert(1)>&"
CHROMIUM = shutil.which("chromium")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


def shown(**changed: object) -> dict:
    return view(top(trace(), 40), FACTS | {"identified": False}, "Asia/Shanghai") | changed


def rows_of(page: str) -> list[str]:
    return re.findall(r"<tr.*?</tr>", page[page.index("<tbody>") : page.index("</tbody>")], re.DOTALL)


def test_rows_are_alternatives_and_columns_are_cases():
    told, page = shown(), source_page(shown())
    heads = re.findall(r'<th class="case">(.*?)</th>', page)
    rows = rows_of(page)
    assert heads == list(CASES) and len(rows) == len(told["alternatives"])
    for row, one in zip(rows, told["alternatives"], strict=True):
        assert one["id"] in row and (one["name"] or "") in row
        assert row.count('<circle class="dot"') == len(one["cases"])
        assert row.startswith('<tr class="more">') == (one["more_than_chance"] == "yes")
        for tie in one["ties"]:
            assert f"{tie['case_id']}: first {tie['first_at'][:16]}+08:00, last {tie['last_at'][:16]}+08:00" in row


def test_bars_hold_the_tied_against_the_expected():
    (row,) = (row for row in rows_of(source_page(shown())) if "Central" in row)
    assert "ties 4 of 4; 4 by chance" in row
    assert 'class="bar" y="3" width="120.0"' in row and 'x1="119.0"' in row


def test_a_person_who_is_a_case_has_a_ring():
    one = shown()["alternatives"][0] | {"own_cases": ["C4", "C9"], "ties": shown()["alternatives"][0]["ties"][:3]}
    (row,) = rows_of(source_page(shown(alternatives=[one])))
    assert row.count('class="own"') == 1 and row.count('class="dot"') == 3
    assert "this person is C4" in row and "is C4, C9" in row


def test_it_says_what_it_is_and_connects_to_nothing():
    page = source_page(shown())
    assert "none of them is proven" in unescape(page)
    assert "handle as confidential" not in page
    assert "handle as confidential" in source_page(shown(identified=True))
    assert "default-src 'none'; style-src 'sha256-" in page
    assert not re.search(r"<script|<link|<img|https?:|url\(|@import| style=| on\w+=", page)


def test_what_comes_from_records_stays_text():
    one = shown()["alternatives"][0] | {"id": HOSTILE, "name": HOSTILE, "own_cases": [HOSTILE]}
    case = shown()["cases"][0] | {"case_id": HOSTILE, "person_id": HOSTILE, "empty_because": HOSTILE}
    page = source_page(shown(alternatives=[one], cases=[case], title=HOSTILE, groups=[[HOSTILE, "C2"], ["C3"]]))
    assert "<script" not in page and "<img" not in page
    assert HOSTILE in unescape(page)


def test_nothing_found_is_said():
    assert "Nothing ties 2 or more of the cases" in source_page(shown(alternatives=[]))


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH: the page is not tried in a browser")
def test_a_browser_takes_the_style_and_runs_nothing(tmp_path: Path):
    """A style that its policy forbids leaves a page without columns: the rendered colour of the head would be none."""
    page = tmp_path / "source.html"
    page.write_text(source_page(shown(title=HOSTILE)), encoding="utf-8")
    picture = tmp_path / "page.png"
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--window-size=900,600"]
    run = subprocess.run([*command, "--dump-dom", page.as_uri()], capture_output=True, timeout=90, check=True)
    assert "<title>What ties 4 cases together</title>" in run.stdout.decode()
    drawn = subprocess.run(
        [*command, "--enable-logging=stderr", f"--screenshot={picture}", page.as_uri()],
        capture_output=True, timeout=90, check=True,
    )  # fmt: skip
    assert picture.stat().st_size > 10_000
    assert b"Content Security Policy" not in drawn.stderr
