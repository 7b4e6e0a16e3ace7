"""The third engine's answer: pieces of all pairs, two hops of windows, episodes, exposures, lines."""

from zoneinfo import ZoneInfo

from tests.lib.reference.contacts import Answer
from tests.lib.reference.instants import read_instant
from tests.lib.reference.periods import infectious_period, window_of_close_contact
from tests.lib.reference.records import Record, Records, Rows, read_records
from tests.lib.reference.stretches import Stretch
from tests.lib.sql_engine.tables import Database, database, insert, run

CONFIRMED = ("confirmed", "asymptomatic")
# What a definition may leave out (sections 4 and 5), None where that leaves the matter open.
USUAL = {
    **{"max_gap_minutes": 10, "max_accuracy_m": 100, "cell_m": 800},
    **{"dwell_more_than_hours": None, "dwell_days": 14, "dwell_who": "either"},
    **{"within_m": None, "kinds": None, "enclosed": None, "linger_minutes": 0, "rows": 3, "modes": None},
    **{"accumulate": "episode", "window_hours": 24, "at_least_minutes": None, "more_than_minutes": None},
    **{"close_days": None, "secondary_days": None, "general_days": None, "flagged_days": None},
    "typical_stay_minutes": 60,
}

# Whose list it is about, the source, and the stretches in which meeting it counts.
Window = tuple[Record, str, list[Stretch]]


def screen(files: dict[str, Rows], definition: dict, as_of: str, timezone: str) -> Answer:
    """The contacts of all cases, asked and answered as with the reference."""
    zone = ZoneInfo(timezone)
    records, moment = read_records(files, zone), read_instant(as_of, zone, closes_window=True)
    cases = [case for case in records.kept["cases"] if case["classification"] in CONFIRMED]
    period = definition["infectious_period"]
    periods = {case["case_id"]: infectious_period(case, period, records, moment, zone) for case in cases}
    known = USUAL | {"as_of": moment, "zone": timezone} | definition | definition.get("follow_up", {})
    found = database(records.kept | {"cases": cases})
    for rule in definition["rule"]:
        run(found, f"evidence/{rule['evidence']}", known | rule | {"rule": rule["id"]})
    windows = [(case, case["person_id"], periods[case["case_id"]]) for case in cases]
    search(found, 1, definition["rule"], windows, known)
    if "secondary" in definition:
        windows = onward_windows(found, definition, cases, records, moment)
        search(found, 2, onward_rules(definition), windows, known)
    run(found, "answer/tiers", known)
    return Answer(run(found, "answer/lines", known), periods, run(found, "answer/told", known), records.rejected)


def search(database: Database, hop: int, rules: list[dict], windows: list[Window], known: dict) -> None:
    """The exposures of the windows' sources that reach the threshold of one of the rules."""
    rows = [
        {"case_id": case["case_id"], "case_person": case["person_id"], "hop": hop, "source": source}
        | {"started_at": start, "finished_at": end}
        for case, source, stretches in windows
        for start, end in stretches
    ]
    insert(database, "windows", rows)
    known = known | {"hop": hop, "rules": [rule["id"] for rule in rules]}
    run(database, "answer/episodes", known)
    for rule in rules:
        asked = known | rule | {"rule": rule["id"]}
        tier = rule["tier"] if hop == 1 else "secondary"
        window_ms = round(asked["window_hours"] * 3_600_000)
        run(database, "answer/exposures", asked | {"tier": tier, "window_ms": window_ms})


def onward_rules(definition: dict) -> list[dict]:
    """The rules of the second hop: those that are named, else those of tier `close` (section 6)."""
    named = definition["secondary"].get("rules")
    rules = definition["rule"]
    return [rule for rule in rules if (rule["tier"] == "close" if named is None else rule["id"] in named)]


def onward_windows(
    database: Database, definition: dict, cases: list[Record], records: Records, as_of: int
) -> list[Window]:
    """The windows of the close contacts (section 6)."""
    latent = definition["secondary"].get("latent_hours", 0)
    by_id = {case["case_id"]: case for case in cases}
    return [
        (
            by_id[close["case_id"]],
            close["person"],
            window_of_close_contact(close["person"], close["first_contact_at"], latent, records, as_of),
        )
        for close in run(database, "answer/close_contacts", {})
    ]
