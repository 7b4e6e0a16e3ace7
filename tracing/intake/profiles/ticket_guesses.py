"""What a proposal for tickets says of coach, row and mode: where the seat's text names the coach, what is travelled by.

Rules that go by coach or by rows count no ticket without them, so whatever is left open here is a doubt.
"""

from collections.abc import Collection, Iterator, Mapping

import polars as pl

from tracing.counted import counted
from tracing.intake.profiles.looks import Doubt, Sample
from tracing.intake.profiles.names import normal
from tracing.intake.profiles.seat_texts import names_no_seat, row_first
from tracing.intake.profiles.sorts import SORTS
from tracing.seats import ONE_COACH

_MODES = {"flight": ("航班", "航空", "flight"), "train": ("车次", "列车", "train"), "ship": ("船", "ferry", "ship")}
_TRAIN = r"^(?:[GDCZTKLYSP][0-9]{1,4}|[0-9]{4})$"
_MOSTLY = 0.8
_COLUMN, _OF_SEAT = "columns.coach", "coach-of-seat"


def state_seats(document: dict[str, object], given: Collection[str], sample: Sample) -> Iterator[Doubt]:
    """State the coach where it stands in the seat's text as well, and the mode; yields what is unsure of both.

    document    the draft's, whose columns have been told
    given       columns that a person stated, in whatever way: they stay as they are
    """
    columns, fixed = document["columns"], document.get("fixed", {})
    if not {"coach", "row", "seat"} & set(given):
        columns |= _seats_in_coaches(columns, sample)
    if "coach" not in given and (coach := _coach(columns, sample)):
        columns["coach"] = coach
        if isinstance(coach, list):
            document["by_line"] = ["coach"]
    if "mode" not in columns and "mode" not in given:
        told, doubt = _mode(columns, sample)
        if told:
            document["fixed"] = fixed = fixed | told
        yield doubt
    yield from _doubts_of_seats(columns, fixed.get("mode"), sample)


def _mode(columns: Mapping[str, object], sample: Sample) -> tuple[dict[str, str], Doubt]:
    """`[fixed]` for the mode of tickets that have no column of it, as their service tells it, and the doubt of it."""
    headers = sample.headers_in(columns.get("service"))
    named = [mode for mode, words in _MODES.items() if any(word in normal(one) for one in headers for word in words)]
    mode = named[0] if len(named) == 1 else None
    if mode == "train" and not _are_trains(sample[headers[0]]):
        mode = None
    others = "state train, flight, bus or ship, or the header that tells it as columns.mode"
    if mode is None:
        words = "nothing tells what is travelled by, and a flight and a bus are one coach"
        return {}, Doubt("fixed.mode", f"{words}: {others}")
    return {"mode": mode}, Doubt("fixed.mode", f"taken as {mode}, by {headers[0]}: {others}, if it is not that")


def _are_trains(texts: pl.Series) -> bool:
    """Whether most services are numbered as trains are: lines of buses are called 车次 as well."""
    return (SORTS["service"](texts.drop_nulls())[0].str.contains(_TRAIN).mean() or 0) >= _MOSTLY


def _seats_in_coaches(columns: Mapping[str, object], sample: Sample) -> dict[str, object]:
    """The fields of row and seat, where no column was taken for them and that of the coach tells them (车厢座位)."""
    headers = sample.headers_in(columns.get("coach"))
    if _seats_in(columns, sample) or not headers or SORTS["row"](sample[headers[0]])[0].is_null().all():
        return {}
    return {name: {"column": headers[0], "as": name} for name in ("row", "seat")}


def _coach(columns: Mapping[str, object], sample: Sample) -> object:
    """The field of the coach: its own column, else the seat's text where that names one; None without either."""
    own, seats = columns.get("coach"), _seats_in(columns, sample)
    if not seats or SORTS[_OF_SEAT](sample[seats])[0].is_null().all():
        return own
    of_seat = {"column": seats, "as": _OF_SEAT}
    return [own, of_seat] if own and sample.headers_in(own) != [seats] else of_seat


def _doubts_of_seats(columns: Mapping[str, object], mode: object, sample: Sample) -> Iterator[Doubt]:
    """What is unsure of the coach and the row of some tickets, whose columns have been told."""
    seats = _seats_in(columns, sample)
    ways = columns.get("coach")
    if isinstance(ways, list) or (isinstance(ways, dict) and ways.get("as") == _OF_SEAT):
        own = [header for header in sample.headers_in(ways) if header != seats]
        where = f", where {own[0]} holds nothing" if own else ""
        yield Doubt(_COLUMN, f"taken from the text of {seats}{where}: state another header if that is wrong")
    if mode not in ONE_COACH:
        yield from _doubts_of_coach(ways, sample)
    if seats:
        texts = _seated(row_first(sample[seats]) if mode == "flight" else sample[seats])
        unread = int((SORTS["row"](texts)[0].is_null() & _tells_no_number(texts, mode)).sum())
        if unread:
            words = f"from {unread} of {counted(texts.len(), 'text')} in {seats} no row could be read"
            yield Doubt("columns.row", f"{words}: rules that go by rows do not count them")


def _doubts_of_coach(ways: object, sample: Sample) -> Iterator[Doubt]:
    if ways is None:
        yield Doubt(
            _COLUMN, "no column tells the coach: rules that go by coach count no ticket but of a flight or a bus"
        )
        return
    told = [SORTS[way["as"]](sample[header])[0] for way, header in _read_ways(ways, sample)]
    bare = int(pl.select(pl.all_horizontal(*(one.is_null() for one in told)).sum()).item()) if told else 0
    if bare:
        lines = counted(bare, "line names", "lines name")
        yield Doubt(_COLUMN, f"{lines} no coach that could be read: rules that go by coach do not count them")


def _read_ways(ways: object, sample: Sample) -> Iterator[tuple[Mapping[str, str], str]]:
    """The ways to a coach that the file has and that say how they are read, each with its header."""
    for way in ways if isinstance(ways, list) else [ways]:
        if isinstance(way, dict) and way.get("as") in SORTS and (headers := sample.headers_in(way)):
            yield way, headers[0]


def _seats_in(columns: Mapping[str, object], sample: Sample) -> str | None:
    headers = sample.headers_in(columns.get("seat")) or sample.headers_in(columns.get("row"))
    return headers[0] if headers else None


def _seated(texts: pl.Series) -> pl.Series:
    held = texts.drop_nulls()
    return held.filter(~names_no_seat(held))


def _tells_no_number(texts: pl.Series, mode: object) -> pl.Series:
    """Of a flight or a bus each seat is in a row; of others the number of a seat without a letter runs through."""
    return pl.repeat(True, len(texts), eager=True) if mode in ONE_COACH else SORTS["seat"](texts)[0].is_null()
