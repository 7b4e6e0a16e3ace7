"""Pseudonyms of columns: those of their keys, made once per key, and none is left untold."""

import base64
import hashlib
import hmac

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracing.privacy import pseudonym
from tracing.privacy.pseudonym import PREFIX, Pseudonyms

KEY = bytes(range(32))
keys = st.one_of(st.text(max_size=4), st.sampled_from("abc"), st.none())


def plain(key: str, family: str) -> str:
    """A pseudonym as its definition says: 80 bits of the keyed digest of family and key, in base 32."""
    digest = hmac.new(KEY, f"{family}:{key}".encode(), hashlib.sha256).digest()
    return PREFIX[family] + base64.b32encode(digest[:10]).decode().lower()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(PREFIX)), st.lists(keys, max_size=12)), max_size=5), st.integers(1, 6))
def test_columns_get_the_pseudonyms_of_their_keys_and_all_are_told(columns, remembered):
    made, told = Pseudonyms(KEY), set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pseudonym, "_REMEMBERED", remembered)
        for family, values in columns:
            found, new = made.of_column(pl.Series("who", values, dtype=pl.String), family)
            assert (found.name, found.dtype) == ("who", pl.String)
            assert found.to_list() == [None if value is None else plain(value, family) for value in values]
            assert new["source_key"].is_unique().all()
            assert all(row == (plain(key, kind), key, kind) for row in new.rows() for _, key, kind in [row])
            told |= {(key, kind) for _, key, kind in new.rows()}
            assert {(value, family) for value in values if value is not None} <= told


@pytest.mark.parametrize("family", PREFIX)
def test_one_key_alone_and_in_a_column_is_one_pseudonym(family):
    made = Pseudonyms(KEY)
    assert made.of("13800138000", family) == plain("13800138000", family)
    assert made.of_column(pl.Series(["13800138000"]), family)[0].to_list() == [plain("13800138000", family)]


def test_a_key_that_comes_again_is_not_told_again():
    made = Pseudonyms(KEY)
    first = made.of_column(pl.Series(["a", "b", "a"]), "person")[1]
    assert first["source_key"].to_list() == ["a", "b"]
    assert made.of_column(pl.Series(["b", "c"]), "person")[1]["source_key"].to_list() == ["c"]
    assert made.of_column(pl.Series(["b"]), "plate")[1]["source_key"].to_list() == ["b"]


def test_no_more_than_a_bounded_number_is_remembered(monkeypatch):
    monkeypatch.setattr(pseudonym, "_REMEMBERED", 100)
    made = Pseudonyms(KEY)
    for begin in range(0, 1_000, 70):
        made.of_column(pl.Series([str(key) for key in range(begin, begin + 70)]), "person")
        assert len(made._known["person"]) <= 100
