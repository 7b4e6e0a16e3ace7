"""Columns that a profile does not read and that may take back what a line says, or say it of more or other things.

A ticket may have been given back, a tube may hold ten people, a second result or a corrected class may stand beside the
one that is read. What they mean for a line the source must say; nothing is left out for them.
"""

from collections.abc import Iterator, Mapping

import polars as pl

from tracing.intake.profiles.fitting import Fit, placed
from tracing.intake.profiles.names import normal, normal_texts
from tracing.intake.profiles.unread import left_texts

_RESTATED = {"tests": "result", "cases": "classification"}
"""Kinds of records, and the column of theirs that another column may tell anew."""
_MOSTLY = 0.5
_REFERENCE = ("参考", "正常值", "reference", "normalrange")
_HARMLESS = ("健康码", "体温", "支付", "婚姻", "就业", "healthcode", "payment")
_TAKEN_BACK = (
    *("作废", "无效", "有效", "撤销", "撤回", "删除", "取消", "记录状态", "数据状态"),
    *("void", "cancel", "deleted", "invalid", "isvalid"),
)
_TICKETS = ("状态", "退票", "改签", "登机", "检票", "乘坐情况", "是否乘", "status", "refund", "boarded", "noshow")
_OTHERS = ("抗体", "抗原", "流感", "igg", "igm", "antibod", "antigen", "influenza")
_ITEMS = ("项目", "检验名称", "指标", "靶标", "item", "analyte", "target", "testname")
_POOLS = ("混检", "混采", "混管", "人数", "poolsize", "pooled")


def qualified(fit: Fit) -> Iterator[str]:
    """What such columns may say, in words behind a number of rows."""
    texts = {header: held for header, held in left_texts(fit).items() if len(held)}
    kind = fit.profile.kind
    if headers := _restated(fit, texts):
        yield f"held {headers} too, with the words of {_RESTATED[kind]}, and it was not read: it may say otherwise"
    if headers := ", ".join(header for header in texts if _takes_back(kind, header)):
        yield f"held {headers}, which was not read: it may say that they do not count"
    if kind == "tests":
        if headers := ", ".join(header for header, held in texts.items() if _is_of_pools(header, held)):
            yield f"held {headers}, which was not read: a result may be that of several people together"
        if headers := ", ".join(header for header, held in texts.items() if _names_others(header, held)):
            yield f"held {headers}, which was not read: not all of them may be results of the same test"


def _restated(fit: Fit, texts: Mapping[str, pl.Series]) -> str:
    """Headers of columns that hold the words of a result, or of a class, which stands in another column."""
    name = _RESTATED.get(fit.profile.kind)
    if name not in placed(fit):
        return ""
    words = [normal(word) for word in fit.profile.values.get(name, {})]
    own = {header: held for header, held in texts.items() if not _speaks_of(header, _REFERENCE)}
    return ", ".join(header for header, held in own.items() if normal_texts(held).is_in(words).mean() > _MOSTLY)


def _takes_back(kind: str, header: str) -> bool:
    words = (*_TAKEN_BACK, *(_TICKETS if kind == "tickets" else ()))
    return _speaks_of(header, words) and not _speaks_of(header, _HARMLESS)


def _is_of_pools(header: str, held: pl.Series) -> bool:
    return _speaks_of(header, _POOLS) and not held.is_in(["1", "1.0", "单采", "单检", "否"]).all()


def _names_others(header: str, held: pl.Series) -> bool:
    """Whether a column names several tests, or another one than that of the virus."""
    of_others = any(held.str.to_lowercase().str.contains(word, literal=True).any() for word in _OTHERS)
    return _speaks_of(header, _ITEMS) and (held.n_unique() > 1 or of_others)


def _speaks_of(header: str, words: tuple[str, ...]) -> bool:
    return any(word in normal(header) for word in words)
