"""The cells of an xlsx sheet, gathered while its XML is read. Formulas count as the values they were saved with."""

import re
from array import array
from dataclasses import dataclass, replace
from functools import lru_cache

import polars as pl

from tracing.intake.cell_texts import Shape, as_shown
from tracing.intake.sheet_cells import CELLS, ERROR, LAST_COLUMN, LAST_ROW, PLACES, UNRECKONED, UNSAVED, Part
from tracing.intake.xml_stream import XmlRefused

LONGEST_TEXT = 1_000_000
"""Characters of the longest text of a cell that is read; a spreadsheet's own limit is 32,767."""

_MOST_CELLS, _MOST_TEXTS = 1_000_000, 100_000
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_PLAIN = Shape()
_TRUTH = {"1": "true", "0": "false"}


@dataclass(frozen=True)
class Looks:
    """What the numbers of a workbook look like: the shape of each cell style's format, the system of its days, and
    whether a spreadsheet reckoned its formulas: programs save 0 with each, and ask for that to be done on opening.
    """

    shapes: tuple[Shape, ...] = ()
    since_1904: bool = False
    is_reckoned: bool = True


class Gathered:
    """The rows of a sheet, gathered into parts. `start`, `end` and `text` are called back by the reader of its XML.

    Faults: XmlRefused where the sheet is none.
    """

    def __init__(self, looks: Looks, shared: pl.Series, rows: int):
        """`rows`: how many rows that hold something make a part."""
        self._looks, self._shared, self._rows = looks, shared, rows
        self._parts: list[Part] = []
        self.row = 0
        self._at, self._kind, self._style, self._is_formula = -1, "n", None, False
        self._value: str | None = None
        self._takes, self._is_aside = False, False
        self._clear()

    def _clear(self) -> None:
        self._lines, self._places, self._shared_at, self._numbers = array("q"), array("q"), array("q"), array("q")
        self._texts: list[str | None] = []
        self._flaws: list[str | None] = []
        self._hidden: set[int] = set()
        self._empty: list[tuple[int, int]] = []
        self._held_rows = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        match name:
            case "c":
                self._begin_cell(given)
            case "v" | "t" if not self._is_aside:
                self._value, self._takes = self._value or "", True
            case "f":
                self._is_formula = True
            case "row":
                self._begin_row(given)
            case "rPh":
                self._is_aside = True

    def end(self, name: str) -> None:
        match name:
            case "v" | "t":
                self._takes = False
            case "c":
                self._end_cell()
            case "row":
                self._end_row()
            case "rPh":
                self._is_aside = False

    def text(self, text: str) -> None:
        if self._takes:
            self._value = longer(self._value, text)

    def _begin_row(self, given: dict[str, str]) -> None:
        row = _whole(given.get("r")) if "r" in given else self.row + 1
        if not self.row < row <= LAST_ROW:
            raise XmlRefused("rows that no sheet has, or not in their order")
        self.row, self._at = row, -1
        if given.get("hidden") in ("1", "true"):
            self._hidden.add(row)

    def _end_row(self) -> None:
        self._held_rows += bool(self._lines) and self._lines[-1] == self.row
        if self._held_rows >= self._rows or len(self._lines) >= _MOST_CELLS:
            self.hand_on()

    def _begin_cell(self, given: dict[str, str]) -> None:
        at = column_place(given["r"].rstrip("0123456789")) if "r" in given else self._at + 1
        if not self._at < at < LAST_COLUMN:
            raise XmlRefused("columns that no sheet has, or not in their order")
        self._at, self._kind, self._style = at, given.get("t", "n"), given.get("s")
        self._value, self._is_formula = None, False

    def _end_cell(self) -> None:
        text = self._text()
        if flaw := self._flaw(text):
            self._add(None, flaw)
        elif text is None:
            return
        elif self._kind == "s":
            self._shared_at.append(len(self._texts))
            self._numbers.append(_whole(text))
            self._add(None, None)
        else:
            self._add(text, None)
            if self._is_formula and not text:
                self._empty.append((self.row, self._at))

    def _flaw(self, text: str | None) -> str | None:
        """Why the cell cannot be read; None where it can, or holds nothing."""
        if self._kind == "e":
            return ERROR
        if not self._is_formula:
            return None
        if text is None:
            return UNSAVED
        perhaps_never = not self._looks.is_reckoned and self._kind == "n" and (self._value or "").strip() == "0"
        return UNRECKONED if perhaps_never else None

    def _text(self) -> str | None:
        """What the cell holds; None where nothing was saved in it."""
        if self._kind in ("str", "inlineStr", "d"):
            return None if self._value is None else cell_text(self._value)
        value = (self._value or "").strip()
        if self._kind == "n":
            return self._number(value) if value else None
        if self._kind == "b":
            return _TRUTH.get(value, value) if value else None
        return value or None

    def _number(self, raw: str) -> str:
        text = as_shown(raw, self._shape(), self._looks.since_1904)
        if text is None:
            raise XmlRefused("a number that is none")
        return text

    def _shape(self) -> Shape:
        style = _whole(self._style) if self._style else 0
        return self._looks.shapes[style] if style < len(self._looks.shapes) else _PLAIN

    def _add(self, text: str | None, flaw: str | None) -> None:
        self._lines.append(self.row)
        self._places.append(self._at)
        self._texts.append(text)
        self._flaws.append(flaw)

    def taken(self, done: float) -> list[Part]:
        """The parts that are whole and were not taken yet; `done`: share of the sheet read so far."""
        parts, self._parts = [replace(part, done=done) for part in self._parts], []
        return parts

    def hand_on(self) -> None:
        """Make a part of what was gathered since the last one."""
        texts = pl.Series("text", self._texts, pl.String)
        if self._numbers:
            if max(self._numbers) >= len(self._shared):
                raise XmlRefused("a shared text that is not there")
            texts = texts.scatter(pl.Series(self._shared_at), self._shared.gather(pl.Series(self._numbers)))
        columns = {"line": self._lines, "at": self._places, "text": texts, "flaw": self._flaws}
        cells = pl.DataFrame(columns, schema=CELLS)
        held = (pl.col("text") != "").fill_null(False) | pl.col("flaw").is_not_null()
        empty = pl.DataFrame(self._empty, PLACES, orient="row")
        self._parts.append(Part(cells.filter(held), frozenset(self._hidden), empty=empty))
        self._clear()


class SharedTexts:
    """A workbook's table of shared texts, gathered like a sheet."""

    def __init__(self):
        self._parts: list[pl.Series] = []
        self._texts: list[str] = []
        self._text: str | None = None
        self._takes, self._is_aside = False, False

    def start(self, name: str, given: dict[str, str]) -> None:
        match name:
            case "si":
                self._text = ""
            case "t":
                self._takes = self._text is not None and not self._is_aside
            case "rPh":
                self._is_aside = True

    def end(self, name: str) -> None:
        match name:
            case "si":
                self._texts.append(cell_text(self._text or ""))
                self._text = None
                if len(self._texts) >= _MOST_TEXTS:
                    self._hand_on()
            case "t":
                self._takes = False
            case "rPh":
                self._is_aside = False

    def text(self, text: str) -> None:
        if self._takes:
            self._text = longer(self._text, text)

    def _hand_on(self) -> None:
        self._parts.append(pl.Series("text", self._texts, pl.String))
        self._texts = []

    def all(self) -> pl.Series:
        """The texts, stripped, in the order of their numbers."""
        self._hand_on()
        return pl.concat(self._parts)


def longer(held: str, text: str) -> str:
    """A cell's text and what follows in it."""
    if len(held) + len(text) > LONGEST_TEXT:
        raise XmlRefused(f"a text of more than {LONGEST_TEXT} characters")
    return held + text


def cell_text(given: str) -> str:
    """A text as the sheet shows it, stripped: characters that XML does not allow are written as `_x000D_`."""
    return (_ESCAPED.sub(_character, given) if "_x" in given else given).strip()


def _character(escaped: re.Match[str]) -> str:
    code = int(escaped[1], 16)
    return escaped[0] if 0xD800 <= code < 0xE000 else chr(code)


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise XmlRefused("a number that is none") from None


@lru_cache(maxsize=LAST_COLUMN)
def column_place(letters: str) -> int:
    """The place of a column, from 0, by its letters."""
    at = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z" or at > LAST_COLUMN:
            raise XmlRefused("columns that no sheet has, or not in their order")
        at = at * 26 + ord(letter) - ord("A") + 1
    return at - 1
