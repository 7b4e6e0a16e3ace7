"""Coordinate systems: whether the positions of a file lie in the system that it declares, held against what is known.

Each position is read in every system; the one in which it comes to lie where the same thing is known to be is the
true one. As what is known may itself have been read in a wrong one, that is tried too. The systems shift by their own
way and distance everywhere, so that hardly another error is taken for one. Nothing is converted: the finding names
the system, and a person decides.

thresholds  FEWEST things: fewer could agree by chance. OFF_M: a venue's position and the fixes in it differ by up to
            100 m in good data (large buildings, phones indoors), and GCJ-02 is off by 430 m at the median. FITS_M and
            a quarter: in the true system what remains is that error of good data. ONE_WAY: a shift that no system
            explains is told of where things are off by SHIFTED_M or more, all alike within three tenths of it.
blind       where a system shifts by less than OFF_M, as in some parts of the west and the coast, and outside China
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from tracing.grid import EARTH_RADIUS_M
from tracing.intake.coordinates import gcj02_to_bd09, to_wgs84, wgs84_to_gcj02
from tracing.intake.findings import Finding
from tracing.model import SYSTEMS
from tracing.times import HOUR, MINUTE

FEWEST = 5
OFF_M, FITS_M, FITS_SHARE = 150.0, 100.0, 0.25
SHIFTED_M, ONE_WAY = 300.0, 0.3
SETTLED = 20 * MINUTE
"""How long after a check-in somebody is taken to be there still."""

_PAIR = ("thing", "latitude", "longitude", "crs", "known_latitude", "known_longitude")
_COMPASS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


def as_given(kept: pl.DataFrame, crs: str) -> pl.DataFrame:
    """Positions that are kept in WGS 84 as their file gave them, in the system that it declared; with column `crs`."""
    lat, lon = kept["latitude"].to_numpy(), kept["longitude"].to_numpy()
    if crs != "wgs84":
        lat, lon = wgs84_to_gcj02(lat, lon)
    if crs == "bd09":
        lat, lon = gcj02_to_bd09(lat, lon)
    return kept.with_columns(latitude=pl.Series(lat), longitude=pl.Series(lon), crs=pl.lit(crs))


def same_places(given: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Pairs of the places of a file and the same places as other files have them.

    given   place_id, latitude, longitude, crs as the file gives them
    known   place_id, latitude, longitude (WGS 84) of other files; of several rows of a place their median
    """
    once = _medians(known.drop_nulls(["latitude", "longitude"]), "place_id")
    return _pairs(given, once.rename({"latitude": "known_latitude", "longitude": "known_longitude"}))


def fixes_at(checkins: pl.DataFrame, fixes: pl.DataFrame) -> pl.DataFrame:
    """Where the people who checked in were, by their own fixes, from the check-in until SETTLED after it.

    checkins    person_id, place_id, checked_in_at, checked_out_at
    fixes       person_id, observed_at, latitude, longitude
    returns     place_id, latitude, longitude: the median of the people's medians
    """
    settled = pl.col("checked_in_at") + pl.duration(milliseconds=SETTLED, time_unit="ms")
    stays = checkins.select(
        "person_id",
        "place_id",
        "checked_in_at",
        until=pl.min_horizontal(settled, "checked_out_at"),
        hour=pl.int_ranges(_hour("checked_in_at"), (_hour("checked_in_at")) + 2),
    ).explode("hour")
    there = stays.join(fixes.with_columns(hour=_hour("observed_at")), on=["person_id", "hour"]).filter(
        pl.col("observed_at").is_between("checked_in_at", "until")
    )
    return _medians(_medians(there, "place_id", "person_id"), "place_id")


def fixes_and_places(given: pl.DataFrame, checkins: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Pairs of the fixes of a file at the places their people checked in to, and these places as they are known.

    given   person_id, observed_at, latitude, longitude, crs as the file gives them, all of one system
    known   place_id, latitude, longitude (WGS 84)
    """
    there = fixes_at(checkins, given)
    return same_places(there.with_columns(crs=pl.lit(given["crs"].first(), pl.String)), known)


def system_findings(pairs: pl.DataFrame, against: str) -> list[Finding]:
    """What pairs of given and known positions say of the system of a file.

    pairs       thing, latitude, longitude, crs (as given; null: wgs84), known_latitude, known_longitude (WGS 84); one
                row a thing, as `same_places` and `fixes_and_places` make them
    against     what the known ones are, in words: "the same places in other files"
    """
    pairs = pairs.drop_nulls(["latitude", "longitude", "known_latitude", "known_longitude"])
    return [
        finding
        for (declared,), part in pairs.with_columns(pl.col("crs").fill_null(SYSTEMS[0])).group_by(
            "crs", maintain_order=True
        )
        for finding in _of_declared(part, declared, against)
        if part.height >= FEWEST
    ]


def _of_declared(pairs: pl.DataFrame, declared: str, against: str) -> Iterator[Finding]:
    as_told = _apart_m(pairs, declared)
    off = _median_m(*as_told)
    if off < OFF_M:
        return
    things = f"{pairs.height} positions, read as {declared}, lie {off:.0f} m off {against} at the median"
    found = _fitting(pairs, declared, min(FITS_M, FITS_SHARE * off))
    if found is None:
        yield from _one_way(*as_told, things)
        return
    which, system, rest = found
    words = f"{things}; read as {system} they lie {rest:.0f} m off: that may be their true system"
    if which == "known":
        words = (
            f"{things}; where the latter are read as {system}, {rest:.0f} m: that may be the true system of the latter"
        )
    yield Finding("wrong-system", pairs.height, words)


def _fitting(pairs: pl.DataFrame, declared: str, within_m: float) -> tuple[str, str, float] | None:
    """Which positions in which system fit, and what remains (metres): rather these than those that are known."""
    these = [(_median_m(*_apart_m(pairs, system)), system) for system in SYSTEMS]
    if min(these)[0] <= within_m:
        return "given", *reversed(min(these))
    those = [(_median_m(*_apart_m(pairs, declared, system)), system) for system in SYSTEMS]
    return ("known", *reversed(min(those))) if min(those)[0] <= within_m else None


def _one_way(east: np.ndarray, north: np.ndarray, things: str) -> Iterator[Finding]:
    """A shift that no system explains."""
    to_east, to_north = float(np.median(east)), float(np.median(north))
    alike = float(np.median(np.hypot(east - to_east, north - to_north)))
    shift = float(np.hypot(to_east, to_north))
    if shift >= SHIFTED_M and alike <= ONE_WAY * shift:
        words = f"{things}, alike to the {_direction(to_east, to_north)}; none of {', '.join(SYSTEMS)} explains it"
        yield Finding("shifted-positions", len(east), words)


def _median_m(east: np.ndarray, north: np.ndarray) -> float:
    return float(np.median(np.hypot(east, north)))


def _apart_m(pairs: pl.DataFrame, system: str, of_known: str = "wgs84") -> tuple[np.ndarray, np.ndarray]:
    """How far east and north of the known positions the given ones lie (metres), when either are read in a system."""
    read = to_wgs84(pairs.with_columns(crs=pl.lit(system)))
    known = to_wgs84(pairs.with_columns(crs=pl.lit(of_known)), "known_latitude", "known_longitude")
    north = (read["latitude"] - known["known_latitude"]).to_numpy()
    east = (read["longitude"] - known["known_longitude"]).to_numpy()
    shrunk = np.cos(np.radians(known["known_latitude"].to_numpy()))
    return np.radians(east) * shrunk * EARTH_RADIUS_M, np.radians(north) * EARTH_RADIUS_M


def _direction(east: float, north: float) -> str:
    return _COMPASS[round(np.degrees(np.arctan2(east, north)) / 45) % 8]


def _pairs(given: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    told = given.unique("place_id", keep="last", maintain_order=True).rename({"place_id": "thing"})
    return told.join(known.rename({"place_id": "thing"}), on="thing").select(_PAIR)


def _medians(positions: pl.DataFrame, *things: str) -> pl.DataFrame:
    return positions.group_by(things, maintain_order=True).agg(pl.col("latitude", "longitude").median())


def _hour(column: str) -> pl.Expr:
    return pl.col(column).dt.epoch("ms") // HOUR
