"""Source profiles: which column of a file that came from elsewhere is what, and how it is to be read.

`nouns` says what a profile is, `document` puts one together from TOML and refuses what cannot be meant, `files` finds
it, `fitting` tells which one a file was made for, `reading` holds it against the file, `understanding` decides between
the specification's own form and a profile. `proposal` drafts one for a file nobody has seen.
"""

from tracing.intake.profiles.document import parse
from tracing.intake.profiles.files import known, load, named, read, shipped
from tracing.intake.profiles.fitting import Fit, fitting
from tracing.intake.profiles.nouns import Field, Form, Instants, Profile
from tracing.intake.profiles.reading import Reading
from tracing.intake.profiles.understanding import Understood, is_own, understand
from tracing.intake.profiles.unread import left_by

__all__ = [
    "Field",
    "Fit",
    "Form",
    "Instants",
    "Profile",
    "Reading",
    "Understood",
    "fitting",
    "is_own",
    "known",
    "left_by",
    "load",
    "named",
    "parse",
    "read",
    "shipped",
    "understand",
]
