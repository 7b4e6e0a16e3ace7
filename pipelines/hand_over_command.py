"""`tracing hand-over`: the identified lists, what changed and why, into the workspace's folder."""

import sys
from argparse import Namespace

from pipelines import settings
from pipelines.commands import folder_of
from pipelines.hand_over import cases_with_a_list, sign
from pipelines.hand_over import hand_over as verb
from pipelines.orchestration import run
from pipelines.recorded import decided_since
from tracing.changes import CHANGES
from tracing.errors import NotACase, UsageError
from tracing.handover.folders import place_of
from tracing.results import latest

_SCREEN_FIRST = (
    "note: who is one person was decided anew since the last screen; `tracing screen` brings that into the lists"
)


def hand_over(options: Namespace) -> None:
    """`tracing hand-over`: one line per case. Errors: UsageError without a case, or with both."""
    if bool(options.case) == options.all:
        raise UsageError("hand-over: name one case, or --all")
    space = settings.open_workspace(folder_of(options))
    named = {sign(case_id): case_id for case_id in cases_with_a_list(str(space.folder))}
    if not options.all and options.case not in named.values():
        raise NotACase(f"{options.case}: no confirmed case of the last screen, and never handed over")
    with latest(space.results) as results:
        if decided_since(space, results):
            print(_SCREEN_FIRST, file=sys.stderr)
    asked = list(named) if options.all else [sign(options.case)]
    for told in run(verb, workspace=str(space.folder), cases=asked)["cases"]:
        case_id, number = named[told["case"]], told["number"]
        place = place_of(space.handover, case_id, number)
        counts = ", ".join(f"{told[change]:,} {change}" for change in CHANGES if told[change])
        if told["made"]:
            print(f"{case_id}: hand-over {number}, {counts or 'nobody on the list'}: {place}")
        else:
            print(f"{case_id}: nothing changed since hand-over {number}, {place}")
