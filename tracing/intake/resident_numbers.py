"""Resident numbers: 18 places by GB 11643, and the 15 of before 1999 -> the one of 18, or why it is none.

Region (6), birth date (8), serial (3, odd for men), check digit. Of the region the first two digits are held against
the provinces: counties came and went, and a number keeps the one of its first registration, so that a list of
counties by years (as `stdnum` has it) refuses numbers that are right. 81 to 83 begin the residence permits of people
from Hong Kong, Macao and Taiwan, 9 and a province the residence card of a foreigner, both of the same build.

A number of 15 places lacks the century and the check digit. It is of somebody born in 1900 to 1999, but for the serials
996 to 999, kept for those who were a hundred years old already: whether an office did so is not certain, so such
a number stays as it is and equals no other.
"""

import re
from datetime import date

from stdnum.cn.ric import calc_check_digit

from tracing.intake.keys import Answer, doubt

NOT_ONE = "not a resident number"
REGION = "a resident number of no such region"
BIRTH = "a resident number of no such birth date"
CHECK = "a resident number with a wrong check digit"
CUT = f"{CHECK} that ends in 000, as those do that a spreadsheet has cut"

_BY_PARTS_OF_THE_COUNTRY = {1: 5, 2: 3, 3: 7, 4: 6, 5: 4, 6: 5, 7: 1, 8: 3}
PROVINCES = frozenset(f"{part}{n}" for part, last in _BY_PARTS_OF_THE_COUNTRY.items() for n in range(1, last + 1)) | {
    "50"
}
"""First two digits of GB/T 2260, and 83 of the residence permits."""

_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_FIFTEEN = re.compile(r"[0-9]{15}")
_BIRTH_YEARS = (1850, 2099)
_OF_A_HUNDRED = ("996", "997", "998", "999")


def read_resident_number(text: str) -> Answer:
    """The number in 18 places, X in upper case, of a text that was made plain."""
    if _FIFTEEN.fullmatch(text):
        return _of_fifteen(text)
    if not _EIGHTEEN.fullmatch(text):
        return None, doubt(text) or NOT_ONE
    if wrong := _wrong(text[:6], text[6:14]):
        return None, wrong
    if has_check_digit(text):
        return text, None
    return None, (CUT if text.endswith("000") else CHECK)


def has_check_digit(text: str) -> bool:
    """Whether a number of 18 places ends in the digit that the others ask for."""
    return text[-1] == calc_check_digit(text)


def _of_fifteen(text: str) -> Answer:
    if wrong := _wrong(text[:6], "19" + text[6:12]):
        return None, wrong
    if text[12:] in _OF_A_HUNDRED:
        return text, None
    body = f"{text[:6]}19{text[6:]}"
    return body + calc_check_digit(body + "0"), None


def _wrong(region: str, birth: str) -> str | None:
    if (region[1:3] if region[0] == "9" else region[:2]) not in PROVINCES:
        return REGION
    return None if _is_day(birth) else BIRTH


def _is_day(digits: str) -> bool:
    try:
        year = date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year
    except ValueError:
        return False
    return _BIRTH_YEARS[0] <= year <= _BIRTH_YEARS[1]
