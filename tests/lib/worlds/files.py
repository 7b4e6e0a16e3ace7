"""The rows of a world: people at a few places and times, in the forms files bring them."""

from datetime import timedelta

from tests.lib.worlds.calendar import STEP, Calendar
from tests.lib.worlds.dice import Dice

Row = dict[str, str]
PLACES = ("hall", "hall", "cafe", "mall", "nowhere")
CLASSES = ("confirmed", "confirmed", "confirmed", "asymptomatic", "asymptomatic", "probable", "suspected", "discarded")
ACCURACIES = ("", "", "5", "5", "20", "20", "100", "100.5", "3.5")
# One city, one town far north, one island on the 180th meridian.
SITES = ((31.2304, 121.4737), (60.1699, 24.9384), (-16.8004, 179.9996))
# 15.23 m of latitude; no sum of such steps is a distance any rule names.
LATITUDE_STEP, LONGITUDE_STEP = 0.000137, 0.000173
GAPS = (STEP, STEP, STEP, 2 * STEP, 2 * STEP, 2 * STEP + timedelta(milliseconds=1), 3 * STEP, STEP / 2)


def case_rows(dice: Dice, calendar: Calendar, people: list[str]) -> list[Row]:
    """One to three cases among the first people; two may be the same person's."""
    rows = []
    for number in range(dice.one((1, 2, 2, 3))):
        rows.append(
            {
                "case_id": f"K{number + 1}",
                "person_id": people[0] if number == 0 else dice.one(people[:3]),
                "classification": dice.one(CLASSES[:5] if number == 0 and dice.chance(90) else CLASSES),
                "onset_at": calendar.instant_or_date(dice) if dice.chance(75) else "",
                "sampled_at": calendar.instant_or_date(dice) if dice.chance(40) else "",
                "confirmed_at": calendar.instant_or_date(dice) if dice.chance(40) else "",
                "isolated_at": calendar.instant_or_date(dice) if dice.chance(18) else "",
            }
        )
    return rows


def isolation_rows(dice: Dice, calendar: Calendar, people: list[str], cases: list[Row]) -> list[Row]:
    """Few isolations, of cases more often than of others; some without end, some empty, some next to an onset."""
    rows = []
    for _ in range(dice.one((0, 0, 1, 1, 2, 3))):
        start = calendar.moment(dice)
        until = start + STEP * dice.number(0, 24)
        rows.append(
            {
                "person_id": dice.one([*people, *people[:2]]),
                "from_at": start.date().isoformat() if dice.chance(15) else calendar.text(dice, start),
                "until_at": dice.one(("", until.date().isoformat(), *[calendar.text(dice, until)] * 4)),
                "site_id": "",
                "room": "",
            }
        )
        case = dice.one(cases)
        if case["onset_at"] and dice.chance(25):
            rows[-1] |= {"person_id": case["person_id"], dice.one(("from_at", "until_at")): case["onset_at"]}
    return rows


def checkin_rows(dice: Dice, calendar: Calendar, people: list[str]) -> list[Row]:
    """Check-ins with and without check-out, and now and then the same one again in the other form."""
    rows = []
    for _ in range(dice.one((1, 8, 11, 14, 16, 18, 20, 22, 24))):
        start = calendar.gathering(dice)
        out = calendar.text(dice, start + STEP * dice.number(0, 9))
        row = {"person_id": dice.one(people), "place_id": dice.one(PLACES), "checked_in_at": calendar.text(dice, start)}
        rows.append(row | {"checked_out_at": dice.one((out, out, ""))})
        if dice.chance(10):
            rows.append(row | {"checked_out_at": "" if rows[-1]["checked_out_at"] else out})
        if dice.chance(5):
            rows.append(row | {"checked_in_at": start.date().isoformat(), "checked_out_at": ""})
    return rows


def passage_rows(dice: Dice, calendar: Calendar, people: list[str]) -> list[Row]:
    """Passages of people, of plates, of both and of nobody known, in and out."""
    return [
        {
            "place_id": dice.one(("hall", "cafe")),
            "passed_at": calendar.instant(dice),
            "person_id": dice.maybe(60, people),
            "plate": dice.maybe(60, ("A1", "B2")),
            "direction": dice.one(("", "in", "out")),
        }
        for _ in range(dice.number(0, 4))
    ]


def vehicle_rows(dice: Dice, calendar: Calendar, people: list[str]) -> list[Row]:
    """Links to two plates, open on either side or on both."""
    rows = []
    for _ in range(dice.number(1, 6)):
        start = calendar.moment(dice)
        until = start + STEP * dice.number(0, 12)
        rows.append(
            {
                "plate": dice.one(("A1", "B2")),
                "person_id": dice.one(people),
                "from_at": dice.one(("", "", calendar.text(dice, start), start.date().isoformat())),
                "until_at": dice.one(("", calendar.text(dice, until), until.date().isoformat())),
            }
        )
    return rows


def proximity_rows(dice: Dice, calendar: Calendar, people: list[str]) -> list[Row]:
    """What devices say of two people, with and without duration and distance."""
    rows = []
    for _ in range(dice.one((1, 8, 11, 14, 16, 18, 20, 22, 24))):
        one, other = dice.pair(people) if dice.chance(70) else (people[0], dice.one(people[1:]))
        rows.append(
            {
                "person_a": one,
                "person_b": other,
                "observed_at": calendar.text(dice, calendar.gathering(dice)),
                "duration_s": dice.one(("", "", "0", "60", "300", "600", "900", "1200")),
                "distance_m": dice.one(("", "", "0.5", "1", "1.8288", "2", "2.5")),
            }
        )
    return rows


def fix_rows(dice: Dice, calendar: Calendar, people: list[str]) -> list[Row]:
    """Runs of fixes of people who stand or walk within a few hundred metres."""
    site = dice.one(SITES)
    rows: list[Row] = []
    for person in people:
        for _ in range(dice.one((1, 1, 2, 2) if person == people[0] else (0, 1, 2, 2, 3))):
            rows += run_of_fixes(dice, calendar, person, site)
    return rows


def run_of_fixes(dice: Dice, calendar: Calendar, person: str, site: tuple[float, float]) -> list[Row]:
    """One person's fixes in a row, at gaps about the longest that are joined; some instants twice."""
    moment = calendar.gathering(dice)
    north, east = dice.number(-1, 2), dice.number(-2, 1)
    stands = dice.chance(35)
    rows = []
    for _ in range(dice.one((1, 3, 4, 4, 5, 5, 6, 7, 8))):
        rows.append(fix(dice, calendar.text(dice, moment), person, site, (north, east)))
        while dice.chance(12):
            beside = north + dice.number(0, 2), east + dice.number(0, 2)
            rows.append(fix(dice, calendar.text(dice, moment), person, site, beside))
        moment += dice.one(GAPS)
        if not stands:
            north, east = north + dice.number(-2, 2), east + dice.number(-2, 2)
    return rows


def fix(dice: Dice, instant: str, person: str, site: tuple[float, float], steps: tuple[int, int]) -> Row:
    longitude = (site[1] + steps[1] * LONGITUDE_STEP + 180) % 360 - 180
    return {
        "person_id": person,
        "observed_at": instant,
        "latitude": f"{site[0] + steps[0] * LATITUDE_STEP:.6f}",
        "longitude": f"{longitude:.6f}",
        "accuracy_m": dice.one(ACCURACIES),
        "device_id": "",
        "crs": dice.one(("", "", "wgs84")),
    }


def ticket_rows(dice: Dice, calendar: Calendar, people: list[str]) -> list[Row]:
    """Tickets on two services, some of them of another run, with coaches and rows unknown now and then."""
    rows = []
    for _ in range(dice.one((1, 5, 7, 9, 11, 12))):
        departs = calendar.gathering(dice)
        rows.append(
            {
                "person_id": dice.one(people),
                "service": dice.one(("S1", "S2")),
                "departs_at": calendar.text(dice, departs),
                "arrives_at": calendar.text(dice, departs + STEP * dice.number(0, 12)),
                "mode": dice.one(("", "train", "train", "flight", "bus")),
                "coach": dice.one(("", "1", "1", "2")),
                "row": dice.one(("", "1", "3", "4", "5", "7")),
                "seat": "",
            }
        )
    return rows


def household_rows(dice: Dice, calendar: Calendar, people: list[str]) -> list[Row]:
    """Two households; somebody may belong to both."""
    return [{"household_id": dice.one(("H1", "H2")), "person_id": dice.one(people)} for _ in range(dice.number(2, 5))]


def place_rows(dice: Dice) -> list[Row]:
    """What is known of the places; of `nowhere` nothing is."""
    return [
        {
            "place_id": place,
            "kind": dice.one(("", "restaurant", "restaurant", "school")),
            "enclosed": dice.one(("", "true", "true", "false")),
            "typical_stay_minutes": dice.one(("", "10", "30")),
            "grid_id": "",
        }
        for place in ("hall", "cafe", "mall")
        if dice.chance(85)
    ]


def person_rows(dice: Dice, people: list[str]) -> list[Row]:
    """The grid cells some people live in."""
    return [{"person_id": person, "grid_id": dice.maybe(80, ("G1", "G2"))} for person in people if dice.chance(40)]
