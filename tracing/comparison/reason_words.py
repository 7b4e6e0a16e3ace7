"""Reasons as sentences: why a person is on a list, or what she lacks to be on it.

A time that was too short is rounded down, so that it never reads as the threshold it did not reach; all others are
rounded as in the lists. Source: `tracing.comparison.reasons` says what each reason means.
"""

import polars as pl

from tracing.comparison.reasons import NOT_LISTED, Side, lacking, reached, rules_within
from tracing.contacts import LINE
from tracing.definition_words import threshold_in_words
from tracing.definitions import TIERS, Definition

_RECORDS = {
    "track": "location trails",
    "stay": "check-ins and passages",
    "proximity": "proximity records",
    "seat": "tickets",
    "household": "household registers",
    "vehicle": "vehicle links",
    "cell": "grid cells",
}


def why(side: Side, other: Side, other_name: str, zone: str) -> pl.DataFrame:
    """One sentence for everybody on the list of either side: case_id, person_id, why.

    It speaks of `side`; `other_name` is what it calls the other definition.
    """
    lines = side.found.contacts.select(*LINE, "tier")
    by = reached(side).join(_asks(side.definition), on="rule", how="left", maintain_order="left")
    by = by.with_columns(
        text=pl.format("{}{} ({} minutes, asks for {})", "rule", _with(), _minutes("measured_ms"), "asks")
    )
    held = lines.join(_joined(by, ", "), on=LINE).with_columns(held=pl.format("{} by {}", "tier", "text"))
    lacks = lacking(side, other)
    wanted = lacks.select(*LINE, wanted=_wanted()).unique()
    lacks = _joined(_with_text(lacks, side.definition, other_name, zone), "; ").join(wanted, on=LINE)
    both = held.drop("tier", "text").join(lacks, on=LINE, how="full", coalesce=True)
    lower = pl.format("{}; not {}: {}", "held", "wanted", "text")
    return both.select(*LINE, why=pl.coalesce(lower, "held", pl.format("not listed: {}", "text")))


def _joined(reasons: pl.DataFrame, between: str) -> pl.DataFrame:
    """The texts of each line as one, in their order."""
    return reasons.group_by(LINE, maintain_order=True).agg(pl.col("text").unique(maintain_order=True).str.join(between))


def _wanted() -> pl.Expr:
    """The tier that the person lacks, of those who have a line of a lower one."""
    return pl.col("reach").replace_strict(dict(enumerate(TIERS)), return_dtype=pl.String)


def _with_text(reasons: pl.DataFrame, definition: Definition, other_name: str, zone: str) -> pl.DataFrame:
    told = reasons.join(_asks(definition), on="rule", how="left", maintain_order="left")
    meant = _rules_meant(reasons, definition)
    told = told.join(meant, on=["reach", "hop", "evidence"], how="left", maintain_order="left")
    chosen = pl.lit(None, pl.String)
    for reason, text in _texts(other_name, zone).items():
        chosen = pl.when(pl.col("reason") == reason).then(text).otherwise(chosen)
    return told.with_columns(text=chosen)


def _texts(other_name: str, zone: str) -> dict[str, pl.Expr]:
    window = pl.when(pl.col("hop") == 1).then(pl.format("the window of {}", "source_id"))
    window = window.otherwise(pl.lit("its infectious period"))
    tier = pl.when(pl.col("tier").is_null()).then(pl.lit("not listed")).otherwise(pl.format("only {}", "tier"))
    short = pl.format(
        "too short under {}{} ({} minutes, asks for {})", "rule", _with(), _hundredths("measured_ms"), "asks"
    )
    # Had the meetings lain in the window, no rule within reach would have seen them either.
    unheld = pl.when(pl.col("rules") == "").then(pl.format(", and it has no {} on {}", "kind", "records"))
    unheld = unheld.otherwise(pl.lit(""))
    part = pl.when(pl.col("measured_ms") == pl.col("of_ms")).then(pl.lit("all"))
    part = part.otherwise(pl.format("{} of", _minutes("measured_ms")))
    return {
        "empty period": pl.lit("its infectious period is empty"),
        "too short": short,
        "partly outside": pl.format(
            "{} the {} minutes under {} lie outside {}", part, _minutes("of_ms"), pl.lit(other_name), window
        ),
        "no secondary": pl.lit("it lists no contacts of close contacts"),
        "not close": pl.format("{} is {} in it{}", "source_id", tier, _of_how_many()),
        "empty window": pl.format("{} is empty in it{}", window, _of_how_many()),
        "outside": pl.format(
            "the meetings that count under {} ({}) lie {} {}{}{}{}",
            pl.lit(other_name),
            "records",
            "where",
            window,
            _edge(zone),
            unheld,
            _of_how_many(),
        ),
        "no rule": pl.format("it has no {} on {}{}", "kind", "records", _of_how_many()),
        "not seen": pl.format("{} saw no meeting in {}{}", "rules", window, _of_how_many()),
    }


def _with() -> pl.Expr:
    return pl.when(pl.col("hop") == 1).then(pl.format(" with {}", "source_id")).otherwise(pl.lit(""))


def _of_how_many() -> pl.Expr:
    several = pl.format(" (the nearest of {} close contacts)", "ways")
    return pl.when(pl.col("ways") > 1).then(several).otherwise(pl.lit(""))


def _edge(zone: str) -> pl.Expr:
    local = pl.from_epoch("edge", "ms").dt.replace_time_zone("UTC").dt.convert_time_zone(zone)
    verb = pl.when(pl.col("where") == "before").then(pl.lit("begins")).otherwise(pl.lit("ends"))
    told = pl.format(", which {} {}", verb, local.dt.strftime("%Y-%m-%dT%H:%M"))
    return pl.when(pl.col("edge").is_null()).then(pl.lit("")).otherwise(told)


def _minutes(milliseconds: str) -> pl.Expr:
    return _decimals((pl.col(milliseconds) + 300) // 600)


def _hundredths(milliseconds: str) -> pl.Expr:
    return _decimals(pl.col(milliseconds) // 600)


def _decimals(hundredths: pl.Expr) -> pl.Expr:
    return pl.format("{}.{}", hundredths // 100, (hundredths % 100).cast(pl.String).str.zfill(2))


def _asks(definition: Definition) -> pl.DataFrame:
    """What time each rule asks for."""
    return pl.DataFrame({"rule": rule.id, "asks": threshold_in_words(rule)} for rule in definition.rules)


def _rules_meant(reasons: pl.DataFrame, definition: Definition) -> pl.DataFrame:
    """What to call the rules within reach: reach, hop, evidence, records, kind, rules."""
    meant = reasons.select("reach", "hop", "evidence").unique().drop_nulls()
    rows = [(*key, *_called(definition, *key)) for key in meant.iter_rows()]
    schema = dict(meant.schema) | dict.fromkeys(("records", "kind", "rules"), pl.String)
    return pl.DataFrame(rows, orient="row", schema=schema)


def _called(definition: Definition, reach: int, hop: int, evidence: str) -> tuple[str, str, str]:
    kinds = evidence.split(";")
    rules = [name for name in rules_within(definition, reach, hop) if definition.rule(name).evidence in kinds]
    if hop == 1:
        kind = "rule for contacts of close contacts"
    else:
        kind = "rule" if reach == NOT_LISTED - 1 else f"{' or '.join(TIERS[: reach + 1])} rule"
    return " and ".join(_RECORDS[name] for name in kinds), kind, ", ".join(rules)
