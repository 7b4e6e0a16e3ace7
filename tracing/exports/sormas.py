"""Contacts of cases as files for SORMAS: one for each case, for the import that its contacts tab offers.

<case>.csv      two lines above the records, whose field each column is (`Contact`, `Person`) and which, then one line
                per person whom the case met: `person.lastName` is her name as it is known, undivided, `externalID` her
                id. Days are month/day/year, as SORMAS reads them where its language is English.

Contacts of contacts are in none: SORMAS keeps whom a case met, and lets a contact who falls ill become a case.
A case that met nobody has no file.
Source: SORMAS-Foundation/SORMAS-Project (ContactDto; ImportFacadeEjb, the template of a case's contacts; DataImporter
and ContactImporter: lines above, days, what must be; the import files of its own tests).
"""

import csv
import io

import polars as pl

from tracing.exports.csv_text import guarded
from tracing.exports.registers import contacts_by_day, people_called
from tracing.handover.folders import encoded
from tracing.line_list import LineList

_DAY = "%m/%d/%Y"
_PERSON, _CONTACT = "Person", "Contact"
_NUMBER = r"^\+[0-9 ]+$"
_COLUMNS = {
    "person.firstName": (_PERSON, pl.lit("-")),
    "person.lastName": (_PERSON, guarded(pl.col("called"))),
    "person.sex": (_PERSON, pl.lit("UNKNOWN")),
    # What is nothing but a number runs in no spreadsheet, and would be another one with a mark before it.
    "person.phone": (
        _PERSON, pl.when(pl.col("phone").str.contains(_NUMBER)).then("phone").otherwise(guarded(pl.col("phone")))
    ),
    "person.address.details": ("Location", guarded(pl.col("address"))),
    "multiDayContact": (_CONTACT, (pl.col("first_day") != pl.col("last_day")).cast(pl.String)),
    "firstContactDate": (_CONTACT, pl.col("first_day").dt.strftime(_DAY)),
    "lastContactDate": (_CONTACT, pl.col("last_day").dt.strftime(_DAY)),
    "description": (_CONTACT, guarded(pl.format("{}: {}", "tier", "comment"))),
    "externalID": (_CONTACT, guarded(pl.col("to_id"))),
}  # fmt: skip
"""Of each column the entity that it is a field of there, and what it tells."""


def sormas(tables: LineList, zone: str) -> dict[str, bytes]:
    """The files by their names.

    zone    IANA name of the time zone of days
    """
    who = people_called(tables).select("called", "phone", "address", to_id="id")
    told = _of_cases(contacts_by_day(tables, zone), tables.people).join(who, on="to_id", maintain_order="left")
    return {f"{encoded(case)}.csv": _file(rows) for (case,), rows in told.group_by("case_id", maintain_order=True)}


def left_out(tables: LineList) -> int:
    """How many people are in no file, as no case met them."""
    others = tables.people.filter(pl.col("tier") != "case")
    return len(others) - _of_cases(tables.contacts, tables.people)["to_id"].n_unique()


def _of_cases(contacts: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The contacts of cases with people who are none, one row per case and person."""
    cases = people.filter(tier="case").select("id", own="case_id")
    met = contacts.join(cases, left_on="from_id", right_on="id", maintain_order="left")
    met = met.filter(~pl.col("to_id").is_in(cases["id"].implode()))
    each = met.explode("case_id").filter(pl.col("case_id").is_in(pl.col("own")))
    return each.sort("case_id", "first_contact_at", "to_id")


def _file(rows: pl.DataFrame) -> bytes:
    above = io.StringIO()
    csv.writer(above, lineterminator="\n").writerows([[entity for entity, _ in _COLUMNS.values()], list(_COLUMNS)])
    told = rows.select(**{name: told for name, (_, told) in _COLUMNS.items()})
    return (above.getvalue() + told.write_csv(include_header=False, line_terminator="\n")).encode()
