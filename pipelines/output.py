"""Where a document goes: a file, written beside its place and renamed into it, or the standard output."""

import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path

from tracing.disk import put
from tracing.errors import CannotWrite, UsageError

_TEXT = ("txt", "csv", "json")


def format_of(options: Namespace, formats: Sequence[str]) -> str:
    """The format asked for, else the one the file's ending names; the first of `formats` where it has no ending.

    Errors: UsageError for an ending that is no format: the file would not be what its name says.
    """
    ending = Path(options.out or "").suffix.lstrip(".").lower()
    asked = getattr(options, "format", None)
    if asked is None and ending and ending not in formats:
        raise UsageError(f"{options.out}: the ending is none of {', '.join(formats)}")
    return asked or ending or formats[0]


def deliver(options: Namespace, format: str, document: bytes | Iterable[bytes]) -> None:
    """Write a document, whole or in pieces, to `--out`, or to the standard output where no terminal chokes on it."""
    pieces = [document] if isinstance(document, bytes) else document
    if options.out:
        put(Path(options.out), pieces)
        print(options.out)
    elif sys.stdout is None:
        raise CannotWrite("the standard output is closed: name a file with --out")
    elif sys.stdout.isatty() and format not in _TEXT:
        raise UsageError(f"{format} is not for a terminal: name a file with --out")
    else:
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
