"""How a file is understood: in the specification's own form, by the profile it was brought with, or by its header.

A file whose name begins with a kind, whose ending is one of the specification's and whose header has the kind's
columns is in the specification's own form, and no profile is asked. Every other needs a profile that fits it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tracing.errors import FileRefused, ProfileRefused
from tracing.intake.cut_numbers import perhaps_cut
from tracing.intake.formats import check_header, glimpses, kind_of, open_records
from tracing.intake.profiles.cleaned import refuse_another_header
from tracing.intake.profiles.day_orders import refuse_other_order
from tracing.intake.profiles.fitting import Fit, absent, fit_of, fitting, lines_that_fit, nearly_fitting
from tracing.intake.profiles.headers import is_value
from tracing.intake.profiles.names import found_in
from tracing.intake.profiles.nouns import Profile
from tracing.intake.profiles.pairs import INSTANTS
from tracing.intake.profiles.qualified import qualified
from tracing.intake.profiles.reading import Reading
from tracing.intake.profiles.said_beside import said_beside
from tracing.intake.profiles.unread import left_by, of_other_kinds, timed, unread_instants
from tracing.intake.spreadsheet_keys import days_for_keys, zeros_past_fifteen
from tracing.intake.tables import Batch, Glimpse, Table, refuse
from tracing.intake.values import as_text
from tracing.model import KINDS, Kind

OWN = (".csv", ".csv.gz", ".parquet", ".xlsx")
"""The endings of files in the specification's own form."""

ANOTHER_KIND, UNREAD, BESIDE, QUALIFIED = "another-kind", "unread-instants", "said-beside", "qualified"
"""What is found of lines that may be records of another kind, of instants that may be a column of theirs, of what a
file says elsewhere of how they are to be read, and of what may take them back."""
LEFT = "left-columns"
"""What is told of a file whose profile takes nothing from some of its columns; it looks no worse for that."""
_MOST_NAMED = 12


@dataclass(frozen=True)
class Understood:
    """A file and how it is read; `reading` None: in the specification's own form."""

    kind: Kind
    table: Table
    reading: Reading | None = None


def understand(
    path: Path, asked: Profile | None, others: Callable[[], Sequence[Profile]], zone: str, name: str = ""
) -> Understood:
    """How a file is to be read; FileRefused with the reason where that is not clear.

    asked   the profile it was brought with: then it is read by that or not at all
    others  the profiles to choose from by its header, asked for where they are needed
    zone    IANA name of the workspace's zone
    name    of a member of an archive, with the archive's
    """
    if asked:
        return _by(path, _fit_or_refuse(path, asked, glimpses(path)), zone, name)
    try:
        return _own_form(path)
    except FileRefused as refusal:
        fit = _by_header(path, others, refusal)
        return _in_its_order(path, _by(path, fit, zone, name, tuple(_untold(fit, zone))))


def _own_form(path: Path) -> Understood:
    if path.is_file() and not path.name.lower().endswith(OWN):
        raise refuse(path, f"not one of {', '.join(OWN)}")
    table = open_records(path)
    kind = kind_of(path)
    check_header(kind, table.columns, path)
    return Understood(kind, replace(table, batches=partial(_batches, path, table, kind)))


def _batches(path: Path, table: Table, kind: Kind) -> Iterator[Batch]:
    """The batches; FileRefused where a spreadsheet has cut the numbers that people are known by, or where the header
    comes again in another order.
    """
    of_people = [c.name for c in kind.columns if c.label == "person" or c.name == "document_number"]
    numbered = {name: name for name in of_people if name in table.columns}
    keys = {column.name: column.name for column in kind.columns if column.is_key and column.name in table.columns}
    in_workbook = table.layout.sheet is not None
    for batch in table:
        refuse_another_header(path, batch.frame, table.columns)
        asides = {**batch.asides, **perhaps_cut(path, batch.frame, numbered), **zeros_past_fifteen(batch.frame, keys)}
        yield replace(batch, asides=asides | days_for_keys(batch.frame, keys if in_workbook else {}))


def _by_header(path: Path, others: Callable[[], Sequence[Profile]], refusal: FileRefused) -> Fit:
    """The profile that fits a file; the refusal says why it is not in the specification's own form."""
    try:
        seen = glimpses(path)
    except FileRefused as unread:
        raise (_unopened(path) or unread) from None
    try:
        fit = fitting(path, seen, others())
    except ProfileRefused as broken:
        raise refuse(path, f"a profile is broken that might fit it: {broken}") from None
    if fit is None:
        columns = _columns(path)
        advice = _advice(columns, nearly_fitting(seen, others()))
        raise refusal if _is_meant_as_own(path, columns) else FileRefused(f"{refusal}; {advice}") from None
    return fit


def _columns(path: Path) -> set[str] | None:
    """The columns of a file's header; None where not even that can be read."""
    try:
        return set(open_records(path).columns)
    except FileRefused:
        return None


def _advice(columns: set[str] | None, nearly: tuple[str, str] | None) -> str:
    """What may help a file whose header no profile fits; `nearly`: a profile that lacks a column alone, and which."""
    known = columns or set()
    like = [kind.name for kind in KINDS.values() if set(kind.required) <= known <= set(kind.names)]
    if len(like) == 1:
        return f"its header is that of {like[0]}: a file's kind is the first word of its name, as in {like[0]}_1.csv"
    but = f" ({nearly[0]} would, but for {nearly[1]})" if nearly else ""
    return f"no profile fits its header{but}: `tracing profile FILE` proposes one"


def is_own(path: Path) -> bool:
    """Whether a file is in the specification's own form, so that it needs no profile."""
    try:
        return bool(_own_form(path))
    except FileRefused:
        return False


def _is_meant_as_own(path: Path, columns: set[str] | None) -> bool:
    """Whether a file's name begins with a kind and all columns of its header are those of the kind: some are absent."""
    try:
        return columns is not None and columns <= set(kind_of(path).names)
    except FileRefused:
        return False


def _unopened(path: Path) -> FileRefused | None:
    """Why not even a header can be read, which says more than that nothing can; None where one can."""
    try:
        open_records(path)
    except FileRefused as refusal:
        return refusal
    return None


def _untold(fit: Fit, zone: str) -> Iterator[tuple[str, str]]:
    """What is told of every line of a file that nobody said to be the profile's: what it drops that may be missed."""
    kind = KINDS[fit.profile.kind]
    if headers := timed(fit):
        words = f"told instants in {', '.join(headers)}, which {kind.name} do not have"
        yield ANOTHER_KIND, f"{words}: if they say who was somewhere, that is lost"
    for column, header in unread_instants(fit).items():
        words = f"told instants in {header}, which profile {fit.profile.id} does not read"
        yield UNREAD, f"{words}: they may be {column}, which the file lacks without them"
    for header, other in of_other_kinds(fit).items():
        words = f"told of {header}, as {other} do and {kind.name} do not: a profile of that kind reads it"
        yield ANOTHER_KIND, words
    for words in said_beside(fit, zone):
        yield BESIDE, words
    for words in qualified(fit):
        yield QUALIFIED, words


def _left(fit: Fit) -> Iterator[tuple[str, str]]:
    """The columns that nothing is taken from; one whose name holds a number such as people have is counted alone."""
    headers = [header for header in left_by(fit).values() if not is_value(header)]
    more = len(left_by(fit)) - len(headers[:_MOST_NAMED])
    named = ", ".join(headers[:_MOST_NAMED]) + (f" and {more} more" if more else "")
    if left_by(fit):
        yield LEFT, f"held columns that are not read: {named.removeprefix(' and ')}"


def _by(path: Path, fit: Fit, zone: str, name: str, asides: tuple[tuple[str, str], ...] = ()) -> Understood:
    """`asides`: as `Reading` has them."""
    table = open_records(path, fit.layout)
    reading = Reading.of(path, fit.profile, table.columns, zone, name)
    reading = replace(reading, asides=(*reading.asides, *asides, *_left(fit)), since_1904=table.since_1904)
    return Understood(reading.kind, table, reading)


def _in_its_order(path: Path, found: Understood) -> Understood:
    """A file whose profile its header alone chose: refused where its days are in another order of day and month."""
    reading = found.reading
    clock, columns = reading.profile.instants.clock(reading.zone), reading.kind.column
    days = [place.names[0] for name, place in reading.places.items() if columns(name).type in INSTANTS]

    def batches() -> Iterator[Batch]:
        for batch in found.table:
            texts = (as_text(batch.frame[name]) for name in days if name in batch.frame.columns)
            refuse_other_order(path, reading.profile.id, clock, texts)
            yield batch

    return replace(found, table=replace(found.table, batches=batches)) if clock.day_order else found


def _fit_or_refuse(path: Path, profile: Profile, seen: Sequence[Glimpse]) -> Fit:
    fit = fit_of(path, profile, seen)
    if fit is None:
        raise refuse(path, f"profile {profile.id} does not fit it: {_why(profile, seen)}")
    return fit


def _why(profile: Profile, seen: Sequence[Glimpse]) -> str:
    """What keeps a profile from fitting: the headers that are absent from the line that has most of them."""
    if profile.form.format:
        return f"it is not in the format {profile.form.format}"
    if profile.form.names:
        if unnamed := absent(profile, found_in(profile.form.names)):
            return f"the profile's names lack {', '.join(unnamed)}"
        return f"no line of its beginning has {len(profile.form.names)} fields, as the profile's names say"
    lines = [absent(profile, found) for glimpse in seen for _, found in lines_that_fit(profile, glimpse)]
    headers = ", ".join(min(lines, key=len, default=[]))
    return f"no line of its beginning has {headers}, or another header that `tracing profiles show` tells"
