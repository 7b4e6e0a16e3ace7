"""Text tables: records and answers written so that a reader sees them.

A table is a header and rows of cells between bars; a cell left blank is unknown. Several tables in one text each
stand under a line with their name:

    checkins
    person_id | place_id | checked_in_at    | checked_out_at
    ann       | hall     | 2021-08-05T10:00 |
"""

Row = dict[str, str]


def read_table(text: str) -> list[Row]:
    """The rows of one table, each a dict from column to text; no text at all is no rows."""
    header, *rows = [cells(line) for line in text.splitlines() if line.strip()] or [[]]
    return [row_of(header, row) for row in rows]


def read_tables(text: str) -> dict[str, list[Row]]:
    """Several named tables: name -> rows; a name that comes again goes on with its table, under its own header."""
    tables: dict[str, list[Row]] = {}
    header: list[str] | None = None
    name = ""
    for line in filter(str.strip, text.splitlines()):
        if "|" not in line:
            name, header = line.strip(), None
            tables.setdefault(name, [])
        elif header is None:
            header = cells(line)
        else:
            tables[name].append(row_of(header, cells(line)))
    return tables


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def row_of(header: list[str], row: list[str]) -> Row:
    """One row; ValueError where it has another number of cells than the header."""
    return dict(zip(header, row, strict=True))
