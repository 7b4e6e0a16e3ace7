"""`tracing screen`: the moment of the analysis, the table of cases, empty periods that are told.

Source: specification, sections 3 and 9.
"""

import pytest

from tests.cli.program import AS_OF, SAMPLES, new_workspace, put, small_outbreak, told


@pytest.fixture(scope="module")
def outbreak(tmp_path_factory):
    """A workspace with the small outbreak, and cases whose periods are empty."""
    folder = tmp_path_factory.mktemp("screens")
    workspace = new_workspace(folder / "outbreak", "--timezone", "America/New_York")
    cases = (
        "case_id,person_id,classification,onset_at,isolated_at\n"
        "C2,b,confirmed,,\nC3,c,asymptomatic,2021-08-01,2021-07-01\nC4,d,suspected,2021-08-01,\n"
    )
    assert told(workspace, "ingest", *small_outbreak(folder), put(folder / "cases_2.csv", cases)).status == 0
    return workspace


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2021-08-05", "2021-08-06T00:00:00.000-04:00"),
        ("2021-08-05 10:00:00.25", "2021-08-05T10:00:00.250-04:00"),
        ("2021-08-05T10:00+08:00", "2021-08-04T22:00:00.000-04:00"),
        ("2021-11-07T01:30", "2021-11-07T01:30:00.000-04:00"),
        ("2021-03-14T02:30", "2021-03-14T03:30:00.000-04:00"),
    ],
)
def test_a_date_alone_is_the_end_of_its_day_and_a_local_time_is_the_workspaces(given, moment, outbreak):
    said = told(outbreak, "screen", "--as-of", given)
    assert said.status == 0
    assert said.out.splitlines()[0].endswith(f"as of {moment}")


def test_the_table_tells_every_case_and_why_a_period_is_empty(outbreak):
    said = told(outbreak, "screen", "--as-of", "2021-08-05").out.splitlines()
    lines = [line for line in said if line.startswith("C")]
    assert [line.split()[0] for line in lines] == ["C1", "C2", "C3"]
    period = ["2021-07-30T00:00", "to", "2021-08-06T00:00"]
    assert lines[0].split() == ["C1", "confirmed", "1", "0", "0", "0", "0", "%", "1/7", *period]
    assert lines[1].split()[:7] == ["C2", "confirmed", "0", "0", "0", "0", "empty:"]
    assert "empty: no onset, sampling or confirmation" in lines[1]
    assert "empty: it ends no later than it begins" in lines[2]


def test_an_empty_list_is_told_from_a_case_that_met_no_one(outbreak):
    """Before the check-in there is nothing to find anybody by; after it the list speaks for itself."""
    assert notes(told(outbreak, "screen", "--as-of", "2021-07-31T10:00"))[:3] == [
        "note: C1: nobody on the list, which is not to say that the case met no one; infectious period of 34.0 hours"
        " on 2 days; position never known; no check-ins, no passages; no badge records; no tickets; "
        "in no household register; linked to no plate",
        "note: C2: nobody can be on the list: the infectious period is empty, no onset, sampling or confirmation",
        "note: C3: nobody can be on the list: the infectious period is empty, it ends no later than it begins",
    ]
    empty = told(outbreak, "contacts", "C1")
    assert len(empty.out.splitlines()) == 1
    assert empty.complaints[0].startswith("C1: nobody on the list, which is not to say that the case met no one; ")
    assert not [note for note in notes(told(outbreak, "screen", "--as-of", "2021-08-05")) if "met no one" in note]


def notes(said) -> list[str]:
    return [line for line in said.out.splitlines() if line.startswith("note: ")]


def test_tickets_that_could_not_count_are_told_under_the_table(tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    run = "G1,2021-07-31T14:00,2021-07-31T16:00,train"
    tickets = f"person_id,service,departs_at,arrives_at,mode,coach\na,{run},4\nx,{run},\ny,{run},5\n"
    assert told(workspace, "ingest", *small_outbreak(tmp_path), put(tmp_path / "tickets.csv", tickets)).status == 0
    assert notes(told(workspace, "screen", "--as-of", "2021-08-05")) == [
        "note: C1: rule venue: 1 of the case's 1 stay cannot count, what the rule asks of their places is not known",
        "note: C1: rule train-coach: 1 of 2 tickets on the runs of the case cannot count, mode, coach or row not known",
    ]


def test_a_definition_without_positions_has_no_column_for_them(outbreak):
    header = told(outbreak, "screen", "--as-of", "2021-08-05", "--definition", "measles").out.splitlines()[1]
    assert header.split()[5:] == ["flagged", "check-in", "days", "infectious", "period"]


def test_nothing_after_the_moment_counts(outbreak):
    for moment, people in (("2021-07-31T10:15", 1), ("2021-07-31T10:14", 0)):
        assert told(outbreak, "screen", "--as-of", moment).status == 0
        assert len(told(outbreak, "contacts", "C1").out.splitlines()) - 1 == people


def test_a_case_without_a_period_has_an_empty_list_and_not_none(outbreak):
    assert told(outbreak, "screen", "--as-of", "2021-08-05").status == 0
    said = told(outbreak, "contacts", "C2")
    assert said.status == 0 and len(said.out.splitlines()) == 1
    assert told(outbreak, "graph", "C3", "--format", "json").status == 0
    assert "not on the list of case C3" in told(outbreak, "explain", "C3", "x").out


def test_a_later_row_of_a_case_replaces_the_earlier_one(tmp_path):
    workspace = new_workspace(tmp_path / "outbreak")
    told(workspace, "ingest", *small_outbreak(tmp_path))
    later = "case_id,person_id,classification,onset_at\nC1,a,confirmed,2021-08-09\n"
    told(workspace, "ingest", put(tmp_path / "cases_2.csv", later))
    assert "2021-08-07T00:00" in told(workspace, "screen", "--as-of", "2021-08-12").out
    discarded = "case_id,person_id,classification,onset_at\nC1,a,discarded,2021-08-09\n"
    told(workspace, "ingest", put(tmp_path / "cases_3.csv", discarded))
    told(workspace, "screen", "--as-of", "2021-08-12")
    assert told(workspace, "contacts", "C1").status == 14


def test_a_definition_from_a_file_is_named_with_its_fault(tmp_path, screened):
    definition = put(tmp_path / "near.toml", 'id = "near"\ntitle = "Near"\n[infectious_period]\nbefore_days = -1\n')
    said = told(screened, "screen", "--as-of", AS_OF, "--definition", definition)
    assert said.status == 2
    assert said.complaints == [f"tracing: {definition}: infectious_period.before_days: must not be negative"]


def test_the_sample_town_has_its_numbers(screened):
    assert SAMPLES.is_dir()
    lines = told(screened, "screen", "--as-of", AS_OF).out.splitlines()
    table = [line.split()[:6] for line in lines if line.startswith("C00")]
    assert len(table) == 5
    listed = [line.split(",")[:3] for line in told(screened, "contacts").out.splitlines()[1:]]
    for case, _, close, secondary, general, flagged in table:
        for tier, number in (("close", close), ("secondary", secondary), ("general", general), ("flagged", flagged)):
            assert sum(one[0] == case and one[2] == tier for one in listed) == int(number)
