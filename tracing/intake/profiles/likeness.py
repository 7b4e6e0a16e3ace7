"""How much a header is like the words of a column (`vocabulary`)."""

import re
import unicodedata
from collections.abc import Container, Sequence

from tracing.intake.profiles.names import normal

_LONGEST_PART = 0.95
_WHOLE = {"to", "person", "user", "member", "datum"}
"""English words that tell something only where they are the whole header: a datum is a date in German."""
_SHORT = 3
"""Letters of English words that tell something only where they stand by themselves: lat, and not plate."""
_ENGLISH_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def english_words(header: str) -> set[str]:
    """The English words of a header, in lower case: distance_ft and durationMin have two each."""
    return {word.lower() for word in _ENGLISH_WORD.findall(unicodedata.normalize("NFKC", header))}


def likeness(header: str, words: Sequence[str], whole: Container[str] = ()) -> float:
    """1 for a header that is known whole, less for one that holds a known word, the less the shorter that is."""
    plain = normal(header)
    if plain in whole or plain in words:
        return 1.0
    alone = english_words(header)
    held = [len(word) / len(plain) for word in words if word in plain and _is_telling(word, alone)]
    return min(_LONGEST_PART, max(held)) if held else 0.0


def before(header: str, words: Sequence[str]) -> str:
    """What stands in a header before some words (司机 in 司机身份证号); nothing where it holds none of them."""
    plain = normal(header)
    held = [(plain.index(word), -len(word)) for word in words if word in plain]
    return plain[: min(held)[0]] if held else ""


def _is_telling(word: str, alone: Container[str]) -> bool:
    return not word.isascii() or (word not in _WHOLE and (len(word) > _SHORT or word in alone))
