"""The words of columns that have a few meanings: what profiles know of them, and which of them are to be stated."""

from collections.abc import Iterable, Mapping, Sequence

from tracing.intake.profiles.looks import Doubt
from tracing.intake.profiles.names import normal
from tracing.intake.profiles.nouns import Profile
from tracing.intake.profiles.vocabulary import AS_IT_STANDS, MODE_WORDS, SYSTEM_WORDS, TRUTHS, meanings
from tracing.model import Column, Kind
from tracing.terminal import width

_MOST_WORDS = 12
_WIDEST_WORD = 12
"""Columns of a terminal: six Chinese characters."""


def told_words(
    kind: Kind, column: Column, given: Iterable[str], profiles: Sequence[Profile], stated: Mapping[str, str]
) -> tuple[dict[str, str], list[Doubt]]:
    """What the words of a column mean as far as it is known, and doubts for those that are to be stated.

    given       the different words of the file
    stated      words that a person gave a meaning
    """
    known = _known(profiles, kind, column)
    words = _unlike(given) if known else {}
    choices = AS_IT_STANDS if column.type == "boolean" else set(column.choices)
    if {word.lower() for word in words.values()} <= choices:
        return {}, []
    others = {alike: word for alike, word in words.items() if alike not in {normal(one) for one in stated}}
    told = {word: known[alike] for alike, word in others.items() if alike in known}
    unknown = [word for alike, word in others.items() if alike not in known]
    closed = bool(column.choices) or column.type == "boolean"
    doubts = _doubts_of_words(column.name, unknown) if closed else []
    return (told if closed or not unknown else {}), doubts


def _known(profiles: Sequence[Profile], kind: Kind, column: Column) -> dict[str, str]:
    """The meanings of words in a column, by the words in `normal` form."""
    own = TRUTHS if column.type == "boolean" else {choice: choice for choice in column.choices}
    words = {"crs": SYSTEM_WORDS, "mode": MODE_WORDS}.get(column.name, {})
    return meanings(profiles, kind, column.name) | dict(words) | dict(own)


def _unlike(words: Iterable[str]) -> dict[str, str]:
    """Words by their `normal` form, of those that are alike but for width, case and blanks the shortest."""
    found: dict[str, str] = {}
    for word in sorted(words, key=len):
        found.setdefault(normal(word), word)
    return found


def _doubts_of_words(name: str, unknown: Sequence[str]) -> list[Doubt]:
    """Words to be stated; what is long or holds digits may speak of somebody, and is only counted."""
    words = [word for word in unknown if _is_word(word)]
    doubts = [Doubt(f'values.{name}."{word}"', "state what this word means") for word in words]
    if others := len(unknown) - len(words):
        reason = f"{others} different values are no words, being long or with digits: their lines are rejected"
        doubts.append(Doubt(f"values.{name}", f"{reason} until the column is cleaned"))
    return doubts if len(words) <= _MOST_WORDS else doubts[len(words) :]


def _is_word(text: str) -> bool:
    return width(text) <= _WIDEST_WORD and not any(character.isdigit() for character in text)
