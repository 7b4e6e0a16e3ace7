"""`tracing explain` tells the truth: the lines it names are those of the two people, and they cover the episode.

Who is on no list is told what came nearest; see `tests.explain` for every kind of evidence.

Source: specification, section 9.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from datetime import datetime

import pytest

from tests.cli.program import CHECKINS, SAMPLES, new_workspace, people_listed, put, rows, small_outbreak, told
from tracing.model import KINDS
from tracing.store import statement

CASES = [f"C00{number}" for number in range(1, 6)]


@pytest.fixture(scope="module")
def lines() -> dict[str, list[str]]:
    """The lines of the sample town's files."""
    return {path.name: path.read_text(encoding="utf-8").splitlines() for path in SAMPLES.iterdir()}


@pytest.fixture(scope="module")
def keys(screened) -> dict[str, str]:
    """Which key stands behind each pseudonym."""
    return dict(rows(screened / "vault.duckdb", "SELECT pseudonym, source_key FROM keys"))


def named(record: str, lines: dict[str, list[str]]) -> list[str]:
    """The texts of the lines that one record of an episode names."""
    file, numbers = re.fullmatch(r"(\S+) lines? (.+)", record).groups()
    spans = [[int(end) for end in part.split("-")] for part in numbers.split(", ")]
    return [lines[file][number - 1] for span in spans for number in range(span[0], span[-1] + 1)]


@pytest.mark.parametrize("case", CASES)
def test_the_records_of_every_episode_are_those_of_both_people_and_of_nobody_else(case, screened, lines, keys):
    graph = json.loads(told(screened, "graph", case, "--format", "json").out)
    for exposure in graph["edges"]:
        both = {keys[exposure["source"]], keys[exposure["target"]]}
        for episode in exposure["episodes"]:
            texts = [text for record in episode["records"] for text in named(record, lines)]
            assert set(re.findall(r"P\d{5}", "\n".join(texts))) == both


def test_the_fixes_behind_a_stretch_of_two_trails_cover_it_and_reach_no_further(screened, lines, keys):
    graph = json.loads(told(screened, "graph", "C001", "--format", "json").out)
    seen = Counter()
    for exposure in (edge for edge in graph["edges"] if edge["evidence"] == "track"):
        for episode in exposure["episodes"]:
            begun, ended = (datetime.fromisoformat(episode[name]) for name in ("started_at", "finished_at"))
            texts = [text.split(",") for record in episode["records"] for text in named(record, lines)]
            for person in (keys[exposure["source"]], keys[exposure["target"]]):
                at = sorted(datetime.fromisoformat(text[1]) for text in texts if text[0] == person)
                assert at[0] <= begun < at[1] and at[-2] < ended <= at[-1]
                seen[person] += 1
    assert len(seen) > 10


def test_every_line_of_a_list_is_explained_with_the_same_numbers(screened):
    listed = [line.split(",") for line in told(screened, "contacts", "C001").out.splitlines()[1:]]
    for line in listed[:3] + listed[-3:]:
        said = told(screened, "explain", "C001", line[1])
        assert said.status == 0
        head = said.out.splitlines()
        assert head[0].startswith(f"{line[1]}: {line[2]} contact of case C001")
        assert head[1] == f"  first contact {line[4]}, last {line[5]}"
        assert head[2].startswith(f"  {line[6]} minutes in {line[10]} episode{'' if line[10] == '1' else 's'}")
        assert all(source in head[0] for source in line[3].split(";"))


def test_a_person_is_explained_by_the_sources_key_as_by_the_pseudonym(screened, keys):
    person = people_listed(screened, "C001")[0]
    by_pseudonym = told(screened, "explain", "C001", person).out
    assert told(screened, "explain", "C001", keys[person]).out == by_pseudonym


def test_two_files_of_one_name_stay_two_files(tmp_path):
    """Sources send a file of the same name every day; the investigator must find the one that is meant."""
    stay = "L,2021-07-31T10:00,2021-07-31T11:00\n"
    workspace = new_workspace(tmp_path / "outbreak")
    monday = put(tmp_path / "monday" / "checkins.csv", f"{CHECKINS}a,{stay}")
    tuesday = put(tmp_path / "tuesday" / "checkins.csv", f"{CHECKINS}q,M,2021-07-31T10:00,\nx,{stay}")
    told(workspace, "ingest", small_outbreak(tmp_path)[0], monday, tuesday)
    told(workspace, "screen", "--as-of", "2021-08-05")
    text = told(workspace, "explain", "C1", "x").out.split("other rules")[0]
    named_files = [line for line in text.splitlines() if "checkins.csv" in line]
    assert len(named_files) == 2 and "lines 2, 3" not in text
    assert named_files[0].rsplit("line", 1)[0] != named_files[1].rsplit("line", 1)[0]


def test_the_same_facts_in_words_and_as_json(screened, tmp_path):
    person = people_listed(screened, "C001")[1]
    words, facts = (told(screened, "explain", "C001", person, "--format", name).out for name in ("txt", "json"))
    out = tmp_path / "why.json"
    assert told(screened, "explain", "C001", person, "--out", out).out == f"{out}\n"
    assert out.read_text(encoding="utf-8") == facts
    explained = json.loads(facts)
    (step,) = explained["steps"]
    for exposure in step["exposures"]:
        assert f"  measured: {exposure['minutes']:.2f} minutes, at least 15 asked for" in words
        for episode in exposure["episodes"]:
            assert f"{episode['started_at']} to {episode['finished_at']}, closest {episode['closest_m']:.2f} m" in words
    told_apart = [way["rule"] for way in explained["others"] if way["nearness"] != "no evidence" or "unusable" in way]
    together = [way["rule"] for way in explained["others"] if way["rule"] not in told_apart]
    others = words.partition("other rules, nearest first\n")[2]
    assert re.findall(r"^  rule (\S+): .+\n    (?:close|flagged)", others, re.MULTILINE) == told_apart
    named = [one for rules in re.findall(r"^  rule ([^:]+): ", others, re.MULTILINE) for one in rules.split(", ")]
    assert sorted(named) == sorted([*told_apart, *together]) and len(together) > 3


def test_everybody_who_is_on_no_list_is_told_the_nearest_rule(screened, keys, lines):
    cases = {line.split(",")[1] for line in lines["cases.csv"][1:] if re.search("confirmed,|asymptomatic,", line)}
    listed = {keys[person] for person in people_listed(screened, "C001")}
    others = sorted(one for one, key in keys.items() if key.startswith("P") and key not in cases | listed)
    assert len(others) > 3
    for person in others[:4]:
        said = told(screened, "explain", "C001", person, "--format", "json")
        assert said.status == 0
        explained = json.loads(said.out)
        assert (explained["standing"], explained["line"], explained["steps"]) == ("not on the list", None, [])
        assert len(explained["others"]) >= 10
        for way in explained["others"]:
            source = keys[way["by_way_of"]] if way["by_way_of"] else owner(lines, "C001")
            for episode in way["episodes"]:
                texts = [line for record in episode["records"] for line in lines_of(record, lines)]
                assert {keys[person], source} <= set(re.findall(r"P\d{5}", "\n".join(texts)))


def owner(lines: dict[str, list[str]], case: str) -> str:
    return next(line.split(",")[1] for line in lines["cases.csv"] if line.startswith(f"{case},"))


def lines_of(record: dict, lines: dict[str, list[str]]) -> list[str]:
    return lines[record["file"]][record["first_line"] - 1 : record["last_line"]]


def test_the_case_herself_and_somebody_nobody_knows_are_no_question(screened, keys, lines):
    herself = next(one for one, key in keys.items() if key == owner(lines, "C001"))
    for person in (herself, keys[herself], "nobody", "paaaaaaaaaaaaaaaa"):
        said = told(screened, "explain", "C001", person)
        assert (said.status, said.out, len(said.complaints)) == (15, "", 1)


@pytest.fixture
def stranger(tmp_path):
    """A workspace whose case x met and y did not."""
    workspace = new_workspace(tmp_path / "outbreak")
    cases, checkins = small_outbreak(tmp_path)
    late = put(tmp_path / "checkins_y.csv", f"{CHECKINS}y,L,2021-07-31T10:50,2021-07-31T11:30\n")
    told(workspace, "ingest", cases, checkins, late)
    told(workspace, "screen", "--as-of", "2021-08-05")
    return workspace


def pseudonym(workspace, key: str) -> str:
    ((person,),) = rows(workspace / "vault.duckdb", "SELECT pseudonym FROM keys WHERE source_key = $key", {"key": key})
    return person


def test_a_key_that_is_tried_out_is_noted_and_a_pseudonym_is_not(stranger):
    person, log = pseudonym(stranger, "y"), stranger / "audit.jsonl"
    before = log.read_text(encoding="utf-8") if log.exists() else ""
    by_pseudonym = told(stranger, "explain", "C1", person).out
    assert by_pseudonym.startswith(
        f"{person}: not on the list of case C1; nearest: rule same-venue, 10.00 of 15 minutes"
    )
    assert (log.read_text(encoding="utf-8") if log.exists() else "") == before
    assert told(stranger, "explain", "C1", "y").out == by_pseudonym
    assert len(log.read_text(encoding="utf-8").splitlines()) == len(before.splitlines()) + 1


def test_records_that_came_in_after_the_screen_count_from_the_next_one_on(stranger, tmp_path):
    before = told(stranger, "explain", "C1", "y").out
    told(stranger, "ingest", put(tmp_path / "checkins_2.csv", f"{CHECKINS}y,L,2021-07-31T10:10,2021-07-31T10:50\n"))
    assert told(stranger, "explain", "C1", "y").out == before
    assert told(stranger, "screen", "--as-of", "2021-08-05").status == 0
    assert ": close contact of case C1" in told(stranger, "explain", "C1", "y").out


HOLD = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"


def test_while_another_process_writes_lines_are_explained_without_the_other_rules(stranger):
    whole = told(stranger, "explain", "C1", "x").out
    store = str(stranger / "store.duckdb")
    with subprocess.Popen([sys.executable, "-c", HOLD, store], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout.readline() == b"held\n"
        listed, other = (told(stranger, "explain", "C1", person) for person in ("x", "y"))
        writer.communicate(b"\n")
    assert listed.status == 0
    head, sentence = listed.out.rsplit("\n\n", 1)
    assert head == whole.split("\n\nother rules")[0]
    assert sentence == "the other rules could not be looked at: another process is writing to the store\n"
    assert (other.status, other.out) == (12, "")


def test_every_table_that_names_people_is_asked_whether_it_knows_one():
    """Who is in no record at all is nobody; the statement must know every kind that has a person."""
    asked = set(re.findall(r"SELECT person_\w+ FROM (\w+)", statement("store/person_is_known")))
    assert asked == {kind.name for kind in KINDS.values() if any(column.label == "person" for column in kind.columns)}
