"""Line list and contacts as the two files that `make_epicontacts` of the R package epicontacts takes as they are.

linelist.csv    one row per person, `id` first
contacts.csv    one row per source and person, `from` and `to` first, both in the line list: a directed contact. A pair
                stands once, as the package counts rows where it counts somebody's contacts.

Columns, instants, numbers and the guard of text as in a list's csv, without a byte order mark, which R would take for
a part of the first column's name. The package refuses a table without rows: a case that met nobody has no contacts.
Source: github.com/reconhub/epicontacts, R/make_epicontacts.R (id 1, from 1, to 2; ids unique) and R/get_degree.R.
"""

from tracing.exports.csv_text import csv_bytes
from tracing.line_list import LineList

LINE_LIST, CONTACTS = "linelist.csv", "contacts.csv"


def epicontacts(tables: LineList, zone: str) -> dict[str, bytes]:
    """The files by their names.

    zone    IANA name of the time zone in which instants are written
    """
    contacts = tables.contacts.rename({"from_id": "from", "to_id": "to"})
    return {LINE_LIST: csv_bytes(tables.people, zone, bom=False), CONTACTS: csv_bytes(contacts, zone, bom=False)}
