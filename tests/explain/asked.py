"""Asking why: a world taken in and screened, and the explanation of one person to one case, people by source keys."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.lib.in_memory import in_memory
from tests.lib.product import KEY, take_in, write_csv
from tests.lib.tables import read_tables
from tests.spec.examples import HEAD
from tracing import definitions, records
from tracing.explanation import Stored, close_contacts_of, explanation
from tracing.explanation.words import in_words
from tracing.intake.instants import instant
from tracing.publication import publication
from tracing.results import Run, latest
from tracing.screening import screen
from tracing.store import Database, statement
from tracing.times import from_ms

AS_OF, ZONE = "2021-09-01T00:00", "Asia/Shanghai"
NIGHT = from_ms(0)


@dataclass(frozen=True)
class Screened:
    """A screened world, its store still open."""

    store: Database
    results: Database
    keys: dict[str, str]

    def why(self, case: str, person: str) -> dict:
        """The explanation of a person, by the key of its source."""
        return json.loads(self._named(json.dumps(self._told(case, person))))

    def words(self, case: str, person: str) -> list[str]:
        """The same in words."""
        return [self._named(line) for line in in_words(self._told(case, person))]

    def nearest(self, case: str, person: str) -> str:
        """What the first line says came nearest."""
        return self.words(case, person)[0].split("nearest: ")[1]

    def phrases(self, case: str, person: str) -> dict[str, str]:
        """What the words say of each other rule."""
        said = [line for line in self.words(case, person) if line.startswith("  rule ")]
        parts = [line.removeprefix("  rule ").split(": ", 1) for line in said]
        return {rule: phrase for rules, phrase in parts for rule in rules.split(", ")}

    def _told(self, case: str, person: str) -> dict:
        own = self.results.frame(statement("results/case"), {"case_id": case})["person_id"].item()
        people = [own, KEY.of(person), *close_contacts_of(self.results, case)]
        files = self.store.frame(statement("store/taken_files"))
        known = Stored(records.load(self.store, people=people), files)
        return explanation(self.results, case, KEY.of(person), known)

    def _named(self, text: str) -> str:
        for pseudonym, key in self.keys.items():
            text = text.replace(pseudonym, key)
        return text


@contextmanager
def screened(
    files: Mapping[str, list[dict]], definition: str, as_of: str = AS_OF, zone: str = ZONE
) -> Iterator[Screened]:
    """The rows of each kind taken in, one file a kind, and screened under a definition in TOML."""
    in_force = definitions.read(definition.encode(), "asked.toml")
    moment = instant(as_of, zone, closing=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        in_memory("store") as store,
        in_memory("vault") as vault,
    ):
        for kind, rows in files.items():
            if rows:
                take_in(store, vault, write_csv(Path(folder) / f"{kind}.csv", rows), zone)
        known = records.load(store)
        by = (in_force.id, in_force.sha256, in_force.text, in_force.title)
        taken = store.frame(statement("store/taken_files"))
        with publication(Path(folder), 1) as written:
            found = screen(known, in_force, moment, zone, keep=written.keep)
            run = Run(1, *by, moment, zone, NIGHT, NIGHT)
            written.write(run, in_force, found, taken.drop_nulls("kind"), known["places"])
        with latest(Path(folder)) as results:
            yield Screened(store, results, dict(vault.run("SELECT pseudonym, source_key FROM keys")))


def tables(text: str, definition: str, as_of: str = AS_OF) -> object:
    """The same for records in text tables and the definition's tables without its head."""
    return screened(read_tables(text), HEAD + definition, as_of)


def toml(document: Mapping) -> str:
    """A definition as the text of its file."""
    lines = [f"{name} = {_value(value)}" for name, value in document.items() if not _is_table(value)]
    for name, value in document.items():
        if isinstance(value, Mapping):
            lines += [f"[{name}]", toml(value)]
        elif _is_table(value):
            lines += [line for table in value for line in (f"[[{name}]]", toml(table))]
    return "\n".join(lines)


def _is_table(value: object) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and bool(value) and isinstance(value[0], Mapping))


def _value(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
