"""What happens to files: rows that come twice, later rows that replace, rows that break types or ranges."""

from collections.abc import Callable

from tests.lib.worlds.dice import Dice
from tests.lib.worlds.files import Row

KEYED = {
    "cases": {
        "classification": ("confirmed", "asymptomatic", "discarded"),
        "isolated_at": ("",),
        "onset_at": ("", "2021-08-05", "2021-10-31", "2021-03-14"),
    },
    "places": {"typical_stay_minutes": ("", "20"), "kind": ("", "school"), "enclosed": ("", "false")},
    "persons": {"grid_id": ("", "G3")},
}
SPOILED = {
    "fixes": {"latitude": "90.1", "longitude": "-180.5", "accuracy_m": "-1", "observed_at": "2021-02-30T10:00"}
    | {"person_id": "", "crs": "utm"},
    "checkins": {"checked_in_at": "yesterday", "place_id": "", "checked_out_at": "1999-12-31T23:55"},
    "proximity": {"duration_s": "-1", "distance_m": "near", "person_b": ""},
    "cases": {"classification": "perhaps", "onset_at": "2021-13-01", "person_id": ""},
    "isolations": {"until_at": "1999-12-31", "from_at": ""},
    "tickets": {"arrives_at": "1999-12-31T10:00", "service": ""},
    "vehicles": {"plate": ""},
    "places": {"typical_stay_minutes": "long"},
}
NO_POSITION = {"latitude": "0", "longitude": "0.0"}


def rows_again(dice: Dice, files: dict[str, list[Row]]) -> None:
    """Some rows come a second time, at the end of their file."""
    for _ in range(dice.number(1, 3)):
        rows = files[dice.one(sorted(files))]
        if rows:
            rows.append(dict(dice.one(rows)))


def later_rows(dice: Dice, files: dict[str, list[Row]]) -> None:
    """A case, a place or a person is told anew; seldom the earlier row comes once more after that."""
    kind = dice.one(sorted(KEYED))
    if files[kind]:
        earlier = dice.one(files[kind])
        column = dice.one(sorted(KEYED[kind]))
        files[kind].append(earlier | {column: dice.one(KEYED[kind][column])})
        if dice.chance(15):
            files[kind].append(dict(earlier))


def spoiled_rows(dice: Dice, files: dict[str, list[Row]]) -> None:
    """Copies of good rows with one value that cannot be, anywhere in the file."""
    for _ in range(dice.number(1, 3)):
        kind = dice.one(sorted(set(files) & set(SPOILED)))
        if files[kind]:
            column = dice.one(sorted(SPOILED[kind]))
            spoiled = dice.one(files[kind]) | {column: SPOILED[kind][column]}
            if kind == "fixes" and dice.chance(30):
                spoiled |= NO_POSITION
            files[kind].insert(dice.number(0, len(files[kind])), spoiled)


def columns_left_out(dice: Dice, files: dict[str, list[Row]]) -> None:
    """A column nobody filled may be missing from the file."""
    for kind, rows in files.items():
        empty = {column for row in rows for column in row} - {column for row in rows for column in row if row[column]}
        gone = {column for column in sorted(empty) if dice.chance(50)}
        files[kind] = [{column: value for column, value in row.items() if column not in gone} for row in rows]


TROUBLES: tuple[tuple[int, Callable[[Dice, dict[str, list[Row]]], None]], ...] = (
    (35, later_rows),
    (30, spoiled_rows),
    (35, rows_again),
    (100, columns_left_out),
)
