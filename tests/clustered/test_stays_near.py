"""What ends a stay is read with it: arrivals that touch no window themselves, and those of people who pass a gate."""

from datetime import date

from tests.lib import product, reference
from tests.lib.comparison import assert_same

Row = dict[str, str]
CASE = {"case_id": "k1", "person_id": "p1", "classification": "confirmed", "sampled_at": "2021-08-07T12:00:00Z"}
"""Infectious from 2021-08-05, at midnight in UTC."""
DEFINITION = {
    "id": "stays",
    "title": "Stays",
    "source": "an example",
    "valid_from": date(2021, 1, 1),
    "infectious_period": {"before_days": 2},
    "follow_up": {"close_days": 7},
}


def asking(files: dict[str, list[Row]], **parameters: object) -> tuple:
    rule = {"id": "place", "evidence": "stay", "tier": "close", **parameters}
    return {"cases": [CASE], **files}, DEFINITION | {"rule": [rule]}, "2021-08-09T00:00:00Z", "UTC"


def met(linger_minutes: int = 0, **files: list[Row]) -> list[str]:
    """Whom the case met, after both engines agreed on it."""
    asked = asking(files, linger_minutes=linger_minutes)
    told = product.screen(*asked, copied=True)
    assert_same(told, reference.screen(*asked))
    return [line["person_id"] for line in told.lines]


def checkin(person: str, place: str, begin: str, end: str = "") -> Row:
    times = {"checked_in_at": f"2021-08-{begin}:00Z", "checked_out_at": end and f"2021-08-{end}:00Z"}
    return {"person_id": person, "place_id": place, **times}


def test_a_stay_of_the_case_that_ended_before_the_window_by_a_check_in_elsewhere():
    """The hotel's guests stay ten hours unless they say otherwise; this one was in a shop an hour later."""
    places = [{"place_id": "hotel", "typical_stay_minutes": "600"}]
    guest = checkin("p2", "hotel", "04T23:50", "05T02:00")
    slept = [checkin("p1", "hotel", "04T18:00"), guest]
    assert met(places=places, checkins=slept) == ["p2"]
    assert met(places=places, checkins=[*slept, checkin("p1", "shop", "04T19:00", "04T19:03")]) == []


def test_a_stay_of_the_case_that_a_check_in_after_the_window_does_not_end():
    late = [checkin("p1", "hotel", "08T23:30"), checkin("p2", "hotel", "08T23:40", "09T01:00")]
    assert met(checkins=late) == ["p2"]
    assert met(checkins=[*late, checkin("p1", "shop", "09T00:10")]) == ["p2"]
    assert met(checkins=[*late, checkin("p1", "shop", "08T23:35")]) == []


def test_a_stay_of_another_person_that_ended_by_a_check_in_elsewhere():
    mall = [checkin("p1", "mall", "06T10:00", "06T11:00"), checkin("p2", "mall", "06T09:30")]
    assert met(checkins=mall) == ["p2"]
    assert met(checkins=[*mall, checkin("p2", "shop", "06T09:40", "06T09:50")]) == []


def test_a_stay_of_another_person_whose_end_stands_in_a_second_record():
    mall = [checkin("p1", "mall", "06T10:00", "06T11:00"), checkin("p2", "mall", "06T09:30")]
    assert met(checkins=[*mall, checkin("p2", "mall", "06T09:30", "06T09:45")]) == []
    assert met(checkins=[*mall, checkin("p2", "mall", "06T09:30", "06T10:05")]) == ["p2"]


def test_somebody_who_passed_a_gate_and_checked_in_elsewhere_minutes_later():
    at_the_gate = [checkin("p1", "gate", "06T10:03", "06T11:00")]
    passed = [{"place_id": "gate", "passed_at": "2021-08-06T10:00:00Z", "person_id": "p2"}]
    assert met(checkins=at_the_gate, passages=passed) == ["p2"]
    assert met(checkins=[*at_the_gate, checkin("p2", "shop", "06T10:02")], passages=passed) == []


def test_a_gate_that_the_case_leaves_after_the_window():
    """She stood at it for five minutes before; the window ends in between."""
    at_the_gate = [checkin("p2", "gate", "06T09:50", "06T10:30")]
    out = {"place_id": "gate", "passed_at": "2021-08-06T10:05:00Z", "direction": "out"}
    vehicles = [{"plate": "A1", "person_id": "p1"}]
    for who in ({"person_id": "p1"}, {"plate": "A1"}):
        for isolated_at, people in (("10:02", ["p2"]), ("10:00", [])):
            isolations = [{"person_id": "p1", "from_at": f"2021-08-06T{isolated_at}:00Z"}]
            told = {"checkins": at_the_gate, "isolations": isolations, "vehicles": vehicles}
            assert met(passages=[out | who], **told) == people


def test_somebody_known_by_plates_alone_who_passed_two_gates():
    """Of her no record gives the name: only who goes with which plate."""
    at_the_gate = [checkin("p1", "gate", "06T10:03", "06T11:00")]
    vehicles = [{"plate": plate, "person_id": "p2"} for plate in ("A1", "B2")]
    passed = [{"place_id": "gate", "passed_at": "2021-08-06T10:00:00Z", "plate": "A1"}]
    next_one = {"place_id": "shop", "passed_at": "2021-08-06T10:02:00Z", "plate": "B2"}
    assert met(checkins=at_the_gate, vehicles=vehicles, passages=passed) == ["p2"]
    assert met(checkins=at_the_gate, vehicles=vehicles, passages=[*passed, next_one]) == []


def test_a_guest_of_years_and_the_air_that_a_case_leaves():
    years = {"checked_in_at": "2018-01-01T00:00:00Z", "checked_out_at": "2023-01-01T00:00:00Z"}
    guests = [checkin("p1", "home", "06T10:00", "06T10:30"), {"person_id": "p2", "place_id": "home", **years}]
    assert met(checkins=guests) == ["p2"]
    later = [guests[0], checkin("p3", "home", "06T10:40", "06T10:45")]
    assert met(checkins=later) == []
    assert met(linger_minutes=20, checkins=later) == ["p3"]


def test_coverage_counts_stays_at_places_that_no_rule_chooses_to_their_right_end():
    places = [{"place_id": "hotel", "typical_stay_minutes": "600", "kind": "hotel"}]
    slept = [checkin("p1", "hotel", "04T18:00")]
    gone = [*slept, checkin("p1", "shop", "04T19:00", "04T19:03")]
    for checkins, hours in ((slept, 4.0), (gone, 0.0)):
        asked = asking({"places": places, "checkins": checkins}, kinds=["mall"])
        assert product.screen(*asked, copied=True).found.coverage["hours"].to_list() == [hours]
