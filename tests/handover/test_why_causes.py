"""What is named as the cause of a line that fell: only what takes the time together under the rule's threshold."""

from pathlib import Path

import pytest

from tests.cli.program import put, told
from tests.handover.conftest import copied
from tests.handover.outbreak import Outbreak, definition, stay

PLACES = "place_id,name,kind,typical_stay_minutes"
ISOLATED_LATE = "C1,a,confirmed,2021-08-01,2021-07-31T18:50"
TEN_MINUTES = "K,Kiosk,shop,10"


def bring(outbreak: Outbreak, kind: str, header: str, *rows: str) -> int:
    """Take in a file with columns of its own: its number."""
    outbreak.brought += 1
    path = put(outbreak.folder / f"{kind}_{outbreak.brought}.csv", "\n".join([header, *rows]) + "\n")
    assert (said := told(outbreak.workspace, "ingest", path)).status == 0, said.err
    return outbreak.brought


def differing(folder: Path, old: str, new: str) -> Path:
    """Another definition, in which one line is another one."""
    path = definition(folder, "other")
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    return path


def fell(changed: dict, person: str = "z") -> list[str]:
    """What is told of somebody who is on the list for a worse rule now, or not at all: cause by cause."""
    causes = changed[person]["why"].replace("; it was ", ", it was ").split("; ")
    return [told for told in causes if not told.startswith("listed now for ")]


@pytest.fixture(scope="module")
def once_open(tmp_path_factory, begun) -> Outbreak:
    """z came to K while a was there, from 18:00 to 19:00, and nobody recorded that she left; handed over once."""
    made = copied(begun, tmp_path_factory.mktemp("open") / "outbreak")
    bring(made, "places", PLACES, "K,Kiosk,shop,60")
    made.bring("checkins", stay("a", "K", "18:00", "19:00"), stay("z", "K", "18:00"))
    assert made.step()["z"]["tier"] == "close"
    return made


@pytest.fixture
def open_stay(once_open, tmp_path) -> Outbreak:
    """The same, and it may be changed."""
    return copied(once_open, tmp_path / "open")


def corrected(file: int, kind: str, part: str, line: int = 2) -> str:
    name = f"line {line} of file {file} ({kind}_{file}.csv, {kind}) says otherwise now"
    return f"{name}: {part} of 60.00 minutes under rule shared fall away"


def test_a_window_that_left_enough_is_not_named_beside_a_corrected_place(open_stay):
    place = bring(open_stay, "places", PLACES, "N,,,", TEN_MINUTES)
    open_stay.bring("cases", ISOLATED_LATE)
    assert fell(open_stay.step()) == [corrected(place, "places", "50.00", line=3)]


def test_what_suffices_by_itself_is_named_alone(open_stay):
    """The window alone leaves ten minutes; the place alone leaves forty, and is no cause."""
    bring(open_stay, "places", PLACES, "K,Kiosk,shop,40")
    open_stay.bring("cases", "C1,a,confirmed,2021-08-01,2021-07-31T18:10")
    [told] = fell(open_stay.step())
    assert told.startswith("the infectious period is ")
    assert told.endswith(": 50.00 of 60.00 minutes under rule shared lie outside it")


def test_a_window_and_a_correction_that_only_suffice_together_are_both_named(fresh, tmp_path):
    """a is there from 17:30, z from 18:00: her period begins later, and the place lets z leave earlier."""
    half = differing(tmp_path, "before_days = 2", "before_hours = 6")
    bring(fresh, "places", PLACES, "K,Kiosk,shop,60")
    fresh.bring("checkins", stay("a", "K", "17:30", "19:00"), stay("z", "K", "18:00"))
    assert fresh.step("--definition", half)["z"]["tier"] == "close"
    fresh.bring("cases", "C1,a,confirmed,2021-08-01T00:20,")
    place = bring(fresh, "places", PLACES, "K,Kiosk,shop,30")
    window, correction = fell(fresh.step("--definition", half))
    assert window.startswith("the infectious period is 2021-07-31T18:20 to ")
    assert window.endswith(": 20.00 of 60.00 minutes under rule shared lie outside it")
    assert correction == corrected(place, "places", "30.00")


def test_a_window_and_a_file_that_only_suffice_together_are_both_named(fresh, tmp_path):
    """Of 18:00 to 18:40 the file takes the second half, and the period the first ten minutes."""
    half = differing(tmp_path, "before_days = 2", "before_hours = 6")
    fresh.bring("checkins", stay("a", "K", "17:30", "19:00"), stay("z", "K", "18:00", "18:20"))
    taken = fresh.bring("checkins", stay("z", "K", "18:20", "18:40"))
    assert fresh.step("--definition", half)["z"]["tier"] == "close"
    fresh.retract(taken)
    fresh.bring("cases", "C1,a,confirmed,2021-08-01T00:10,")
    file, window = fell(fresh.step("--definition", half))
    assert file == (
        f"rule shared rested on what was taken back: file {taken} (checkins_{taken}.csv), 20.00 of 40.00 minutes by it"
    )
    assert window.endswith(": 10.00 of 40.00 minutes under rule shared lie outside it")


def test_a_short_meeting_that_was_taken_back_is_not_named(open_stay):
    short = open_stay.bring("checkins", stay("a", "L", "20:00", "20:05"), stay("z", "L", "20:00", "20:05"))
    open_stay.screen()
    open_stay.hand_over()
    open_stay.retract(short)
    place = bring(open_stay, "places", PLACES, TEN_MINUTES)
    assert fell(open_stay.step()) == [corrected(place, "places", "50.00")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at_least_minutes = 15", "at_least_minutes = 15\nlinger_minutes = 5"),
        ("at_least_minutes = 15", "at_least_minutes = 12"),
        ("at_least_minutes = 15", "at_least_minutes = 15\naccumulate = 'day'"),
    ],
)
def test_a_looser_rule_is_not_named(old, new, open_stay, tmp_path):
    place = bring(open_stay, "places", PLACES, TEN_MINUTES)
    told = fell(open_stay.step("--definition", differing(tmp_path, old, new)))
    assert told == [corrected(place, "places", "50.00")]


def test_a_rule_of_other_kinds_of_place_is_named_where_it_takes_the_meeting_away(open_stay, tmp_path):
    other = differing(tmp_path, "at_least_minutes = 15", 'at_least_minutes = 15\nkinds = ["school"]')
    [told] = fell(open_stay.step("--definition", other))
    assert told.startswith("rule shared asks for another thing now (close: at one place of kind school, 15 minutes")


def test_a_stricter_rule_that_takes_nothing_of_this_meeting_is_not_named(open_stay, tmp_path):
    place = bring(open_stay, "places", PLACES, TEN_MINUTES)
    other = differing(tmp_path, "at_least_minutes = 15", 'at_least_minutes = 15\nkinds = ["shop"]')
    assert fell(open_stay.step("--definition", other)) == [corrected(place, "places", "50.00")]


def test_a_higher_threshold_and_a_window_are_both_named_where_neither_suffices(open_stay, tmp_path):
    open_stay.bring("cases", ISOLATED_LATE)
    rule, window = fell(open_stay.step("--definition", definition(tmp_path, "other", minutes=55)))
    assert rule.startswith("rule shared asks for another thing now (close: at one place, 55 minutes or more")
    assert window.endswith(": 10.00 of 60.00 minutes under rule shared lie outside it")


def test_a_later_check_in_elsewhere_is_named(open_stay):
    later = open_stay.bring("checkins", stay("z", "M", "18:05"))
    assert fell(open_stay.step()) == [corrected(later, "checkins", "55.00")]


def test_an_isolation_of_a_household_member_is_named(fresh, tmp_path):
    home = '[[rule]]\nid = "home"\nevidence = "household"\ntier = "close"\n[[rule]]'
    other = differing(tmp_path, "[[rule]]", home)
    bring(fresh, "households", "household_id,person_id", "H,a", "H,z")
    assert fresh.step("--definition", other)["z"]["tier"] == "close"
    apart = fresh.bring("isolations", "z,2021-07-01,2021-09-30")
    [told] = fell(fresh.step("--definition", other))
    assert told.startswith(f"line 2 of file {apart} (isolations_{apart}.csv, isolations) says otherwise now: ")
    assert told.endswith(" minutes under rule home fall away")
