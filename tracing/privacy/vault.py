"""The vault: the one file that knows who stands behind a pseudonym.

It is written before the store, and writing the same again changes nothing; so a crash between the two loses
nobody. It is read to tell who somebody is, or whether two are one, and each such use needs an audit entry that stands
already.
"""

from datetime import datetime

import polars as pl

from tracing.model import Kind
from tracing.privacy.audit import AuditEntry
from tracing.store import Database, statement

IDENTITY = ("name", "phone", "address")
"""What an identified list adds at its end."""


def remember(vault: Database, pseudonyms: pl.DataFrame) -> None:
    """Keep which source's key each pseudonym stands for: `pseudonym`, `family`, `source_key`."""
    with vault.lent("arrived", pseudonyms):
        vault.run(statement("vault/remember"))


def keep_identities(vault: Database, kind: Kind, rows: pl.DataFrame, file_id: int) -> None:
    """Keep the identity columns of rows that were taken in (`person_id`, `line` and the sealed columns)."""
    told = rows.select("person_id", *kind.sealed, "line", pl.lit(file_id, pl.Int32).alias("file_id"))
    vault.insert(kind.name, told)


def said_of(vault: Database, people: pl.DataFrame) -> pl.DataFrame:
    """Where the vault holds what files say of people (`name`, a pseudonym): `name`, `file_id`, `line`, and `told`, how
    much the row tells. Who they are it does not say, so no audit entry is needed.
    """
    with vault.lent("asked", people.select("name")):
        return vault.frame(statement("vault/said"))


def agree(vault: Database, taken: pl.DataFrame) -> None:
    """Hold the vault against the store: `file_id` of the files that were taken in.

    What an attempt left behind that broke off before the store committed is forgotten, and is never disclosed.
    """
    with vault.lent("arrived", taken.select("file_id")):
        vault.run(statement("vault/agree_on_taken"))
    vault.run(statement("vault/forget_persons"))
    vault.run(statement("vault/forget_followups"))


def disclose(vault: Database, people: pl.Series, told: pl.DataFrame, entry: AuditEntry) -> pl.DataFrame:
    """Who the people are: `person_id`, `source_key`, `name`, `phone`, `address`.

    people      pseudonyms; each gets a row, with nulls where the vault knows no more
    told        the rows that say who each is: `person_id`, `file_id`, `line`; of several of one person each column is
                that of the last that tells it, so that no blank hides what is known
    entry       the audit entry of this disclosure, written already: without one there is no answer
    """
    asked = pl.DataFrame({"person_id": people.unique()}, schema={"person_id": pl.String})
    rows = asked.join(told, on="person_id", how="left", maintain_order="left_right").with_row_index("place")
    with vault.lent("asked", rows):
        return vault.frame(statement("vault/disclose"))


def papers(vault: Database, told: pl.DataFrame, entry: AuditEntry) -> pl.DataFrame:
    """What may tell whether people are one: `person_id`, `file_id` (that says it), `source_key`, `name`,
    `document_type`, `document_number`, `phone`, `birth_date`, `sex`.

    told        everybody's row of a persons file that counts: `person_id`, `file_id`, `line`, the last two null
                where there is none
    entry       the audit entry of this use, written already: without one there is no answer
    """
    with vault.lent("asked", told):
        return vault.frame(statement("vault/papers"))


def several_names(vault: Database, told: pl.DataFrame, entry: AuditEntry) -> pl.DataFrame:
    """What those are called whose rows tell more than one name: `person_id`, `file_id`, `name`.

    told        rows that say who people are: `person_id`, `file_id`, `line`; `entry` as in `papers`
    """
    with vault.lent("asked", told.select("person_id", "file_id", "line")):
        return vault.frame(statement("vault/several_names"))


def keep_because(vault: Database, person: str, other: str, because: str, at: datetime) -> None:
    """Keep what somebody wrote when she decided on two people."""
    told = {"person_id": [person], "other_id": [other], "because": [because], "decided_at": [at]}
    vault.insert("identities", pl.DataFrame(told))


def because(vault: Database, entry: AuditEntry) -> pl.DataFrame:
    """What was written about decisions: `person_id`, `other_id`, `because`, `decided_at`; `entry` as in `disclose`."""
    return vault.frame(statement("vault/because"))
