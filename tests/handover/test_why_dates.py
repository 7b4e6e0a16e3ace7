"""Why somebody is followed up for longer, and what is said of who is on the list once more."""

from tests.handover.outbreak import definition, stay


def test_longer_follow_up_is_named_and_not_a_meeting_that_moved_no_date(handed, tmp_path):
    handed.bring("checkins", stay("a", "L", "11:00", "11:20"), stay("x", "L", "11:00", "11:20"))
    changed = handed.step("--definition", definition(tmp_path, "longer", close_days=14))
    assert changed["x"]["change"] == "extended"
    assert changed["x"]["why"] == "definition longer follows close contacts up for 14 days (10 before)"


def test_a_meeting_on_a_later_day_and_a_longer_follow_up_are_both_named(handed, tmp_path):
    handed.bring("checkins", *(stay(person, "L", "09:00", "09:20", "2021-08-02") for person in "ax"))
    changed = handed.step("--definition", definition(tmp_path, "longer", close_days=14))
    assert changed["x"]["why"] == (
        "met again: rule shared, 2021-08-02T09:00 to 2021-08-02T09:20, at L, from file 5 (checkins_5.csv);"
        " definition longer follows close contacts up for 14 days (10 before)"
    )


def test_who_is_new_once_more_was_withdrawn_before(handed):
    handed.retract(3)
    assert handed.step()["y"]["change"] == "withdrawn"
    handed.bring("checkins", *(stay(person, "M", "15:00", "15:30") for person in "xy"))
    changed = handed.step()
    assert changed["y"]["change"] == "new"
    assert changed["y"]["why"].endswith("; was handed over before, last in hand-over 1, and withdrawn in 2")
    handed.bring("checkins", stay("a", "L", "12:00", "12:30"), stay("w", "L", "12:00", "12:30"))
    assert "handed over before" not in handed.step()["w"]["why"]


def test_who_is_followed_up_for_less_long_is_handed_over_with_the_reason(handed, tmp_path):
    meeting = handed.bring("checkins", *(stay(person, "L", "09:00", "09:20", "2021-08-02") for person in "ax"))
    assert handed.step()["x"]["change"] == "extended"
    handed.retract(meeting)
    changed = handed.step()
    assert list(changed) == ["x"]
    assert (changed["x"]["change"], changed["x"]["was_follow_up_until"]) == ("unchanged", "2021-08-12")
    assert changed["x"]["follow_up_until"] == "2021-08-10"
    assert changed["x"]["why"] == "the last contact is one of 2021-07-31 now, and was one of 2021-08-02"
    assert "nothing changed since hand-over 3" in handed.hand_over().out
    shorter = handed.step("--definition", definition(tmp_path, "shorter", close_days=5))
    assert shorter["x"]["why"] == "definition shorter follows close contacts up for 5 days (10 before)"
