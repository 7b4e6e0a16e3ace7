"""The peers that the benchmark measures against answer the specification's question as the product does."""

from datetime import datetime

import polars as pl
import pyarrow.parquet as pq
import pytest

from tests.benchmarks.agreement import compared
from tests.benchmarks.city import City, as_of, write_cases, write_fixes
from tests.benchmarks.peers import duckdb_sql, duckdb_stays, polars_joins, polars_stays
from tests.benchmarks.question import ANSWER, ZONE, Question
from tests.benchmarks.scenes import CITIES
from tests.benchmarks.station import Visitors, write_checkins
from tracing.definitions import read
from tracing.screening import screen

CASES, DAYS = 3, 4


@pytest.fixture(scope="module", params=CITIES)
def city(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    made = City(24, seed=5, days=DAYS, **(CITIES[request.param] | {"per_km2": 400.0}))
    write_fixes(made, folder)
    write_cases(made.people, made.days, made.seed, folder, CASES)
    return folder


@pytest.fixture(scope="module")
def visits(tmp_path_factory):
    folder = tmp_path_factory.mktemp("visits")
    visitors = Visitors(20_000, seed=5, days=DAYS, places=300)
    write_checkins(visitors, folder)
    write_cases(visitors.people, visitors.days, visitors.seed, folder, CASES)
    return folder


def asked(folder, definition):
    return Question(folder, CASES, definition, as_of(DAYS))


def by_product(question, tmp_path):
    """The product's answer from frames, where the sources' keys stand for pseudonyms."""
    records = {"cases": pl.read_csv(question.cases_file, try_parse_dates=True)}
    for kind in ("fixes", "checkins"):
        if list(question.folder.glob(f"{kind}_*.parquet")):
            records[kind] = pl.read_parquet(question.folder / f"{kind}_*.parquet")
    if "checkins" in records:
        records["places"] = pl.read_csv(question.folder / "places_all.csv")
    definition = read(question.definition_file.read_bytes(), question.definition)
    found = screen(records, definition, datetime.fromisoformat(question.as_of), ZONE)
    episodes = found.episodes.select("exposure", "started_at", "finished_at")
    answer = found.exposures.filter("listed").join(episodes, on="exposure").select(ANSWER.names)
    answer.write_parquet(tmp_path / "product.parquet")
    return tmp_path / "product.parquet"


def agrees(peer, question, product, tmp_path):
    answer = peer.ask(peer.opened(question))
    pq.write_table(answer, tmp_path / "peer.parquet")
    return compared(product, tmp_path / "peer.parquet", exact=True)


@pytest.mark.parametrize("definition", ["near", "near_secondary"])
def test_duckdb_finds_the_same_episodes_on_the_move(city, definition, tmp_path):
    question = asked(city, definition)
    agreement = agrees(duckdb_sql, question, by_product(question, tmp_path), tmp_path)
    assert agreement.same, agreement.text
    assert agreement.episodes > 50


def test_polars_finds_the_same_episodes_on_the_move(city, tmp_path):
    question = asked(city, "near")
    agreement = agrees(polars_joins, question, by_product(question, tmp_path), tmp_path)
    assert agreement.same, agreement.text
    assert agreement.episodes > 50


@pytest.mark.parametrize("peer", [duckdb_stays, polars_stays])
def test_both_find_the_same_episodes_at_places(visits, peer, tmp_path):
    question = asked(visits, "stay")
    agreement = agrees(peer, question, by_product(question, tmp_path), tmp_path)
    assert agreement.same, agreement.text
    assert agreement.episodes > 50


def answer(*rows):
    return pl.DataFrame(rows, orient="row", schema=ANSWER.names)


@pytest.mark.parametrize(
    ("theirs", "exact", "same"),
    [
        ((0, "k", "a", "b", 1_000, 901_000), True, True),
        ((0, "k", "a", "b", 1_001, 900_999), True, True),
        ((0, "k", "a", "b", 1_002, 901_000), True, False),
        ((0, "k", "a", "b", 1_500, 901_000), False, True),
        ((0, "k", "a", "b", 101_000, 901_000), False, False),
        ((0, "k", "a", "c", 1_000, 901_000), False, False),
        ((1, "k", "a", "b", 1_000, 901_000), True, False),
    ],
)
def test_other_answers_are_not_taken_for_the_same(theirs, exact, same, tmp_path):
    answer((0, "k", "a", "b", 1_000, 901_000)).write_parquet(tmp_path / "ours.parquet")
    answer(theirs).write_parquet(tmp_path / "theirs.parquet")
    assert compared(tmp_path / "ours.parquet", tmp_path / "theirs.parquet", exact).same is same


def test_a_missing_episode_is_not_taken_for_the_same(tmp_path):
    one, other = (0, "k", "a", "b", 1_000, 901_000), (0, "k", "a", "b", 950_000, 960_000)
    answer(one, other).write_parquet(tmp_path / "ours.parquet")
    answer(one).write_parquet(tmp_path / "theirs.parquet")
    assert not compared(tmp_path / "ours.parquet", tmp_path / "theirs.parquet", exact=True).same


def test_the_same_seed_makes_the_same_city(tmp_path):
    for name in ("one", "two"):
        write_fixes(City(9, seed=8, days=2), tmp_path / name)
    one, two = (pl.read_parquet(tmp_path / name / "fixes_*.parquet") for name in ("one", "two"))
    assert one.equals(two)
    assert not one.equals(pl.read_parquet(_other(tmp_path) / "fixes_*.parquet"))


def _other(folder):
    write_fixes(City(9, seed=9, days=2), folder / "other")
    return folder / "other"
