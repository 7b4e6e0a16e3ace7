"""Whom rejected rows name: the keys of people that could be read although the row as a whole could not."""

from collections.abc import Mapping

import polars as pl

from tracing.intake.tables import Batch
from tracing.intake.values import Reader, read_values
from tracing.model import Kind

_SCHEMA = {"line": pl.Int64, "person_id": pl.String}


def rejected_people(kind: Kind, batch: Batch, rejects: pl.DataFrame, readers: Mapping[str, Reader]) -> pl.DataFrame:
    """`line` and `person_id`, the source's key as records of the file would have it; one row per line and person.

    batch       lines in the columns of the kind
    rejects     of these lines; a key that is itself what is wrong is none
    """
    found = [pl.DataFrame(schema=_SCHEMA)]
    if rejects.is_empty():
        return found[0]
    rows = batch.frame.join(rejects.select("line", "column"), on="line")
    for column in kind.columns:
        if column.label != "person" or column.name not in batch.frame.columns or rows.is_empty():
            continue
        reader = readers.get(column.name)
        given = reader(rows[column.name])[0] if reader else rows[column.name]
        read = rows.select("line", read_values(column, given, "UTC").alias("person_id"), "column")
        found.append(read.filter(pl.col("column").ne_missing(column.name)).drop("column").drop_nulls().cast(_SCHEMA))
    return pl.concat(found).unique(maintain_order=True)
