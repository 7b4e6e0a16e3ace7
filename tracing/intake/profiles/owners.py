"""Whose name, phone and papers a line tells, where its headers speak of several people (司机身份证号, 乘客手机号).

Taken together they would be one person in the vault, and somebody would be called under another's name.
"""

from collections.abc import Mapping

from tracing.intake.profiles.likeness import before
from tracing.intake.profiles.looks import Doubt
from tracing.intake.profiles.vocabulary import PERSONS, WHOLE_PERSONS

_ANYBODYS = frozenset(
    (
        *("", "联系", "本人", "个人", "现", "家庭", "居住", "常住", "户籍", "移动", "详细", "通讯", "真实", "有效"),
        *("中文", "英文", "full", "first", "last", "given", "family", "home", "contact", "mobile", "cell"),
        *("legal", "real"),
    )
)
"""What stands before such a word without saying whose it is."""
_WORDS = tuple(word for words in PERSONS.values() for word in words)


def hers(key: str | None, persons: Mapping[str, str]) -> tuple[dict[str, str], list[Doubt]]:
    """What is told of the person of a line (column of `persons` -> header), and what is unsure of it.

    key         the header of the column that tells who she is, if there is one
    """
    roles = {name: before(header, _WORDS) for name, header in persons.items()}
    others = {role for role in roles.values() if role not in _ANYBODYS}
    owner = before(key, _WORDS) if key else ""
    if owner in _ANYBODYS:
        owner = next((role for role in sorted(WHOLE_PERSONS["name"]) if role in others), None)
    kept, doubts = {}, []
    for name, header in persons.items():
        if roles[name] in _ANYBODYS or roles[name] == owner:
            kept[name] = header
            continue
        if owner is None and len(others) == 1:
            kept[name] = header
        what = "taken to be of whom" if name in kept else "left out, as it may be of somebody else than whom"
        words = f"{header} is {what} {key or 'person_id'} tells: state the header that is hers"
        doubts.append(Doubt(f"persons.{name}", words))
    return kept, doubts
