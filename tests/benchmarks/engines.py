"""Every engine that is asked: its module, the environment it runs in, and what it can be asked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Engine:
    """One engine: a module with `opened(question)` and `ask(opened)`.

    apart       runs in the peers' own environment
    indexed     keeps no store on disk: opening it reads everything and builds an index in memory
    exact       tells the ends of episodes to the millisecond; the others are held to the people who qualify
    """

    name: str
    label: str
    module: str
    apart: bool = False
    indexed: bool = False
    exact: bool = True


OURS = Engine("ours", "tracing", "tests.benchmarks.ours")
_PEERS = "tests.benchmarks.peers"
TRACK_PEERS = (
    Engine("duckdb", "DuckDB SQL", f"{_PEERS}.duckdb_sql"),
    Engine("polars", "polars joins", f"{_PEERS}.polars_joins"),
    Engine("geopandas", "GeoPandas STRtree", f"{_PEERS}.geopandas_strtree", apart=True, indexed=True),
    Engine("scipy", "scipy cKDTree", f"{_PEERS}.scipy_ckdtree", apart=True, indexed=True),
    Engine("meos", "MEOS", f"{_PEERS}.meos", apart=True, indexed=True, exact=False),
)
SECONDARY_PEERS = TRACK_PEERS[:1]
STAY_PEERS = (
    Engine("duckdb", "DuckDB SQL", f"{_PEERS}.duckdb_stays"),
    Engine("polars", "polars joins", f"{_PEERS}.polars_stays"),
)
BY_MODULE = {engine.module: engine for engine in (OURS, *TRACK_PEERS, *STAY_PEERS)}
