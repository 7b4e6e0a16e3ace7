"""`tracing explain` tells the truth: the lines it names are those of the two people, and they cover the episode.

Source: specification, section 9.
"""

import json
import re
from collections import Counter
from datetime import datetime

import pytest

from tests.cli.program import CHECKINS, SAMPLES, new_workspace, people_listed, put, rows, small_outbreak, told

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
        assert head[2].startswith(f"  {line[6]} minutes in {line[10]} episodes")
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
    text = told(workspace, "explain", "C1", "x").out
    named_files = [line for line in text.splitlines() if "checkins.csv" in line]
    assert len(named_files) == 2 and "lines 2, 3" not in text
    assert named_files[0].rsplit("line", 1)[0] != named_files[1].rsplit("line", 1)[0]
