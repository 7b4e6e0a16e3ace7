"""The encodings of text files: told by the file's mark or by its layout, never guessed. Every line becomes UTF-8.

Plain GBK is not among them: it fails on rare names, and every text in it is one in GB18030 as well.
"""

import codecs
import re
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

LONGEST = 1_000_000
"""Bytes in UTF-8 of the longest line that is read."""

UNDECODED = b"\xff"
"""Stands for a line that cannot be decoded; no line in UTF-8 is like it."""

_CHINESE_IN_UTF8 = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}){2}")
"""Two Chinese characters in UTF-8. In GB18030 these bytes are characters as well, but rare ones side by side."""


@dataclass(frozen=True)
class Encoding:
    """One way in which characters are bytes.

    name    the codec's
    shown   as a reason names it
    mark    what a file in it may begin with
    unit    bytes of a line end
    ends    the characters of which each ends a line
    """

    name: str
    shown: str
    mark: bytes
    unit: int = 1
    ends: str = "\n"

    @property
    def of_old_macs(self) -> "Encoding":
        """The same where a carriage return ends a line, and a newline as well if there is one."""
        return replace(self, ends="\r\n")

    @property
    def longest(self) -> int:
        """Bytes of a line that are surely more than LONGEST in UTF-8."""
        return LONGEST + 2 if self.name == "utf-8" else 2 * (LONGEST + 2)

    def line_ends(self, content: bytes) -> np.ndarray:
        """Where the lines end: the places behind their line ends."""
        code = np.uint8 if self.unit == 1 else "<u2" if self.name.endswith("le") else ">u2"
        units = np.frombuffer(content, code, len(content) // self.unit)
        ends = np.any([units == ord(one) for one in self.ends], axis=0)
        return (np.flatnonzero(ends) + 1) * self.unit

    def last_line_end(self, content: bytes) -> int:
        """The place behind the last line end; 0 where there is none."""
        if self.unit == 1:
            return max(content.rfind(one.encode()) for one in self.ends) + 1
        ends = self.line_ends(content)
        return int(ends[-1]) if ends.size else 0

    def as_utf8(self, content: bytes) -> bytes:
        """Whole lines in UTF-8, each with a \\n, as many as they were; one that cannot be decoded is UNDECODED."""
        decoded = self._decoded(content)
        return decoded if self.ends == "\n" else decoded.replace(b"\r", b"\n")

    def _decoded(self, content: bytes) -> bytes:
        if self.name == "utf-8":
            return content
        try:
            if not self._may_be_utf8(content):
                return content.decode(self.name).encode()
        except UnicodeError:
            pass
        ends = [0, *self.line_ends(content).tolist()]
        lines = (content[start : end - self.unit] for start, end in pairwise(ends))
        return b"".join(self._line(line) + b"\n" for line in lines)

    def _may_be_utf8(self, content: bytes) -> bool:
        """Whether UTF-8 may stand in a text in GB18030, where it reads as well: as what nobody wrote."""
        return self.name == "gb18030" and bool(_CHINESE_IN_UTF8.search(content))

    def _line(self, line: bytes) -> bytes:
        # A line cut short may end inside a character.
        if len(line) >= self.longest:
            return b"x" * (LONGEST + 1)
        try:
            if self._may_be_utf8(line) and line.decode("utf-8"):
                return UNDECODED
        except UnicodeError:
            pass
        try:
            return line.decode(self.name).encode()
        except UnicodeError:
            return UNDECODED


UTF8 = Encoding("utf-8", "UTF-8", codecs.BOM_UTF8)
GB18030 = Encoding("gb18030", "GB18030", "\ufeff".encode("gb18030"))
UTF16_LE = Encoding("utf-16-le", "UTF-16", codecs.BOM_UTF16_LE, unit=2)
UTF16_BE = Encoding("utf-16-be", "UTF-16", codecs.BOM_UTF16_BE, unit=2)

ENCODINGS = {encoding.name: encoding for encoding in (UTF8, GB18030, UTF16_LE, UTF16_BE)}
"""All encodings that are read, by name."""


def marked(beginning: bytes) -> Encoding | None:
    """The encoding that the mark at a file's beginning tells; None where there is none."""
    return next((encoding for encoding in ENCODINGS.values() if beginning.startswith(encoding.mark)), None)
