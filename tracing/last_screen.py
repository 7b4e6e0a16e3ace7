"""The last screen as a later one takes it over: its results, and who is touched since.

It can be taken over where its results stand, this version of the program made them by the same definition in the same
zone, and neither its moment nor what was known then lies ahead. Of several the latest is taken, as least changed since.
"""

from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from tracing.definitions import Definition
from tracing.errors import StoreDamaged
from tracing.program import fingerprint
from tracing.rescreening import FROM_NOTHING, Last
from tracing.results import Run, episodes_found, of_run, rests_on, run_ids, run_of
from tracing.standing import Standing
from tracing.store import Database, statement
from tracing.times import to_ms
from tracing.touched import Moment, touched

_EVERY_CASE = {"case_id": None}
_TOLD = {
    "windows": ("results/all_windows", None),
    "exposures": ("results/all_exposures", None),
    "found": ("results/all_found", None),
    "contacts": ("results/lines", _EVERY_CASE),
    "coverage": ("results/coverage", _EVERY_CASE),
    "left_out": ("results/left_out", _EVERY_CASE),
}


def last_screen(
    store: Database, folder: Path, definition: Definition, zone: str, known_at: datetime, as_of: datetime
) -> Last:
    """What there is to take over for a screen of what was known at an instant; `FROM_NOTHING` where nothing is.

    folder      where results are published
    """
    asked = fingerprint(), definition.sha256, definition.text, zone
    for run_id in reversed(run_ids(folder)):
        with suppress(StoreDamaged), of_run(folder, run_id) as results:  # dropped meanwhile, or of other tables
            run = run_of(results)
            whole = set(rests_on(results)) <= set(run_ids(folder))
            if whole and _went_by(results, run) == asked and run.begun_at <= known_at and run.as_of <= as_of:
                told = {name: results.frame(statement(path), of) for name, (path, of) in _TOLD.items()}
                break
    else:
        return FROM_NOTHING
    then, now = Moment(Standing.of(store, run.begun_at), run.as_of), Moment(Standing.of(store, known_at), as_of)
    episodes = partial(episodes_found, folder)
    return Last(to_ms(run.as_of), **told, episodes=episodes, touched=touched(store, then, now, definition))


def _went_by(results: Database, run: Run) -> tuple[str, str, str, str]:
    [(program,)] = results.run(statement("results/program"))
    return program, run.definition_sha256, run.definition_text, run.timezone
