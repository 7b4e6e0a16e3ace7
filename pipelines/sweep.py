"""`tracing sweep`: how many people each threshold would list; nothing is published."""

import re
from argparse import Namespace
from decimal import Decimal

from pipelines import settings
from pipelines.cli import SWEEP_FORMATS
from pipelines.commands import folder_of
from pipelines.output import deliver, format_of
from pipelines.screen import moment_of, say
from tracing import records
from tracing.definitions import Definition
from tracing.definitions.parameters import MOST_METRES, MOST_MINUTES
from tracing.errors import UsageError
from tracing.store import Database
from tracing.sweep import Sweep, thresholds
from tracing.sweep import sweep as try_settings

MOST_SETTINGS = 2_500
_NUMBER = r"[0-9]{1,9}(?:\.[0-9]{1,6})?"
_RANGE = re.compile(f"({_NUMBER}):({_NUMBER}):({_NUMBER})")
_NUMBERS = re.compile(f"{_NUMBER}(?:,{_NUMBER})*")


def sweep(options: Namespace) -> None:
    """`tracing sweep`."""
    space = settings.open_workspace(folder_of(options))
    wanted = format_of(options, SWEEP_FORMATS)
    definition = space.definition_in_force(options.definition)
    grid = _grid(options, definition)
    moment = moment_of(options.as_of, space.timezone) or settings.now()
    with Database(space.store, read_only=True) as store:
        known = records.load(store)
    found = try_settings(known, definition, options.case, grid, moment, space.timezone, say)
    deliver(options, wanted, _document(found, wanted, options))


def _document(found: Sweep, wanted: str, options: Namespace) -> bytes:
    from tracing.console.sweep_page import sweep_page
    from tracing.exports.sweeps import sweep_bytes

    if wanted == "html":
        return sweep_page(found, options.at_most).encode()
    return sweep_bytes(found, wanted, options.at_most, bom=options.out is not None)


def _grid(options: Namespace, definition: Definition) -> thresholds.Grid:
    """The settings that the command asks for. Errors: UsageError."""
    if options.within is None and options.minutes is None:
        raise UsageError("nothing to sweep: give --within, --minutes or both")
    if options.at_most is not None and options.at_most < 0:
        raise UsageError("--at-most: must not be negative")
    withins = numbers("--within", options.within, MOST_METRES, positive=True)
    minutes = numbers("--minutes", options.minutes, MOST_MINUTES)
    grid = thresholds.grid(definition, options.rule or (), withins, minutes)
    if len(grid.settings) > MOST_SETTINGS:
        raise UsageError(f"{len(grid.settings):,} settings: at most {MOST_SETTINGS:,} are tried at once")
    return grid


def numbers(option: str, text: str | None, most: int, positive: bool = False) -> tuple[float, ...] | None:
    """The numbers that an option names, in order: `from:to:step`, one number, or some with commas between them.

    `to` belongs to the range where a whole number of steps reaches it. None stays None. Errors: UsageError.
    """
    if text is None:
        return None
    span = _RANGE.fullmatch(text)
    if span:
        named = _steps(option, *map(Decimal, span.groups()))
    elif _NUMBERS.fullmatch(text):
        named = sorted(set(map(Decimal, text.split(","))))
    else:
        raise UsageError(
            f"{option}: must be from:to:step, a number, or numbers with commas between them, each with at most nine"
            " digits before the point and six after"
        )
    if named[-1] > most:
        raise UsageError(f"{option}: must be at most {most}")
    if positive and named[0] == 0:
        raise UsageError(f"{option}: must be more than 0")
    return tuple(map(float, named))


def _steps(option: str, first: Decimal, last: Decimal, step: Decimal) -> list[Decimal]:
    if step == 0:
        raise UsageError(f"{option}: the step must be more than 0")
    if last < first:
        raise UsageError(f"{option}: the range ends before it begins")
    number = int((last - first) / step) + 1
    if number > MOST_SETTINGS:
        raise UsageError(f"{option}: at most {MOST_SETTINGS:,} numbers are tried at once")
    return [first + step * place for place in range(number)]
