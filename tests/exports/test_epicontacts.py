"""Line list and contacts as the files of epicontacts, from tables made by hand."""

import csv
import io

import polars as pl

from tests.exports.lines import ZONE, at
from tracing.exports.epicontacts import epicontacts
from tracing.line_list import LineList


def small(source: str = "a", target: str = "b") -> LineList:
    people = pl.DataFrame({"id": [source, target], "via": [[], ["q", "p"]], "onset_at": [at(4), None]})
    contacts = pl.DataFrame({"from_id": [source], "to_id": [target], "minutes": [0.615], "first_contact_at": [at(4)]})
    return LineList(people, contacts)


def test_the_files_as_they_must_stand():
    assert epicontacts(small(), ZONE) == {
        "linelist.csv": b"id,via,onset_at\na,,2021-08-04T12:00:00.000+08:00\nb,p;q,\n",
        "contacts.csv": b"from,to,minutes,first_contact_at\na,b,0.61,2021-08-04T12:00:00.000+08:00\n",
    }


def test_a_guarded_key_is_the_same_in_both_files():
    files = epicontacts(small("=1+1", '-b,"'), ZONE)
    people, contacts = (list(csv.DictReader(io.StringIO(document.decode()))) for document in files.values())
    assert [person["id"] for person in people] == [contacts[0]["from"], contacts[0]["to"]] == ["'=1+1", "'-b,\""]


def test_tables_without_rows_are_their_headers():
    empty = LineList(small().people.clear(), small().contacts.clear())
    assert epicontacts(empty, "UTC") == {
        "linelist.csv": b"id,via,onset_at\n",
        "contacts.csv": b"from,to,minutes,first_contact_at\n",
    }
