"""`tracing compare`: two definitions side by side on the records as they are; nothing is published."""

import json
from argparse import Namespace
from datetime import datetime

import polars as pl

from pipelines import settings
from pipelines.cli import COMPARISON_FORMATS
from pipelines.commands import folder_of
from pipelines.output import deliver, format_of
from pipelines.screen import moment_of, say
from tracing import records
from tracing.comparison import LISTED, comparison, crossed, names
from tracing.comparison.reasons import Side
from tracing.comparison.text import comparison_lines, periods
from tracing.definitions import Definition
from tracing.errors import NotACase
from tracing.exports.csv_text import csv_bytes
from tracing.exports.lists import list_bytes
from tracing.model import CONFIRMED
from tracing.screening import screen as screening
from tracing.store import Database
from tracing.times import iso


def compare(options: Namespace) -> None:
    """`tracing compare`: the lists that `tracing contacts` shows stay those of the last screen."""
    space = settings.open_workspace(folder_of(options))
    wanted = format_of(options, COMPARISON_FORMATS)
    definitions = [space.definition_in_force(name) for name in (options.first, options.second)]
    moment = moment_of(options.as_of, space.timezone) or settings.now()
    with Database(space.store, read_only=True) as store:
        known = records.load(store)
    cases = _cases(known["cases"], options.case)
    first, second = (_side(known, definition, moment, space.timezone) for definition in definitions)
    rows = comparison(first, second, space.timezone).filter(pl.col("case_id").is_in(cases))
    if wanted == "csv":
        document = csv_bytes(rows, space.timezone, bom=options.out is not None)
    elif wanted == "json":
        document = _json(rows, first, second, cases, moment, space.timezone)
    else:
        head = f"compared as of {iso(moment, space.timezone)}; nothing is published, the lists stay as they are"
        lines = [head, "", *comparison_lines(rows, first, second, cases, space.timezone)]
        document = ("\n".join(lines) + "\n").encode()
    deliver(options, wanted, document)


def _cases(cases: pl.DataFrame, asked: str | None) -> list[str]:
    """The confirmed cases that are meant. Errors: NotACase."""
    confirmed = cases.filter(pl.col("classification").is_in(CONFIRMED))["case_id"].sort().to_list()
    if asked is None:
        return confirmed
    if asked not in confirmed:
        raise NotACase(f"{asked}: not a confirmed case of this workspace")
    return [asked]


def _side(known: dict[str, pl.DataFrame], definition: Definition, moment: datetime, zone: str) -> Side:
    return Side(definition, screening(known, definition, moment, zone, lambda step: say(f"{definition.id}: {step}")))


def _json(rows: pl.DataFrame, first: Side, second: Side, cases: list[str], moment: datetime, zone: str) -> bytes:
    sides = (first, second)
    document = {
        "as_of": iso(moment, zone),
        "timezone": zone,
        "definitions": [
            {"name": name, "id": side.definition.id, "title": side.definition.title, "sha256": side.definition.sha256}
            for name, side in zip(names(first, second), sides, strict=True)
        ],
        "tiers": list(LISTED),
        "cases": [
            {
                "case_id": case,
                "infectious_periods": [periods(side, case, zone) for side in sides],
                "people": [list(by_second.values()) for by_second in crossed(rows.filter(case_id=case)).values()],
            }
            for case in cases
        ],
        "rows": json.loads(list_bytes(rows, "json", zone, {})),
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
