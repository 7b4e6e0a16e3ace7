"""Where a document goes: a file, written beside its place and renamed into it, or the standard output."""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

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


def deliver(options: Namespace, format: str, document: bytes) -> None:
    """Write a document to `--out`, or to the standard output where no terminal would choke on it."""
    if options.out:
        write_file(Path(options.out), document)
        print(options.out)
    elif sys.stdout is None:
        raise CannotWrite("the standard output is closed: name a file with --out")
    elif sys.stdout.isatty() and format not in _TEXT:
        raise UsageError(f"{format} is not for a terminal: name a file with --out")
    else:
        sys.stdout.buffer.write(document)
        sys.stdout.buffer.flush()


def write_file(path: Path, document: bytes) -> None:
    """Put a file into place whole, readable by its owner alone. Errors: CannotWrite."""
    part = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(document)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CannotWrite(f"{path}: {error.strerror or 'cannot be written'}") from None
