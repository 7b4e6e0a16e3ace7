"""The screening report as one structure of plain values; the page, the words and the json are it.

timezone, screen    the workspace's zone; the number of the screen whose lists are today's, null before the first
files               one per file, in order of their numbers:
  file_id, name, kind, status (`taken`, `taken back`, `refused`, `pending`), reason (of a refusal)
  at                when it was settled, or brought
  same_as           the number of the file with the same content that was read for it, else null; what follows is that
                    file's, but for the lines
  profile           the id of the source profile it was read by; null: the specification's own form
  read_with         encoding and delimiter of a text, sheet of a workbook, format of a track: stated or found; else null
  lines             read, kept, rejected, known: rows; heading: the header and what stands above it; blank; in_file: all
                    lines of a text, rows of a sheet up to the last that holds something, else what was read
  rejected          column (null: the line), reason, rows; most frequent first
  marked            filter, words, rows: kept out of evidence
  rows_marked       how many rows that is: one that two filters mark is one row
  would_mark        filter, words, rows: what the standard filters would mark in fixes of the specification's own form;
                    null where that was not asked, or the file holds none
  time              first, last (ISO 8601 in the zone), and hours: [when the hour begins, rows]; null without instants
  area              south, north, west, east: degrees, outward to `ROUND_DEGREES`; `few` where fewer than
                    `observing.ENOUGH` people are in it; null without positions
  findings          what, rows, words (`tracing.intake.findings`), the file's own first
  rejects_touch     rows, people (of rejected rows whose person could be read), tiers (case, close, ...: people), listed
                    (case, close, ...: pseudonyms)
across              findings of no single file, such as a gate's clock: as findings; null where that was not asked
totals              lines as above, marked, files, refused

Source: the figures are those of the ledger: read = kept + rejected + known, and in_file = heading + read + blank.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from math import ceil, floor

import polars as pl

from tracing import ledger
from tracing.counted import counted
from tracing.filters import FILTERS, STANDARD
from tracing.intake.findings import Finding
from tracing.intake.impossible import FUTURE
from tracing.intake_report.held_together import held_together
from tracing.intake_report.kept import LAYOUT, Kept
from tracing.intake_report.observing import ENOUGH
from tracing.intake_report.suspicions import of_account, of_hours, of_rejects, of_times
from tracing.intake_report.touched import NOBODY, touched
from tracing.judging import would_mark
from tracing.ledger import Account
from tracing.marks import marked_by
from tracing.standing import Standing
from tracing.store import Database, statement
from tracing.times import iso

ROUND_DEGREES = 0.01
"""About a kilometre: the ends of an area are rounded outward to it."""

_ANOTHER_WAY = "another way: take one of them back, unless each is of another sheet or tells something else"
_FORM = ("crs", "profile_sha256")
"""What tells how the bytes of a file were read."""


@dataclass(frozen=True)
class Listed:
    """Today's lists: the number of the screen (None: none was), and `tracing.intake_report.touched.standings` of it."""

    screen: int | None = None
    people: pl.DataFrame = field(default_factory=lambda: NOBODY)


def view(store: Database, file_ids: Sequence[int], zone: str, listed: Listed, whole: bool = False) -> dict:
    """The report of some files, as this page describes it.

    whole       also what reads records once more: what the standard filters would mark, and what files show of each
                other (`tracing.intake_report.held_together`)
    """
    accounts, entries = ledger.accounts(store, file_ids), ledger.files(store)
    told = _Told(store, zone, listed, accounts, entries)
    entry = {one["file_id"]: one for one in entries.iter_rows(named=True)}
    files = [told.file(account, entry[account.file_id]) for account in accounts]
    across = None
    if whole:
        found = held_together(store, told.standing, [account.file_id for account in accounts])
        across = [asdict(one) for one in found[None]]
        files = [_with_all(store, file, found.get(file["file_id"], [])) for file in files]
    head = {"timezone": zone, "screen": listed.screen}
    return head | {"files": files, "across": across, "totals": _totals(files)}


class _Told:
    """What is known of the files, asked for once."""

    def __init__(self, store: Database, zone: str, listed: Listed, accounts: Sequence[Account], entries: pl.DataFrame):
        self._store, self._zone, self._people, self._entries = store, zone, listed.people, entries
        of = sorted({account.same_as or account.file_id for account in accounts})
        self._kept, self._marks = Kept.of(store, of), marked_by(store, of)
        self.standing = Standing.of(store)

    def file(self, account: Account, entry: Mapping) -> dict:
        """One file; `entry`: its row of the ledger."""
        of = account.same_as or account.file_id
        reading = next(iter(self._kept.readings.filter(file_id=of).iter_rows(named=True)), None)
        reasons, hours = ledger.reasons(self._store, of), self._kept.hours.filter(file_id=of)
        marks = self._marks.filter(file_id=of)
        findings = [
            *self._read_twice(entry), *self._seen(of), *self._replaced(account.kind, of),
            *of_account(account, reading), *of_rejects(account, reasons),
            *of_times(account.kind, hours, self._zone, entry["brought_at"]),
            *of_hours(account.kind, hours, self._zone),
        ]  # fmt: skip
        return {
            **{name: getattr(account, name) for name in ("file_id", "name", "kind")},
            "status": "taken back" if entry["retracted_at"] else account.status,
            **{name: getattr(account, name) for name in ("reason", "same_as", "profile")},
            "at": iso(entry["settled_at"] or entry["brought_at"], self._zone),
            "read_with": {name: reading and reading[name] for name in LAYOUT},
            "lines": _lines(account, reading),
            "rejected": reasons.to_dicts(),
            "marked": _by_filter(dict(marks.select("filter", "rows").iter_rows())),
            "rows_marked": next(iter(marks["rows_of_file"]), 0),
            "would_mark": None,
            "time": reading and reading["first_at"] and self._time(reading, hours),
            "area": reading and _area(account.kind, reading),
            "findings": [asdict(one) for one in findings],
            "rejects_touch": self._touched(of),
        }

    def _read_twice(self, entry: Mapping) -> Iterator[Finding]:
        """Other files of the same bytes that count too, as they were read in another system or by another profile, or
        as time takes a reason to reject away.
        """
        if entry["status"] != "taken" or entry["retracted_at"]:
            return
        alike = self._entries.filter(
            pl.col("sha256") == entry["sha256"],
            pl.col("status") == "taken",
            pl.col("retracted_at").is_null(),
            pl.col("same_as").fill_null(pl.col("file_id")) != (entry["same_as"] or entry["file_id"]),
        )
        for other, *form in alike.select("file_id", *_FORM).head(1).iter_rows():
            again = form == [entry[name] for name in _FORM]
            how = self._why_again(min(other, entry["file_id"])) if again else _ANOTHER_WAY
            yield Finding("read-twice", None, f"the same bytes as file {other}, read {how}")

    def _why_again(self, first: int) -> str:
        if FUTURE in ledger.reasons(self._store, first)["reason"]:
            return "again, as rows of it lay in the future"
        return "again, as a part of what its rows say stands in its name"

    def _seen(self, file_id: int) -> Iterator[Finding]:
        for what, rows, words in self._kept.findings.filter(file_id=file_id).drop("file_id").iter_rows():
            yield Finding(what, rows, words)

    def _replaced(self, kind: str | None, file_id: int) -> Iterator[Finding]:
        """Cases that took the place of another person's: numbers that begin anew with each sheet are none of cases."""
        if kind != "cases":
            return
        asked = {"file_id": file_id, "gone": list(self.standing.gone)}
        others = self._store.frame(statement("store/cases_of_others"), asked)
        person = pl.col("person_id", "before").replace(self.standing.joined.kept)
        replaced = others.with_columns(person).filter(pl.col("person_id") != pl.col("before"))["case_id"].n_unique()
        if replaced:
            words = "the number of an earlier case, of another person, and replaced it: is it a line's own number?"
            yield Finding("case-of-another", replaced, f"{counted(replaced, 'case has', 'cases have')} {words}")

    def _time(self, reading: Mapping, hours: pl.DataFrame) -> dict:
        counts = [[iso(begins_at, self._zone)[:16], rows] for begins_at, rows in hours.drop("file_id").iter_rows()]
        return {"first": iso(reading["first_at"], self._zone), "last": iso(reading["last_at"], self._zone)} | {
            "hours": counts
        }

    def _touched(self, file_id: int) -> dict:
        named = self._kept.people.filter(file_id=file_id).with_columns(
            pl.col("person_id").replace(self.standing.joined.kept)
        )
        found = touched(named.group_by("person_id").agg(pl.col("rows").sum()), self._people)
        tiers = {name: len(who) for name, who in found.listed.items()}
        return {"rows": found.rows, "people": found.people, "tiers": tiers, "listed": dict(found.listed)}


_ROWS = {"read": "in", "kept": "kept", "rejected": "rejected", "known": "known"}
_BESIDE = ("heading", "blank")


def _lines(account: Account, reading: Mapping | None) -> dict[str, int]:
    rows = {name: getattr(account, f"rows_{column}") for name, column in _ROWS.items()}
    beside = {name: reading[name] if reading else 0 for name in _BESIDE}
    return rows | beside | {"in_file": rows["read"] + sum(beside.values())}


def _area(kind: str | None, reading: Mapping) -> dict | str | None:
    if reading["south"] is None:
        return None
    if kind != "places" and reading["people"] < ENOUGH:
        return "few"
    down = {name: round(floor(reading[name] / ROUND_DEGREES) * ROUND_DEGREES, 2) for name in ("south", "west")}
    return down | {name: round(ceil(reading[name] / ROUND_DEGREES) * ROUND_DEGREES, 2) for name in ("north", "east")}


def _by_filter(counts: Mapping[str, int]) -> list[dict]:
    return [{"filter": name, "words": FILTERS[name].words, "rows": rows} for name, rows in counts.items()]


def _with_all(store: Database, file: Mapping, findings: Sequence[Finding]) -> dict:
    found = [*file["findings"], *(asdict(one) for one in findings)]
    return {**file, "findings": found, "would_mark": _would_mark(store, file)}


def _would_mark(store: Database, file: Mapping) -> list[dict] | None:
    if file["kind"] != "fixes" or file["profile"] or file["status"] != "taken":
        return None
    counts = would_mark(store, file["same_as"] or file["file_id"], STANDARD)
    return _by_filter({name: rows for name, rows in counts.items() if rows})


def _totals(files: Sequence[Mapping]) -> dict:
    taken = [file for file in files if file["status"] != "refused"]
    lines = {name: sum(file["lines"][name] for file in taken) for name in (*_ROWS, *_BESIDE, "in_file")}
    marked = sum(file["rows_marked"] for file in taken)
    return lines | {"marked": marked, "files": len(files), "refused": len(files) - len(taken)}
