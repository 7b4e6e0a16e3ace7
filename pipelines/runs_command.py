"""`tracing runs` and `tracing diff`: the screens there were, and two of them side by side."""

import json
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from pipelines import settings
from pipelines.cli import COMPARISON_FORMATS
from pipelines.commands import folder_of, print_table
from pipelines.output import deliver, format_of
from pipelines.settings import Workspace
from tracing import case_list, results
from tracing.definitions import TIERS
from tracing.errors import NoSuchRun, NotACase, WorkspaceLocked
from tracing.exports.csv_text import csv_bytes
from tracing.exports.lists import list_bytes
from tracing.handover.folders import every
from tracing.results import Run
from tracing.run_difference import difference, in_words
from tracing.store import Database, statement
from tracing.times import iso

_TO_THE_SECOND = 19  # characters


def runs(options: Namespace) -> None:
    """`tracing runs`: while another process writes to the store, only the runs whose results stand are listed."""
    space = settings.open_workspace(folder_of(options))
    published = {run_id: _counts(space.results, run_id) for run_id in results.run_ids(space.results)}
    handed: dict[int, list[str]] = {}
    for one in every(space.handover):
        handed.setdefault(one.run_id, []).append(one.case_id)
    rows = [_row(run, published.get(run["run_id"]), handed.get(run["run_id"], []), space.timezone)
            for run in _begun(space, published)]  # fmt: skip
    columns = ("run", "begun", "definition", "as of", "cases", *TIERS, "results", "handed over from it")
    print_table(columns, rows)


def _counts(folder: Path, run_id: int) -> dict:
    """A published run's facts, and how many cases and lines it found."""
    with results.of_run(folder, run_id) as found:
        run = results.run_of(found)
        return vars(run) | found.frame(statement("results/tiers")).row(0, named=True)


def _begun(space: Workspace, published: dict[int, dict]) -> Iterable[dict]:
    """All runs, in order."""
    try:
        with Database(space.store, read_only=True, patience_s=0) as store:
            known = store.frame(statement("store/runs")).rows(named=True)
    except WorkspaceLocked:
        return published.values()
    return known


def _row(run: dict, counts: dict | None, cases: list[str], zone: str) -> tuple[str, ...]:
    numbers = [str(counts[name]) if counts else "" for name in ("cases", *TIERS)]
    stands = "stand" if counts else "none"
    begun, as_of = (iso(run[name], zone)[:_TO_THE_SECOND] for name in ("begun_at", "as_of"))
    return (str(run["run_id"]), begun, run["definition_id"], as_of, *numbers, stands, ", ".join(cases))


def diff(options: Namespace) -> None:
    """`tracing diff`: pseudonyms only. Errors: NoSuchRun, NotACase for a case that is one of neither run."""
    space = settings.open_workspace(folder_of(options))
    wanted = format_of(options, COMPARISON_FORMATS)
    (first, before, cases), (second, after, more) = (_lists(space, run) for run in (options.first, options.second))
    cases = sorted({*cases, *more})
    if options.case is not None and options.case not in cases:
        raise NotACase(f"{options.case}: not a confirmed case of either run")
    asked = cases if options.case is None else [options.case]
    rows = difference(before, after).filter(pl.col("case_id").is_in(asked))
    if wanted == "csv":
        document = csv_bytes(rows, space.timezone, bom=options.out is not None)
    elif wanted == "json":
        document = _json(rows, (first, second), space.timezone)
    else:
        heads = [_head(run, space.timezone) for run in (first, second)]
        document = ("\n".join([*heads, "", *in_words(rows, asked)]) + "\n").encode()
    deliver(options, wanted, document)


def _lists(space: Workspace, run_id: int) -> tuple[Run, pl.DataFrame, list[str]]:
    """A run, the lines of its lists, and its cases."""
    if run_id not in results.run_ids(space.results):
        raise NoSuchRun(f"run {run_id}: no results of it stand; `tracing runs` lists those that do")
    with results.of_run(space.results, run_id) as found:
        cases = found.frame(statement("results/case_summary"))["case_id"].to_list()
        return results.run_of(found), case_list.lines(found, None), cases


def _head(run: Run, zone: str) -> str:
    return f"run {run.run_id}: {run.definition_id}, as of {iso(run.as_of, zone)}, begun {iso(run.begun_at, zone)}"


def _json(rows: pl.DataFrame, compared: Iterable[Run], zone: str) -> bytes:
    told = [
        {
            "run": run.run_id,
            "definition": run.definition_id,
            "definition_sha256": run.definition_sha256,
            "as_of": iso(run.as_of, zone),
            "begun_at": iso(run.begun_at, zone),
        }
        for run in compared
    ]
    document = {"runs": told, "timezone": zone, "rows": json.loads(list_bytes(rows, "json", zone, {}))}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
