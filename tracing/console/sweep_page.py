"""The page of a sweep: one html document without scripts, that needs nothing else and connects to nothing.

A map with distances down and times across: the number of people in every cell, darker where they are more, the
definition as it stands framed, and a line between what a team can call and what it cannot. Its content security
policy forbids every connection and every script, and allows the one style that is written in it.
"""

import html
from collections.abc import Iterator

from tracing.console.document import scriptless_page
from tracing.definitions import TIERS
from tracing.sweep import COUNTS, Sweep
from tracing.sweep.text import WITHIN_TITLE, facts, marks, minutes_title, number

_COLOURS = 10
_ROOMY, _CLOSE = 8, 16
"""Up to so many columns the cells are large, up to so many of middle size."""

_NAMES = ("within, m", "minutes", *TIERS, "people", "by these rules")
_NOTE = "by these rules: people whom the rules that change put on the list by themselves"


def sweep_page(found: Sweep, at_most: int | None) -> str:
    """The document for one sweep; `at_most`: how many people the team can call, None where no line is drawn.

    source specification, "Command line"
    """
    times = "".join(f'<th scope="col">{number(minutes)}</th>' for minutes in found.grid.minutes)
    return scriptless_page(
        "sweep",
        title=html.escape(f"How many people each threshold would list: case {found.case_id}"),
        facts="\n".join(
            f"    <dt>{html.escape(name)}</dt><dd>{html.escape(words)}</dd>" for name, words in facts(found)
        ),
        marks="\n".join(_marks(found, at_most)),
        size=_size(len(found.grid.minutes)),
        columns=len(found.grid.minutes),
        across=minutes_title(found),
        times=times,
        cells="\n".join(_map_rows(found, at_most)),
        legend="\n".join(_legend(found)),
        names="".join(f'<th scope="col">{name}</th>' for name in _NAMES),
        rows="\n".join(_number_rows(found)),
        note=_NOTE,
    )


def _size(columns: int) -> str:
    return "roomy" if columns <= _ROOMY else "close" if columns <= _CLOSE else "dense"


def _marks(found: Sweep, at_most: int | None) -> Iterator[str]:
    """The sentences about the marks, each with its mark as the map shows it."""
    for sentence in marks(found, at_most):
        kind = {"[": "own", "*": "fits"}.get(sentence[0], "none")
        yield f'    <li class="{kind}">{html.escape(sentence.lstrip("[]* "))}</li>'


def _map_rows(found: Sweep, at_most: int | None) -> Iterator[str]:
    """One row a distance; a cell knows whether a line runs to its right or below it."""
    wide, high = len(found.grid.minutes), len(found.grid.withins)
    cells = found.cells.rows(named=True)
    table = [cells[row * wide : (row + 1) * wide] for row in range(high)]
    fits = [[at_most is not None and cell["people"] <= at_most for cell in row] for row in table]
    scale = _Scale(found)
    for y, row in enumerate(table):
        title = f'<th class="axis" scope="rowgroup" rowspan="{high}">{WITHIN_TITLE}</th>' if y == 0 else ""
        drawn = [f'      <tr>{title}<th scope="row">{number(found.grid.withins[y])}</th>']
        for x, cell in enumerate(row):
            kinds = {
                "fits": fits[y][x],
                "own": cell["own"],
                "limit-right": x + 1 < wide and fits[y][x] != fits[y][x + 1],
                "limit-below": y + 1 < high and fits[y][x] != fits[y + 1][x],
                "late": x >= wide / 2,
                "low": y >= high / 2,
            }
            classes = " ".join(
                ["cell", f"c{scale.of(cell['people'])}", *(kind for kind, is_so in kinds.items() if is_so)]
            )
            drawn.append(f'<td class="{classes}" data-tells="{_tells(found, cell)}">{cell["people"]:,}</td>')
        yield "".join([*drawn, "</tr>"])


def _tells(found: Sweep, cell: dict) -> str:
    """What a cell tells when the pointer is on it."""
    lines = [
        f"{WITHIN_TITLE}: {number(cell['within_m'])}",
        f"{minutes_title(found)}: {number(cell['minutes'])}",
        f"{cell['people']:,} people",
        *(f"    {cell[tier]:,} {tier}" for tier in TIERS),
        f"{cell['by_these_rules']:,} by these rules alone",
    ]
    return html.escape("\n".join(lines)).replace("\n", "&#10;")


class _Scale:
    """The colours: the range from the fewest to the most people, cut into equal parts of whole numbers."""

    def __init__(self, found: Sweep):
        self.least, self.most = found.cells["people"].min(), found.cells["people"].max()

    def of(self, people: int) -> int:
        return (people - self.least) * _COLOURS // (self.most - self.least + 1)

    def parts(self) -> Iterator[tuple[int, int, int]]:
        """Each colour in use with the first and the last number it stands for."""
        span = self.most - self.least + 1
        starts = [self.least - (-colour * span // _COLOURS) for colour in range(_COLOURS + 1)]
        for colour in range(_COLOURS):
            if starts[colour] < starts[colour + 1]:
                yield colour, starts[colour], starts[colour + 1] - 1


def _legend(found: Sweep) -> Iterator[str]:
    for colour, first, last in _Scale(found).parts():
        words = f"{first:,}" if first == last else f"{first:,}–{last:,}"
        yield f'      <li><i class="c{colour}"></i><span>{words}</span></li>'


def _number_rows(found: Sweep) -> Iterator[str]:
    for cell in found.cells.iter_rows(named=True):
        words = [number(cell["within_m"]), number(cell["minutes"]), *(f"{cell[name]:,}" for name in COUNTS)]
        kind = ' class="own"' if cell["own"] else ""
        yield f"        <tr{kind}>{''.join(f'<td>{word}</td>' for word in words)}</tr>"
