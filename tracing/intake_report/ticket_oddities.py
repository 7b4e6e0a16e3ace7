"""What is odd about kept tickets: seats from which no coach or row is known, and words that others write otherwise.

Rules that go by coach or by rows count such tickets for nobody. The screen tells how many were lost to a case, this
page which file is to blame. A flight and a bus are one coach; of trains only a seat with a letter tells a row.
"""

from collections.abc import Callable

import polars as pl

from tracing.intake.profiles.seat_texts import names_no_seat
from tracing.intake.profiles.sorts import SORTS
from tracing.intake.profiles.vocabulary import mode_of
from tracing.intake.values import as_text
from tracing.intake_report.oddity import Oddity
from tracing.seats import ONE_COACH

_SAID = "said"
_SEATS = ("seat", "row")

_SEATED = pl.col(_SAID).is_not_null() & ~names_no_seat(pl.col(_SAID))
_ONE_COACH = pl.col("mode").is_in(ONE_COACH).fill_null(False)
_NO_COACH = ~_ONE_COACH & pl.col("coach").is_null()
_WITH_A_ROW = _ONE_COACH | pl.col("seat").is_null() | pl.col("seat").str.contains(r"[0-9]\s*[A-Za-z]$")


def as_said(rows: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """Kept tickets with what their lines gave as their seat, whether it could be read or not."""
    told = (as_text(given[name]) for name in _SEATS if name in given.columns)
    said = given.select("line", pl.coalesce(*told, pl.lit(None, pl.String)).alias(_SAID))
    return rows.join(said, on="line", how="left", maintain_order="left")


_MODE = pl.col("mode").map_batches(mode_of, return_dtype=pl.String) != pl.col("mode")


def _uncounted(what: str, rows: pl.Expr, told: str, by: str, of_all: bool = True) -> Oddity:
    lost = f"no rule that goes by {by} counts"
    return Oddity(what, rows, (f"ticket tells {told}: {lost} it", f"tickets tell {told}: {lost} them"), of_all)


def _otherwise(column: str, usual: Callable[[pl.Series], pl.Series], example: str) -> Oddity:
    """Texts of a column that mean what others write in the usual way; records are compared letter by letter."""
    rows = pl.col(column).map_batches(usual, return_dtype=pl.String) != pl.col(column)
    words = f"not as profiles write it ({example}), and never meets one that does"
    return Oddity(f"{column}-otherwise", rows, (f"ticket tells a {column} {words}", f"tickets tell a {column} {words}"))


TICKET_ODDITIES = (
    _uncounted("seat-without-coach", _NO_COACH & _SEATED, "a seat, and no coach that could be read", "coach"),
    _uncounted("no-coach", _NO_COACH & ~_SEATED, "no coach, as others of the file do", "coach", of_all=False),
    _uncounted("seat-without-row", pl.col("row").is_null() & _SEATED & _WITH_A_ROW, "a seat, and no row", "rows"),
    _otherwise("coach", lambda texts: SORTS["coach"](texts)[0], "5 for 05 and 05车"),
    _otherwise("service", lambda texts: SORTS["service"](texts)[0], "G101 for g101 and G101次"),
    _uncounted("mode-otherwise", _MODE, "a mode in other words than rules (train, flight, bus, ship)", "mode"),
)
