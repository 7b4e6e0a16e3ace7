"""Phone numbers -> E.164, or why a text is none.

Mobile numbers of China (`1[3-9]` and nine digits, with 86, +86 or 0086 or without) are known by their form, as the
lists of prefixes lag behind; all others by the numbering plans of `phonenumbers`. An extension stays, after `;ext=`.
"""

import re

import phonenumbers

from tracing.intake.keys import Answer, doubt

HOME = "CN"
"""The country whose phones are meant where none is stated."""

REGIONS = phonenumbers.SUPPORTED_REGIONS
"""The countries and regions whose phones are known, by their codes of ISO 3166."""

NOT_ONE = "not a phone number"
SEVERAL = "more than one phone number"

_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9][0-9]{9})")
_SEVERAL = re.compile(r"[0-9]{7}.*[/、,;|].*[0-9]{7}")


def read_phone(text: str, region: str = HOME) -> Answer:
    """The number of a text that was made plain; `region`: whose numbers lack a country code (ISO 3166)."""
    if region == HOME and (mobile := _MOBILE.fullmatch(text)):
        return f"+86{mobile[1]}", None
    if wrong := doubt(text):
        return None, wrong
    if _SEVERAL.search(text):
        return None, SEVERAL
    try:
        number = phonenumbers.parse(text.replace("转", "x").replace("轉", "x"), region)
    except phonenumbers.NumberParseException:
        return None, NOT_ONE
    if not phonenumbers.is_valid_number(number):
        return None, NOT_ONE
    line = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return (f"{line};ext={number.extension}" if number.extension else line), None
