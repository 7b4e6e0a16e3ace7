"""Rows on their way from one library to another, by Arrow's C interface."""

from typing import Any


class Stream:
    """Rows that polars may take over from a DuckDB relation, without pyarrow and the numpy that it loads.

    polars remembers the types of all that it makes frames of, and DuckDB complains on the standard error when one of
    its own outlives it; this type is ours, and knows no DuckDB.
    """

    def __init__(self, relation: Any):
        self._relation = relation

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._relation.__arrow_c_stream__(requested_schema)
