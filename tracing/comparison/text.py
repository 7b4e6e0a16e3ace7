"""A comparison to be read: per case a table of counts, both infectious periods, and the people who differ, with why.

The rules of both definitions stand before the cases, as the reasons speak of them by their ids.
"""

from collections.abc import Iterator
from textwrap import wrap

import polars as pl

from tracing.comparison.reasons import Side
from tracing.comparison.rows import CHANGES, LISTED, crossed, names
from tracing.contacts import rank
from tracing.definition_words import rule_in_words
from tracing.times import from_ms, iso

MOST_SHOWN = 40
_WIDTH = 110


def comparison_lines(rows: pl.DataFrame, first: Side, second: Side, cases: list[str], zone: str) -> Iterator[str]:
    """The lines of the text.

    rows    as `tracing.comparison` gives them; cases: the ids of the cases to tell of, also of those without a row
    Of a case at most `MOST_SHOWN` people who differ are shown; the last line of it says how many are not.
    """
    called = names(first, second)
    for side, name in zip((first, second), called, strict=True):
        yield from _wrapped(f"{name}: {side.definition.title}", 0)
        for rule in side.definition.rules:
            yield from _wrapped(f"{rule.id}: {rule_in_words(rule)}", 2)
    by_case = rows.partition_by("case_id", as_dict=True)
    for case in cases:
        theirs = by_case.get((case,), rows.clear())
        yield ""
        yield f"case {case}"
        for side, name in zip((first, second), called, strict=True):
            yield f"  infectious period under {name}: {', '.join(_period(side, case, zone))}"
        yield from _table(theirs, *called)
        yield from _people(theirs.filter(pl.col("change") != CHANGES[2]), called)


def _wrapped(text: str, indent: int) -> list[str]:
    return wrap(text, _WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 4))


def periods(side: Side, case: str, zone: str) -> list[tuple[str, str]]:
    """The stretches of a case's infectious period, as local times with offset."""
    own = side.found.windows.filter((pl.col("case_id") == case) & (pl.col("hop") == 0)).sort("started_at")
    return [tuple(iso(from_ms(edge), zone) for edge in row) for row in own.select("started_at", "finished_at").rows()]


def _period(side: Side, case: str, zone: str) -> list[str]:
    [why_empty] = side.found.cases.filter(case_id=case)["empty_because"]
    return [f"empty: {why_empty}"] if why_empty else [f"{a[:16]} to {b[:16]}" for a, b in periods(side, case, zone)]


def _table(rows: pl.DataFrame, first: str, second: str) -> Iterator[str]:
    """People by what they are under the first definition (a row each) and under the second (a column each)."""
    counts = crossed(rows)
    yield f"  people: rows under {first}, columns under {second}"
    yield "  " + "".join([" " * 10, *(f"{name:>12}" for name in (*LISTED, "all"))])
    for one, by_second in counts.items():
        yield _row(one, [by_second[two] for two in LISTED])
    yield _row("all", [sum(by_second[two] for by_second in counts.values()) for two in LISTED])


def _row(name: str, numbers: list[int]) -> str:
    return "  " + "".join([f"{name:<10}", *(f"{number:>12,}" for number in (*numbers, sum(numbers)))])


def _people(differ: pl.DataFrame, called: tuple[str, str]) -> Iterator[str]:
    """The people who differ, whoever has the best tier on either side first."""
    if differ.is_empty():
        yield "  nobody is on one list only or has another tier"
        return
    yield f"  {differ.height:,} on one list only, or with another tier"
    best = pl.min_horizontal(rank("tier_1"), rank("tier_2"))
    for row in differ.sort(best, "person_id").head(MOST_SHOWN).iter_rows(named=True):
        yield f"    {row['person_id']}: {' -> '.join(row[f'tier_{n}'] or LISTED[-1] for n in (1, 2))}"
        for number, name in enumerate(called, 1):
            yield from _wrapped(f"{name}: {row[f'why_{number}']}", 6)
    if differ.height > MOST_SHOWN:
        yield f"    ... and {differ.height - MOST_SHOWN:,} more: --format csv --out FILE names them"
