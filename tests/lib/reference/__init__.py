"""The reference engine: the specification read aloud, slow and obviously correct.

It loops over people, rules and pairs, knows nothing of the program it judges, and each function names the section
of the specification it reads. Only WGS 84 positions are supported; backward tracing and hops beyond two are not.
"""

from tests.lib.reference.contacts import Answer, screen

__all__ = ["Answer", "screen"]
