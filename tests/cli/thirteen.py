"""Rows of all thirteen kinds: good ones, and broken ones with the column that is wrong. All cells are text."""

from datetime import datetime, timedelta

Row = dict[str, str]
GOOD = 12


def _at(step: int) -> str:
    return (datetime(2021, 8, 1) + timedelta(minutes=17 * step)).isoformat()


def _of(step: int, *choices: str) -> str:
    return choices[step % len(choices)]


def good(kind: str) -> list[Row]:
    """Twelve rows that differ, with every optional column now given and now left out."""
    return [_GOOD[kind](step) for step in range(GOOD)]


def broken(kind: str) -> list[tuple[str, Row]]:
    """Rows that may not be loaded, each with the column that says why."""
    return [(next(reversed(flaw)), good(kind)[1] | flaw) for flaw in _FLAWS[kind]]


_GOOD = {
    "fixes": lambda i: {
        "person_id": f"P{i}", "observed_at": _at(i), "latitude": str(25 + i / 100), "longitude": str(102 + i / 100),
        "accuracy_m": _of(i, "", "5", "0"), "device_id": f"D{i}", "crs": _of(i, "", "wgs84", "gcj02", "BD09"),
    },
    "checkins": lambda i: {
        "person_id": f"P{i}", "place_id": f"L{i % 3}", "checked_in_at": _at(i),
        "checked_out_at": _of(i, "", _at(i + 1), _at(i)),
    },
    "proximity": lambda i: {
        "person_a": f"P{i}", "person_b": f"P{i + 1}", "observed_at": _at(i),
        "duration_s": _of(i, "", "20", "0"), "distance_m": _of(i, "", "1.5", "0"),
    },
    "tickets": lambda i: {
        "person_id": f"P{i}", "service": "G1", "departs_at": _at(i), "arrives_at": _at(i + 3),
        "mode": _of(i, "train", "", "flight"), "coach": str(i % 4), "row": _of(i, "", str(i)), "seat": "A",
    },
    "passages": lambda i: {
        "place_id": "K1", "passed_at": _at(i), "person_id": _of(i, "", f"P{i}"), "plate": _of(i, f"X{i}", ""),
        "direction": _of(i, "in", "out", ""),
    },
    "vehicles": lambda i: {
        "plate": f"X{i}", "person_id": f"P{i}", "from_at": _of(i, "", _at(i), "2021-08-01"),
        "until_at": _of(i, "", _at(i + 9), "2021-08-01"),
    },
    "households": lambda i: {"household_id": f"H{i // 3}", "person_id": f"P{i}"},
    "places": lambda i: {
        "place_id": f"L{i}", "name": f"N{i}", "kind": "shop", "latitude": _of(i, "", "25.1"),
        "longitude": _of(i, "", "102.1"), "crs": "", "enclosed": _of(i, "", "true", "false"),
        "typical_stay_minutes": _of(i, "", "30"), "grid_id": "g",
    },
    "persons": lambda i: {
        "person_id": f"P{i}", "name": f"N{i}", "document_type": "id", "document_number": str(110000 + i),
        "phone": str(19000000000 + i), "address": "a", "grid_id": "g", "birth_date": "1980-01-02", "sex": "M",
    },
    "tests": lambda i: {
        "person_id": f"P{i}", "sampled_at": _at(i), "resulted_at": _of(i, "", _at(i + 5)),
        "result": _of(i, "positive", "negative", "pending"), "method": "PCR", "site": "s",
    },
    "cases": lambda i: {
        "case_id": f"C{i}", "person_id": f"P{i}",
        "classification": _of(i, "confirmed", "asymptomatic", "probable", "suspected", "discarded"),
        "onset_at": _of(i, "", "2021-08-01"), "sampled_at": _at(i), "confirmed_at": "",
        "isolated_at": _of(i, "", "2021-08-04", _at(i + 100)),
    },
    "isolations": lambda i: {
        "person_id": f"P{i}", "from_at": _of(i, "2021-08-01", _at(i)), "until_at": _of(i, "", "2021-08-09"),
        "site_id": "s", "room": "1",
    },
    "followups": lambda i: {
        "case_id": "C1", "person_id": f"P{i}", "status": "reached", "method": "phone", "at": _of(i, "", _at(i)),
        "outcome": "ok", "note": f"note {i}",
    },
}  # fmt: skip

# The last key of each is the column that the reject must name.
_FLAWS: dict[str, list[Row]] = {
    "fixes": [
        {"latitude": "90.1"}, {"longitude": "-181"}, {"longitude": "0", "latitude": "0"}, {"accuracy_m": "-1"},
        {"latitude": "x"}, {"person_id": ""}, {"crs": "mars"}, {"observed_at": "yesterday"}, {"latitude": "nan"},
        {"longitude": "inf"}, {"latitude": ""},
    ],
    "checkins": [{"checked_out_at": "2020-01-01"}, {"place_id": ""}, {"checked_in_at": "2021-13-01"}],
    "proximity": [{"duration_s": "-1"}, {"distance_m": "-0.1"}, {"person_b": ""}, {"distance_m": "far"}],
    "tickets": [{"arrives_at": "2020-01-01"}, {"service": ""}, {"row": "3.5"}, {"row": "x"}, {"departs_at": ""}],
    "passages": [{"place_id": ""}, {"passed_at": "25:00"}],
    "vehicles": [{"plate": ""}, {"from_at": "2021-08-05", "until_at": "2021-08-03"}, {"person_id": ""}],
    "households": [{"household_id": ""}, {"person_id": ""}],
    "places": [
        {"longitude": "102", "latitude": "95"}, {"place_id": ""}, {"enclosed": "maybe"}, {"crs": "x"},
        {"typical_stay_minutes": "-5"}, {"longitude": "0", "latitude": "0"},
    ],
    "persons": [{"person_id": ""}],
    "tests": [{"result": "unknown"}, {"result": ""}, {"sampled_at": ""}],
    "cases": [
        {"classification": "ill"}, {"case_id": ""}, {"person_id": ""}, {"onset_at": "x"}, {"isolated_at": "2021-02-30"},
    ],
    "isolations": [{"from_at": ""}, {"from_at": "2021-08-05T10:00", "until_at": "2021-08-05T09:00"}],
    "followups": [{"status": ""}, {"case_id": ""}, {"at": "soon"}, {"person_id": ""}],
}  # fmt: skip
KINDS = tuple(_GOOD)
