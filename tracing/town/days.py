"""What everybody means to do: for each person and day the places in order, with the time of setting off.

A plan has one row a person and day and the columns of `SLOTS`; site -1 means that the slot is left out.
A stay lasts until the next slot's time of setting off.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from tracing.town.people import Habits
from tracing.town.places import sites

Rng = np.random.Generator

SLOTS = ("night", "morning", "home", "lunch", "back", "afternoon", "rest", "errand", "evening", "return", "apart")
NIGHT, MORNING, HOME, LUNCH, BACK, AFTERNOON, REST, ERRAND, EVENING, RETURN, APART = range(len(SLOTS))
DAY_S = 86_400
MINUTE_S = 60
HOUR_S = 3_600
NEVER = 2**40
LATEST_END_S = 19 * HOUR_S + 30 * MINUTE_S


@dataclass(frozen=True)
class Plan:
    """Rows in order of person, then day; `go` is seconds of the day; `luck` and `spot` are kept chances.

    `spot` is where in the place somebody stands, within the unit disc.
    """

    person: np.ndarray
    day: np.ndarray
    site: np.ndarray
    go: np.ndarray
    luck: np.ndarray
    spot: np.ndarray


def make_plan(rng: Rng, people: pl.DataFrame, habits: Habits, places: pl.DataFrame, days: int, first_day: date) -> Plan:
    """Working days for workers and pupils from Monday to Friday, free days for all others."""
    person, day = np.repeat(np.arange(people.height), days), np.tile(np.arange(days), people.height)
    weekday = np.array([(first_day + timedelta(days=d)).weekday() < 5 for d in range(days)])[day]
    role = people["role"].to_numpy()[person]
    shape = (len(person), len(SLOTS))
    site, go = np.full(shape, -1), np.zeros(shape, dtype=np.int64)
    site[:, NIGHT] = site[:, RETURN] = habits.home[person]
    busy = weekday & (role != "free")
    for rows, fill in ((busy, _working_day), (~busy, _free_day)):
        site[rows], go[rows] = fill(rng, site[rows], person[rows], role[rows], habits, places)
    _journeys_out(rng, site, go, busy & (role == "worker"), sites(places, "meeting_room"))
    angle, radius = rng.uniform(0, 2 * np.pi, shape), np.sqrt(rng.random(shape))
    spot = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=2)
    return Plan(person, day, _without_repeats(site), go, rng.random(shape), spot)


def kept_apart(plan: Plan, since: np.ndarray, until: np.ndarray, site: int, habits: Habits) -> Plan:
    """The same plan, where each person stays at the isolation site between `since` and `until` (seconds).

    `since` and `until` (a midnight) have one entry a person, `NEVER` where there is none. Who is released
    sleeps there until the morning and comes home by the evening.
    """
    midnight = plan.day * DAY_S
    begins, ends = since[plan.person] - midnight, until[plan.person] - midnight
    sites_then, go = plan.site.copy(), plan.go.copy()
    inside = (begins <= 0) & (ends > 0)
    sites_then[inside, :] = -1
    sites_then[inside, NIGHT] = site
    released = (begins < 0) & (ends == 0)
    sites_then[released, NIGHT] = site
    sites_then[released, RETURN] = habits.home[plan.person[released]]
    taken = (begins > 0) & (begins < DAY_S)
    after = taken[:, None] & (go >= begins[:, None])
    after[:, NIGHT] = False
    sites_then[after] = -1
    sites_then[taken, APART] = site
    go[taken, APART] = begins[taken]
    return replace(plan, site=sites_then, go=go)


def _working_day(
    rng: Rng, site: np.ndarray, person: np.ndarray, role: np.ndarray, habits: Habits, places: pl.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Work or school, lunch there or nearby, then perhaps a shop and an evening out."""
    n, worker = len(person), role == "worker"
    site, go = site.copy(), np.zeros(site.shape, dtype=np.int64)
    site[:, MORNING] = site[:, BACK] = habits.work[person]
    site[:, LUNCH] = np.where(worker & _chance(rng, 0.3, n), _one_of(rng, habits.lunches[person]), -1)
    site[:, ERRAND] = np.where(_chance(rng, 0.25, n) & worker, _one_of(rng, habits.shops[person]), -1)
    site[:, EVENING] = np.where(_chance(rng, 0.2, n) & worker, _evening(rng, person, habits, places), -1)
    go[:, MORNING] = np.where(worker, rng.normal(7.7, 0.4, n), rng.normal(7.3, 0.12, n)) * HOUR_S
    go[:, LUNCH] = _between(rng, 11.7, 12.4, n)
    go[:, BACK] = go[:, LUNCH] + _between(rng, 0.65, 1, n)
    end = np.where(worker, rng.normal(17.6, 0.5, n), rng.normal(16.4, 0.15, n)) * HOUR_S
    # An evening out after the latest end still brings everybody home before midnight.
    _end_of_day(rng, site, go, np.minimum(end, LATEST_END_S).astype(np.int64))
    return site, go


def _free_day(
    rng: Rng, site: np.ndarray, person: np.ndarray, role: np.ndarray, habits: Habits, places: pl.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Out once or twice, perhaps lunch, a shop and an evening out, and home in between."""
    n = len(person)
    site, go = site.copy(), np.zeros(site.shape, dtype=np.int64)
    site[:, HOME] = site[:, BACK] = site[:, REST] = habits.home[person]
    site[:, MORNING] = np.where(_chance(rng, 0.45, n), _outing(rng, person, habits, places), -1)
    site[:, LUNCH] = np.where(_chance(rng, 0.15, n), _one_of(rng, habits.dinners[person]), -1)
    site[:, AFTERNOON] = np.where(_chance(rng, 0.4, n), _outing(rng, person, habits, places), -1)
    site[:, ERRAND] = np.where(_chance(rng, 0.15, n), _one_of(rng, habits.shops[person]), -1)
    site[:, EVENING] = np.where(_chance(rng, 0.2, n), _evening(rng, person, habits, places), -1)
    go[:, MORNING] = _between(rng, 8.5, 10.3, n)
    go[:, HOME] = go[:, MORNING] + _between(rng, 0.6, 1.3, n)
    go[:, LUNCH] = _between(rng, 11.7, 12.4, n)
    go[:, BACK] = go[:, LUNCH] + _between(rng, 1, 1.5, n)
    go[:, AFTERNOON] = _between(rng, 14, 15, n)
    go[:, REST] = go[:, AFTERNOON] + _between(rng, 0.6, 1.7, n)
    _end_of_day(rng, site, go, _between(rng, 17, 18.2, n))
    return site, go


def _end_of_day(rng: Rng, site: np.ndarray, go: np.ndarray, end: np.ndarray) -> None:
    """Fills in, in the arrays given, the times of errand, evening and return; `end` begins the first of them."""
    n = len(end)
    go[:, ERRAND] = end
    go[:, EVENING] = end + np.where(site[:, ERRAND] >= 0, _between(rng, 0.5, 1, n), 0)
    out_late = site[:, EVENING] >= 0
    go[:, RETURN] = go[:, EVENING] + np.where(out_late, _between(rng, 1, 2, n), 0)


def _journeys_out(rng: Rng, site: np.ndarray, go: np.ndarray, rows: np.ndarray, rooms: np.ndarray) -> None:
    """Sends some workers to a meeting in the far town, in the arrays given."""
    away = rows & _chance(rng, 0.03, len(rows))
    count = int(away.sum())
    middle = slice(MORNING, RETURN)
    site[away, middle] = -1
    site[away, MORNING] = rng.choice(rooms, count)
    go[away, MORNING] = _between(rng, 6.2, 8.5, count)
    go[away, RETURN] = _between(rng, 15.5, 18, count)


def _outing(rng: Rng, person: np.ndarray, habits: Habits, places: pl.DataFrame) -> np.ndarray:
    """A shop, a park, the mall or a friend's home."""
    n = len(person)
    choices = np.stack(
        [
            _one_of(rng, habits.shops[person]),
            rng.choice(sites(places, "park"), n),
            rng.choice(sites(places, "mall"), n),
            habits.friend[person],
        ]
    )
    return choices[rng.choice(4, n, p=(0.45, 0.25, 0.15, 0.15)), np.arange(n)]


def _evening(rng: Rng, person: np.ndarray, habits: Habits, places: pl.DataFrame) -> np.ndarray:
    """A dinner out, a visit, or the mall."""
    n = len(person)
    choices = np.stack(
        [_one_of(rng, habits.dinners[person]), habits.friend[person], rng.choice(sites(places, "mall"), n)]
    )
    return choices[rng.choice(3, n, p=(0.6, 0.25, 0.15)), np.arange(n)]


def _without_repeats(site: np.ndarray) -> np.ndarray:
    """Leaves a slot out where its place is that of the slot before: nobody sets off to where they are."""
    site, here = site.copy(), site[:, NIGHT]
    for slot in range(1, site.shape[1]):
        site[site[:, slot] == here, slot] = -1
        here = np.where(site[:, slot] >= 0, site[:, slot], here)
    return site


def _chance(rng: Rng, share: float, count: int) -> np.ndarray:
    return rng.random(count) < share


def _one_of(rng: Rng, choices: np.ndarray) -> np.ndarray:
    return choices[np.arange(len(choices)), rng.integers(0, choices.shape[1], len(choices))]


def _between(rng: Rng, least: float, most: float, count: int) -> np.ndarray:
    """Seconds, from hours."""
    return (rng.uniform(least, most, count) * HOUR_S).astype(np.int64)
