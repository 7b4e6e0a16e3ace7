"""Resident numbers that a spreadsheet has cut: it keeps 15 digits of a number, and the last three become 000.

Of true numbers one in 1,100 ends so where serials are spread evenly, and all of them have the right check digit; of cut
ones nine in ten have a wrong one. A column is refused where what it shows would come about by chance in at most one of
a hundred thousand good columns. Of n different numbers c end in 000, w of these with a wrong check digit: the chance is
at most C(n, c) C(c, w) (1/5000)^w (1/500)^(c - w), the number of ways to choose them times what each is likely to be.
Refused so are 2 of 2 with any check digits, 2 wrong ones of up to 22, 3 of up to 196, one wrong and one right of up to
5; 3 right ones of up to 20. One number alone is never enough: whether it is wrong, its own line says.
Source: DOMAIN, "Identity"; the two shares are taken high.
"""

import math
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from tracing.intake.keys import plain
from tracing.intake.resident_numbers import has_check_digit
from tracing.intake.tables import refuse
from tracing.intake.values import as_text

PERHAPS_CUT = "perhaps-cut"
"""What is found of numbers that a spreadsheet may have cut."""

_PLACES = 18
"""Of a resident number; no character is fewer bytes than the places that it may stand for."""
_EIGHTEEN = rf"^[0-9]{{{_PLACES - 1}}}[0-9X]$"
_ENDING = "000"
RESIDENT_CUT = rf"^[0-9]{{6}}(?:18|19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{_ENDING}$"
"""With a birth date: the keys that other registers give their people have none."""

_SHORTENED = r"^([1-9])\.([0-9]{14})E\+17$"
"""As the cell of a workbook is read that holds a number of 18 places (`cell_texts`)."""

_AS_CUT = "ends in 000, as few do by chance and all that a spreadsheet has cut: compare it with the source"

_SHARE = 1 / 500
"""Share of the numbers of a good column that end in 000."""

_WRONG_SHARE = 1 / 5_000
"""Share of those that end so and have a wrong check digit: one number in ten mistyped, one in 500 of these."""

_FALSE_ALARM, _DOUBT = 1e-5, 0.01


def perhaps_cut(path: Path, frame: pl.DataFrame, columns: Mapping[str, str]) -> dict[tuple[str, str], pl.Series]:
    """The lines with a number that may have been cut, in columns where too few are to be sure: as `Batch.asides`.

    FileRefused where a spreadsheet has surely cut the numbers of a column.

    columns     those that hold keys, and their headers
    """
    found = {}
    for name, header in columns.items():
        texts = as_text(frame[name])
        different = texts.str.replace(_SHORTENED, f"${{1}}${{2}}{_ENDING}").unique()
        if not (different.str.ends_with(_ENDING) & (different.str.len_bytes() >= _PLACES)).any():
            continue
        if reason := mangled(different):
            raise refuse(path, f"{header}: {reason}")
        if few := doubtful(texts):
            found[PERHAPS_CUT, f"bore a number in {header} that {_AS_CUT}"] = frame["line"].filter(texts.is_in(few))
    return found


def mangled(given: pl.Series) -> str | None:
    """The reason to refuse a column of resident numbers that a spreadsheet has cut; None where it has not."""
    numbers, cut, wrong = _counts(given)
    if not cut or not _rarer_than(_FALSE_ALARM, numbers, cut, wrong):
        return None
    return f"{cut} of {numbers} different resident numbers end in 000: a spreadsheet has cut them to 15 digits"


def doubtful(given: pl.Series) -> list[str]:
    """The texts that are numbers with a right check digit and end in 000, where more do than in one good column of a
    hundred: that is one of up to four different numbers, two of up to 71."""
    texts = given.unique()
    numbers = plain(texts)
    sound = _ends_so(numbers) & ~_is_wrong(numbers)
    few = _rarer_than(_DOUBT, numbers.str.contains(_EIGHTEEN).sum(), sound.sum(), 0) if sound.any() else False
    return texts.filter(sound).to_list() if few else []


def _counts(given: pl.Series) -> tuple[int, int, int]:
    """How many different numbers of 18 places there are, how many end in 000, how many of these are wrong."""
    texts = plain(given.unique())
    numbers = texts.filter(texts.str.contains(_EIGHTEEN)).unique()
    cut = numbers.filter(_ends_so(numbers))
    return len(numbers), len(cut), int(_is_wrong(cut).sum())


def _ends_so(texts: pl.Series) -> pl.Series:
    return texts.str.contains(RESIDENT_CUT).fill_null(False)


def _is_wrong(texts: pl.Series) -> pl.Series:
    ending = texts.filter(_ends_so(texts)).unique()
    return texts.is_in([text for text in ending if not has_check_digit(text)])


def _rarer_than(chance: float, numbers: int, cut: int, wrong: int) -> bool:
    ways = _log_choose(numbers, cut) + _log_choose(cut, wrong)
    return ways + wrong * math.log(_WRONG_SHARE) + (cut - wrong) * math.log(_SHARE) <= math.log(chance)


def _log_choose(of: int, some: int) -> float:
    return math.lgamma(of + 1) - math.lgamma(some + 1) - math.lgamma(of - some + 1)
