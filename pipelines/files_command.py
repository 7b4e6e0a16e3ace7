"""`tracing files` and `tracing retract`: the ledger of files, and taking one of them back."""

from argparse import Namespace

from pipelines import settings
from pipelines.commands import folder_of, print_table
from pipelines.retract import take_back
from tracing import ledger, records
from tracing.standing import Standing
from tracing.store import Database
from tracing.times import iso

_COUNTS = ("rows_in", "rows_kept", "rows_rejected", "rows_known")


def files(options: Namespace) -> None:
    """`tracing files`."""
    space = settings.open_workspace(folder_of(options))
    with Database(space.store, read_only=True) as store:
        known = ledger.files(store)
    rows = [
        (str(file["file_id"]), file["name"], _became(file), *(str(file[name]) for name in _COUNTS),
         file["profile"] or "-", iso(file["settled_at"] or file["brought_at"], space.timezone)[:19])
        for file in known.iter_rows(named=True)
    ]  # fmt: skip
    print_table(("file", "name", "status", "rows", "kept", "rejected", "known", "profile", "at"), rows)


def _became(file: dict) -> str:
    if file["retracted_at"] is not None:
        return "taken back"
    return f"as file {file['same_as']}" if file["same_as"] else file["status"]


def retract(options: Namespace) -> None:
    """`tracing retract`."""
    space = settings.open_workspace(folder_of(options))
    with Database(space.store) as store:
        told = records.told_by(store, options.file)
        before = Standing.of(store, with_marks=False).count(told).sum()
        fell = take_back(store, space.clustered, options.file, settings.now())
        after = Standing.of(store, with_marks=False).count(told).sum()
    if not fell:
        print(f"file {options.file} was taken back before")
        return
    print(
        f"file {options.file} is taken back: {before - after:,} of its rows count no more; the next screen goes by that"
    )
    if after:
        print(f"    {after:,} rows count on, as other files brought them too")
