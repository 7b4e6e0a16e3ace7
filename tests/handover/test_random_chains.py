"""Random sequences of files, corrections, retractions, screens and hand-overs: nobody is new twice, nothing is lost.

A plain book is kept of whom each case's team was told of; every change must fit it, and every list handed over must be
the list of its screen.
"""

import hashlib
import json
from random import Random

import pytest

from tests.handover.outbreak import Outbreak, stay, table

PEOPLE, PLACES = "abcdefg", "LM"
MINUTES = ["10:00", "10:10", "10:20", "10:40", "11:00"]


def drawn_file(random: Random) -> tuple[str, list[str]]:
    """A few check-ins of a few people at a few times, or a correction of a case."""
    if random.random() < 0.3:
        kind = random.choice(["confirmed", "confirmed", "probable"])
        isolated = random.choice(["", "", "2021-07-31T10:15"])
        return "cases", [f"{random.choice(['C1', 'C2'])},{random.choice('ab')},{kind},2021-08-01,{isolated}"]
    rows = []
    for _ in range(random.randint(2, 6)):
        begun, end = sorted(random.sample(MINUTES, 2))
        day = random.choice(["2021-07-31", "2021-08-01"])
        rows.append(stay(random.choice(PEOPLE), random.choice(PLACES), begun, random.choice([end, end, ""]), day))
    return "checkins", rows


def disturb(outbreak: Outbreak, random: Random, standing: list[int]) -> None:
    if standing and random.random() < 0.3:
        outbreak.retract(standing.pop(random.randrange(len(standing))))
    else:
        kind, rows = drawn_file(random)
        standing.append(outbreak.bring(kind, *rows))


def check_against(book: dict[str, dict], case: str, outbreak: Outbreak, listed: list[dict]) -> None:
    """Hold the last hand-over of a case against the book, and against its list as it was before; then note it down."""
    told = book.setdefault(case, {})
    folder = outbreak.folders(case)[-1]
    rows = table(folder / "list.csv")
    assert rows == [row for row in listed if row["case_id"] == case]
    for row in rows:
        assert (row["change"] == "new") == (row["person_id"] not in told)
    now = {row["person_id"]: row for row in rows if row["change"] != "withdrawn"}
    assert {row["person_id"] for row in rows if row["change"] == "withdrawn"} == set(told) - set(now)
    changed = outbreak.changes(case)
    until = {person: row["follow_up_until"] for person, row in told.items()}
    other = {row["person_id"] for row in rows if until.get(row["person_id"]) != row["follow_up_until"]}
    assert set(changed) == other | {row["person_id"] for row in rows if row["change"] != "unchanged"}
    for key, row in changed.items():
        assert row["why"] and (row["was_tier"] == told[key]["tier"] if row["change"] != "new" else not row["was_tier"])
    book[case] = now


@pytest.mark.parametrize("seed", [1, 2])
def test_nobody_is_new_twice_and_every_change_is_told_once(seed, tmp_path):
    random, book, standing = Random(seed), {}, []
    outbreak = Outbreak.begin(tmp_path)
    outbreak.bring("cases", "C1,a,confirmed,2021-08-01,", "C2,b,confirmed,2021-08-01,")
    for _ in range(7):
        for _ in range(random.randint(1, 2)):
            disturb(outbreak, random, standing)
        outbreak.screen()
        listed = outbreak.contacts("--identified")
        asked = random.choice([("--all",), ("C1",), ("C2",)])
        if asked != ("--all",) and asked[0] not in {row["case_id"] for row in listed}:
            asked = ("--all",)
        for line in outbreak.hand_over(*asked).out.splitlines():
            if ": hand-over " in line:
                check_against(book, line.split(":")[0], outbreak, listed)
    changes = [
        row["change"] for case in book for folder in outbreak.folders(case) for row in table(folder / "changes.csv")
    ]
    assert {"new", "withdrawn"} <= set(changes)
    for case in book:
        check_the_chain(outbreak, case)


def check_the_chain(outbreak: Outbreak, case: str) -> None:
    before = None
    for number, folder in enumerate(outbreak.folders(case), 1):
        document = (folder / "manifest.json").read_bytes()
        manifest = json.loads(document)
        assert (manifest["number"], manifest["previous"]) == (number, before)
        before = {"number": number, "manifest_sha256": hashlib.sha256(document).hexdigest()}
