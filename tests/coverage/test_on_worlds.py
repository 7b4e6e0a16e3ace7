"""Coverage, lost tickets and reliance on random worlds and the sample town, held against plain loops over the rows."""

from collections import defaultdict

import pytest

from tests.coverage import reading
from tests.lib import product
from tests.lib.reference.stretches import length, merge
from tests.lib.worlds import ALL_EVIDENCE, World, random_world

COLUMNS = ("hours", "of_hours", "days", "of_days", "records", "untold", "others")
SEEN: dict[str, int] = defaultdict(int)


def check(world: World) -> None:
    asked = (world.files, world.definition, world.as_of, world.timezone)
    found, inputs = product.screen(*asked).found, reading.inputs_of(*asked)
    told = {(row["case_id"], row["rule"]): row for row in found.coverage.iter_rows(named=True)}
    read = reading.coverage_of(inputs)
    assert told.keys() == read.keys()
    for key, expected in read.items():
        assert {name: told[key][name] for name in COLUMNS} == {name: pytest.approx(expected[name]) for name in COLUMNS}
    lost = found.left_out.select("case_id", "hop", "rule", "tickets", "untold").rows()
    assert {row[:3]: row[3:] for row in lost} == reading.left_out_of(searches(world, found), inputs)
    assert reliance_told(found) == pytest.approx(reliance_read(found))
    count(told.values(), lost, found)


def searches(world: World, found) -> list[tuple]:
    keys = {product.KEY.of(f"p{number}"): f"p{number}" for number in range(1, 8)}
    stretches = defaultdict(list)
    for row in found.windows.iter_rows(named=True):
        key = row["case_id"], row["hop"], keys[row["source_id"]]
        stretches[key].append((row["started_at"], row["finished_at"]))
    return [(*key, theirs) for key, theirs in stretches.items()]


def reliance_told(found) -> dict:
    return {(row[0], row[1], number): value for row in found.reliance.rows() for number, value in enumerate(row[2:])}


def reliance_read(found) -> dict:
    """Case, thing and number -> lines, lines on nothing else, minutes, lines and minutes in all."""
    behind = defaultdict(list)
    episodes = found.episodes.rows_by_key("exposure", named=True)
    for exposure in found.exposures.filter("listed").iter_rows(named=True):
        behind[exposure["case_id"], exposure["person_id"]] += episodes[exposure["exposure"]]
    minutes = {(row["case_id"], row["person_id"]): row["minutes"] for row in found.contacts.iter_rows(named=True)}
    rows = defaultdict(lambda: [0, 0, 0.0, 0, 0.0])
    for (case, _), theirs in behind.items():
        for thing in ("check-out", "duration", "distance"):
            with_it = [one for one in theirs if any(thing in word.split(" and ") for word in one["missing"])]
            if with_it:
                row = rows[case, thing]
                row[0] += 1
                row[1] += len(with_it) == len(theirs)
                row[2] += length(merge([(one["started_at"], one["finished_at"]) for one in with_it])) / 60_000
    for (case, _), row in rows.items():
        whole = [minutes[key] for key in minutes if key[0] == case]
        row[3], row[4] = len(whole), sum(whole)
    return {(*key, number): value for key, row in rows.items() for number, value in enumerate(row)}


def count(coverage, lost, found) -> None:
    """What the worlds held, for the claim below."""
    for row in coverage:
        SEEN[f"{row['evidence']} covers a part"] += 0 < (row["hours"] or 0) < row["of_hours"]
        SEEN[f"{row['evidence']} covers nothing"] += row["of_hours"] > 0 and row["records"] == 0
        SEEN[f"{row['evidence']} cannot be judged"] += row["untold"] > 0
    SEEN["empty periods"] += found.cases["empty_because"].count()
    SEEN["tickets lost on runs of the case"] += sum(row[1] == 0 for row in lost)
    SEEN["tickets lost on runs of close contacts"] += sum(row[1] == 1 for row in lost)
    SEEN["lists that rest on nothing but check-outs"] += found.reliance.filter(missing="check-out")["only_lines"].sum()
    SEEN["lists that rest on more than durations"] += found.reliance.filter(missing="duration", only_lines=0).height


@pytest.mark.parametrize("first", range(7000, 7040, 10))
def test_worlds_of_all_kinds_of_evidence(first):
    for seed in range(first, first + 10):
        check(random_world(seed, ALL_EVIDENCE))


def test_the_worlds_held_what_they_were_drawn_for():
    """Runs after them: a claim that was never tried would not be one."""
    tried = {
        *(f"{kind} covers {what}" for kind in ALL_EVIDENCE if kind != "household" for what in ("a part", "nothing")),
        *("household covers nothing", "seat cannot be judged", "stay cannot be judged", "empty periods"),
        *("tickets lost on runs of the case", "tickets lost on runs of close contacts"),
        *("lists that rest on nothing but check-outs", "lists that rest on more than durations"),
    }
    assert tried == {name for name in tried if SEEN[name]}
