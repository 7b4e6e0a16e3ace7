"""Columns that the profile which its header chose takes nothing from, and what of a file may be lost so.

Its instants may be a column that the file lacks otherwise, or say that its lines are records of another kind.
"""

from collections.abc import Collection, Mapping
from itertools import permutations

import polars as pl

from tracing.intake.profiles.fitting import Fit, placed
from tracing.intake.profiles.likeness import likeness
from tracing.intake.profiles.looks import are_day_and_time, are_instants, is_day
from tracing.intake.profiles.names import normal
from tracing.intake.profiles.pairs import INSTANTS
from tracing.intake.profiles.vocabulary import WORDS
from tracing.intake.stamp_forms import alike
from tracing.intake.tables import column_name
from tracing.intake.unread_stamps import lacking
from tracing.model import KINDS

_TELLING = {"households": "household_id", "vehicles": "plate", "tickets": "service", "tests": "result"}
"""Kinds of records that tell of people what lists of them do not, and the column that they are known by."""
_NEARLY = 0.7
_MOSTLY = 0.8
_DAYS_OF_LISTS = (
    *("接触", "暴露", "隔离", "管控", "转运", "解除", "采样", "检测", "接种", "出生", "生日", "发病", "确诊"),
    *("填", "录入", "报告", "上报", "登记", "birth", "dob", "contact", "expos", "isolat", "quarant", "report", "onset"),
)
"""Headers of days that lists of places and people have, whoever was where."""


def left_by(fit: Fit) -> dict[int, str]:
    """The headers that a profile takes nothing from, by their places; none where a file has no header."""
    headers = dict(fit.glimpse.lines).get(fit.layout.header_line, ())
    return {at: one for at, one in enumerate(headers) if normal(one) and column_name(one) not in fit.layout.columns}


def timed(fit: Fit) -> tuple[str, ...]:
    """Headers of columns that a profile does not read and that hold instants, where its kind of records has none."""
    if KINDS[fit.profile.kind].first_instant:
        return ()
    texts = left_texts(fit)
    apart = [pair for pair in permutations(texts, 2) if are_day_and_time(*(texts[header] for header in pair))]
    told = {header for header, held in texts.items() if _tells_when(header, held)}.union(*apart)
    return tuple(header for header in texts if header in told)


def unread_instants(fit: Fit) -> dict[str, str]:
    """Columns of instants that a file lacks as the profile reads it, and the header that speaks of each, where instants
    stand below it: 发病时间(推算) for onset_at.
    """
    kind, profile, texts = KINDS[fit.profile.kind], fit.profile, left_texts(fit)
    known = {*placed(fit), *profile.fixed, *profile.from_name}
    missing = [column.name for column in kind.columns if column.type in INSTANTS and column.name not in known]
    told = [header for header, held in texts.items() if len(held) and (is_day(held) or are_instants(held))]
    words = WORDS.get(kind.name, {})
    speaking = {name: [header for header in told if likeness(header, words.get(name, ()))] for name in missing}
    return {name: headers[0] for name, headers in speaking.items() if headers}


def of_other_kinds(fit: Fit) -> dict[str, str]:
    """Headers of a list of people that another kind of records has, and which: what they say of people is dropped."""
    if fit.profile.kind != "persons":
        return {}
    texts = left_texts(fit)
    held = [header for header in texts if len(texts[header])]
    return {
        header: kind
        for header in held
        for kind, column in _TELLING.items()
        if likeness(header, WORDS[kind][column]) >= _NEARLY
    }


def left_texts(fit: Fit) -> dict[str, pl.Series]:
    """The first texts of the columns that a profile takes nothing from, by header."""
    return _texts_below(fit, left_by(fit))


def read_texts(fit: Fit, names: Collection[str]) -> dict[str, pl.Series]:
    """The first texts of some columns, which are named as in the table, by header."""
    headers = dict(fit.glimpse.lines).get(fit.layout.header_line, ())
    return _texts_below(fit, {at: one for at, one in enumerate(headers) if column_name(one) in names})


def _texts_below(fit: Fit, headers: Mapping[int, str]) -> dict[str, pl.Series]:
    below = [cells for number, cells in fit.glimpse.lines if number > (fit.layout.header_line or 0)]
    return {
        header: pl.Series([cells[at] for cells in below if len(cells) > at and cells[at]], dtype=pl.String)
        for at, header in headers.items()
    }


def _tells_when(header: str, held: pl.Series) -> bool:
    """Whether a column tells instants, or a day or a time of day that lists of people do not have."""
    if is_day(held):
        return not any(word in normal(header) for word in _DAYS_OF_LISTS)
    return are_instants(held) or (lacking(alike(held)).is_not_null().mean() or 0) > _MOSTLY
