"""Findings: what looks wrong about a file, in words that hold no value of any record.

Whoever looks at records for something that a row alone cannot show (swapped axes, a clock that is off, a day without
rows) returns a list of findings; `tracing.intake_report` puts them into the report of the file.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that looks wrong about one file.

    what    a short name in lower case with hyphens (`swapped-axes`), the same for the same thing in every file
    rows    how many rows it is about; None where it is about the file
    words   one sentence for whoever has to ask the source about it: counts, columns, ids of places, never a value
    """

    what: str
    rows: int | None
    words: str
