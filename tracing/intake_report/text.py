"""The report in words: a few lines a file, what is most urgent first. Source: `tracing.intake_report.view`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

MOST_TOLD = 5
"""How many findings, and how many reasons of rejects, are told of a file at the prompt."""

MINOR = ("empty-column", "repeated-rows")
"""Findings that many sound files have: told in the report alone."""

ALL_FILES = "all files"


def summary(file: Mapping) -> list[str]:
    """What is said of one file that was not refused; the first line is its account."""
    by = f" (profile {file['profile']})" if file["profile"] else ""
    told = [*_touched(file["rejects_touch"]), *_few(_findings(file)), *_marked(file), *_would_mark(file)]
    told += _few(_rejected(file))
    return [account(f"{file['name']}{by}", file["lines"]), *(f"    {line}" for line in told)]


def across(findings: Sequence[Mapping] | None) -> list[str]:
    """What looks wrong from file to file, a line each; of many the first, and how many more there are."""
    return [*_few([f"looks wrong: {one['words']}" for one in findings or ()])]


def account(name: str, lines: Mapping[str, int]) -> str:
    """The account of one file, or of all."""
    return (
        f"{name}: {lines['read']:,} rows = {lines['kept']:,} kept + {lines['rejected']:,} rejected"
        f" + {lines['known']:,} already known"
    )


def touching(found: Mapping) -> str:
    """What the rejects of a file would have touched, in a sentence; empty where that is nobody."""
    if not found["tiers"]:
        return ""
    standings = ", ".join(f"{count:,} {_called(name, count)}" for name, count in found["tiers"].items())
    people = sum(found["tiers"].values())
    return f"rejected rows name {people:,} {'person' if people == 1 else 'people'} of today's lists: {standings}"


def _called(standing: str, count: int) -> str:
    return "cases" if standing == "case" and count > 1 else standing


def _touched(found: Mapping) -> Iterator[str]:
    if sentence := touching(found):
        yield sentence


def _findings(file: Mapping) -> list[str]:
    return [f"looks wrong: {one['words']}" for one in file["findings"] if one["what"] not in MINOR]


def _marked(file: Mapping) -> Iterator[str]:
    for one in file["marked"]:
        yield f"{one['rows']:,} marked by {one['filter']}, and no evidence: {one['words']}"


def _would_mark(file: Mapping) -> Iterator[str]:
    for one in file["would_mark"] or ():
        yield f"{one['rows']:,} would be marked by {one['filter']}, had a profile named it: {one['words']}"


def _rejected(file: Mapping) -> list[str]:
    return [f"{one['rows']:,} rejected: {one['column'] or 'line'} {one['reason']}" for one in file["rejected"]]


def _few(lines: Sequence[str]) -> Iterable[str]:
    yield from lines[:MOST_TOLD]
    if len(lines) > MOST_TOLD:
        yield f"... and {len(lines) - MOST_TOLD:,} more"
