"""Sweeps with counts made up, to be written and drawn: small to large, with one definition."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import polars as pl

from tracing import definitions
from tracing.sweep import Sweep
from tracing.sweep.thresholds import grid

DEFINITION = definitions.find("covid-cn-9", [definitions.shipped()])


def outcome(withins: tuple, minutes: tuple, case_id: str = "C1", own: int | None = None) -> Sweep:
    """A sweep whose counts grow with the distance and shrink with the time; `own`: which cell is the definition's."""
    tried = grid(DEFINITION, (), withins, minutes)
    rows = []
    for place, (within_m, time) in enumerate(tried.settings):
        close, secondary = round(within_m * 2 - time) + 100, round(within_m * 30 - 7 * time) + 1000
        tiers = {"close": close, "secondary": secondary, "general": 3, "flagged": 0, "people": close + secondary + 3}
        rows.append({"within_m": within_m, "minutes": time, **tiers, "by_these_rules": close - 9, "own": place == own})
    moment = datetime(2021, 8, 5, 16, tzinfo=UTC)
    standing = 7 if own is None else rows[own]["people"]
    return Sweep(case_id, DEFINITION, tried, moment, "Asia/Shanghai", None, pl.DataFrame(rows), standing)


class Page(HTMLParser):
    """A page's elements with attributes and the text in them; every element that is opened must be closed."""

    VOID = ("meta", "br", "img", "link", "input")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.texts: list[str] = []
        self.open: list[int] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.texts.append("")
        if tag not in self.VOID:
            self.open.append(len(self.elements) - 1)

    def handle_endtag(self, tag):
        assert self.elements[self.open.pop()][0] == tag

    def handle_data(self, data):
        for place in self.open:
            self.texts[place] += data

    def all(self, tag: str, kind: str = "") -> list[tuple[dict, str]]:
        """Attributes and text of the elements of that tag, and of that class where one is named."""
        both = zip(self.elements, self.texts, strict=True)
        return [(at, text) for (name, at), text in both if name == tag and kind in ["", *at.get("class", "").split()]]
