"""The checks in `sql/checks` find nothing in a sound store, and what they are for in one that is not."""

from pathlib import Path

import pytest

from tests.lib.product import MEMORY, take_in
from tracing.store import Database, statement, statements

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples" / "records"
DAMAGE = {
    "checks/ledger_instants": "UPDATE files SET brought_at = settled_at",
    "checks/repeats": "INSERT INTO repeats VALUES (9::BIGINT << 32, 1, 2)",
    "checks/kept_rows": "DELETE FROM tests WHERE line = 2",
    "checks/profile_texts": "UPDATE files SET profile = 'mine', profile_sha256 = 'of no text'",
    "checks/rejects_account": "DELETE FROM rejects WHERE file_id = 1",
    "checks/marks": "INSERT INTO marks VALUES ('frozen', '{}', 3, 'p', '2021-08-05', '2021-08-05', NULL)",
    "checks/row_account": "UPDATE files SET rows_in = rows_in + 1 WHERE file_id = 1",
}


@pytest.fixture
def store():
    with Database.create(MEMORY, "store") as store, Database.create(MEMORY, "vault") as vault:
        for name in ("tickets.csv", "tests.csv", "tickets.csv"):
            take_in(store, vault, SAMPLES / name, "Asia/Shanghai")
        yield store


def test_a_sound_store_passes_every_check(store):
    assert {name: store.run(statement(name)) for name in statements("checks")} == {name: [] for name in DAMAGE}


@pytest.mark.parametrize(("name", "damage"), DAMAGE.items())
def test_each_check_finds_its_damage(store, name, damage):
    store.run(damage)
    assert store.run(statement(name))
