"""A contact definition: loaded, validated, frozen.

`nouns` says what a definition is, `parameters` knows what each kind of
evidence takes, `document` puts a definition together and refuses what breaks the specification, `files` finds it.
Source: specification, section 8.
"""

from tracing.definitions.document import parse
from tracing.definitions.files import find, load, read, shipped
from tracing.definitions.nouns import (
    EVIDENCE,
    TIERS,
    Backward,
    Definition,
    InfectiousPeriod,
    Rule,
    Secondary,
)

__all__ = [
    "EVIDENCE",
    "TIERS",
    "Backward",
    "Definition",
    "InfectiousPeriod",
    "Rule",
    "Secondary",
    "find",
    "load",
    "parse",
    "read",
    "shipped",
]
