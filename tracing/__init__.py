"""Contact-tracing data screening as functions over polars frames.

    import tracing
    definition = tracing.find("covid-cn-9", [tracing.shipped()])
    found = tracing.screen(records, definition, as_of, "Asia/Shanghai")
    found.contacts

The same steps one by one: `infectious_windows`, `moves`, `stays`, `nearness`, `encounters`, `meetings`,
`episodes`, `measured`, `qualifying`, `contacts`. Each says in its own words what a row of its frames is, the
units, and what it refuses. `GLOSSARY.md` explains the words, `DECISIONS.md` the choices.
"""

from importlib import import_module

_WHERE = {
    "KINDS": "model",
    "Definition": "definitions",
    "find": "definitions",
    "load": "definitions",
    "parse": "definitions",
    "shipped": "definitions",
    "Screening": "screening",
    "screen": "screening",
    "Observations": "evidence",
    "meetings": "evidence",
    "infectious_windows": "windows",
    "secondary_windows": "windows",
    "moves": "tracks",
    "encounters": "encounters",
    "stays": "stays",
    "nearness": "badges",
    "episodes": "exposures",
    "measured": "exposures",
    "qualifying": "exposures",
    "contacts": "contacts",
}
__all__ = sorted(_WHERE)


def __getattr__(name: str) -> object:
    """Load a step when it is first asked for: the command line starts without polars."""
    if name not in _WHERE:
        raise AttributeError(f"module 'tracing' has no attribute {name!r}")
    return getattr(import_module(f"tracing.{_WHERE[name]}"), name)
