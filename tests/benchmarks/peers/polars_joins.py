"""polars: equality joins over the Parquet files, streaming.

As with the SQL, people's boxes by bucket of time find who was anywhere near a case; the moves of those alone are joined
on slots of time and small cells.
"""

from dataclasses import dataclass

import polars as pl
import pyarrow as pa

from tests.benchmarks.peers.episodes import answer, spans_of
from tests.benchmarks.peers.moves import METRES_PER_DEGREE, Moves
from tests.benchmarks.question import Question

_BUCKET_MS = 3_600_000
_CELLS_A_DEGREE = 600
_ENDS = ("person", "t0", "t1", "lat0", "lat1", "lon0", "lon1")


@dataclass
class Asked:
    """The question, and the distance as degrees of latitude."""

    question: Question

    @property
    def reach(self) -> float:
        return 1.001 * self.question.limits["within_m"] / METRES_PER_DEGREE

    def sideways(self, latitude: pl.Expr) -> pl.Expr:
        """The distance as degrees of longitude."""
        return self.reach / (latitude.abs() + 1).radians().cos()


def opened(question: Question) -> Asked:
    """Nothing is read before the question is asked."""
    return Asked(question)


def ask(asked: Asked) -> pa.Table:
    """The answer, from the files."""
    question = asked.question
    people = pl.Series([window.person_id for window in question.windows()])
    fixes = _fixes(question)
    probes = _moves(fixes.filter(pl.col("person").is_in(people.implode())), question).collect(engine="streaming")
    probes = _touching(probes, question)
    near = _near(fixes, probes, asked).collect(engine="streaming")
    wanted = near.select("person", bucket=pl.concat_list(pl.col("bucket") + k for k in (-1, 0, 1))).explode("bucket")
    bucketed = fixes.with_columns(bucket=pl.col("at") // _BUCKET_MS)
    picked = bucketed.join(wanted.unique().lazy(), on=["person", "bucket"], how="semi")
    pairs = _pairs(_moves(picked, question), probes, asked).collect(engine="streaming")
    keys = pl.concat([pairs["person"], pairs["person_b"]]).unique().sort()
    a, b = (_arrays(pairs, side, keys) for side in ("", "_b"))
    return answer(question, spans_of(a, b, question.limits["within_m"]), keys.to_list())


def _fixes(question: Question) -> pl.LazyFrame:
    """The usable fixes about the windows."""
    windows, gap = question.windows(), question.limits["gap_ms"]
    begin = min(window.started_at for window in windows) - gap
    end = min(max(window.finished_at for window in windows) + gap, question.as_of_ms)
    bounds = (pl.lit(ms).cast(pl.Datetime("ms", "UTC")) for ms in (begin, end))
    return (
        pl.scan_parquet(question.folder / "fixes_*.parquet")
        .filter(pl.col("observed_at").is_between(*bounds))
        .filter(pl.col("accuracy_m").is_null() | (pl.col("accuracy_m") <= question.limits["max_accuracy_m"]))
        .select(
            pl.col("person_id").cast(pl.String).alias("person"),
            pl.col("observed_at").dt.epoch("ms").alias("at"),
            "latitude",
            "longitude",
            "accuracy_m",
        )
    )


def _moves(fixes: pl.LazyFrame, question: Question) -> pl.LazyFrame:
    once = fixes.sort("person", "at", "accuracy_m", "latitude", "longitude", nulls_last=True).filter(
        pl.struct("person", "at") != pl.struct("person", "at").shift(1).fill_null(pl.struct(person=pl.lit(""), at=0))
    )
    same = pl.col("person") == pl.col("person").shift(-1)
    return once.select(
        pl.when(same).then("person").alias("person"),
        pl.col("at").alias("t0"),
        pl.col("at").shift(-1).alias("t1"),
        pl.col("latitude").alias("lat0"),
        pl.col("latitude").shift(-1).alias("lat1"),
        pl.col("longitude").alias("lon0"),
        pl.col("longitude").shift(-1).alias("lon1"),
    ).filter(pl.col("person").is_not_null(), pl.col("t1") - pl.col("t0") <= question.limits["gap_ms"])


def _touching(probes: pl.DataFrame, question: Question) -> pl.DataFrame:
    windows = pl.DataFrame([(w.person_id, w.started_at, w.finished_at) for w in question.windows()], orient="row")
    windows.columns = ["person", "w0", "w1"]
    inside = (pl.col("t0") < pl.col("w1")) & (pl.col("t1") > pl.col("w0"))
    return probes.join(windows, on="person").filter(inside).select(_ENDS)


def _near(fixes: pl.LazyFrame, probes: pl.DataFrame, asked: Asked) -> pl.LazyFrame:
    """People and buckets of time in which their box touches a case's."""
    gap = asked.question.limits["gap_ms"]
    about = _ranges((pl.col("at") - gap) // _BUCKET_MS, (pl.col("at") + gap) // _BUCKET_MS)
    boxes = fixes.with_columns(bucket=about).explode("bucket").group_by("person", "bucket").agg(*_box())
    theirs = _padded(probes.lazy(), asked).with_columns(
        bucket=_ranges(*(pl.col(t) // _BUCKET_MS for t in ("t0", "t1")))
    )
    theirs = (
        theirs.explode("bucket")
        .group_by("person", "bucket")
        .agg(*(pl.col(name).min() for name in ("south", "west")), *(pl.col(name).max() for name in ("north", "east")))
    )
    return boxes.join(theirs, on="bucket", suffix="_b").filter(_touch()).select("person", "bucket").unique()


def _box() -> tuple[pl.Expr, ...]:
    latitude, longitude = pl.col("latitude"), pl.col("longitude")
    return (
        latitude.min().alias("south"),
        latitude.max().alias("north"),
        longitude.min().alias("west"),
        longitude.max().alias("east"),
    )


def _boxed(moves: pl.LazyFrame) -> pl.LazyFrame:
    return moves.with_columns(
        south=pl.min_horizontal("lat0", "lat1"),
        north=pl.max_horizontal("lat0", "lat1"),
        west=pl.min_horizontal("lon0", "lon1"),
        east=pl.max_horizontal("lon0", "lon1"),
    )


def _padded(moves: pl.LazyFrame, asked: Asked) -> pl.LazyFrame:
    aside = asked.sideways(pl.max_horizontal("lat0", "lat1"))
    return _boxed(moves).with_columns(
        pl.col("south") - asked.reach, pl.col("north") + asked.reach, pl.col("west") - aside, pl.col("east") + aside
    )


def _pairs(moves: pl.LazyFrame, probes: pl.DataFrame, asked: Asked) -> pl.LazyFrame:
    slot_ms, on = asked.question.limits["gap_ms"], ["slot", "row", "column"]
    stood, theirs = _celled(_boxed(moves), slot_ms), _celled(_padded(probes.lazy(), asked), slot_ms)
    first = pl.max_horizontal("t0", "t0_b") // slot_ms == pl.col("slot")
    for place, low in (("row", "south"), ("column", "west")):
        first = first & ((pl.max_horizontal(low, f"{low}_b") * _CELLS_A_DEGREE).floor().cast(pl.Int64) == pl.col(place))
    meanwhile = (pl.col("t0") < pl.col("t1_b")) & (pl.col("t0_b") < pl.col("t1"))
    others = pl.col("person") != pl.col("person_b")
    return theirs.join(stood, on=on, suffix="_b").filter(others & meanwhile & _touch() & first)


def _celled(moves: pl.LazyFrame, slot_ms: int) -> pl.LazyFrame:
    edges = {name: (pl.col(name) * _CELLS_A_DEGREE).floor().cast(pl.Int64) for name in _SIDES}
    slotted = moves.with_columns(slot=_ranges(pl.col("t0") // slot_ms, pl.col("t1") // slot_ms)).explode("slot")
    rows = slotted.with_columns(row=_ranges(edges["south"], edges["north"])).explode("row")
    return rows.with_columns(column=_ranges(edges["west"], edges["east"])).explode("column")


_SIDES = ("south", "north", "west", "east")


def _ranges(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    return pl.int_ranges(first, last + 1)


def _touch() -> pl.Expr:
    rows = (pl.col("south") <= pl.col("north_b")) & (pl.col("south_b") <= pl.col("north"))
    return rows & (pl.col("west") <= pl.col("east_b")) & (pl.col("west_b") <= pl.col("east"))


def _arrays(pairs: pl.DataFrame, side: str, keys: pl.Series) -> Moves:
    person = keys.search_sorted(pairs[f"person{side}"]).cast(pl.Int64)
    return Moves(person.to_numpy(), *(pairs[f"{name}{side}"].to_numpy() for name in _ENDS[1:]))
