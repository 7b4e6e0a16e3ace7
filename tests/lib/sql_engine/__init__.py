"""The third engine: the specification as SQL, one statement of DuckDB for each kind of evidence.

Rows are read, and windows are told, by the reference (`records`, `instants`, `periods`); everything between the two
and behind them is SQL of its own: `evidence/` yields the time together of all pairs, `answer/` what follows from it.
Positions and distances are doubles. Like the reference it reads WGS 84 only.
"""

from tests.lib.sql_engine.engine import screen

__all__ = ["screen"]
