"""The report in words: a few lines a file, what is most urgent first. Source: `tracing.intake_report.view`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tracing.counted import counted
from tracing.intake.profiles.understanding import LEFT

MOST_TOLD = 5
"""How many findings, and how many reasons of rejects, are told of a file at the prompt."""

MINOR = ("empty-column", "repeated-rows", LEFT)
"""Findings that many sound files have: told in the report alone."""

ALL_FILES = "all files"


def summary(file: Mapping) -> list[str]:
    """What is said of one file that was not refused; the first line is its account."""
    by = f" (profile {file['profile']})" if file["profile"] else ""
    told = [*_touched(file["rejects_touch"]), *_few(_findings(file)), *_marked(file), *_would_mark(file)]
    told += [*_few(_rejected(file)), *_left(file), *([all_lines(file["lines"])] if file["lines"]["blank"] else [])]
    return [account(f"{file['name']}{by}", file["lines"]), *(f"    {line}" for line in told)]


def across(findings: Sequence[Mapping] | None) -> list[str]:
    """What looks wrong from file to file, a line each; of many the first, and how many more there are."""
    return [*_few([f"looks wrong: {one['words']}" for one in findings or ()])]


def account(name: str, lines: Mapping[str, int]) -> str:
    """The account of one file, or of all."""
    return (
        f"{name}: {counted(lines['read'], 'row')} = {lines['kept']:,} kept + {lines['rejected']:,} rejected"
        f" + {lines['known']:,} already known"
    )


def all_lines(lines: Mapping[str, int]) -> str:
    """What the lines of one file, or of all, are."""
    rows, in_file = (counted(lines[name], word) for name, word in (("read", "row"), ("in_file", "line")))
    return f"{in_file} = {lines['heading']:,} above the rows + {rows} + {lines['blank']:,} blank"


def touching(found: Mapping) -> str:
    """What the rejects of a file would have touched, in a sentence; empty where that is nobody."""
    if not found["tiers"]:
        return ""
    standings = ", ".join(f"{count:,} {_called(name, count)}" for name, count in found["tiers"].items())
    name = "a rejected row names" if found["rows"] == 1 else "rejected rows name"
    people = counted(sum(found["tiers"].values()), "person", "people")
    return f"{name} {people} of today's lists: {standings}"


def _called(standing: str, count: int) -> str:
    return "cases" if standing == "case" and count > 1 else standing


def _touched(found: Mapping) -> Iterator[str]:
    if sentence := touching(found):
        yield sentence


def _left(file: Mapping) -> Iterator[str]:
    yield from (one["words"] for one in file["findings"] if one["what"] == LEFT)


def _findings(file: Mapping) -> list[str]:
    return [f"looks wrong: {one['words']}" for one in file["findings"] if one["what"] not in MINOR]


def _marked(file: Mapping) -> Iterator[str]:
    for one in file["marked"]:
        yield f"{one['rows']:,} marked by {one['filter']}, and no evidence: {one['words']}"


def _would_mark(file: Mapping) -> Iterator[str]:
    for one in file["would_mark"] or ():
        by = f"{one['rows']:,} would be marked by {one['filter']}, which is not asked of files in this form"
        yield f"{by}: {one['words']}"


def _rejected(file: Mapping) -> list[str]:
    return [f"{one['rows']:,} rejected: {_why(one)}" for one in file["rejected"]]


def _why(rejected: Mapping) -> str:
    """The column and the reason; where the line is no record the reason alone."""
    return f"{rejected['column']} {rejected['reason']}" if rejected["column"] else rejected["reason"]


def _few(lines: Sequence[str]) -> Iterable[str]:
    yield from lines[:MOST_TOLD]
    if len(lines) > MOST_TOLD:
        yield f"... and {len(lines) - MOST_TOLD:,} more"
