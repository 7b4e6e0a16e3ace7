"""`tracing explain`: why is she on the list?"""

from argparse import Namespace

from pipelines import settings
from pipelines.commands import folder_of
from pipelines.disclosure import pseudonym_of
from tracing.contact_graph import contact_graph
from tracing.explanation import explanation
from tracing.results import latest
from tracing.store import statement


def explain(options: Namespace) -> None:
    """`tracing explain`: the person by pseudonym, or by the key a source gives."""
    space = settings.open_workspace(folder_of(options))
    with latest(space.results) as results:
        drawn = contact_graph(results, options.case)
        rules = dict(results.frame(statement("results/rules")).iter_rows())
        known = options.person in drawn
        person = options.person if known else pseudonym_of(space, results, options.person, options.case)
    print("\n".join(explanation(drawn, person, rules)))
