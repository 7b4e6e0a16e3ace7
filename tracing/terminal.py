"""Text on a terminal: how wide it is."""

from unicodedata import east_asian_width


def width(text: str) -> int:
    """How many columns a text takes: a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
