"""The sample town: a made-up city, its people, their days, and the records those days leave behind.

Everything follows from a `Wish` (how many people and days, which seed); nothing is read and nothing is
written here. Inside the town a place is a row number of the places frame (`site`), a person a row number of
the people frame, a position is metres east (`x`) and north (`y`) of the centre, and a time is whole seconds
since the local midnight that begins the first day. Only `sources.py` and what it calls turn
these into records.
"""

from datetime import date

FIRST_DAY = date(2021, 8, 1)
"""The day on which sample towns begin where nothing else is asked for: a Sunday."""
