"""Gate clocks: known offsets are found again in generated records, and good clocks give no alarm."""

import polars as pl
import pytest

from tracing.frames import complete
from tracing.gate_clocks import LEAST_PEOPLE, clock_findings, clock_offsets, is_off
from tracing.joint_events import AROUND, PER_CLOCK, approaches, events_at, spans

START = 1_628_000_000_000
GATE = (25.0, 102.7)


def offsets(town: dict[str, pl.DataFrame], **changed: pl.DataFrame) -> pl.DataFrame:
    records = town | changed
    events = events_at(records["checkins"], records["passages"], records["vehicles"])
    return clock_offsets(events, records["places"], records["fixes"])


def put_off(records: pl.DataFrame, column: str, places: list[str], seconds: int) -> pl.DataFrame:
    late = pl.col(column) + pl.duration(seconds=seconds, time_unit="ms")
    return records.with_columns(pl.when(pl.col("place_id").is_in(places)).then(late).otherwise(column))


def kinds_of(town, *kinds: str) -> list[str]:
    return town["places"].filter(pl.col("kind").is_in(kinds))["place_id"].sort().to_list()


def judged(told: pl.DataFrame, kind: str, places: list[str]) -> list[str]:
    """The clocks at some places of which enough people's own fixes tell."""
    enough = told.filter(pl.col("kind") == kind, pl.col("people") >= LEAST_PEOPLE, pl.col("against") == "fixes")
    return sorted(set(enough["place_id"]) & set(places))


def test_good_clocks_give_no_alarm(town):
    found = offsets(town)
    assert found.height > 100
    assert found.filter(pl.col("against") == "fixes").height > 100
    assert clock_findings(found) == []
    gates = found.filter(pl.col("kind") == "passages")
    assert gates["offset_s"].abs().max() < 90


GATES = ("passages", "passed_at", ("metro_station", "checkpoint"), 90)
DOORS = ("checkins", "checked_in_at", ("shop", "mall"), 150)


@pytest.mark.parametrize("seconds", [-28_800, -5400, -600, 300, 1500, 28_800])
@pytest.mark.parametrize(("kind", "column", "places", "within_s"), [GATES, DOORS], ids=["gates", "doors"])
def test_clocks_that_are_off_are_found_with_their_offset(town, kind, column, places, within_s, seconds):
    wrong = kinds_of(town, *places)[::3]
    told = offsets(town, **{kind: put_off(town[kind], column, wrong, seconds)})
    found = told.filter(is_off())
    assert found.height >= 3
    assert sorted(found["place_id"]) == judged(told, kind, wrong)
    assert (found["offset_s"] - seconds).abs().max() < within_s


def test_the_words_name_the_place_and_no_person(town):
    (gate,) = kinds_of(town, "metro_station")[:1]
    found = offsets(town, passages=put_off(town["passages"], "passed_at", [gate], 600))
    (finding,) = clock_findings(found)
    assert finding.what == "clock-off"
    assert finding.words.startswith(f"the clock of place {gate} (passages) is about 1")
    assert "minutes ahead" in finding.words
    assert not set(town["fixes"]["person_id"].unique()) & set(finding.words.split())
    assert finding.rows == found.filter(is_off())["events"].item()


def fix(person: str, second: float, metres_east: float) -> dict:
    at = START + round(second * 1000)
    return {"person_id": person, "observed_at": at, "latitude": GATE[0], "longitude": GATE[1] + metres_east / 100_800}


def walks(people: int) -> pl.DataFrame:
    """Everybody walks past the gate at 1.5 m/s, at second 600 of her own hour."""
    rows = [fix(f"p{n}", 3600 * n + 600 + step * 60, 1.5 * 60 * step) for n in range(people) for step in range(-15, 16)]
    return pl.DataFrame(rows).with_columns(pl.col("observed_at").cast(pl.Datetime("ms", "UTC")))


def passed(people: int, late_s: float, place: str = "G", **columns) -> pl.DataFrame:
    at = [START + round((3600 * n + 600 + late_s) * 1000) for n in range(people)]
    named = {"person_id": [f"p{n}" for n in range(people)]} | columns
    frame = pl.DataFrame({"place_id": place, "passed_at": at} | named)
    return frame.with_columns(pl.col("passed_at").cast(pl.Datetime("ms", "UTC")))


def world(**records: pl.DataFrame) -> dict[str, pl.DataFrame]:
    gate = pl.DataFrame({"place_id": ["G", "H"], "latitude": [GATE[0]] * 2, "longitude": [GATE[1], GATE[1] + 0.0002]})
    return complete({"places": gate} | records)


@pytest.mark.parametrize("late_s", [0, -1234.5, 2000])
def test_by_hand_the_offset_is_exact(late_s):
    row = offsets(world(fixes=walks(6), passages=passed(6, late_s))).row(0, named=True)
    assert row["offset_s"] == pytest.approx(late_s, abs=0.002)
    assert (row["people"], row["events"], row["agreeing"], row["spread_s"]) == (6, 6, 1.0, 0.0)


def test_a_plate_stands_for_the_people_linked_to_it():
    plates = [f"plate{n}" for n in range(6)]
    links = pl.DataFrame({"plate": plates, "person_id": [f"p{n}" for n in range(6)]})
    cameras = passed(6, 400, person_id=[None] * 6, plate=plates)
    found = offsets(world(fixes=walks(6), passages=cameras, vehicles=links))
    assert found.select("offset_s", "people").row(0) == (pytest.approx(400, abs=0.002), 6)
    over = links.with_columns(until_at=pl.lit(START).cast(pl.Datetime("ms", "UTC")))
    assert offsets(world(fixes=walks(6), passages=cameras, vehicles=over)).is_empty()


def test_few_people_are_no_alarm_and_a_minority_is_none_either():
    few = LEAST_PEOPLE - 1
    assert clock_findings(offsets(world(fixes=walks(few), passages=passed(few, 900)))) == []
    mixed = pl.concat([passed(20, 0)[:12], passed(20, 900)[12:]])
    assert clock_findings(offsets(world(fixes=walks(20), passages=mixed))) == []


def test_without_fixes_two_clocks_at_one_spot_are_held_against_each_other():
    records = world(passages=pl.concat([passed(8, 0, "G"), passed(8, 420, "H")]))
    found = clock_findings(offsets(records))
    assert [finding.words.split(" (")[0] for finding in found] == ["the clock of place G", "the clock of place H"]
    assert all("of which one may be off instead" in finding.words for finding in found)
    good = world(passages=pl.concat([passed(8, 0, "G"), passed(8, 40, "H")]))
    assert clock_findings(offsets(good)) == []


def test_who_goes_on_from_place_to_place_does_not_make_a_clock_look_off():
    stroll = passed(12, 0, "H").with_columns(
        pl.col("passed_at") + pl.duration(minutes=5 + pl.int_range(pl.len()) * 1.7, time_unit="ms")
    )
    assert clock_findings(offsets(world(passages=pl.concat([passed(12, 0, "G"), stroll])))) == []


def test_a_busy_gate_is_judged_by_so_many_people_and_their_fixes_about_those_times():
    busy = pl.concat([passed(PER_CLOCK, 0), passed(PER_CLOCK, 60)])
    events = events_at(*(world(passages=busy)[kind] for kind in ("checkins", "passages", "vehicles")))
    assert events.height == events["person_id"].n_unique() == PER_CLOCK
    needed = spans(events)
    assert needed.height == PER_CLOCK
    assert (needed["last_at"] - needed["first_at"] >= 2 * AROUND).all()


def test_an_approach_is_the_time_within_reach():
    records = world(fixes=walks(1), passages=passed(1, 0))
    events = events_at(records["checkins"], records["passages"], records["vehicles"])
    (found,) = approaches(events, records["places"], records["fixes"]).to_dicts()
    assert found["begins_at"] == pytest.approx(START + 550_000, abs=300)
    assert found["ends_at"] == pytest.approx(START + 650_000, abs=300)


def test_where_nobody_was_seen_coming_nobody_came_late():
    """Everybody checks in, and her phone tells where she is from five minutes later on, at the very place."""
    rows = [fix(f"p{n}", 3600 * n + 300 + 500 * step, 0) for n in range(8) for step in range(6)]
    fixes = pl.DataFrame(rows).with_columns(pl.col("observed_at").cast(pl.Datetime("ms", "UTC")))
    entered = [{"person_id": f"p{n}", "place_id": "G", "checked_in_at": START + 3_600_000 * n} for n in range(8)]
    checkins = pl.DataFrame(entered).with_columns(pl.col("checked_in_at").cast(pl.Datetime("ms", "UTC")))
    assert offsets(world(fixes=fixes, checkins=checkins)).is_empty()


def test_nothing_known_is_nothing_said():
    assert offsets(world()).is_empty()
    assert clock_findings(offsets(world(passages=passed(6, 900)))) == []
    assert clock_findings(offsets(world(fixes=walks(6)))) == []
