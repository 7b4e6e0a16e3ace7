"""A case's list at one time, with what each line stood on: as it was handed over, and as it is.

An exposure is a dictionary: source_id, hop, rule, evidence, tier, measured_ms, first_at, last_at, window (stretches),
episodes (started_at, finished_at, place_ids, files: the numbers of those it rests on, and names: who of those who were
joined or parted since is named in its records), and of a list handed over fallen (the numbers of those files whose
records count no more) and marked (file_id, filter: which filters mark fixes since on which it rests, by file). Instants
and lengths are ms.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from tracing import definitions
from tracing.definitions import Definition
from tracing.handover.corrections import History
from tracing.handover.folders import DEFINITION, HandOver
from tracing.handover.joins import RUN, Joins, Naming
from tracing.results import Run, run_of
from tracing.standing import LINE_BITS, Standing
from tracing.store import Database, statement
from tracing.windows import Stretch

Exposure = dict
Line = dict
Marking = Callable[[pl.DataFrame], pl.DataFrame]
"""Runs of lines (`joins.RUN`) -> each with every `filter` that marks a fix in it."""


@dataclass(frozen=True)
class State:
    """What stood: who the case is, by the name of its time, the definition in force, the lines by person, the exposures
    behind each.
    """

    case_person: str | None
    definition: Definition
    lines: Mapping[str, Line]
    exposures: Mapping[str, list[Exposure]]


@dataclass(frozen=True)
class Recorded:
    """What only the store can say.

    standing        which records count
    classification  of the list's case, as its row stands; None where no row does
    files           number -> name
    nearest         what came nearest to giving a person that tier on the case's list, or a better one
    history         the records of those who fell away, and what of them came since the list was handed over
    marking         which filters mark fixes in which runs of lines
    naming          who of those who were joined or parted since is named in which records
    """

    standing: Standing
    classification: str | None
    files: Mapping[int, str]
    nearest: Callable[[str, str], str]
    history: Callable[[], History]
    naming: Naming
    marking: Marking


@dataclass(frozen=True)
class Now(State):
    """What stands in the results of a screen besides; no `case_person` where the case is no confirmed one.

    empty_because   why its infectious period is empty; None where it is not
    cases           person -> the cases that she is
    windows         (hop, source) -> the stretches of her window
    files, places   number, id -> name
    """

    run: Run
    empty_because: str | None
    cases: Mapping[str, list[str]]
    windows: Mapping[tuple[int, str], list[Stretch]]
    files: Mapping[int, str]
    places: Mapping[str, str | None]


def handed(given: HandOver, recorded: Recorded | None, joins: Joins) -> State:
    """A list as it was handed over, its sources under the names of now. Without `recorded` no record of it is known to
    have fallen, or to name anybody.
    """
    definition = definitions.read(given.document(DEFINITION), f"{given.folder / DEFINITION}")
    lines = given.lines()
    exposures = _exposures(lines, recorded and recorded.naming, recorded)
    for one in (one for behind in exposures.values() for one in behind):
        one["source_id"] = joins.now.one(one["source_id"])
    return State(given.manifest["case_person_id"], definition, _lines(lines), exposures)


def screened(lines: pl.DataFrame, results: Database, case_id: str, naming: Naming | None) -> Now:
    """A list as it is, with the exposures behind each line (`tracing.handover.behind`)."""
    asked, run = {"case_id": case_id}, run_of(results)
    own = results.frame(statement("results/case"), asked)
    windows: dict[tuple[int, str], list[Stretch]] = {}
    for row in results.frame(statement("results/windows"), asked).iter_rows(named=True):
        windows.setdefault((row["hop"], row["source_id"]), []).append((row["started_at"], row["finished_at"]))
    cases: dict[str, list[str]] = {}
    for found, person in results.frame(statement("results/case_summary")).select("case_id", "person_id").iter_rows():
        cases.setdefault(person, []).append(found)
    return Now(
        case_person=None if own.is_empty() else own["person_id"].item(),
        definition=definitions.read(run.definition_text.encode(), f"the definition of screen {run.run_id}"),
        lines=_lines(lines),
        exposures=_exposures(lines, naming),
        run=run,
        empty_because=None if own.is_empty() else own["empty_because"].item(),
        cases=cases,
        windows=windows,
        files=dict(results.frame(statement("results/cited_files")).iter_rows()),
        places=dict(results.frame(statement("results/places")).select("place_id", "name").iter_rows()),
    )


def spans_of(exposure: Exposure) -> list[Stretch]:
    """From when to when the two were together under an exposure."""
    return [(one["started_at"], one["finished_at"]) for one in exposure["episodes"]]


def _lines(lines: pl.DataFrame) -> dict[str, Line]:
    """Those who are on the list, and not those who were withdrawn."""
    on_it = lines.filter(pl.col("change") != "withdrawn").drop("exposures")
    return {line["person_id"]: line for line in on_it.iter_rows(named=True)}


def _exposures(
    lines: pl.DataFrame, naming: Naming | None, recorded: Recorded | None = None
) -> dict[str, list[Exposure]]:
    flat = lines.select("person_id", "exposures").explode("exposures").drop_nulls("exposures").unnest("exposures")
    flat = flat.with_row_index("exposure")
    episodes = flat.select("exposure", "episodes").explode("episodes").unnest("episodes").with_row_index("episode")
    records = (
        episodes.select("exposure", "episode", "records").explode("records").drop_nulls("records").unnest("records")
    )
    cited = records.group_by("episode").agg(pl.col("file_id").unique().sort().alias("files"))
    named = _named(records, naming).group_by("episode").agg(pl.col("name").unique().sort().alias("names"))
    told = episodes.join(cited, on="episode", how="left", maintain_order="left")
    told = told.join(named, on="episode", how="left", maintain_order="left")
    told = told.with_columns(pl.col("files", "names").fill_null([]))
    each = pl.struct("started_at", "finished_at", "place_ids", "files", "names").alias("episodes")
    fallen = _fallen(records, recorded).group_by("exposure").agg(pl.col("file_id").unique().sort().alias("fallen"))
    marked = _marked(records, recorded).group_by("exposure").agg(marked=pl.struct("file_id", "filter").unique().sort())
    whole = flat.drop("episodes")
    parts = told.group_by("exposure", maintain_order=True).agg(each), fallen, marked
    for part in parts:
        whole = whole.join(part, on="exposure", how="left", maintain_order="left")
    whole = whole.with_columns(pl.col("fallen", "marked", "window").fill_null([]))
    found: dict[str, list[Exposure]] = {}
    for one in whole.iter_rows(named=True):
        one["window"] = [(stretch["started_at"], stretch["finished_at"]) for stretch in one["window"]]
        found.setdefault(one["person_id"], []).append(one)
    return found


def _named(records: pl.DataFrame, naming: Naming | None) -> pl.DataFrame:
    """Who is named in the records of each episode: episode, name."""
    named = naming(records.select(list(RUN)).unique()) if naming else pl.DataFrame(schema=RUN | {"name": pl.String})
    return records.join(named.cast(RUN | {"name": pl.String}), on=list(RUN)).select("episode", "name")


def _marked(records: pl.DataFrame, recorded: Recorded | None) -> pl.DataFrame:
    """The runs of lines in which filters mark a fix, each with the `filter`: none did when these were cited."""
    schema = RUN | {"filter": pl.String}
    marked = recorded.marking(records.select(list(RUN)).unique()) if recorded else pl.DataFrame(schema=schema)
    return records.join(marked.cast(schema), on=list(RUN))


def _fallen(records: pl.DataFrame, recorded: Recorded | None) -> pl.DataFrame:
    """The runs of lines of which some line counts no more, as its file was taken back."""
    standing = recorded and recorded.standing
    if not standing or not standing.gone:
        return records.clear()
    suspect = records.filter(pl.col("file_id").is_in(list(standing.gone))).with_row_index("run")
    lines = suspect.with_columns(line=pl.int_ranges("first_line", pl.col("last_line") + 1)).explode("line")
    number = (pl.col("file_id").cast(pl.Int64) * 2**LINE_BITS + pl.col("line")).alias("record")
    gone = lines.with_columns(number).join(standing.counted, on="record", how="anti")
    return suspect.join(gone, on="run", how="semi").drop("run")
