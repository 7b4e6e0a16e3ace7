"""Axes: what the numbers of a file's positions show by themselves, before any conversion and also of rejected rows.

Found are latitude and longitude that changed places, positions at 0/0, and degrees written as whole numbers. Counted
batch by batch: `tally` of each batch, their sum, then `axis_findings` of it. Nothing is mended: the profile must say.

thresholds  a file's axes count as swapped, and its numbers as whole units, where half of its positions say so: single
            rows are slips, and stand among the rejects. Where a swapped position is still one on earth (west of 90
            degrees east), only what is known decides: every coordinate of half the file's positions would lie outside
            the known area as it stands, and inside once swapped. Where nothing is known it is told where nearly all
            lie beyond 60 degrees north or south and none would once swapped: few people live there.
"""

from collections import Counter
from dataclasses import dataclass

import polars as pl

from tracing.counted import counted
from tracing.intake.findings import Finding

UNITS = {"1e-6 degrees": 10**6, "1e-7 degrees": 10**7}
"""Whole numbers in which receivers write degrees."""

_MOST = 0.5
_NEARLY_ALL = 0.9
_FAR_NORTH_DEG = 60
_AROUND_DEG = 1.0
_CORE = (0.01, 0.99)


@dataclass(frozen=True)
class Area:
    """Where positions are known to lie: degrees, WGS 84; about 100 km beyond them."""

    south: float
    north: float
    west: float
    east: float

    @classmethod
    def of(cls, known: pl.DataFrame) -> "Area | None":
        """The area of positions (latitude, longitude) without the hundredth part at either end; None without any."""
        ends = [known[axis].quantile(share) for axis in ("latitude", "longitude") for share in _CORE]
        if None in ends:
            return None
        south, north, west, east = ends
        return cls(south - _AROUND_DEG, north + _AROUND_DEG, west - _AROUND_DEG, east + _AROUND_DEG)

    def holds(self, latitude: pl.Expr, longitude: pl.Expr) -> pl.Expr:
        """Whether a position lies in it."""
        return latitude.is_between(self.south, self.north) & longitude.is_between(self.west, self.east)


def tally(given: pl.DataFrame, known: Area | None) -> Counter[str]:
    """How many positions of a batch look how: to be added up over a file.

    given   latitude, longitude as the file has them, as text or as numbers; rows without both are left out
    """
    numbers = given.select(pl.col("latitude", "longitude").cast(pl.Float64, strict=False))
    latitude, longitude = pl.col("latitude"), pl.col("longitude")
    both = numbers.filter(pl.all_horizontal(pl.all().is_finite())).select(
        "latitude", "longitude", on_earth=_on_earth(latitude, longitude)
    )
    looks = {"nowhere": (latitude == 0) & (longitude == 0), "elsewhere": _elsewhere(known), "polar": _polar(known)}
    counts = _counted(both.filter("on_earth"), looks)
    beyond = both.filter(~pl.col("on_earth"))
    if beyond.height:
        counts += _counted(beyond, {"beyond": (latitude.abs() > 90) & _on_earth(longitude, latitude)} | _units(known))
    return counts


def _units(known: Area | None) -> dict[str, pl.Expr]:
    """How positions look that are none as degrees: as whole numbers of which unit, and whether so in the known area."""
    latitude, longitude = pl.col("latitude"), pl.col("longitude")
    whole = (latitude == latitude.floor()) & (longitude == longitude.floor())
    looks = {}
    for unit, parts in UNITS.items():
        scaled = latitude / parts, longitude / parts
        looks[unit] = whole & _on_earth(*scaled)
        looks[f"{unit} here"] = whole & (known.holds(*scaled) if known else pl.lit(False))
    return looks


def _counted(positions: pl.DataFrame, looks: dict[str, pl.Expr]) -> Counter[str]:
    told = {name: look.fill_null(False).sum() for name, look in looks.items()}
    return Counter(positions.select(pl.len().alias("positions"), **told).row(0, named=True))


def axis_findings(counts: Counter[str]) -> list[Finding]:
    """What the counts of a whole file show."""
    found = []
    if nowhere := counts["nowhere"]:
        words = f"{_share(nowhere, counts, 'is', 'are')} 0/0: whoever wrote that knew none"
        found.append(Finding("no-position", nowhere, words))
    return found + _swapped(counts) + _in_units(counts)


def _swapped(counts: Counter[str]) -> list[Finding]:
    swapped, positions = counts["beyond"] + counts["elsewhere"], counts["positions"]
    if swapped and swapped >= _MOST * positions:
        words = f"latitude and longitude look swapped in {_share(swapped, counts)}"
        return [Finding("swapped-axes", swapped, f"{words}: the columns must be named the other way round")]
    polar = counts["polar"]
    if polar and polar + counts["beyond"] >= _NEARLY_ALL * positions:
        words = f"{_share(polar, counts, 'lies', 'lie')} beyond {_FAR_NORTH_DEG} degrees north or south"
        more = "latitude and longitude look swapped: if they are, the columns must be named the other way round"
        return [Finding("swapped-axes", polar, f"{words}, and {more}")]
    if beyond := counts["beyond"]:
        words = f"in {_share(beyond, counts)} latitude and longitude look swapped, not in the others"
        return [Finding("swapped-rows", beyond, words)]
    return []


def _in_units(counts: Counter[str]) -> list[Finding]:
    enough = _MOST * counts["positions"]
    possible = [unit for unit in UNITS if counts[unit] and counts[unit] >= enough]
    if not possible:
        return []
    rows = max(counts[unit] for unit in possible)
    here = [unit for unit in possible if counts[f"{unit} here"] >= enough]
    units = " or ".join(here or possible)
    words = (
        f"latitude and longitude are whole numbers in {counted(rows, 'position')}, by their size in units of {units}"
    )
    return [Finding("whole-degrees", rows, f"{words}: the file must hold degrees, or its profile state the unit")]


def _share(part: int, counts: Counter[str], one: str = "", many: str = "") -> str:
    """So many of all positions, with the verb that goes with it."""
    of = f"{part:,} of {counted(counts['positions'], 'position')}"
    return f"{of} {one if part == 1 else many}" if one else of


def _on_earth(latitude: pl.Expr, longitude: pl.Expr) -> pl.Expr:
    return (latitude.abs() <= 90) & (longitude.abs() <= 180)


def _elsewhere(known: Area | None) -> pl.Expr:
    """Outside the known area as it stands, inside it once swapped."""
    latitude, longitude = pl.col("latitude"), pl.col("longitude")
    if known is None:
        return pl.lit(False)
    return known.holds(longitude, latitude) & ~known.holds(latitude, longitude)


def _polar(known: Area | None) -> pl.Expr:
    """Farther north or south than most people live as it stands, but not once swapped; nothing being known."""
    if known is not None:
        return pl.lit(False)
    latitude, longitude = pl.col("latitude"), pl.col("longitude")
    return (latitude.abs() > _FAR_NORTH_DEG) & (longitude.abs() <= _FAR_NORTH_DEG)
