"""`tracing explain`: why is she on the list, or why not?"""

import json
from argparse import Namespace

from pipelines import settings
from pipelines.cli import EXPLANATION_FORMATS
from pipelines.commands import folder_of
from pipelines.disclosure import pseudonym_of
from pipelines.output import deliver, format_of
from pipelines.screened import inputs
from pipelines.settings import Workspace
from tracing.case_list import check_case
from tracing.errors import NotOnTheList, WorkspaceLocked
from tracing.explanation import Stored, close_contacts_of, explanation, line_of
from tracing.explanation.words import in_words
from tracing.exports.text import whole
from tracing.results import latest
from tracing.store import Database, statement


def explain(options: Namespace) -> None:
    """`tracing explain`: the person by pseudonym, or by the key a source gives.

    Errors: NotOnTheList for somebody whom no record names and for the case herself; WorkspaceLocked for somebody who
    is on no list while another process writes to the store.
    """
    space = settings.open_workspace(folder_of(options))
    wanted = format_of(options, EXPLANATION_FORMATS)
    with latest(space.results) as results:
        case = check_case(results, options.case)
        person = _pseudonym(space, results, case, options.person)
        if person == case["person_id"]:
            raise NotOnTheList(f"this person is case {options.case} herself, and on no list of her own")
        told = explanation(results, options.case, person, _stored(space, results, case, person))
    document = json.dumps(told, ensure_ascii=False, indent=2) if wanted == "json" else "\n".join(in_words(told))
    deliver(options, wanted, whole(document + "\n").encode())


def _pseudonym(space: Workspace, results: Database, case: dict, person: str) -> str:
    """Who is meant: a pseudonym that the results or the records know, else the person of a source's key."""
    on_record = person == case["person_id"] or line_of(results, case["case_id"], person)
    if on_record or _is_recorded(space, person):
        return person
    return pseudonym_of(space, results, person, case["case_id"])


def _is_recorded(space: Workspace, person_id: str) -> bool:
    try:
        with Database(space.store, read_only=True) as store:
            [(known,)] = store.run(statement("store/person_is_known"), {"person_id": person_id})
    except WorkspaceLocked:
        return False
    return known


def _stored(space: Workspace, results: Database, case: dict, person: str) -> Stored | None:
    """What the store knows beyond the results; None while it is written to, if the results alone tell of the person."""
    people = {case["person_id"], person, *close_contacts_of(results, case["case_id"])}
    listed = line_of(results, case["case_id"], person)
    try:
        with Database(space.store, read_only=True) as store:
            [(known,)] = store.run(statement("store/person_is_known"), {"person_id": person})
            files = store.frame(statement("store/taken_files"))
        if not known and not listed:
            raise NotOnTheList(f"this person is not on the list of {case['case_id']}, and no record names her")
        screened = inputs(space, results, people)
    except WorkspaceLocked:
        if listed:
            return None
        raise
    return Stored(screened.records, files, screened.files_since)
