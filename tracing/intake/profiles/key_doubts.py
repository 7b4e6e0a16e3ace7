"""What is unsure of the column that tells who the person of a line is."""

from collections.abc import Iterator

import polars as pl

from tracing.counted import counted
from tracing.intake.documents import PEOPLES, look_of
from tracing.intake.profiles.looks import Doubt, Sample, are_instants
from tracing.intake.profiles.nouns import HOME
from tracing.intake.profiles.vocabulary import names_another, tells_phones
from tracing.model import Column


def doubts_of_key(column: Column, header: str, sort: str, sample: Sample) -> Iterator[Doubt]:
    """How keys are read, and who is not told by them. `sort`: what they are read as; empty: as they stand."""
    how = f"read as {sort}" if sort else "as it stands"
    how += f" (of {HOME}, where no country code stands)" if sort == "phone" else ""
    words = f"{header} tells who the person of a line is, {how}: state another header if that is wrong"
    if tells_phones(header) and not sort:
        words += ', and phones of another country as { column = ..., as = "phone", region = "TW" }'
    elif not sample[header].drop_nulls().str.contains("[0-9]").any():
        words += "; it holds no digit, and a name is no key, as others bear it too"
    yield Doubt(f"columns.{column.name}", words)
    yield from _known_otherwise(column, header, sample)


def _known_otherwise(column: Column, header: str, sample: Sample) -> Iterator[Doubt]:
    """Lines that name nobody in the column of the people's keys, where another column of keys does."""
    for other in sample.headers:
        bare = sample[header].is_null() & sample[other].is_not_null()
        if bare.any() and other != header and not names_another(other) and _are_keys(sample[other]):
            lines = counted(bare.sum(), "line holds", "lines hold")
            words = f"{lines} nothing in {header} and something in {other}: to know whose they are by that, state"
            yield Doubt("by_line", f"{words} columns.{column.name} as both, in order, and by_line")


def _are_keys(texts: pl.Series) -> bool:
    return look_of(texts) in PEOPLES and not are_instants(texts)
