"""With a server the same commands are flow runs with tasks, tags and tables."""

import json

from tests.orchestration.outbreak import FILES, KEPT, REJECTED, ROWS


def test_ingest_is_a_flow_run_with_a_task_per_file(server, ingested):
    assert ingested.returncode == 0, ingested.stderr
    run = server.flow_run(ingested)
    assert (run["state_type"], run["tags"], run["auto_scheduled"]) == ("COMPLETED", ["outbreak-7"], False)
    assert set(run["parameters"]) <= {"workspace", "file_ids"}
    tasks = server.tasks(run, len(FILES))
    assert [task["state_type"] for task in tasks] == ["COMPLETED"] * len(FILES)
    assert {task["name"].rpartition("-")[0] for task in tasks} == {"take_in"}


def test_the_table_of_an_ingest_counts_rows_by_number_of_file(server, ingested):
    table = _table(server, ingested, "ingest")
    assert [row["file_id"] for row in table] == [1, 2, 3, 4]
    counts = [sum(row[name] for row in table) for name in ("rows_in", "rows_kept", "rows_rejected")]
    assert counts == [ROWS, KEPT, REJECTED]


def test_screen_is_a_flow_run_with_a_table_of_tiers(server, screened):
    assert screened.returncode == 0, screened.stderr
    run = server.flow_run(screened)
    assert (run["state_type"], run["tags"]) == ("COMPLETED", ["outbreak-7"])
    assert {task["name"].rpartition("-")[0] for task in server.tasks(run, 2)} == {"begin", "find_contacts"}
    (row,) = _table(server, screened, "screen")
    assert (row["run_id"], row["cases"], row["close"]) == (1, 1, 1)


def test_a_hand_over_is_a_flow_run_with_a_table_of_changes(server, handed_over):
    folder, told = handed_over
    place = folder / "handover" / "MARKCASE1" / "000001"
    assert (told.returncode, told.stdout) == (0, f"MARKCASE1: hand-over 1, 1 new: {place}\n"), told.stderr
    run = server.flow_run(told)
    assert (run["state_type"], set(run["parameters"])) == ("COMPLETED", {"workspace", "cases"})
    assert {task["name"].rpartition("-")[0] for task in server.tasks(run, 1)} == {"hand_over_case"}
    (row,) = _table(server, told, "hand-over")
    assert (row["cases"], row["made"], row["new"], row["withdrawn"]) == (1, 1, 1, 0)
    assert (place / "list.csv").exists()


def test_the_flows_bear_the_names_of_the_verbs(server, ingested, screened):
    ids = [server.flow_run(told)["flow_id"] for told in (ingested, screened)]
    flows = server.ask("flows", flows={"id": {"any_": ids}})
    assert {flow["name"] for flow in flows} == {"ingest", "screen"}


def test_the_user_sees_one_line_more(ingested, screened):
    for told in (ingested, screened):
        assert told.stderr.count("  seen at http://127.0.0.1:") == 1
        assert [line for line in told.stderr.splitlines() if not line.startswith("  ")] == []
    assert "all files: 8 rows = 7 kept + 1 rejected + 0 already known" in ingested.stdout


def test_long_work_draws_a_bar(server, provoked):
    told, results = provoked
    assert results["talks"] == {"rows": 1000}
    bars = server.ask("artifacts", artifacts={"type": {"any_": ["progress"]}})
    assert [bar["data"] for bar in bars if bar["description"] == "file 700"] == [100.0]
    assert [line for line in told.stderr.splitlines() if "MARKSECRET: " in line] == [
        "  MARKSECRET: 25%, 250 rows",
        "  MARKSECRET: 50%, 500 rows",
        "  MARKSECRET: 100%, 1,000 rows",
    ]


def _table(server, told, key) -> list[dict]:
    (artifact,) = server.of_run("artifacts", server.flow_run(told))
    assert (artifact["key"], artifact["type"]) == (key, "table")
    return json.loads(artifact["data"])
