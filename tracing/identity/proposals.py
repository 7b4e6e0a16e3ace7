"""Proposals: which keys may be one person, with what speaks for it and against; a person decides.

A proposal stands on the same document, on the same phone and name, or on phones that always move together. Nothing else
is proposed, and nothing is decided in silence. What was declined, or parted, is proposed again only for other reasons.

reasons     codes in order, with `;` between: `document:` and `phone and name:` with a keyed digest of what is the same,
            by which later reasons are known for the same ones and nobody is known; `together`
"""

from collections.abc import Callable, Mapping

import polars as pl

from tracing.identity.decisions import DECLINED, PARTED, standing
from tracing.identity.joined import Joined
from tracing.identity.movements import always_together, at_two_places
from tracing.identity.papers import PAIRS, alike, clues, differing

PROPOSALS = PAIRS | {"reasons": pl.String, "told": pl.String, "against": pl.String}
"""One row per two people, the one who would be kept first."""
_PAIR = list(PAIRS)
_DIGEST = 12  # characters


def proposals(
    papers: pl.DataFrame,
    records: Mapping[str, pl.DataFrame],
    decided: pl.DataFrame,
    seal: Callable[[pl.DataFrame], pl.Series],
    zone: str,
) -> pl.DataFrame:
    """What is to be proposed now.

    papers      of everybody (`tracing.identity.papers`)
    records     `fixes` and `tickets`, of who is joined under the name that is kept
    decided     all decisions (`tracing.identity.decisions`)
    seal        a keyed digest of each row
    zone        that of the days
    """
    reasons = pl.concat([_by_papers(papers, seal), _by_movements(records["fixes"], zone)])
    each = reasons.sort(*_PAIR, "reason").group_by(_PAIR).agg("reason", pl.col("told").unique(maintain_order=True))
    each = each.filter(~_answered(each, decided))
    against = _against(papers, records, each.select(_PAIR))
    joined = each.join(against, on=_PAIR, how="left").with_columns(
        pl.col("told", "against").list.join("; "), reasons=pl.col("reason").list.join(";")
    )
    return _kept_first(joined.select(list(PROPOSALS)), papers).sort(_PAIR)


def _by_papers(papers: pl.DataFrame, seal: Callable[[pl.DataFrame], pl.Series]) -> pl.DataFrame:
    found = alike(clues(papers))
    digest = seal(found.select("clue", "said")).str.head(_DIGEST)
    return found.select(
        *_PAIR, reason=pl.concat_str("clue", pl.lit(digest), separator=":"), told=pl.format("the same {}", "clue")
    )


def _by_movements(fixes: pl.DataFrame, zone: str) -> pl.DataFrame:
    found = always_together(fixes, zone)
    words = "together in {} hours on {} days in {} cells, at {} % of {} instants, and far apart at {}"
    share = (pl.col("share") * 1000).floor() / 10
    told = pl.format(words, "hours", "days", "cells", share, "instants", "far")
    return found.select(*_PAIR, reason=pl.lit("together"), told=told)


def _answered(each: pl.DataFrame, decided: pl.DataFrame) -> pl.Series:
    """Which proposals were declined or parted for the same reasons, or for more."""
    answers = standing(decided).filter(pl.col("verdict").is_in([DECLINED, PARTED])).drop_nulls("reasons")
    kept = Joined.of_decisions(decided).kept
    ends = answers.with_columns(pl.col(_PAIR).replace(kept))
    ends = ends.select(
        "reasons",
        person_id=pl.min_horizontal(_PAIR),
        other_id=pl.max_horizontal(_PAIR),
    )
    before = ends.group_by(_PAIR).agg(pl.col("reasons").str.split(";").explode())
    known = each.join(before, on=_PAIR, how="left", maintain_order="left")
    return known.select(pl.col("reason").list.set_difference("reasons").list.len() == 0).to_series().fill_null(False)


def _against(papers: pl.DataFrame, records: Mapping[str, pl.DataFrame], pairs: pl.DataFrame) -> pl.DataFrame:
    """What speaks against each pair, as a list of words."""
    told = pl.concat([differing(papers, pairs), at_once(records, pairs)])
    return told.sort(*_PAIR, "against").group_by(_PAIR).agg("against")


def at_once(records: Mapping[str, pl.DataFrame], pairs: pl.DataFrame) -> pl.DataFrame:
    """Who of pairs of people was at two places, or in two seats, at one time: person_id, other_id, against.

    records     `fixes` and `tickets`; pairs: person_id, other_id
    """
    apart = at_two_places(records["fixes"], pairs)
    apart = apart.select(*_PAIR, against=pl.format("at two places at once, at {} instants", "instants"))
    return pl.concat([apart, _in_two_seats(records["tickets"], pairs)])


def _in_two_seats(tickets: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Who had tickets for two seats, or two runs, at one time."""
    ones = pairs.join(tickets, on="person_id")
    both = ones.join(tickets, left_on="other_id", right_on="person_id", suffix="_2")
    meanwhile = (pl.col("departs_at") < pl.col("arrives_at_2")) & (pl.col("departs_at_2") < pl.col("arrives_at"))
    other = pl.any_horizontal(pl.col(name) != pl.col(f"{name}_2") for name in ("service", "coach", "row", "seat"))
    seats = both.filter(meanwhile, other.fill_null(False)).group_by(_PAIR).agg(rides=pl.col("record").n_unique())
    return seats.select(*_PAIR, against=pl.format("in two seats at once, on {} rides", "rides"))


def _kept_first(found: pl.DataFrame, papers: pl.DataFrame) -> pl.DataFrame:
    """Each pair with the one first whose name the vault knows, where it knows but one."""
    named = papers.drop_nulls("name")["person_id"].unique().implode()
    swaps = ~pl.col("person_id").is_in(named) & pl.col("other_id").is_in(named)
    turned = found.filter(swaps).rename({"person_id": "other_id", "other_id": "person_id"}).select(found.columns)
    return pl.concat([found.filter(~swaps), turned])
