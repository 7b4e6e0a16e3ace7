"""Columns of a file that nobody has seen, by what their values look like, where no header was taken for them."""

from collections.abc import Collection, Iterator, Mapping

from tracing.intake.profiles.guesses import Guess
from tracing.intake.profiles.looks import Doubt, Sample
from tracing.intake.profiles.vocabulary import names_another
from tracing.model import Column, Kind

_PAPERS = ("document_number", "phone")
"""What tells who somebody is, where nothing else in the file does."""


def columns_by_look(
    found: Guess, placed: Mapping[str, str], given: Collection[str], sample: Sample
) -> tuple[dict[str, str], list[str]]:
    """Column -> header, by its values; and the columns that the kind requires and nothing was taken for.

    placed      column -> the header it was taken from by its words
    given       columns that a person stated, in whatever way
    """
    by_look: dict[str, str] = {}
    missing: list[str] = []
    for column in found.kind.columns:
        if (
            column.name in placed
            or column.name in given
            or not (column.required or column.label in ("plate", "person"))
        ):
            continue
        header = _by_look(column, {**placed, **by_look}, found, sample)
        if header:
            by_look[column.name] = header
        elif column.required:
            missing.append(column.name)
    return by_look, missing


def doubts_of_looks(kind: Kind, by_look: Mapping[str, str]) -> Iterator[Doubt]:
    """What is unsure of such columns; of people their own doubt says it."""
    for name, header in by_look.items():
        if kind.column(name).label != "person":
            words = f"taken from {header}, by what it holds: state another header if that is wrong"
            yield Doubt(f"columns.{name}", words)


def _by_look(column: Column, placed: Mapping[str, str], found: Guess, sample: Sample) -> str | None:
    if column.label == "person":
        for paper in _PAPERS:
            if header := found.persons.get(paper) or placed.get(paper):
                return header
    taken = {*placed.values(), *found.persons.values(), *sample.used}
    left = [one for one in sample.headers if one not in taken and not (column.label == "person" and names_another(one))]
    return next((one for one in left if sample.looks_like(one, column)), None)
