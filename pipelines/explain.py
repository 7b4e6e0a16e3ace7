"""`tracing explain`: why is she on the list, or why not?"""

import json
import sys
from argparse import Namespace
from pathlib import Path

from pipelines import settings
from pipelines.cli import EXPLANATION_FORMATS
from pipelines.commands import folder_of
from pipelines.disclosure import pseudonym_of
from pipelines.output import deliver, format_of
from pipelines.screened import inputs
from pipelines.settings import Workspace
from pipelines.since_handed import handed_over
from tracing.case_list import check_case
from tracing.errors import NotOnTheList, WorkspaceLocked
from tracing.explanation import Stored, close_contacts_of, explanation, line_of
from tracing.explanation.words import in_words
from tracing.exports.text import whole
from tracing.identity.joined import Joined
from tracing.marks import marked_of
from tracing.results import latest, run_of
from tracing.standing import Standing
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
        person, stored = _looked_up(space, results, case, options.person)
        told = explanation(results, options.case, person, stored, handed_over(space, results, options.case, person))
    document = json.dumps(told, ensure_ascii=False, indent=2) if wanted == "json" else "\n".join(in_words(told))
    deliver(options, wanted, whole(document + "\n").encode())


def _looked_up(space: Workspace, results: Database, case: dict, named: str) -> tuple[str, Stored | None]:
    """Who is meant, and what the store knows beyond the results; None while it is written to, if they tell of her."""
    try:
        with Database(space.store, read_only=True, patience_s=0) as store:
            person = _meant(space, results, case, named, store)
            return person, _stored(store, space.clustered, results, case, person)
    except WorkspaceLocked:
        person = _meant(space, results, case, named, None)
        if line_of(results, case["case_id"], person):
            return person, None
        raise


def _meant(space: Workspace, results: Database, case: dict, named: str, store: Database | None) -> str:
    """Who is meant: a pseudonym that the results or the records know, else the person of a source's key, as it was
    typed or in the form that profiles give to such keys; of who is joined, the one who is kept.
    """
    joined = Joined.of(store, run_of(results).begun_at) if store else Joined()

    def known(key: str) -> str | None:
        person = pseudonym_of(space, results, key, case["case_id"])
        return person if _is_known(results, case, joined.one(person), store) else None

    if _is_known(results, case, joined.one(named), store):
        return _kept(joined, named)
    if person := known(named):
        return _kept(joined, person)
    if store is None:  # whoever writes to it may have a record of her
        return named
    from pipelines.typed_keys import by_another_form

    if person := by_another_form(named, store, lambda key: (found := known(key)) and joined.one(found)):
        return person
    raise NotOnTheList(
        f"nobody of that key is on the list of {case['case_id']}, and no record names one, as it was typed or as "
        "profiles write documents and phones"
    )


def _kept(joined: Joined, person: str) -> str:
    kept = joined.one(person)
    if kept != person:
        print(f"note: {person} is the same person as {kept}, as was decided", file=sys.stderr)
    return kept


def _is_known(results: Database, case: dict, person: str, store: Database | None) -> bool:
    """Whether the case's list or, where it can be asked, the store knows a person."""
    if person == case["person_id"]:
        raise NotOnTheList(f"this person is case {case['case_id']} herself, and on no list of her own")
    if line_of(results, case["case_id"], person):
        return True
    return bool(store and store.run(statement("store/person_is_known"), {"person_id": person})[0][0])


def _stored(store: Database, clustered: Path, results: Database, case: dict, person: str) -> Stored:
    people = {case["person_id"], person, *close_contacts_of(results, case["case_id"])}
    screened = inputs(store, clustered, results, people)
    standing = Standing.of(store, run_of(results).begun_at)
    return Stored(screened.records, screened.files, marked_of(store, [case["person_id"], person], standing))
