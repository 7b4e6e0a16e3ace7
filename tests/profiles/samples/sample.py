"""What a sample of a source's files is, and how its bytes are made.

Resident numbers are the two examples of the standard; phones begin with 1900.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

import openpyxl

ANNA, BEN = "11010519491231002X", "440524188001010014"


@dataclass(frozen=True)
class Sample:
    """A file, the records that are kept of it, its rejects, and what the vault is told of people.

    rows        column -> value in the order of the lines; keys as they were before they became pseudonyms,
                instants in UTC
    rejects     line, column, reason
    told        key of the person -> what the file says of her beside its records
    """

    name: str
    content: bytes
    kind: str
    rows: list[dict]
    rejects: list[tuple] = field(default_factory=list)
    told: dict[str, dict] = field(default_factory=dict)


def lines(*rows: str, encoding: str = "utf-8", end: str = "\n") -> bytes:
    return "".join(row + end for row in rows).encode(encoding)


def workbook(*rows: tuple, build: Callable = lambda sheet: None) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    build(book.active)
    book.save(out)
    return out.getvalue()


def person(**told: str) -> dict:
    columns = ("name", "document_type", "document_number", "phone", "address", "birth_date", "sex")
    return dict.fromkeys(columns) | told
