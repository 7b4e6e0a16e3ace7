"""Arrivals: how early each person can be reached from a case, by each number of hops.

The close contacts are reached by one hop. Whoever is reached is a source from then on, as a close contact is: in the
window that begins with the arrival, under the secondary rules. The earliest arrival is kept per number of hops, not
one earliest arrival: somebody whom many hops reach early and few hops late is a source twice, as only the late arrival
leaves hops for those behind her. A further arrival counts where it is earlier than those by fewer hops, or where an
isolation ended in between, so that its window reaches beyond theirs. Nobody is reached by way of herself.

arrivals    case_id, person_id, hops, arrived_at, until (ms: the end of the window that begins there), through (who
            is on every way there, herself included)

Source: specification, "Contacts", of searches deeper than two hops.
"""

from dataclasses import dataclass

import polars as pl

from tracing.definitions import Definition
from tracing.evidence import Observations
from tracing.searches import Found, in_order, search
from tracing.times import HOUR
from tracing.windows import secondary_windows, until_isolated

_LINE = ["case_id", "person_id"]
_SOURCE = ["case_id", "source_id"]


@dataclass(frozen=True)
class Reach:
    """Whom cases reach by how many hops; instants are ms since 1970, UTC.

    arrivals    one row per case, person and number of hops that counts, from one hop on
    exposures   one row per exposure to a person at such a number of hops, from two on: exposure (a number), hops,
                arrived_at (the person's), and the columns of `tracing.searches`
    episodes    one row per episode of theirs, by `exposure`
    """

    arrivals: pl.DataFrame
    exposures: pl.DataFrame
    episodes: pl.DataFrame


def reach(
    close: pl.DataFrame, observations: Observations, definition: Definition, cases: pl.Series, hops: int, zone: str
) -> Reach:
    """Everybody whom each case reaches by at most that many hops (two or more).

    close       the close contacts: `case_id`, `person_id`, `first_contact_at` (ms)
    definition  one that has secondary contacts
    cases       the persons of all cases: the search never reaches one
    cost        one search per hop, from the arrivals by the last number of hops alone
    """
    isolations, now = observations.records["isolations"], observations.as_of
    latent, secondary = definition.secondary.latent_hours, definition.secondary.rules
    # Secondary rules may be none where no rule is close; then nobody is, and any rule finds nobody.
    rules = [definition.rule(name) for name in secondary] or definition.rules
    first = close.with_columns(hops=pl.lit(1, pl.Int32), through=pl.concat_list("person_id"))
    newest = arrivals = _ending(first.rename({"first_contact_at": "arrived_at"}), isolations, now)
    exposures, episodes, next_window, so_far = [], [], 0, 0
    for hop in range(1, hops):
        windows = secondary_windows(_as_firsts(newest), isolations, latent, now, next_window, hop)
        if hop > 1 and windows.is_empty():
            break
        next_window += windows.height
        found = search(windows, observations, rules, zone)
        onward = _onward(found, newest, cases).with_columns(pl.col("found") + so_far)
        newest = _new(_ending(_earliest(onward), isolations, now), arrivals, round(latent * HOUR))
        arrivals = arrivals.vstack(newest)
        exposures.append(onward.drop("through").join(newest.select(*_LINE, "hops", "arrived_at"), on=_LINE))
        episodes.append(found.episodes.with_columns(pl.col("found") + so_far))
        so_far += len(found.exposures)
    ordered = in_order(pl.concat(exposures), "hops")
    theirs = pl.concat(episodes).join(ordered.select("exposure", "found"), on="found").sort("exposure", "episode")
    return Reach(arrivals.sort("case_id", "hops", "person_id"), ordered.drop("found"), theirs.drop("found"))


def _as_firsts(arrivals: pl.DataFrame) -> pl.DataFrame:
    return arrivals.select("case_id", source_id="person_id", first_contact_at="arrived_at")


def _ending(arrivals: pl.DataFrame, isolations: pl.DataFrame, as_of: int) -> pl.DataFrame:
    """Arrivals with `until`, their columns in order."""
    ends = until_isolated(_as_firsts(arrivals), isolations, as_of).select("case_id", "until", person_id="source_id")
    return arrivals.join(ends, on=_LINE).select(*_LINE, "hops", "arrived_at", "until", "through")


def _onward(found: Found, sources: pl.DataFrame, cases: pl.Series) -> pl.DataFrame:
    """The exposures that reach somebody: no case, and nobody who is on every way to the source (its `through`)."""
    every = found.exposures.with_columns(found=pl.int_range(pl.len(), dtype=pl.Int64))
    reached = every.filter(~pl.col("person_id").is_in(cases.implode()))
    with_ways = reached.join(sources.select("case_id", "through", source_id="person_id"), on=_SOURCE)
    return with_ways.filter(~pl.col("through").list.contains(pl.col("person_id")))


def _earliest(exposures: pl.DataFrame) -> pl.DataFrame:
    """The earliest arrival of each person, by one hop more than its sources."""
    first = exposures.filter(pl.col("first_at") == pl.col("first_at").min().over(_LINE))
    ways = first.unique([*_LINE, "source_id"]).with_columns(ways=pl.len().over(_LINE))
    shared = ways.explode("through").group_by(*_LINE, "through").agg(pl.col("ways").first(), on=pl.len())
    shared = shared.filter(pl.col("on") == pl.col("ways")).group_by(_LINE).agg("through")
    return (
        ways.group_by(_LINE)
        .agg(hops=pl.col("hop").first() + 1, arrived_at=pl.col("first_at").first())
        .join(shared, on=_LINE, how="left")
        .with_columns(through=pl.concat_list(pl.col("through").fill_null([]), "person_id").list.sort())
    )


def _new(later: pl.DataFrame, arrivals: pl.DataFrame, latent: int) -> pl.DataFrame:
    """The arrivals that tell something: those whose window does not lie in that of an arrival by fewer hops."""
    before = later.join(arrivals, on=_LINE, suffix="_before")
    before = before.filter(pl.col("arrived_at_before") <= pl.col("arrived_at"))
    empty = pl.col("until") <= pl.col("arrived_at") + latent
    held = before.filter(empty | (pl.col("until") <= pl.col("until_before")))
    return later.join(held, on=_LINE, how="anti")
