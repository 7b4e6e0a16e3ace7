"""Positions as texts: one column with both numbers, and degrees with minutes, seconds or a point of the compass.

two numbers     39.9042,116.4074   (116.4074; 39.9042)   POINT(116.4074 39.9042): which is which, the profile says
degrees         39°54′15.12″N   39°54.252′   北纬39度54分15秒   N39.9042   39.9042
                an axis has its own points of the compass: N and S (北纬, 南纬), or E and W (东经, 西经)
"""

import polars as pl

from tracing.intake.values import as_text

TWO, NO_DEGREES = "not two numbers that stand for a position", "not degrees, minutes and seconds"

_NUMBER = r"([+-]?[0-9]+(?:\.[0-9]+)?)"
_TWO = rf"^(?i:point)?\s*[(\[]?\s*{_NUMBER}(?:\s*[,;]\s*|\s+){_NUMBER}\s*[)\]]?$"
_MARKS = {"º": "°", "″": '"', "”": '"', "''": '"', "′": "'", "’": "'", "度": "°", "分": "'", "秒": '"'}
_PART = r"(?P<{}>[0-9]{{1,2}}(?:\.[0-9]+)?)\s*{}\s*"
_DEGREES = (
    r"^(?P<before>[a-z]|[北南东西][经纬]?)?\s*(?P<sign>[+-])?(?P<d>[0-9]{1,3}(?:\.[0-9]+)?)\s*"
    rf"(?:°\s*(?:{_PART.format('m', chr(39))}(?:{_PART.format('s', chr(34))})?)?)?(?P<after>[a-z]|[北南东西][经纬]?)?$"
)
_POINTS = {"latitude": ("n北", "s南"), "longitude": ("e东", "w西")}
_AXIS_WORDS = {"latitude": "纬", "longitude": "经"}


def of_two(texts: pl.Series, number: int) -> tuple[pl.Series, pl.Series]:
    """The first (1) or second (2) of two numbers, and the reason where a text does not hold two."""
    plain = as_text(texts).str.normalize("NFKC").str.strip_chars()
    found = plain.str.extract(_TWO, number).cast(pl.Float64, strict=False)
    return found, _reasons(texts, found, TWO)


def of_degrees(texts: pl.Series, axis: str) -> tuple[pl.Series, pl.Series]:
    """Degrees of an axis, `latitude` or `longitude`, and the reason where a text is none, or is the other axis's."""
    parts = _made_alike(as_text(texts)).str.extract_groups(_DEGREES).struct.unnest()
    minutes, seconds = (pl.col(part).cast(pl.Float64).fill_null(0) for part in "ms")
    size = pl.col("d").cast(pl.Float64) + minutes / 60 + seconds / 3600
    whole = pl.col("m").is_null() | ~pl.col("d").str.contains(".", literal=True)
    whole &= pl.col("s").is_null() | ~pl.col("m").str.contains(".", literal=True)
    point = pl.coalesce("before", "after")
    once = pl.sum_horizontal(pl.col("before", "after", "sign").is_not_null()) <= 1
    positive, negative = (point.str.head(1).is_in([*points]) for points in _POINTS[axis])
    own = point.is_null() | ((positive | negative) & point.str.slice(1).is_in(["", _AXIS_WORDS[axis]]))
    south_or_west = (pl.col("sign") == "-").fill_null(False) | negative.fill_null(False)
    valid = whole & once & own & (minutes < 60) & (seconds < 60)
    found = parts.select(pl.when(valid).then(pl.when(south_or_west).then(-size).otherwise(size)).alias("degrees"))
    return found.to_series(), _reasons(texts, found.to_series(), NO_DEGREES)


def _made_alike(texts: pl.Series) -> pl.Series:
    """One mark each for degrees, minutes and seconds, usual digits, lower case, no white space at the ends."""
    for mark, usual in _MARKS.items():
        texts = texts.str.replace_all(mark, usual, literal=True)
    return texts.str.normalize("NFKC").str.to_lowercase().str.strip_chars()


def _reasons(texts: pl.Series, found: pl.Series, reason: str) -> pl.Series:
    return pl.select(pl.when(texts.is_not_null() & found.is_null()).then(pl.lit(reason))).to_series()
