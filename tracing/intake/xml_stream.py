"""XML as a stream of elements, read with bounded memory: a document that could take more is refused.

There is no document type declaration, and so no entity of its own; no more than DEEPEST elements within each other;
and no element, tag or text that takes more than LARGEST bytes.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.parsers import expat

DEEPEST = 64
LARGEST = 4_000_000
"""Bytes of the largest tag that is read."""

_CHUNK = 65_536


class XmlRefused(Exception):
    """The document is not well formed, or could take more memory than there is; the text says which."""


def local_name(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def elements(
    stream: BinaryIO,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> Iterator[int]:
    """Read a document, calling back for each tag and text: the bytes read, again and again until its end.

    start, end   are given names without their prefixes, and attributes by their names with them
    """
    parser, read = _parser(start, end), 0
    parser.CharacterDataHandler = text
    try:
        while data := stream.read(_CHUNK):
            parser.Parse(data)
            read += len(data)
            if read - parser.CurrentByteIndex > LARGEST:
                raise XmlRefused(f"a tag of more than {LARGEST} bytes")
            yield read
        parser.Parse(b"", True)
    except (expat.ExpatError, UnicodeDecodeError, LookupError):
        raise XmlRefused("not well formed") from None
    except ValueError:  # what the parser says of an encoding whose characters may have several bytes, such as GB18030
        raise XmlRefused("in an encoding that is not read: save it in UTF-8") from None


def _parser(start: Callable[[str, dict[str, str]], None], end: Callable[[str], None]) -> expat.XMLParserType:
    parser, depth = expat.ParserCreate(), 0
    parser.buffer_text = True

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise XmlRefused(f"more than {DEEPEST} elements within each other")
        start(name if ":" not in name else local_name(name), attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name if ":" not in name else local_name(name))

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.StartDoctypeDeclHandler = _no_declaration
    return parser


def _no_declaration(*_) -> None:
    raise XmlRefused("a document type declaration")
