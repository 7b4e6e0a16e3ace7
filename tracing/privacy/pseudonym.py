"""Pseudonyms: a keyed HMAC-SHA-256 stands for the key a source gives.

The key lies in a file of its own outside the store, mode 0600. Without it a pseudonym can neither be made nor
tried out; an unkeyed hash of a phone number or a resident number is reversed within the hour.
Source: specification, "Records that come in".
"""

import base64
import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

import polars as pl

from tracing.errors import KeyFileUnusable

PREFIX = {"person": "p", "plate": "v", "household": "h", "device": "d"}
"""A letter before each family of pseudonyms, so that one is never taken for another."""

_KEY_BYTES = 32
_TOKEN_BYTES, _TOKEN_CHARACTERS = 10, 16  # 80 bits: two of 10^8 people share one with a probability of 4 in 10^9


_REMEMBERED = 200_000
"""The most pseudonyms of a family that are kept for keys that come again (some 45 MB)."""

MADE = {"pseudonym": pl.String, "source_key": pl.String, "family": pl.String}
"""What pseudonyms stand for that were made."""


class Pseudonyms:
    """Makes pseudonyms with one key, once per key of a source as long as it is remembered."""

    def __init__(self, key: bytes):
        self._key = key
        self._known: dict[str, dict[str, str]] = {family: {} for family in PREFIX}

    def of(self, value: str, family: str = "person") -> str:
        """The pseudonym of one key of a source."""
        return self._make([value], family)[0]

    def of_column(self, values: pl.Series, family: str) -> tuple[pl.Series, pl.DataFrame]:
        """The pseudonyms of a column, null where it is null, and what those stand for that were made for it.

        made        `MADE`: over all columns every key at least once
        """
        if values.null_count() == len(values):
            return values.cast(pl.String), pl.DataFrame(schema=MADE)
        coded = values.to_arrow().dictionary_encode()
        keys = coded.dictionary.to_pylist()
        new = self._remember(keys, family)
        known = self._known[family]
        pseudonyms = pl.Series([known[key] for key in keys], dtype=pl.String).gather(pl.Series(coded.indices))
        made = {"pseudonym": [known[key] for key in new], "source_key": new, "family": [family] * len(new)}
        return pseudonyms.alias(values.name), pl.DataFrame(made, MADE)

    def _remember(self, keys: list[str], family: str) -> list[str]:
        """Make what is not known of these different keys: which those are."""
        known = self._known[family]
        new = [key for key in keys if key not in known]
        if len(known) + len(new) > _REMEMBERED:
            known.clear()
            new = keys
        known.update(zip(new, self._make(new, family), strict=True))
        return new

    def _make(self, keys: list[str], family: str) -> list[str]:
        digests = (hmac.digest(self._key, f"{family}:{key}".encode(), "sha256") for key in keys)
        tokens = base64.b32encode(b"".join(digest[:_TOKEN_BYTES] for digest in digests)).decode().lower()
        starts = range(0, len(tokens), _TOKEN_CHARACTERS)
        return [PREFIX[family] + tokens[at : at + _TOKEN_CHARACTERS] for at in starts]

    def mark(self) -> str:
        """What tells this key from another and gives nothing of it away."""
        return hmac.new(self._key, b"mark", hashlib.sha256).hexdigest()[:_TOKEN_CHARACTERS]

    def seal(self, rows: pl.DataFrame) -> pl.Series:
        """One digest per row over its identity columns: tells whether two rows say the same, and nothing else."""
        told = rows.with_columns(pl.all().cast(pl.String)).rows()
        return pl.Series([self._digest(row) for row in told], dtype=pl.String)

    def _digest(self, row: tuple) -> str:
        text = "\x1f".join("\x00" if value is None else value for value in row)
        return hmac.new(self._key, f"row:{text}".encode(), hashlib.sha256).hexdigest()[:32]


def make_key(path: Path) -> None:
    """Write a new random key, readable by its owner alone; an existing one is never replaced."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(_KEY_BYTES) + "\n")


def read_key(path: Path) -> Pseudonyms:
    """The pseudonyms of a key file. Errors: KeyFileUnusable where it is missing, damaged or open to others."""
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise KeyFileUnusable(f"{path}: others may read it; set its mode to 0600")
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError:
        raise KeyFileUnusable(f"{path}: the pseudonym key cannot be read") from None
    except ValueError:
        raise KeyFileUnusable(f"{path}: this is not a pseudonym key") from None
    if len(key) != _KEY_BYTES:
        raise KeyFileUnusable(f"{path}: this is not a pseudonym key")
    return Pseudonyms(key)
