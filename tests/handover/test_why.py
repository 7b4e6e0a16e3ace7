"""Why a line changed: for each change and each cause one worked example, and what changes.csv says of it."""

import pytest

from tests.cli.program import told
from tests.handover.outbreak import definition, stay

HOUR = [stay("a", "L", "10:00", "11:00"), stay("x", "L", "10:00", "11:00")]


def told_of(row: dict) -> tuple[str, str, str]:
    return row["change"], row["was_tier"], row["tier"]


def test_who_is_new_is_so_by_rule_time_place_and_file(fresh):
    fresh.bring("places", "L,Lu's noodles,restaurant")
    changed = fresh.step()
    assert told_of(changed["x"]) == ("new", "", "close") and told_of(changed["y"]) == ("new", "", "secondary")
    assert changed["x"]["why"] == (
        "rule shared, 60.00 minutes, 2021-07-31T10:00 to 2021-07-31T11:00, at Lu's noodles (L),"
        " from file 2 (checkins_2.csv)"
    )
    assert changed["y"]["why"] == (
        "rule shared by way of x, 30.00 minutes, 2021-07-31T14:00 to 2021-07-31T14:30, at M,"
        " from file 3 (checkins_3.csv)"
    )
    assert (changed["y"]["name"], changed["y"]["phone"], changed["y"]["address"]) == ("Yvo", "200", "Y street")


def test_who_met_the_case_again_is_extended_by_the_new_meeting_alone(handed):
    handed.bring(
        "checkins", stay("a", "N", "09:00", "09:20", "2021-08-02"), stay("x", "N", "09:00", "09:30", "2021-08-02")
    )
    changed = handed.step()
    assert list(changed) == ["x"] and told_of(changed["x"]) == ("extended", "close", "close")
    assert (changed["x"]["was_follow_up_until"], changed["x"]["follow_up_until"]) == ("2021-08-10", "2021-08-12")
    assert changed["x"]["why"] == (
        "met again: rule shared, 2021-08-02T09:00 to 2021-08-02T09:20, at N, from file 5 (checkins_5.csv)"
    )


def test_a_longer_follow_up_of_another_definition_extends(handed, tmp_path):
    changed = handed.step("--definition", definition(tmp_path, "longer", close_days=14))
    assert {key: row["change"] for key, row in changed.items()} == {"x": "extended"}
    assert changed["x"]["why"] == "definition longer follows close contacts up for 14 days (10 before)"


def test_who_reaches_a_better_tier_is_raised_by_what_gives_it(fresh):
    fresh.bring("checkins", stay("a", "K", "08:00", "08:20"), stay("z", "K", "08:15", "08:40"))
    assert told_of(fresh.step()["z"]) == ("new", "", "general")
    fresh.bring("checkins", stay("a", "K", "18:00", "19:00"), stay("z", "K", "18:00", "19:00"))
    changed = fresh.step()
    assert list(changed) == ["z"] and told_of(changed["z"]) == ("raised", "general", "close")
    assert changed["z"]["why"].startswith("rule shared, 60.00 minutes, 2021-07-31T08:15 to 2021-07-31T19:00, at K, ")


def test_a_case_that_is_none_any_more_withdraws_its_whole_list(handed):
    handed.bring("cases", "C1,a,probable,2021-08-01,")
    changed = handed.step()
    assert {key: told_of(row) for key, row in changed.items()} == {
        "x": ("withdrawn", "close", ""),
        "y": ("withdrawn", "secondary", ""),
    }
    assert {row["why"] for row in changed.values()} == {"C1 is no confirmed case any more: probable now"}
    assert handed.manifest()["case_person_id"] is None
    assert "nothing changed since hand-over 2" in handed.hand_over().out
    assert "nothing changed since hand-over 2" in handed.hand_over("--all").out


def test_a_case_whose_file_was_taken_back_is_said_to_have_no_record(handed):
    handed.retract(1)
    changed = handed.step()
    assert {row["why"] for row in changed.values()} == {"no record of case C1 stands any more"}


def test_a_case_that_turns_out_to_be_another_person_s_withdraws_too(handed):
    handed.bring("cases", "C1,b,confirmed,2021-08-01,")
    changed = handed.step()
    assert {row["why"] for row in changed.values()} == {"C1 is the case of another person now"}


def test_a_contact_who_becomes_a_case_is_withdrawn_and_so_are_those_by_way_of_her(handed):
    handed.bring("cases", "C7,x,confirmed,2021-08-04,")
    changed = handed.step()
    assert changed["x"]["why"] == "is a case now (C7)"
    assert changed["y"]["why"] == "x, by way of whom she was listed, is a case now (C7)"


def test_an_empty_period_withdraws_everybody(handed):
    handed.bring("cases", "C1,a,confirmed,2021-08-01,2021-07-20")
    changed = handed.step()
    assert {row["change"] for row in changed.values()} == {"withdrawn"}
    assert all(row["why"].startswith("the infectious period is empty now: ") for row in changed.values())


def test_a_period_that_moved_says_how_much_of_the_meeting_it_lost(handed):
    handed.bring("cases", "C1,a,confirmed,2021-08-01,2021-07-31T10:10")
    changed = handed.step()
    assert told_of(changed["x"]) == ("lowered", "close", "general")
    assert changed["x"]["why"] == (
        "the infectious period is 2021-07-30T00:00 to 2021-07-31T10:10 now,"
        " it was 2021-07-30T00:00 to 2021-08-06T00:00: 50.00 of 60.00 minutes under rule shared lie outside it;"
        " listed now for rule brief, 10.00 minutes, 2021-07-31T10:00 to 2021-07-31T10:10, at L,"
        " from file 2 (checkins_2.csv)"
    )
    assert changed["y"]["change"] == "withdrawn"
    assert changed["y"]["why"].startswith(
        "x, by way of whom she was listed, is a general contact now: the infectious period is 2021-07-30T00:00 to"
    )


def test_a_close_contact_s_window_can_move_as_well(handed):
    handed.bring("isolations", "x,2021-07-31T14:05,")
    changed = handed.step()
    assert list(changed) == ["y"]
    assert changed["y"]["why"] == (
        "the window of x is 2021-07-31T10:00 to 2021-07-31T14:05 now, it was 2021-07-31T10:00 to 2021-08-06T00:00:"
        " 25.00 of 30.00 minutes under rule shared lie outside it"
    )


def test_a_file_that_was_taken_back_is_named(handed):
    handed.retract(3)
    changed = handed.step()
    assert {key: row["why"] for key, row in changed.items()} == {
        "y": "rule shared by way of x rested on what was taken back: file 3 (checkins_3.csv)"
    }


def test_what_another_file_brought_too_does_not_fall(handed):
    handed.bring("checkins", *HOUR)
    handed.retract(2)
    handed.screen()
    assert "nothing changed since hand-over 1" in handed.hand_over().out
    assert len(handed.folders()) == 1


def test_of_a_way_by_somebody_who_is_none_any_more_one_step_is_told(handed):
    handed.retract(2)
    changed = handed.step()
    taken_back = "rule shared rested on what was taken back: file 2 (checkins_2.csv)"
    assert changed["x"]["why"] == taken_back
    assert changed["y"]["why"] == f"x, by way of whom she was listed, is no contact now: {taken_back}"


@pytest.mark.parametrize(
    ("differs", "person", "why"),
    [
        ({"minutes": 90}, "x", "rule shared asks for another thing now (close: at one place, 90 minutes or more at one"
         " stretch, from check-ins and passages; it was close: at one place, 15 minutes or more at one stretch,"
         " from check-ins and passages); listed now for rule brief, "),
        ({"secondary": ""}, "y", "definition other lists no contacts of close contacts"),
        ({"secondary": '[secondary]\nrules = ["brief"]', "minutes": 20}, None, ""),
    ],
)  # fmt: skip
def test_another_definition_is_named_by_what_it_lacks(differs, person, why, handed, tmp_path):
    handed.screen("--definition", definition(tmp_path, "other", **differs))
    handed.hand_over()
    changed = handed.changes() if len(handed.folders()) == 2 else {}
    if person is None:
        assert changed == {}
    else:
        assert changed[person]["why"].startswith(why)


def test_a_rule_that_is_gone_is_said_to_be(handed, tmp_path):
    other = definition(tmp_path, "other")
    other.write_text(other.read_text().replace('"shared"', '"strict"').replace("= 15", "= 45"))
    changed = handed.step("--definition", other)
    assert changed["y"]["why"] == "definition other has no rule shared"


def test_a_rule_that_gives_a_lower_tier_now_is_told(handed, tmp_path):
    other = definition(tmp_path, "other")
    other.write_text(other.read_text().replace('tier = "close"', 'tier = "flagged"').replace('["shared"]', '["brief"]'))
    changed = handed.step("--definition", other)
    assert told_of(changed["x"]) == ("lowered", "close", "general")
    assert changed["x"]["why"].startswith("rule shared asks for another thing now (flagged: at one place, 15 minutes")


def test_a_looser_rule_is_not_blamed(handed, tmp_path):
    handed.retract(3)
    changed = handed.step("--definition", definition(tmp_path, "looser", minutes=5))
    assert changed["y"]["why"] == "rule shared by way of x rested on what was taken back: file 3 (checkins_3.csv)"


def test_where_nothing_fell_away_the_records_tell_what_came_nearest(fresh, tmp_path):
    fresh.bring("checkins", stay("a", "K", "18:00"), stay("z", "K", "18:00"))
    assert told_of(fresh.step()["z"]) == ("new", "", "close")
    other = definition(tmp_path, "other")
    other.write_text("typical_stay_minutes = 5\n" + other.read_text())
    changed = fresh.step("--definition", other)
    assert list(changed) == ["z"] and told_of(changed["z"]) == ("lowered", "close", "general")
    assert changed["z"]["why"].startswith(
        "nearest: rule shared, 5.00 of 15 minutes at one stretch; listed now for rule brief, 5.00 minutes, "
    )


def test_a_way_by_way_of_somebody_is_called_by_her_key(fresh):
    """z stays at K for an hour until it is said that she left at once."""
    fresh.bring("checkins", stay("x", "K", "16:00", "17:00"), stay("z", "K", "16:00"))
    assert told_of(fresh.step()["z"]) == ("new", "", "secondary")
    fresh.bring("checkins", stay("z", "K", "16:00", "16:04"))
    changed = fresh.step()
    assert {key: row["why"] for key, row in changed.items()} == {
        "z": "line 2 of file 6 (checkins_6.csv, checkins) says otherwise now:"
        " 56.00 of 60.00 minutes under rule shared by way of x fall away"
    }


def test_explain_says_what_was_handed_over_and_why_it_fell(handed):
    y = handed.pseudonym("y")
    handed.retract(3)
    handed.screen()
    lines = " ".join(told(handed.workspace, "explain", "C1", y).out.split())
    assert lines.startswith(f"{y}: not on the list of case C1; ")
    assert "handed over as secondary on " in lines
    assert "(hand-over 1), withdrawn since: rule shared by way of" in lines
    assert "rested on what was taken back: file 3 (checkins_3.csv)" in lines
    handed.hand_over()
    assert "handed over" not in told(handed.workspace, "explain", "C1", y).out
