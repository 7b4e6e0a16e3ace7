"""Documents, phones and plates: the keys people are known by, in one form a key, and why a text is none.

Which sort a column holds is told. A reason says what is wrong and never holds the text.

sort             one form                                                      refused
resident-number  18 places, X in upper case (`resident_numbers`)               wrong check digit, birth date or region
document         a resident number, or another document by its look            what has the look of none
phone            E.164 (`phones`)                                              what no numbering plan knows
plate            upper case without separators (`plates`)                      what has the form of none
text             without white space at its ends                               -
"""

import math
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

_CUT_SHARE = 1 / 500
"""Share of true resident numbers that end in 000, taken high: 1 in 1100 where serials are spread evenly."""

_FALSE_ALARM = 1e-5
_FEWEST = 2


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


def mangled(given: pl.Series) -> str | None:
    """The reason to refuse a column of resident numbers that a spreadsheet has cut to 15 digits; None where it has not.

    Counted are the different numbers of 18 places that end in 000. A column is refused where so many would come about
    by chance in at most one of a hundred thousand good columns (Chernoff's bound on the binomial, each number ending
    so with chance 1/500): both of 2, 3 of 10, 5 of 100, 13 of 1,000. One number alone is never enough.
    """
    numbers = plain(given).filter(plain(given).str.contains(r"^[0-9]{17}[0-9X]$")).unique()
    cut = int(numbers.str.ends_with("000").sum())
    if cut < _FEWEST or not _beyond_chance(cut, len(numbers)):
        return None
    return f"{cut} of {len(numbers)} different resident numbers end in 000: a spreadsheet has cut them to 15 digits"


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


def _beyond_chance(cut: int, numbers: int) -> bool:
    share = cut / numbers
    if share <= _CUT_SHARE:
        return False
    apart = share * math.log(share / _CUT_SHARE)
    if share < 1:
        apart += (1 - share) * math.log((1 - share) / (1 - _CUT_SHARE))
    return numbers * apart > -math.log(_FALSE_ALARM)
