"""Backward tracing: places, runs, plates and people that tie cases together in the days before they were infectious.

`visits` are where people were, `traffic` holds places, runs and plates against chance, `acquaintances` people,
`chance` reckons, `alternatives` ranks, `backtrace` puts them together, `view` and `text` show it.
Source: specification, "Contacts" (backward).
"""

from tracing.backward.backtrace import Backtrace, backtrace

__all__ = ["Backtrace", "backtrace"]
