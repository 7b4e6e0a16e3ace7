"""Keys in the vault: each once, and however many people a file names, in bounded memory."""

import polars as pl
import pytest

from tracing.errors import StoreDamaged
from tracing.model import KINDS
from tracing.privacy.vault import agree, keep_identities, remember
from tracing.store import Database

MOST_MB, PART, PARTS = 24, 60_000, 12


@pytest.fixture
def vault(tmp_path):
    with Database.create(tmp_path / "vault.duckdb", "vault") as database:
        yield database


def keys(first: int, count: int) -> pl.DataFrame:
    number = pl.int_range(first, first + count, eager=True).alias("number").to_frame()
    pseudonym = pl.format("p{}", pl.col("number").hash(seed=1).cast(pl.String).str.zfill(20))
    return number.select(pseudonym=pseudonym, source_key=pl.format("key {}", "number"), family=pl.lit("person"))


def identities(first: int, count: int) -> pl.DataFrame:
    told = keys(first, count).select(person_id="pseudonym", line=pl.int_range(first, first + count, dtype=pl.Int64))
    return told.with_columns(pl.lit(None, pl.String).alias(name) for name in KINDS["persons"].sealed)


def test_many_people_of_one_file_fit_into_what_the_vault_may_hold(vault):
    vault.hold_at_most(MOST_MB)
    with vault.transaction():
        for part in range(PARTS):
            remember(vault, keys(part * PART, PART))
            keep_identities(vault, KINDS["persons"], identities(part * PART, PART), 1)
    for table in ("keys", "persons"):
        assert vault.run(f"SELECT count(*) FROM {table}") == [(PARTS * PART,)]


def test_an_index_of_them_would_not_fit(vault):
    vault.run("CREATE UNIQUE INDEX once ON keys (pseudonym)")
    vault.hold_at_most(MOST_MB)
    with pytest.raises(StoreDamaged), vault.transaction():
        for part in range(PARTS):
            remember(vault, keys(part * PART, PART))


def test_a_key_that_comes_again_is_kept_once(vault):
    for first in (0, 5, 0):
        remember(vault, pl.concat([keys(first, 10)] * 2))
    assert sorted(vault.run("SELECT * FROM keys")) == sorted(
        keys(0, 15).select("pseudonym", "family", "source_key").rows()
    )


def test_what_a_broken_off_attempt_said_of_people_is_there_once_after_the_next(vault):
    for _ in range(2):
        with vault.transaction():
            agree(vault, pl.DataFrame({"file_id": [1]}, {"file_id": pl.Int32}))
            keep_identities(vault, KINDS["persons"], identities(1, 3), 2)
    assert vault.run("SELECT file_id, line FROM persons ORDER BY line") == [(2, 1), (2, 2), (2, 3)]
