"""The page of a sweep as a document: whole, connecting to nothing, and with the numbers of the table."""

import base64
import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.sweep.outcomes import Page, outcome
from tracing.console.sweep_page import sweep_page

CHROMIUM = shutil.which("chromium")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--allow-file-access-from-files")
MEASURE = """<iframe id="page" src="page.html" width="390" height="800"></iframe><pre id="found"></pre><script>
onload = () => {
  const inside = page.contentDocument, right = (name) => inside.querySelector(name).getBoundingClientRect().right;
  found.textContent = ["h1", "dl", ".marks", ".legend", ".map"].map(right).join(" ");
};
</script>"""
HOSTILE = "</style><script>alert(1)</script>\" onmouseover='x' & $title ${cells} <img src=x>"
SIZES = [((30.0,), (15.0,)), ((10.0, 20.0, 1.8288), (5.0, 10.0)), (tuple(map(float, range(1, 31))),) * 2]


@pytest.mark.parametrize(("withins", "minutes"), SIZES)
def test_every_cell_shows_its_number_and_tells_its_tiers(withins, minutes):
    found = outcome(withins, minutes)
    cells = Page(sweep_page(found, None)).all("td", "cell")
    assert [int(text.replace(",", "")) for _, text in cells] == found.cells["people"].to_list()
    for (attributes, _), cell in zip(cells, found.cells.iter_rows(named=True), strict=True):
        told = attributes["data-tells"].splitlines()
        assert told[2].replace(",", "") == f"{cell['people']} people"
        tiers = [f"{cell[tier]} {tier}" for tier in ("close", "secondary", "general", "flagged")]
        assert [line.strip().replace(",", "") for line in told[3:7]] == tiers


def test_the_numbers_below_the_map_are_all_of_them():
    found = outcome((10.0, 1.8288), (5.0, 10.5))
    rows = re.findall(
        r"<tr><td>([^<]+)</td><td>([^<]+)</td>.*<td>([\d,]+)</td><td>\d+</td></tr>", sweep_page(found, None)
    )
    expected = [("10", "5"), ("10", "10.5"), ("1.8288", "5"), ("1.8288", "10.5")]
    people = [f"{number:,}" for number in found.cells["people"]]
    assert rows == [(*setting, number) for setting, number in zip(expected, people, strict=True)]


def test_it_needs_nothing_from_outside_and_runs_nothing():
    text = sweep_page(outcome((10.0, 20.0), (5.0,), case_id=HOSTILE), 1300)
    page = Page(text)
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "iframe", "object", "embed", "base", "form", "img"}
    assert not [a for _, a in page.elements if {"src", "href", "action", "srcset", "style"} & a.keys()]
    assert not [a for _, a in page.elements if any(name.startswith("on") for name in a)]
    assert "url(" not in text and "@import" not in text and "http://" not in text and "https://" not in text
    [(policy, _)] = [one for one in page.all("meta") if "http-equiv" in one[0]]
    [(_, style)] = page.all("style")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy["content"].split("; ")[:2] == ["default-src 'none'", f"style-src 'sha256-{digest}'"]
    assert HOSTILE in page.all("h1")[0][1]


def test_a_line_runs_between_what_fits_and_what_does_not():
    found = outcome((10.0, 20.0, 30.0), (5.0, 10.0, 15.0), own=4)
    limit = found.cells["people"].sort()[4]
    page = Page(sweep_page(found, limit))
    cells = [attributes["class"].split() for attributes, _ in page.all("td", "cell")]
    fits = [people <= limit for people in found.cells["people"]]
    assert ["fits" in kinds for kinds in cells] == fits and sum(fits) == 5
    for place, kinds in enumerate(cells):
        assert ("limit-right" in kinds) == (place % 3 < 2 and fits[place] != fits[min(place + 1, 8)])
        assert ("limit-below" in kinds) == (place < 6 and fits[place] != fits[min(place + 3, 8)])
    assert [place for place, kinds in enumerate(cells) if "own" in kinds] == [4]
    sentences = [text for _, text in page.all("li")][:2]
    assert sentences == [
        f"the definition as it stands: {found.cells['people'][4]:,} people",
        f"at most {limit:,} people: 5 of 9 settings",
    ]


def test_without_a_limit_there_is_no_line():
    page = Page(sweep_page(outcome((10.0, 20.0), (5.0, 10.0)), None))
    assert not [a for _, a in page.elements if {"fits", "limit-right", "limit-below"} & set(a.get("class", "").split())]


@pytest.mark.parametrize(("withins", "minutes"), SIZES)
def test_the_legend_says_which_numbers_a_colour_stands_for(withins, minutes):
    page = Page(sweep_page(outcome(withins, minutes), None))
    colours = [(a["class"], text) for (a, _), (_, text) in zip(page.all("i"), page.all("li")[1:], strict=True)]
    ranges = {kind: [int(end.replace(",", "")) for end in text.split("–")] for kind, text in colours}
    for attributes, text in page.all("td", "cell"):
        [colour] = [kind for kind in attributes["class"].split() if re.fullmatch(r"c\d", kind)]
        assert ranges[colour][0] <= int(text.replace(",", "")) <= ranges[colour][-1]
    assert [end for one in ranges.values() for end in one] == sorted(end for one in ranges.values() for end in one)


@pytest.mark.skipif(CHROMIUM is None, reason="no chromium on the PATH: the page is not tried in a browser")
def test_on_a_narrow_screen_only_the_map_is_wider_than_it(tmp_path: Path):
    twelve = tuple(float(minutes) for minutes in range(5, 65, 5))
    (tmp_path / "page.html").write_text(sweep_page(outcome((10.0, 20.0), twelve, own=3), 1300), encoding="utf-8")
    (tmp_path / "frame.html").write_text(MEASURE, encoding="utf-8")
    command = (CHROMIUM, *FLAGS, f"--user-data-dir={tmp_path}", "--virtual-time-budget=2000", "--dump-dom")
    ran = subprocess.run((*command, f"file://{tmp_path}/frame.html"), capture_output=True, timeout=60, check=True)
    [found] = re.findall(r'<pre id="found">([^<]+)</pre>', ran.stdout.decode())
    *words, drawn = map(float, found.split())
    assert max(words) <= 390 < drawn
