"""No cell of a CSV list runs as a formula, whatever stands in it; and no other cell is touched."""

import unicodedata

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.exports.lines import NASTY
from tracing.exports.csv_text import guarded
from tracing.exports.text import whole

SIGNS = "=+-@＝＋－＠"
RUNS = [
    "=1+1",
    "+8613800138000",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "=",
    " =1",
    "   \u3000=1",
    "\xa0=1",
    "\u200b=1",
    "\u2060+1",
    "\ufeff@x",
    "\u202e-1",
    "\x00=1",
    "\x0b=1",
    "\x1f \u200d=1",
    "\u00ad=1",
    "\u3164=1",
    "\ufff9=1",
    "\u2028=1",
    "\x85=1",
    "\ufe0f=1",
    "\tanything",
    "\ranything",
    "\nanything",
    "\t",
    '=HYPERLINK("http://example.org","click")',
    "=cmd|' /C calc'!A0",
]
RESTS = ["", " ", "a=1", "1+1", "'=1", "张=1", "\x0ba", "\u200b", "a\t=1", "a\n=1", "(=1)", "138-0013", "·=", ";=1"]


def guard(text: str) -> str:
    return pl.select(guarded(pl.lit(whole(text)))).item()


def may_run(text: str) -> bool:
    """The rule once more, in Python's own tables."""
    seen = text.lstrip("".join(c for c in set(text) if c.isspace() or unicodedata.category(c) in ("Cc", "Cf")))
    return text[:1] in ("\t", "\r", "\n") or (bool(seen) and seen[0] in SIGNS)


@pytest.mark.parametrize("text", RUNS, ids=ascii)
def test_a_formula_gets_an_apostrophe(text):
    assert guard(text) == "'" + text


@pytest.mark.parametrize("text", RESTS, ids=ascii)
def test_other_text_stays(text):
    assert guard(text) == text


def test_a_missing_text_stays_missing():
    assert pl.select(guarded(pl.lit(None, pl.String))).item() is None


@settings(deadline=None)
@given(NASTY | st.text(st.characters()))
@example("\ud800=1")
@example("\ud83d\ude00")
@example("\udc00")
def test_any_text_is_guarded_once_and_never_refused(text):
    """Lone surrogates too, which a frame cannot hold: they are replaced before."""
    safe = guard(text)
    assert safe in (whole(text), "'" + whole(text))
    assert not may_run(safe)
    assert guard(safe) == safe
    if may_run(whole(text)):
        assert safe[0] == "'"


@settings(deadline=None)
@given(st.text(st.characters()))
def test_whole_text_changes_surrogates_only(text):
    mended = whole(text)
    mended.encode()
    if not any("\ud800" <= c <= "\udfff" for c in text):
        assert mended == text


def test_lone_surrogates_are_replaced_and_pairs_joined():
    assert whole("a\ud800b") == "a\ufffdb"
    assert whole("\ud83d\ude00") == "😀"
