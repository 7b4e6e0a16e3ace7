"""Counts in sentences: a number before the words that go with it."""


def counted(number: int, one: str, many: str = "") -> str:
    """A number and what there are so many of: words for one, and for any other number; by default one with an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
