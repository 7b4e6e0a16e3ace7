"""Why somebody is on a case's list, or what came nearest to putting her there.

`facts` is the one structure, `words` its rendering for people; `nearest` orders how far every rule came, `apart` says
why two people were never together under one, `nearness_words` says both in words.
"""

from tracing.explanation.facts import Stored, close_contacts_of, explanation, line_of

__all__ = ["Stored", "close_contacts_of", "explanation", "line_of"]
