"""Ingest beside DuckDB's own `COPY`: the same file, each in a process of its own, in turns; then a late file.

    python -m tests.benchmarks.ingest ours|plain|copy FILE FOLDER

Answers with one line of JSON: seconds on the clock and of processors, the most memory (MB). What is loaded before the
file is looked at does not count. `plain` is ours without the clustered copy, which `COPY` has none of either: what a
file costs that the copy does not. The late file comes into the workspace that holds all the others.
"""

import json
import math
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl

from tests.benchmarks import rescreen
from tests.benchmarks.city import City
from tests.benchmarks.environment import variables
from tests.benchmarks.measure import middle
from tests.benchmarks.question import HERE, ZONE
from tests.benchmarks.scenes import rows
from tests.benchmarks.worker import measured

HEADING = (
    "| file | rows | rows/s: ours | without the copy | COPY | share of COPY's: ours | without the copy "
    "| cpu s: ours | without the copy | COPY | peak MB: ours | without the copy | COPY |\n|" + "---|" * 13
)
LATE = 100_000
_DEFINITION = "covid-cn-9"


def measure(city: City, folder: Path, runs: int, say: Callable[[str], None]) -> None:
    """Print a line for each form of the city's fixes as one file, and what a late file costs after it."""
    print(f"\n{HEADING}")
    late = rescreen.write_late(city, folder, LATE)
    for ending in ("csv", "parquet"):
        path = _whole(folder, ending)
        spent: dict[str, list[dict[str, float]]] = {"ours": [], "plain": [], "copy": []}
        for run in range(runs):
            for who, those in spent.items():
                say(f"{path.name}, {who}, run {run + 1} of {runs}")
                shutil.rmtree(_scratch(folder), ignore_errors=True)
                those.append(_spent(who, path, folder))
        _line(path.name, rows(folder), spent)
        path.unlink()
    shutil.rmtree(_scratch(folder))
    _spent("ours", _whole(folder, "parquet"), folder)
    came = _spent("ours", late, folder)
    print(f"{LATE:,} late rows into these: {came['wall_s']:.2f} s, processors {came['cpu_s']:.2f} s")
    shutil.rmtree(_scratch(folder))


def _line(name: str, count: int, spent: dict[str, list[dict[str, float]]]) -> None:
    wall, cpu = ([middle([one[kind] for one in those]) for those in spent.values()] for kind in ("wall_s", "cpu_s"))
    peak = [max(one["peak_mb"] for one in those) for those in spent.values()]
    cells = [
        name,
        f"{count:,}",
        *(f"{count / one:,.0f}" for one in wall),
        *(f"{wall[-1] / one:.2f}" for one in wall[:-1]),
    ]
    cells += [*(f"{one:.3g}" for one in cpu), *(f"{one:.0f}" for one in peak)]
    print(f"| {' | '.join(cells)} |", flush=True)


def _whole(folder: Path, ending: str) -> Path:
    """All fixes of a scene in one file, in order of time as they come."""
    path = folder / "stores" / f"fixes_whole.{ending}"
    told = pl.scan_parquet(sorted(folder.glob("fixes_*.parquet"))).with_columns(pl.col("person_id").cast(pl.String))
    if ending == "parquet":
        told.sink_parquet(path, row_group_size=500_000)
    else:
        text = pl.col("observed_at").dt.convert_time_zone(ZONE).dt.to_string("%Y-%m-%dT%H:%M:%S%.3f%:z")
        told.with_columns(text).sink_csv(path)
    return path


def _spent(who: str, path: Path, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.ingest", who, str(path), str(_scratch(folder))]
    done = subprocess.run(command, env=variables(), stdout=subprocess.PIPE, text=True, cwd=HERE.parents[1], check=True)
    return json.loads(done.stdout.splitlines()[-1])


def _scratch(folder: Path) -> Path:
    return folder / "stores" / "ingested"


def ours(path: Path, folder: Path) -> dict[str, float]:
    """What the ingest of a file costs, into a workspace that is made where there is none."""
    from pipelines import ingest, settings

    if not folder.exists():
        settings.init(folder, ZONE, _DEFINITION)

    def take_in() -> None:
        [account] = ingest.ingest(str(folder), ingest.bring(str(folder), [path]))["files"]
        if account["rows_rejected"] or not account["rows_kept"]:
            raise RuntimeError("not all rows were kept")

    return measured(take_in)


def plain(path: Path, folder: Path) -> dict[str, float]:
    """What it costs where no store is large enough for a clustered copy."""
    from tracing.clustered import growth

    growth.AT_LEAST = math.inf
    return ours(path, folder)


def copy(path: Path, folder: Path) -> dict[str, float]:
    """What `COPY` costs, from the file to a database that is written and closed."""
    import duckdb

    from tests.benchmarks.peers.duckdb_sql import sql

    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "copy.duckdb")) as connection:
        connection.execute(sql("plain_fixes")).fetchall()

    def take_in() -> None:
        with duckdb.connect(str(folder / "copy.duckdb")) as connection:
            connection.execute(sql("copy_fixes"), {"file": str(path)}).fetchall()

    return measured(take_in)


if __name__ == "__main__":
    print(json.dumps({"ours": ours, "plain": plain, "copy": copy}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))))
