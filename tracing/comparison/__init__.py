"""Two definitions side by side on the same records: who is on which list, and why.

`reasons` finds why somebody is on a list or what she lacks, `reason_words` says it, `rows` puts both sides together,
`text` shows them.
"""

from tracing.comparison.reasons import Side
from tracing.comparison.rows import LISTED, comparison, crossed, names

__all__ = ["LISTED", "Side", "comparison", "crossed", "names"]
