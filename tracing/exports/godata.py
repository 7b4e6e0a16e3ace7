"""Line list and contacts as files for the imports of Go.Data, in the order in which they are to be imported.

cases.json                  one object per case
contacts.json               one per person who met a case, with the contact that was first of all
contacts_of_contacts.json   one per other person, with her first contact to somebody of the file before
relationships.json          one per contact that is in none of these

Where its import asks what a field is to become, the fields bear the names of what they are there (`firstName`,
`dateOfReporting`, `contactDate` ...); `visualId` is whom `sourceId` and `targetId` speak of. Days are ISO 8601, local.
Lists of objects are read as they stand, where a csv's numbers and days would be taken for others: a key 007 for 7.
Source: WorldHealthOrganization/GoDataSource-API (common/models: contact.js, relationship.js, importable-file.js; the
import takes a visual id for a person's) and GoDataSource-FrontEnd (import-*-data.component.ts: which fields must be).
"""

import json
from datetime import datetime

import polars as pl

from tracing.exports.registers import contacts_by_day, day, people_called
from tracing.line_list import LineList

CASES, CONTACTS = "cases.json", "contacts.json"
CONTACTS_OF_CONTACTS, RELATIONSHIPS = "contacts_of_contacts.json", "relationships.json"
_PERSON = {"visualId": "id", "firstName": "called", "phoneNumber": "phone", "addressLine1": "address"}
_CONTACT = {
    "sourceId": "from_id",
    "dateOfFirstContact": "first_day",
    "contactDate": "last_day",
    "certaintyLevelId": "contact_tier",
    "comment": "comment",
}


def godata(tables: LineList, as_of: datetime, zone: str) -> dict[str, bytes]:
    """The files by their names.

    as_of   the moment of the analysis: its local date is the day of reporting
    zone    IANA name of the time zone of days
    """
    people, contacts = people_called(tables), contacts_by_day(tables, zone).rename({"tier": "contact_tier"})
    cases = people.filter(tier="case").sort("id")
    met_a_case = _first(contacts, cases["id"], but=cases["id"])
    known = pl.concat([cases["id"], met_a_case["to_id"]])
    met_a_contact = _first(contacts, met_a_case["to_id"], but=known)
    told = pl.concat([met_a_case, met_a_contact])
    others = contacts.join(told, on=["from_id", "to_id"], how="anti", maintain_order="left")
    reported = day(pl.lit(as_of), zone).alias("dateOfReporting")
    onset = day(pl.col("onset_at"), zone).alias("dateOfOnset")
    return {
        CASES: _objects(cases.select(**_PERSON).with_columns(cases.select("classification", onset, reported))),
        CONTACTS: _objects(_of_people(met_a_case, people, reported)),
        CONTACTS_OF_CONTACTS: _objects(_of_people(met_a_contact, people, reported)),
        RELATIONSHIPS: _objects(others.sort("from_id", "to_id").select(targetId="to_id", **_CONTACT)),
    }


def _first(contacts: pl.DataFrame, sources: pl.Series, but: pl.Series) -> pl.DataFrame:
    """The first contact of everybody with one of some sources; of people who have another place, none."""
    met = contacts.filter(pl.col("from_id").is_in(sources.implode()), ~pl.col("to_id").is_in(but.implode()))
    return met.sort("first_contact_at", "from_id").unique("to_id", keep="first", maintain_order=True).sort("to_id")


def _of_people(met: pl.DataFrame, people: pl.DataFrame, reported: pl.Expr) -> pl.DataFrame:
    told = met.join(people.select(*_PERSON.values()), left_on="to_id", right_on="id", maintain_order="left")
    return told.select(**(_PERSON | {"visualId": "to_id"} | _CONTACT)).with_columns(reported)


def _objects(rows: pl.DataFrame) -> bytes:
    """The rows as a list of objects, one a line."""
    lines = (json.dumps(row, ensure_ascii=False, default=str) for row in rows.iter_rows(named=True))
    return "\n".join(["[", ",\n".join(lines), "]\n"]).encode()
