"""Alternatives: what was found backward, weighed against chance, in order.

held        every alternative against every case, as `tracing.backward.traffic` describes it
"""

import networkx as nx
import polars as pl

from tracing.backward.chance import LEVEL, at_least
from tracing.backward.traffic import ALTERNATIVE

KINDS = ("place", "run", "plate", "person")
_KINDS = {"kind": pl.String, "seen": pl.Int64, "listed": pl.Int64, "by_chance": pl.Float64}


def weighed(held: pl.DataFrame, cases: int) -> pl.DataFrame:
    """Each alternative with the cases it ties, and how many it would tie by chance.

    cases       how many are given
    returns     kind, id, cases (those it was together with, sorted), tied (their number, a person's own among them),
                first_at, last_at, expected, by_chance (list: in place c, the probability that it ties c or more)
    """
    alternatives = (
        held.sort(*ALTERNATIVE, "case_id")
        .group_by(ALTERNATIVE, maintain_order=True)
        .agg(
            pl.col("case_id").filter(pl.col("first_at").is_not_null()).alias("cases"),
            pl.col("ties").sum().cast(pl.Int64).alias("tied"),
            pl.col("first_at").min(),
            pl.col("last_at").max(),
            pl.col("probability"),
        )
    )
    probabilities = alternatives["probability"].explode().to_numpy().reshape(-1, cases)
    weights = pl.DataFrame({"expected": probabilities.sum(axis=1), "by_chance": at_least(probabilities)})
    return alternatives.drop("probability").hstack(weights.cast({"by_chance": pl.List(pl.Float64)}))


def kinds(weighed: pl.DataFrame, least: int, people: int) -> pl.DataFrame:
    """How many of each kind were looked at and tie enough cases, and how many would by chance.

    people      how many people were looked at: only those who tie enough are weighed
    returns     kind, seen, listed, by_chance (null for people)
    """
    rows = []
    for kind in KINDS:
        these = weighed.filter(kind=kind)
        tying = these.filter(pl.col("tied") >= least).height
        # Summed in order: the sums of a grouping differ from run to run in their last digits.
        by_chance = these["by_chance"].list.get(least).to_numpy().sum()
        rows.append((kind, people, tying, None) if kind == "person" else (kind, these.height, tying, by_chance))
    return pl.DataFrame(rows, orient="row", schema=_KINDS)


def listed(weighed: pl.DataFrame, kinds: pl.DataFrame, least: int) -> pl.DataFrame:
    """Those that tie enough, most cases first, then what chance explains least; in a total order with a `rank`.

    returns     rank, and the columns of `weighed` with `chance` (that it ties so many or more) for `by_chance`, and
                `more_than_chance`: chance, times all of the kind that were looked at, is at most 0.05
    """
    chance = pl.col("by_chance").list.get(pl.col("tied"))
    enough = weighed.filter(pl.col("tied") >= least).with_columns(chance=chance).drop("by_chance")
    ordered = enough.sort("tied", "chance", *ALTERNATIVE, descending=[True, False, False, False])
    seen = ordered.join(kinds.select("kind", "seen"), on="kind", how="left", maintain_order="left")["seen"]
    ordered = ordered.with_columns(more_than_chance=pl.col("chance") * seen <= LEVEL)
    return ordered.with_row_index("rank", offset=1).cast({"rank": pl.Int64})


def groups(cases: pl.DataFrame, ties: pl.DataFrame) -> list[list[str]]:
    """The cases that hang together by some ties: connected components, the largest first, then by name.

    cases       the given ones: case_id; one that nothing ties is a group of its own
    ties        kind, id, case_id
    """
    graph = nx.Graph()
    graph.add_nodes_from(cases["case_id"])
    graph.add_edges_from(((kind, name), case) for kind, name, case in ties.select(*ALTERNATIVE, "case_id").iter_rows())
    together = [sorted(node for node in part if isinstance(node, str)) for part in nx.connected_components(graph)]
    return sorted(together, key=lambda group: (-len(group), group))
