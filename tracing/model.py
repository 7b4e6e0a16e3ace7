"""Every table of records once: its columns with type, unit and privacy label, its key, grain and retention.

The files that come in, the tables under `sql/schema/` and the frames between them all follow this page;
a test holds the SQL against it. Source: specification, "Records that come in".
"""

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "instant", "closing", "number", "integer", "boolean", "latitude", "longitude"]
"""`instant`: ISO 8601, a date alone is the day's beginning; `closing`: the same, a date alone is the day's end."""

Label = Literal["open", "person", "plate", "household", "device", "identity"]
"""`open` is stored as it is; `identity` only in the vault; the others become a pseudonym of that family."""


@dataclass(frozen=True)
class Column:
    """One column of a kind of records; `observed`: an instant that was in the past when somebody wrote it down."""

    name: str
    type: Type = "text"
    required: bool = False
    label: Label = "open"
    choices: tuple[str, ...] = ()
    least: float | None = None
    observed: bool = False

    @property
    def is_key(self) -> bool:
        """Whether it says which person, place or thing a row is about."""
        return self.name.endswith("_id") or self.label not in ("open", "identity")


@dataclass(frozen=True)
class Kind:
    """One kind of records: what a row is, and what makes two rows the same.

    `key`: rows of one key replace each other, the older stay in the history; without a key rows add up.
    `spans`: pairs of columns of which the second must not lie before the first.
    """

    name: str
    grain: str
    columns: tuple[Column, ...]
    key: str | None = None
    spans: tuple[tuple[str, str], ...] = ()
    retention_days: int = 30

    def column(self, name: str) -> Column:
        """The column of that name; KeyError without one."""
        return {column.name: column for column in self.columns}[name]

    @property
    def names(self) -> tuple[str, ...]:
        """All columns that are read from a file, in the specification's order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that must be there, in the specification's order."""
        return tuple(column.name for column in self.columns if column.required)

    @property
    def observed(self) -> tuple[str, ...]:
        """The instants that were in the past when somebody wrote them down."""
        return tuple(column.name for column in self.columns if column.observed)

    @property
    def first_instant(self) -> str | None:
        """The instant that dates a row; None where nothing does."""
        return next((column.name for column in self.columns if column.type in ("instant", "closing")), None)

    @property
    def required_instant(self) -> str | None:
        """The instant that every row tells; None where none must."""
        return next((column.name for column in self.columns if column.required and column.type == "instant"), None)

    @property
    def moments(self) -> tuple[str, ...]:
        """The instants of what happened, and of journeys that will: none of them is older than the records' sources."""
        return tuple(c.name for c in self.columns if c.observed or (c.required and c.type == "instant"))

    @property
    def stored(self) -> tuple[str, ...]:
        """The columns the store keeps: no identities, and no `crs` (all is WGS 84 by then)."""
        return tuple(c.name for c in self.columns if c.label != "identity" and c.name != "crs")

    @property
    def sealed(self) -> tuple[str, ...]:
        """The columns that only the vault keeps."""
        return tuple(column.name for column in self.columns if column.label == "identity")


def _person(name: str = "person_id", required: bool = True) -> Column:
    return Column(name, required=required, label="person")


def _observed(name: str, required: bool = False) -> Column:
    return Column(name, "instant", required=required, observed=True)


def _identity(name: str) -> Column:
    return Column(name, label="identity")


SYSTEMS = ("wgs84", "gcj02", "bd09")
_CRS = Column("crs", choices=SYSTEMS)
_CLASSIFICATIONS = ("confirmed", "asymptomatic", "probable", "suspected", "discarded")
CONFIRMED = ("confirmed", "asymptomatic")
"""The classifications of a laboratory-confirmed infection: only these are cases."""

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "fixes",
            "one position of one person (degrees, WGS 84; accuracy in metres)",
            (
                _person(),
                _observed("observed_at", required=True),
                Column("latitude", "latitude", required=True),
                Column("longitude", "longitude", required=True),
                Column("accuracy_m", "number", least=0),
                Column("device_id", label="device"),
                _CRS,
            ),
        ),
        Kind(
            "checkins",
            "one entry of one person to one place",
            (
                _person(),
                Column("place_id", required=True),
                _observed("checked_in_at", required=True),
                _observed("checked_out_at"),
            ),
            spans=(("checked_in_at", "checked_out_at"),),
        ),
        Kind(
            "proximity",
            "one badge or phone record of two people near each other (seconds, metres)",
            (
                _person("person_a"),
                _person("person_b"),
                _observed("observed_at", required=True),
                Column("duration_s", "number", least=0),
                Column("distance_m", "number", least=0),
            ),
        ),
        Kind(
            "tickets",
            "one ticket of one person for one run of a service",
            (
                _person(),
                Column("service", required=True),
                Column("departs_at", "instant", required=True),
                Column("arrives_at", "instant", required=True),
                Column("mode"),
                Column("coach"),
                Column("row", "integer"),
                Column("seat"),
            ),
            spans=(("departs_at", "arrives_at"),),
        ),
        Kind(
            "passages",
            "one passage of a person or a vehicle through a gate",
            (
                Column("place_id", required=True),
                _observed("passed_at", required=True),
                _person(required=False),
                Column("plate", label="plate"),
                Column("direction"),
            ),
        ),
        Kind(
            "vehicles",
            "one stretch in which a person goes with a vehicle",
            (
                Column("plate", required=True, label="plate"),
                _person(),
                Column("from_at", "instant"),
                Column("until_at", "closing"),
            ),
            spans=(("from_at", "until_at"),),
        ),
        Kind(
            "households",
            "one member of one household",
            (Column("household_id", required=True, label="household"), _person()),
        ),
        Kind(
            "places",
            "one place, as last known",
            (
                Column("place_id", required=True),
                Column("name"),
                Column("kind"),
                Column("latitude", "latitude"),
                Column("longitude", "longitude"),
                _CRS,
                Column("enclosed", "boolean"),
                Column("typical_stay_minutes", "number", least=0),
                Column("grid_id"),
            ),
            key="place_id",
        ),
        Kind(
            "persons",
            "one person, as last known",
            (
                _person(),
                _identity("name"),
                _identity("document_type"),
                _identity("document_number"),
                _identity("phone"),
                _identity("address"),
                Column("grid_id"),
                _identity("birth_date"),
                _identity("sex"),
            ),
            key="person_id",
        ),
        Kind(
            "tests",
            "one sample of one person",
            (
                _person(),
                _observed("sampled_at", required=True),
                _observed("resulted_at"),
                Column("result", required=True, choices=("positive", "negative", "pending")),
                Column("method"),
                Column("site"),
            ),
        ),
        Kind(
            "cases",
            "one case, as last known",
            (
                Column("case_id", required=True),
                _person(),
                Column("classification", required=True, choices=_CLASSIFICATIONS),
                _observed("onset_at"),
                _observed("sampled_at"),
                _observed("confirmed_at"),
                Column("isolated_at", "closing"),
            ),
            key="case_id",
        ),
        Kind(
            "isolations",
            "one stretch in which one person is kept apart",
            (
                _person(),
                Column("from_at", "closing", required=True),
                Column("until_at", "closing"),
                Column("site_id"),
                Column("room"),
            ),
            spans=(("from_at", "until_at"),),
        ),
        Kind(
            "followups",
            "one report of the tracing team about one line of a list",
            (
                Column("case_id", required=True),
                _person(),
                Column("status", required=True),
                Column("method"),
                Column("at", "instant"),
                Column("outcome"),
                _identity("note"),
            ),
        ),
    )
}
