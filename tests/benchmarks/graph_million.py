"""A contact graph of a million exposures: built, tiered and written, against what DuckDB takes to find as many edges.

python -m tests.benchmarks.graph_million [--exposures 1000000] [--cases 1] [--runs 3] [--folder DIR]

DuckDB finds everybody who was at one place for fifteen minutes together, all pairs, in as many check-ins, with a time
bucket in the key of its join, and keeps the edges as a table in memory. Ours has the exposures and episodes of cases
with close and secondary contacts, as a search gives them: it orders and numbers them, makes the lines of the lists,
writes the file of the screen's results, and for each format reads each case's graph from it and writes it. Every run
is a process of its own, in turns; making the data is not counted.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import polars as pl

from pipelines.graph import WITH_EPISODES
from tests.benchmarks.million_drawn import BEGIN, DAY, PEOPLE, checkins, place_ids, searched
from tracing.contact_graph import ContactGraph, contact_graph
from tracing.contact_lines import case_lists, contacts
from tracing.contacts import listed
from tracing.coverage import COVERAGE, LEFT_OUT
from tracing.definitions import Definition, load
from tracing.definitions.files import shipped
from tracing.disk import put
from tracing.exports import GRAPH_FORMATS, graph_pieces
from tracing.finds import Finds
from tracing.publication import Publication, publication
from tracing.results import Run, latest
from tracing.screening import Screening
from tracing.searches import EXPOSURES
from tracing.store import Database
from tracing.times import HOUR, MINUTE, from_ms

ZONE = "Asia/Shanghai"
_RELIANCE = {"case_id": pl.String, "missing": pl.String, "lines": pl.Int64, "only_lines": pl.Int64}
_RELIANCE |= {"minutes": pl.Float64, "of_lines": pl.Int64, "of_minutes": pl.Float64}
_COVERED = {
    "rule": "near",
    "evidence": "track",
    "hours": 4.0,
    "of_hours": 110.0,
    "of_days": 5,
    "records": 0,
    "untold": 0,
}
_PEER = f"""
CREATE TABLE edges AS
WITH slots AS (
    SELECT *, unnest(range(started_at // {HOUR}, (finished_at - 1) // {HOUR} + 1)) AS slot FROM checkins
)
SELECT one.person_id AS person_a, other.person_id AS person_b, one.place_id,
       greatest(one.started_at, other.started_at) AS started_at,
       least(one.finished_at, other.finished_at) AS finished_at
FROM slots AS one JOIN slots AS other ON one.place_id = other.place_id AND one.slot = other.slot
WHERE one.person_id < other.person_id
  AND one.slot = greatest(one.started_at, other.started_at) // {HOUR}
  AND least(one.finished_at, other.finished_at) - greatest(one.started_at, other.started_at) >= {15 * MINUTE}
"""


class Steps:
    """What each step took: seconds on the clock and of the processors."""

    def __init__(self) -> None:
        self.seconds: dict[str, tuple[float, float]] = {}

    def take(self, name: str, step: Callable[..., Any], *given: object) -> Any:
        """Do it."""
        wall, processors = time.perf_counter(), time.process_time()
        done = step(*given)
        self.seconds[name] = (time.perf_counter() - wall, time.process_time() - processors)
        return done


def _screening(numbered: pl.DataFrame, behind: pl.DataFrame, episodes: pl.DataFrame, lines: pl.DataFrame) -> Screening:
    """What a screen hands on to be published."""
    exposures = numbered.with_columns(listed=pl.col("exposure").is_in(behind["exposure"].implode()))
    of = ("window", "case_id", "source_id", "hop")
    windows = exposures.group_by(of).agg(started_at=pl.col("first_at").min(), finished_at=pl.col("last_at").max())
    known = {"classification": "confirmed", "reference": "onset_at", "reference_at": BEGIN}
    cases = exposures.filter(hop=0).select("case_id", person_id="source_id").unique().sort("case_id")
    cases = cases.with_columns(*(pl.lit(fact).alias(name) for name, fact in known.items()))
    cases = cases.with_columns(empty_because=pl.lit(None, pl.String))
    covered = cases.select("case_id", *(pl.lit(fact).alias(name) for name, fact in _COVERED.items()))
    covered = covered.cast({name: COVERAGE[name] for name in _COVERED})
    covered = pl.concat([pl.DataFrame(schema=COVERAGE), covered], how="diagonal")
    nothing = [pl.DataFrame(schema=schema) for schema in (LEFT_OUT, _RELIANCE)]
    return Screening(
        cases, windows, exposures.select("exposure", *EXPOSURES, "listed"), pl.DataFrame(), episodes,
        numbered.select("exposure", "found_by", "found_as"), lines, covered, *nothing, taken_over=0,
    )  # fmt: skip


def ours(exposures: int, cases: int, folder: Path) -> Steps:
    """From what a search found to the files."""
    steps = Steps()
    _to_results(steps, exposures, cases, folder)
    with latest(folder) as results:
        ids = results.frame("SELECT case_id FROM cases ORDER BY case_id")["case_id"]
        for format in GRAPH_FORMATS:
            graphs = steps.take(f"read back: {format}", _read_back, results, ids, format)
            steps.take(f"written: {format}", _written, graphs, format, folder)
    return steps


def _read_back(results: Database, ids: pl.Series, format: str) -> list[ContactGraph]:
    return [contact_graph(results, case, format in WITH_EPISODES) for case in ids]


def _to_results(steps: Steps, exposures: int, cases: int, folder: Path) -> None:
    definition = load(shipped() / "covid-cn-9.toml")
    found, people = searched(exposures, cases)
    persons = pl.DataFrame({"person_id": people, "grid_id": [f"G-{number % 500}" for number in range(PEOPLE)]})
    with publication(folder, 1) as results:
        hops = steps.take("written: what they rest on", Finds(results.keep).kept, found)
        numbered, episodes = steps.take("built: in order, with numbers", hops.numbered)
        confirmed = numbered.filter(hop=0)["source_id"].unique()
        behind = steps.take("tiered: what stands behind a line", listed, numbered, confirmed)
        lines = steps.take("tiered: the lines", _lines, behind, episodes, persons, definition)
        screening = _screening(numbered, behind, episodes, lines)
        steps.take("written: the file of results", _published, results, definition, screening)


def _lines(behind: pl.DataFrame, episodes: pl.DataFrame, persons: pl.DataFrame, definition: Definition) -> pl.DataFrame:
    return case_lists(contacts(behind, episodes), persons, definition, ZONE)


def _published(results: Publication, definition: Definition, found: Screening) -> None:
    at = [from_ms(BEGIN + days * DAY) for days in (9, 9, 9)]
    run = Run(1, definition.id, definition.sha256, definition.text, definition.title, at[0], ZONE, *at[1:])
    numbers = range(1, 20)
    files = pl.DataFrame({"file_id": numbers, "name": [f"checkins_{number}.csv" for number in numbers]})
    files = files.with_columns(kind=pl.lit("checkins")).cast({"file_id": pl.Int32})
    places = pl.DataFrame({"place_id": place_ids(), "name": "Market & Co", "kind": "market"})
    results.write(run, definition, found, files, places)


def _written(graphs: list[ContactGraph], format: str, folder: Path) -> None:
    for graph in graphs:
        put(folder / f"graph.{format}", graph_pieces(graph, format, ZONE))


def peer(rows: int) -> tuple[Steps, int]:
    """DuckDB's edges, and their number."""
    steps = Steps()
    with duckdb.connect() as connection:
        connection.register("arrived", checkins(rows))
        connection.execute("CREATE TABLE checkins AS SELECT * FROM arrived")
        steps.take("edges found", connection.execute, _PEER)
        return steps, connection.execute("SELECT count(*) FROM edges").fetchall()[0][0]


def _once(asked: argparse.Namespace) -> None:
    """One run of one of the two: its steps as a line of json."""
    edges = asked.exposures
    if asked.once == "peer":
        steps, edges = peer(asked.exposures)
    else:
        steps = ours(asked.exposures, asked.cases, asked.folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"steps": steps.seconds, "edges": edges, "peak_mb": round(peak)}))


def _run(who: str, asked: argparse.Namespace, folder: str) -> dict:
    command = [sys.executable, "-m", "tests.benchmarks.graph_million", "--once", who, "--folder", folder]
    command += ["--exposures", str(asked.exposures), "--cases", str(asked.cases)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _middle(runs: list[dict], step: str, which: int) -> float:
    return median(run["steps"][step][which] for run in runs)


def _tell(runs: dict[str, list[dict]]) -> None:
    """Each step, and how many times DuckDB's edges all of them take up to the file of each format."""
    (found,) = runs["peer"][0]["steps"]
    for who, of in runs.items():
        print(f"{who}: {of[0]['edges']:,} edges, at most {max(run['peak_mb'] for run in of):,} MB")
        for step in of[0]["steps"]:
            print(f"  {step:36} {_middle(of, step, 0):7.2f} s {_middle(of, step, 1):7.2f} s of processors")
    made = [step for step in runs["ours"][0]["steps"] if not step.endswith(GRAPH_FORMATS)]
    totals = {"built and tiered": [step for step in made if step.startswith(("built", "tiered"))]}
    totals["and written as results"] = made
    totals |= {f"and as {format}": [*made, f"read back: {format}", f"written: {format}"] for format in GRAPH_FORMATS}
    for name, steps in totals.items():
        seconds = [sum(_middle(runs["ours"], step, which) for step in steps) for which in (0, 1)]
        times = [total / _middle(runs["peer"], found, which) for which, total in enumerate(seconds)]
        print(f"{name:24} {seconds[0]:7.2f} s, {times[0]:.1f} times DuckDB's edges; of processors {times[1]:.1f} times")


def main() -> None:
    """Both in turns."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--exposures", type=int, default=1_000_000)
    parser.add_argument("--cases", type=int, default=1)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--once", choices=("peer", "ours"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.once:
        return _once(asked)
    runs: dict[str, list[dict]] = {"peer": [], "ours": []}
    for _ in range(asked.runs):
        for who, of in runs.items():
            with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
                of.append(_run(who, asked, folder))
    _tell(runs)


if __name__ == "__main__":
    main()
