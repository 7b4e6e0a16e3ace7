"""Line list and contacts as the files of Go.Data, from tables made by hand."""

import json

from tests.exports.hand_made import drawn, noon
from tests.exports.lines import ZONE
from tracing.exports.godata import godata

FILES = ["cases.json", "contacts.json", "contacts_of_contacts.json", "relationships.json"]


def files(**told: str | None) -> dict[str, list[dict]]:
    return {name: json.loads(document) for name, document in godata(drawn(**told), noon(8), ZONE).items()}


def test_everybody_is_in_one_file_and_every_contact_in_one():
    found = files()
    assert list(found) == FILES
    ids = [[person["visualId"] for person in found[name]] for name in FILES[:3]]
    assert ids == [["k", "l"], ["a", "f"], ["d"]]
    met = [(one["sourceId"], one.get("visualId") or one["targetId"]) for name in FILES[1:] for one in found[name]]
    assert met == [("l", "a"), ("k", "f"), ("a", "d"), ("k", "a"), ("k", "l")]


def test_a_source_stands_in_a_file_before_the_one_that_speaks_of_it():
    found = files()
    cases, contacts = ({person["visualId"] for person in found[name]} for name in FILES[:2])
    assert {person["sourceId"] for person in found["contacts.json"]} <= cases
    assert {person["sourceId"] for person in found["contacts_of_contacts.json"]} <= contacts


def test_what_its_import_asks_for_is_always_there():
    found = files()
    for person in [*found["contacts.json"], *found["contacts_of_contacts.json"]]:
        needed = ("firstName", "dateOfReporting", "sourceId", "contactDate", "certaintyLevelId")
        assert all(person[field] for field in needed)
    for case in found["cases.json"]:
        assert case["firstName"] and case["dateOfReporting"] == "2021-08-08" and case["classification"]


def test_a_person_and_her_first_contact_to_the_letter():
    [known, _] = files(name="张三", phone="+8613800138000", address="1 号楼")["contacts.json"]
    assert known == {
        "visualId": "a", "firstName": "张三", "phoneNumber": "+8613800138000", "addressLine1": "1 号楼",
        "sourceId": "l", "dateOfFirstContact": "2021-08-04", "contactDate": "2021-08-06", "certaintyLevelId": "close",
        "comment": "near at K, L, 60.0 minutes", "dateOfReporting": "2021-08-08",
    }  # fmt: skip


def test_a_contact_that_ends_at_midnight_was_none_of_the_next_day():
    [other] = [one for one in files()["relationships.json"] if one["targetId"] == "a"]
    assert (other["sourceId"], other["dateOfFirstContact"], other["contactDate"]) == ("k", "2021-08-05", "2021-08-05")


def test_an_onset_that_is_not_known_is_none():
    assert [case["dateOfOnset"] for case in files()["cases.json"]] == ["2021-08-04", None]


def test_tables_without_rows_are_lists_without_any():
    nothing = drawn()
    nothing = type(nothing)(nothing.people.clear(), nothing.contacts.clear())
    assert [json.loads(document) for document in godata(nothing, noon(8), ZONE).values()] == [[]] * 4
