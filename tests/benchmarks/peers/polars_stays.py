"""polars: who stayed where the cases stayed, as plain equality joins over the Parquet files, streaming."""

import polars as pl
import pyarrow as pa

from tests.benchmarks.question import ANSWER, Question

_TYPICAL_MINUTES = 60
_EACH = ["person_id", "place_id", "in_ms"]


def opened(question: Question) -> Question:
    """Nothing is read before the question is asked."""
    return question


def ask(question: Question) -> pa.Table:
    """The answer, from the files."""
    checkins, windows, places = _checkins(question), _windows(question), _places(question)
    cases = windows.select(person_id="source_id").lazy()
    of_cases = checkins.join(cases, on="person_id", how="semi").collect(engine="streaming").lazy()
    theirs = _stays(_until(of_cases, places), of_cases).join(windows.lazy(), left_on="person_id", right_on="source_id")
    theirs = _clipped(theirs.rename({"person_id": "source_id"}), "w0", "w1").collect(engine="streaming")
    there = checkins.join(theirs.lazy().select("place_id").unique(), on="place_id", how="semi")
    there = _until(there.filter(pl.col("in_ms") < theirs["end"].max()).join(cases, on="person_id", how="anti"), places)
    found = _met(there, theirs).select(*_EACH, "out_ms", "latest").unique().collect(engine="streaming").lazy()
    met = _met(_stays(found, checkins), theirs)
    met = _clipped(met.rename({"in_ms": "in_other", "out_ms": "out_other"}), "begin", "end", "in_other", "out_other")
    return _enough(met.collect(engine="streaming"), question.limits["least_ms"])


def _checkins(question: Question) -> pl.LazyFrame:
    return pl.scan_parquet(question.folder / "checkins_*.parquet").select(
        pl.col("person_id", "place_id").cast(pl.String),
        pl.col("checked_in_at").dt.epoch("ms").alias("in_ms"),
        pl.col("checked_out_at").dt.epoch("ms").alias("out_ms"),
    )


def _places(question: Question) -> pl.LazyFrame:
    typical = {"typical_stay_minutes": pl.Float64}
    return pl.read_csv(question.folder / "places_all.csv", schema_overrides=typical).lazy()


def _until(checkins: pl.LazyFrame, places: pl.LazyFrame) -> pl.LazyFrame:
    """Check-ins with the instant at which they end at the latest."""
    typical = (pl.col("typical_stay_minutes").fill_null(_TYPICAL_MINUTES) * 60_000).cast(pl.Int64)
    return checkins.join(places, on="place_id", how="left").with_columns(latest=pl.col("in_ms") + typical)


def _windows(question: Question) -> pl.DataFrame:
    rows = [(w.case_id, w.person_id, w.started_at, w.finished_at) for w in question.windows()]
    return pl.DataFrame(rows, orient="row", schema=["case_id", "source_id", "w0", "w1"])


def _stays(chosen: pl.LazyFrame, checkins: pl.LazyFrame) -> pl.LazyFrame:
    """Chosen check-ins with their ends; the next check-in is looked up among all."""
    silent = chosen.filter(pl.col("out_ms").is_null()).select(*_EACH, "latest").unique(_EACH)
    after = silent.join(checkins, on="person_id", suffix="_next")
    after = after.filter(pl.col("in_ms_next").is_between("in_ms", "latest"))
    alike = (pl.col("in_ms_next") == pl.col("in_ms")) & (pl.col("place_id_next") == pl.col("place_id"))
    later = pl.col("in_ms_next").filter(pl.col("in_ms_next") > pl.col("in_ms")).min()
    ended = after.group_by(*_EACH, "latest").agg(
        pl.min_horizontal(pl.col("latest").first(), later).alias("out_ms"),
        (alike & pl.col("out_ms").is_not_null()).any().alias("told"),
    )
    told = chosen.filter(pl.col("out_ms").is_not_null()).select(*_EACH, "out_ms")
    return pl.concat([told, ended.filter(~pl.col("told")).select(*_EACH, "out_ms")])


def _clipped(stays: pl.LazyFrame, begin: str, end: str, in_ms: str = "in_ms", out_ms: str = "out_ms") -> pl.LazyFrame:
    """The part of each stay between two instants, as `begin` and `end`."""
    inside = stays.with_columns(begin=pl.max_horizontal(in_ms, begin), end=pl.min_horizontal(out_ms, end))
    return inside.filter(pl.col("begin") < pl.col("end"))


def _met(stays: pl.LazyFrame, theirs: pl.DataFrame) -> pl.LazyFrame:
    """Stays at the cases' places that may overlap theirs; an end that is not told is taken as late as it may be."""
    asked = theirs.lazy().select("case_id", "source_id", "place_id", "begin", "end")
    latest = pl.coalesce("out_ms", "latest") if "latest" in stays.collect_schema() else pl.col("out_ms")
    return stays.join(asked, on="place_id").filter((pl.col("in_ms") < pl.col("end")) & (latest > pl.col("begin")))


def _enough(met: pl.DataFrame, least_ms: int) -> pa.Table:
    pair = ["case_id", "source_id", "person_id"]
    ordered = met.sort(*pair, "begin", "end")
    so_far = pl.col("end").cum_max().shift(1).over(pair)
    numbered = ordered.with_columns(run=(pl.col("begin") > so_far).fill_null(True).cum_sum().over(pair))
    episodes = numbered.group_by(*pair, "run").agg(pl.col("begin").min(), pl.col("end").max())
    enough = episodes.filter((pl.col("end") - pl.col("begin")).max().over(pair) >= least_ms)
    named = enough.select(
        pl.lit(0).alias("hop"), *pair, pl.col("begin").alias("started_at"), pl.col("end").alias("finished_at")
    )
    return named.to_arrow().cast(ANSWER)
