"""Documents, phones and plates: the keys people are known by, in one form a key, and why a text is none.

Which sort a column holds is told. A reason says what is wrong and never holds the text.

sort             one form                                                      refused
resident-number  18 places, X in upper case (`resident_numbers`)               wrong check digit, birth date or region
document         a resident number, or another document by its look            what has the look of none
phone            E.164 (`phones`)                                              what no numbering plan knows
plate            upper case without separators (`plates`)                      what has the form of none
text             without white space at its ends                               -
"""

from functools import partial

import polars as pl

from tracing.intake.distinct import read_distinct
from tracing.intake.keys import Read, plain
from tracing.intake.papers import read_document
from tracing.intake.phones import HOME, read_phone
from tracing.intake.plates import read_plate
from tracing.intake.resident_numbers import read_resident_number

SORTS = ("resident-number", "document", "phone", "plate", "text")

PEOPLES = ("resident-number", "document", "phone")
"""Those that people are known by."""

_READERS: dict[str, Read] = {
    "resident-number": read_resident_number,
    "phone": read_phone,
    "plate": read_plate,
    "document": read_document,
}
"""In the order in which `look_of` tries them: every resident number is a document as well."""

_LOOKS_LIKE = 0.8


def read_keys(given: pl.Series, sort: str, region: str = HOME) -> tuple[pl.Series, pl.Series]:
    """The keys of a column in one form, and the reason where a text is none; both null where nothing is given.

    given   text, numbers as text
    sort    one of SORTS
    region  ISO 3166 code of the country whose phones are written without a country code
    """
    if sort == "text":
        texts = given.cast(pl.String).str.strip_chars().replace("", None)
        return texts, pl.repeat(None, len(given), dtype=pl.String, eager=True).alias("reason")
    read = partial(read_phone, region=region) if sort == "phone" else _READERS[sort]
    return read_distinct(given, partial(_each, read))


def look_of(given: pl.Series) -> str | None:
    """The sort that at least four fifths of a column's different texts are read as; None where there is none."""
    texts = given.drop_nulls().unique()
    for sort in _READERS:
        keys, _ = read_keys(texts, sort)
        if len(texts) and keys.is_not_null().mean() >= _LOOKS_LIKE:
            return sort
    return None


def _each(read: Read, texts: pl.Series) -> pl.DataFrame:
    answers = [read(text) for text in plain(texts)]
    keys, reasons = zip(*answers, strict=True) if answers else ((), ())
    return pl.DataFrame(
        {"text": texts, "found": keys, "reason": reasons}, schema_overrides={"found": pl.String, "reason": pl.String}
    )
