"""A column of texts read by its distinct ones: each is read once, however often it stands there."""

from collections.abc import Callable

import polars as pl


def read_distinct(given: pl.Series, read: Callable[[pl.Series], pl.DataFrame]) -> tuple[pl.Series, pl.Series]:
    """What the texts are read as, and the reason where there is nothing; both null where nothing is given.

    read    distinct texts -> `text`, `found` (of any type), `reason`, one row a text, in any order
    """
    texts = pl.DataFrame({"text": given.cast(pl.String)})
    each = read(texts["text"].drop_nulls().unique())
    laid_out = texts.join(each, on="text", how="left", maintain_order="left")
    return laid_out["found"].alias(given.name), laid_out["reason"]
