"""Names of columns and words of value maps, made alike: full-width characters, letter case, white space, marks, and the
traditional characters of Hong Kong, Macau and Taiwan, as far as headers and results have them.

A template's `*手机号：` and 手机号（必填） are 手机号, its `Phone No.` is phoneno, and 手機號碼 is 手机号码.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

import polars as pl

from tracing.intake.tables import column_name

_MARKS = r"[\s_*:.]+|\((?:必填|选填|非必填|可选|必选)项?\)"
_EMPTY = re.compile(_MARKS)
_TRADITIONAL = (
    "業東臨親號單廂縣發員國圖場備複復學審實對屬師應庫廳開錄態戶掃護報擔採檢樓機標樣欄歲測溫狀電療監碼確種稱積篩簽類係緊緯細終經結"
    "統續維編網聯職補觸計訊記設訪診證話詳誤說負責費購車軌轉輪達運過還進醫鐘鐵鋪銷長門閉間陽陰際離館駛駕驗騰處區鄉鎮棟廠劃創動別現"
    "總艙註閘飛點齡後時內佔冊斷衛項數據層傳級節線環選"
)
_SIMPLIFIED = (
    "业东临亲号单厢县发员国图场备复复学审实对属师应库厅开录态户扫护报担采检楼机标样栏岁测温状电疗监码确种称积筛签类系紧纬细终经结"
    "统续维编网联职补触计讯记设访诊证话详误说负责费购车轨转轮达运过还进医钟铁铺销长门闭间阳阴际离馆驶驾验腾处区乡镇栋厂划创动别现"
    "总舱注闸飞点龄后时内占册断卫项数据层传级节线环选"
)
_CHARACTERS = dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True))
_IN_SIMPLIFIED = str.maketrans(_CHARACTERS)


def normal(name: str) -> str:
    """A name as it is compared with others."""
    return _EMPTY.sub("", unicodedata.normalize("NFKC", name).lower().translate(_IN_SIMPLIFIED))


def normal_texts(texts: pl.Series) -> pl.Series:
    """A column of words as they are compared with others."""
    plain = texts.str.normalize("NFKC").str.to_lowercase().str.replace_many(_CHARACTERS)
    return plain.str.replace_all(_MARKS, "")


def found_in(header: Iterable[str]) -> Mapping[str, str]:
    """The names of a header by what they are compared as; of two alike the first."""
    found: dict[str, str] = {}
    for name in header:
        if normal(name):
            found.setdefault(normal(name), column_name(name))
    return found


def first_of(headers: Iterable[str], found: Mapping[str, str]) -> str | None:
    """The first of some headers that is there."""
    return next((header for header in headers if normal(header) in found), None)
