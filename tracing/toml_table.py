"""One table of a TOML file (a definition, a profile), read key by key; what does not fit is refused: file, key, reason.

A reader's `default` is what an absent key stands for; without a default the key must be there.
Keys are named as in TOML; the members of a list are counted from 1 (`rule[2].within_m`).
"""

import math
import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NoReturn

from tracing.errors import UsageError

NEEDED: Any = object()
"""The default of a key that has none."""

_ID = re.compile(r"[a-z0-9-]+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


class Table:
    """The keys and values of one table, with the file and the key it stands under.

    `refusal` is the error that is raised. `purpose` ends the sentence "must be there", for keys that only some uses of
    the table need.
    """

    def __init__(
        self, values: Mapping[str, object], path: str, refusal: type[UsageError], key: str = "", purpose: str = ""
    ) -> None:
        self._values = values
        self._path = path
        self._refusal = refusal
        self._key = key
        self._purpose = purpose

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def refuse(self, name: str, reason: str, member: int | None = None) -> NoReturn:
        """Raise the refusal: `path: key: reason`, on one line; `member` is the place in the key's list."""
        place = "" if member is None else f"[{member}]"
        raise self._refusal(f"{self._path}: {self._key_of(name)}{place}: {reason}")

    def meant_for(self, purpose: str) -> "Table":
        """The same table, read for a purpose that the refusal of an absent key names."""
        return Table(self._values, self._path, self._refusal, self._key, purpose)

    def names(self) -> tuple[str, ...]:
        """The keys, in the file's order."""
        return tuple(self._values)

    def only(self, names: Collection[str]) -> None:
        """Refuse the first key, in alphabetical order, that is not among the names."""
        for name in sorted(self._values.keys() - set(names)):
            self.refuse(name, f"unknown key{self._purpose and ' ' + self._purpose}; known: {', '.join(names)}")

    def at_most_one(self, names: Collection[str]) -> None:
        """Refuse the second of the names that is there."""
        for name in [name for name in names if name in self][1:]:
            self.refuse(name, f"at most one of {' and '.join(names)} may be there")

    def text(self, name: str, default: Any = NEEDED) -> Any:
        """A text, on as many lines as it likes."""
        value = self._value(name, default)
        if value is not default and not isinstance(value, str):
            self.refuse(name, "must be text")
        return value

    def line(self, name: str, default: Any = NEEDED) -> Any:
        """A text on one line, and not blank where the key must be there."""
        value = self.text(name, default)
        if value is not default and len(value.splitlines()) > 1:
            self.refuse(name, "must be one line")
        if default is NEEDED and not value.strip():
            self.refuse(name, "must not be blank")
        return value

    def choice(self, name: str, choices: Collection[str], default: Any = NEEDED) -> str:
        """One of the choices."""
        value = self._value(name, default)
        if not isinstance(value, str) or value not in choices:
            self.refuse(name, f"must be one of {', '.join(choices)}")
        return value

    def texts(self, name: str, default: Any = NEEDED) -> Any:
        """A list of at least one text, as a tuple."""
        value = self._value(name, default)
        if value is default:
            return default
        if not isinstance(value, list) or not value:
            self.refuse(name, "must be a list of at least one text")
        for position, member in enumerate(value, start=1):
            if not isinstance(member, str) or not member.strip():
                self.refuse(name, "must be text and not blank", position)
        return tuple(value)

    def flag(self, name: str, default: Any = NEEDED) -> Any:
        """true or false."""
        value = self._value(name, default)
        if value is not default and not isinstance(value, bool):
            self.refuse(name, "must be true or false")
        return value

    def day(self, name: str, default: Any = NEEDED) -> Any:
        """A date without a time."""
        value = self._value(name, default)
        if value is not default and (not isinstance(value, date) or isinstance(value, datetime)):
            self.refuse(name, "must be a date without quotes and without a time")
        return value

    def number(self, name: str, default: Any = NEEDED, *, most: int, positive: bool = False) -> Any:
        """A finite number from 0, or above 0 if `positive`, to `most`, as a float."""
        value = self._value(name, default)
        if value is default:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.refuse(name, "must be a number")
        if not isinstance(value, int) and not math.isfinite(value):
            self.refuse(name, "must be finite")
        if value < 0:
            self.refuse(name, "must not be negative")
        if positive and value == 0:
            self.refuse(name, "must be more than 0")
        if value > most:
            self.refuse(name, f"must be at most {most}")
        return float(value)

    def whole(self, name: str, default: Any = NEEDED, *, most: int, positive: bool = False) -> Any:
        """A whole number from 0, or from 1 if `positive`, to `most`, as an int."""
        value = self.number(name, default, most=most, positive=positive)
        if value is default:
            return default
        if not value.is_integer():
            self.refuse(name, "must be a whole number")
        return int(value)

    def table(self, name: str) -> "Table":
        """The table under a key."""
        value = self._value(name, NEEDED)
        if not isinstance(value, dict):
            self.refuse(name, f"must be a table, written as [{name}]")
        return Table(value, self._path, self._refusal, self._key_of(name))

    def tables(self, name: str) -> tuple["Table", ...]:
        """The tables under a key, at least one."""
        value = self._value(name, NEEDED)
        if not isinstance(value, list) or not value or not all(isinstance(member, dict) for member in value):
            self.refuse(name, f"must be at least one table, each written as [[{name}]]")
        key = self._key_of(name)
        return tuple(Table(one, self._path, self._refusal, f"{key}[{at}]") for at, one in enumerate(value, start=1))

    def value(self, name: str) -> object:
        """Whatever stands under the key; None where nothing does."""
        return self._values.get(name)

    def _value(self, name: str, default: Any) -> Any:
        value = self._values.get(name, default)
        if value is NEEDED:
            self.refuse(name, f"must be there {self._purpose}".rstrip())
        return value

    def _key_of(self, name: str) -> str:
        key = name if _BARE_KEY.fullmatch(name) else repr(name)
        return f"{self._key}.{key}" if self._key else key


def is_id(text: str) -> bool:
    """Whether a text can be the id of a definition or a profile, and so the name of its file."""
    return bool(_ID.fullmatch(text))


def heading(top: Table) -> dict[str, str]:
    """What every file says of itself: id, title (the id where there is none), title_zh and source."""
    told = {
        "id": top.line("id"),
        "title": top.line("title", "") or top.line("id"),
        "title_zh": top.line("title_zh", ""),
        "source": top.text("source", ""),
    }
    if not is_id(told["id"]):
        top.refuse("id", "must be made of a to z, 0 to 9 and -")
    return told
