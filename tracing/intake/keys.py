"""What all keys have in common: how their texts are made plain, and what is wrong with any of them."""

import re
from collections.abc import Callable

import polars as pl

Answer = tuple[str | None, str | None]
"""A key, or the reason why there is none."""

Read = Callable[[str], Answer]
"""One plain text -> its key."""

_WORDS_FOR_NOTHING = (
    *("nan", "nat", "na", "n/a", "<na>", "null", "(null)", "[null]", "<null>", "none", "undefined", "nil", "unknown"),
    *("empty", "\\n", "#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#null!", "#num!"),
    *(
        "未知",
        "不详",
        "不明",
        "未填写",
        "未填",
        "未登记",
        "未提供",
        "无数据",
        "暂缺",
        "缺失",
        "暂无",
        "空",
        "待补充",
        "待核实",
    ),
    *("见备注", "不适用", "其他", "其它", "无"),
)
"""What programs and people write where they have no key: all who bear it would be one, or in one place."""
_AS_WRITTEN = pl.Series(
    sorted({"NaN", "NaT"}.union(*({word, word.upper(), word.capitalize()} for word in _WORDS_FOR_NOTHING)))
)
NOTHING = "a word for nothing, no key"

_LOST = re.compile(r"\d(?:\.\d+)?E\+?\d+|\d{16,}\.0+")
_EXPONENT, _KEPT = r"^([1-9])\.([0-9]+)E\+?([0-9]{1,2})$", 15
_MASK = re.compile(r"[*●•]|[X#]{3}")
_LONGEST = 64
LOST = "digits are lost: a spreadsheet has cut it to scientific notation"
MASKED = "some of its places are masked"
TOO_LONG = f"longer than {_LONGEST} characters, as no key is"


def plain(given: pl.Series) -> pl.Series:
    """Full-width characters as their usual ones, upper case, without white space, dashes and a leading quote sign.

    Numbers that a spreadsheet wrote with a point (13800138000.0) or with an exponent (1.3800138001E+10) lose it, where
    all their digits are there and no more than the 15 that it keeps.
    """
    return _without_exponent(
        given.cast(pl.String)
        .str.normalize("NFKC")
        .str.to_uppercase()
        .str.replace_all(r"[\s\p{Pd}]", "")
        .str.replace(r"^['‘’`]", "")
        .str.replace(r"^([0-9]{1,15})\.0+$", "$1")
    )


def has_lost_digits(texts: pl.Series) -> pl.Series:
    """Whether a text is a number as spreadsheets shorten it (3.30106E+17), not all digits of which stand there: keys of
    several people or places may have become it.
    """
    parts = texts.str.extract_groups(r"^[0-9](?:\.([0-9]+))?E\+([0-9]{1,3})$").struct.rename_fields(["told", "more"])
    told, more = parts.struct.field("told").str.len_bytes().fill_null(0), parts.struct.field("more").cast(pl.Int64)
    return (more > told).fill_null(False)


def _without_exponent(texts: pl.Series) -> pl.Series:
    if not texts.str.contains(_EXPONENT).any():
        return texts
    first, rest, exponent = (pl.col(part) for part in ("first", "rest", "exponent"))
    places = exponent.cast(pl.Int64)
    exact = places.is_between(rest.str.strip_chars_end("0").str.len_chars(), rest.str.len_chars()) & (places < _KEPT)
    parts = texts.str.extract_groups(_EXPONENT).struct.rename_fields(["first", "rest", "exponent"]).struct.unnest()
    whole = parts.select(pl.when(exact).then(first + rest.str.head(places))).to_series()
    return whole.fill_null(texts).alias(texts.name)


def are_for_nothing(given: pl.Series) -> pl.Series:
    """Whether texts are words for nothing, however their letters are written."""
    return given.is_in(_AS_WRITTEN.implode())


def doubt(text: str) -> str | None:
    """What is wrong with a plain text as a key of any sort."""
    if len(text) > _LONGEST:
        return TOO_LONG
    if _LOST.fullmatch(text):
        return LOST
    return MASKED if _MASK.search(text) else None
