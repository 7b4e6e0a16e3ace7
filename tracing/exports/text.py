"""Text that every format can hold: what it cannot is replaced by U+FFFD, never refused.

A case list must not fail because of one person's name.
"""

import re

REPLACEMENT = "\ufffd"
# XML 1.0, production Char: the only characters a document may hold, escaped or not.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_BREAK = re.compile("\r\n?")


def whole(text: str) -> str:
    """The text as UTF-8 can hold it: surrogate pairs are joined, lone surrogates replaced."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def for_xml(text: str) -> str:
    """The text as XML can hold it; line breaks are \\n, which is what every reader of XML makes of them."""
    return _NOT_IN_XML.sub(REPLACEMENT, _LINE_BREAK.sub("\n", whole(text)))
