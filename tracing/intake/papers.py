"""Documents by their own look: resident numbers, passports and permits -> one form a document, or why it is none.

What is known of each look:
residence card of a foreigner   until 2023 three letters of the state and 12 digits (since then: `resident_numbers`)
passport of China               E, G, D, S, P and 8 digits or with a second letter and 7; 14 and 15 with 7 digits
passport of Hong Kong, Macao    K, KJ, H; MA, MB
permit of Hong Kong, Macao      H or M, 8 digits of the holder for life, two more that count renewals and are left out
                                (rules of the Ministry of Public Security, 2010)
permit of Taiwan                8 digits of the holder for life; until 2008 two more and the office in brackets, which
                                are left out (the same ministry, 2008)
pass to Hong Kong, to Taiwan    C or W; L or T
identity card of Hong Kong      one or two letters, 6 digits and a check digit or A, in brackets or not; in brackets the
                                check must be right (weights 9 to 2, letters from 10 on, a missing first one 36)
identity card of Macao          7 digits and one in brackets, or without these
any other                       passports of other states: 6 to 12 letters and digits, at least four of them digits and
                                at least one a letter; or 8 to 10 digits, as many states have them
"""

import re

from tracing.intake.keys import Answer, doubt
from tracing.intake.resident_numbers import read_resident_number

NOT_ONE = "not a document number"
WRONG_CHECK = "not an identity card of Hong Kong: the check digit is wrong"
A_PHONE = "not a document number: it looks like a phone number"

_RESIDENT = re.compile(r"[0-9]{17}[0-9X]|[0-9]{15}")
_PHONE = re.compile(r"1[3-9][0-9]{9}")
_FOR_LIFE = re.compile(r"([HM][0-9]{8})[0-9]{2}|([0-9]{8})[0-9]{2}\([0-9A-Z]\)")
_HONG_KONG, _MACAO = re.compile(r"([A-Z]{1,2}[0-9]{6})\(([0-9A])\)"), re.compile(r"([157][0-9]{6})\(([0-9])\)")
_STATE_CARD = re.compile(r"[A-Z]{3}[0-9]{12}")
_OTHER = re.compile(r"(?=(?:[A-Z]*[0-9]){4})(?=[0-9]*[A-Z])[A-Z0-9]{6,12}|[0-9]{8,10}")


def read_document(text: str) -> Answer:
    """The number of a document, of a text that was made plain."""
    if _RESIDENT.fullmatch(text):
        return read_resident_number(text)
    if wrong := doubt(text):
        return None, wrong
    if _PHONE.fullmatch(text):
        return None, A_PHONE
    if renewed := _FOR_LIFE.fullmatch(text):
        return renewed[1] or renewed[2], None
    if card := _HONG_KONG.fullmatch(text):
        return ("".join(card.groups()), None) if card[2] == _check_of(card[1]) else (None, WRONG_CHECK)
    if card := _MACAO.fullmatch(text):
        return "".join(card.groups()), None
    if _STATE_CARD.fullmatch(text) or _OTHER.fullmatch(text):
        return text, None
    return None, NOT_ONE


def _check_of(number: str) -> str:
    """The check digit of an identity card of Hong Kong: 11 divides the weighted sum with it; A stands for 10."""
    values = [int(sign, 36) if sign != " " else 36 for sign in number.rjust(8)]
    rest = -sum(weight * value for weight, value in zip(range(9, 1, -1), values, strict=True)) % 11
    return "A" if rest == 10 else str(rest)
