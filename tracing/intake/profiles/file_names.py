"""What a profile takes from the name of a file, above all whose track it is.

A date, a time, or the word that an application gives to every track is no person: all who leave their files so named
would be one.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tracing.intake.profiles.nouns import Profile
from tracing.intake.tables import refuse

NAMED = "named-with-more"
_NAME_PARTS = 3
"""The parts of a path in which a profile finds what the file does not hold: two folders and the name."""

_MONTH, _DAY = "(?:0?[1-9]|1[0-2])", "(?:[12][0-9]|3[01]|0?[1-9])"
_YEAR = "(?:19|20)[0-9]{2}"
_MOMENT = re.compile(
    rf"(?:{_YEAR}([-_. ]){_MONTH}\1{_DAY}|{_YEAR}\s*年\s*{_MONTH}\s*月(?:\s*{_DAY}\s*[日号])?"
    rf"|{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[0-2][0-9][0-5][0-9](?:[0-5][0-9])?)?"
    rf"|{_DAY}([-_. ]){_MONTH}\2{_YEAR}"
    r"|[0-2]?[0-9](?:[.:][0-5][0-9]){1,2}|[0-2]?[0-9]([-_])[0-5][0-9]\3[0-5][0-9])(?![0-9])"
)

_WORDS = (
    *("activity", "activities", "afternoon", "biking", "cycling", "data", "download", "evening", "export", "exported"),
    *("gps", "gpx", "hike", "hiking", "history", "log", "lunch", "morning", "move", "my", "new", "night", "outdoor"),
    *("path", "plt", "ride", "route", "run", "running", "session", "track", "tracks", "trail", "trip", "unnamed"),
    *("untitled", "walk", "walking", "workout"),
    *("上午", "下午", "中午", "傍晚", "早上", "晚上", "我的", "户外", "运动", "轨迹", "路线", "路径", "行程", "足迹"),
    *("徒步", "步行", "散步", "跑步", "晨跑", "夜跑", "骑行", "导出", "记录", "数据", "下载", "未命名", "新建", "文件"),
)
_APPS = re.compile("(?:" + "|".join(_WORDS) + ")+")
_BETWEEN = re.compile(r"[\W_]+")
_COPIED = re.compile(r"\s*[(（][1-9][0-9]?[)）]$|[\s_-]+(?:副本|copy)(?:\s*[(（]?[0-9]+[)）]?)?$", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[\W\d_]+")


def taken_from_name(path: Path, called: Path, profile: Profile, column: str) -> str:
    """What the name says a column is in every row; FileRefused where it does not hold it, or no person.

    path     the file, which a refusal names
    called   the path by which it was brought
    """
    found = profile.from_name[column].search("/".join(called.parts[-_NAME_PARTS:]))
    text = (found[1] or "").strip() if found else ""
    of_person = column.endswith("person_id")
    wrong = _no_person(text) if text and of_person else None
    if text and not wrong:
        return text
    held = f"holds {wrong}, not the {column}" if wrong else f"does not hold the {column}"
    what_to_do = (
        ": rename it to begin with the person's key, in the form that "
        f"`tracing profiles show {profile.id}` tells, or state the person in a profile ([fixed])"
    )
    raise refuse(path, f"its name {held}, which profile {profile.id} takes from it{what_to_do if of_person else ''}")


def told_of_name(profile: Profile, stated: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is told of every line of a file whose person's key, taken from its name, seems to hold more than that: a
    finding's name and words.
    """
    if "person_id" in profile.from_name and (what := _more_than_a_key(stated["person_id"])):
        words = f"went by the key in their file's name, which {what}: under that person's key alone they are another's"
        yield NAMED, words


def _more_than_a_key(text: str) -> str | None:
    if _COPIED.search(text):
        return "ends as a copied file's name does"
    if re.search(rf"(?<![0-9]){_MOMENT.pattern}", text):
        return "holds a date or a time"
    words = _BETWEEN.split(text.casefold())
    return "holds a word that applications give to tracks" if any(map(_APPS.fullmatch, words)) else None


def _no_person(text: str) -> str | None:
    """What a text is that is no person's key."""
    if _MOMENT.match(text):
        return "a date or a time"
    word = _NO_LETTERS.sub("", text.casefold())
    return "a word that applications give to any track" if _APPS.fullmatch(word) else None
