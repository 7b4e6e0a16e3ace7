"""Plates of vehicles in China -> upper case without separators, or why a text is none.

province, letter, 5 places     the last may be 挂 学 警 港 澳 领
province, letter, 6 places     new energy: a letter first and digits last (small), or a letter last (large)
without a province             embassies (使), consulates (领), armed police (WJ), army (two letters, five digits)

The letters I and O stand in no serial, so that nobody takes them for 1 and 0; here they are refused, not mended.
"""

import re

from tracing.intake.keys import Answer, doubt

NOT_ONE = "not a plate"
PROVINCE = "a plate of no such province"
LETTERS = "a plate with the letters I or O in its serial"

_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_COLOUR = r"[蓝黄绿白黑]|黄绿|渐变绿"
_COLOURED = re.compile(rf"(?:(?:{_COLOUR})色?(?=.[A-Z]))?(.+?)(?:[_(]?(?:{_COLOUR})色?牌?\)?)?")
"""A plate with the colour that gates write before or behind it, which is no part of it."""

_SIGNS = re.compile(r"[·•・.\-_/|()]")
_CIVIL = re.compile(r"([\u4e00-\u9fff])[A-Z]([0-9A-Z]{4}[0-9A-Z挂学警港澳领]|[0-9]{5}[A-Z]|[A-Z][0-9A-Z][0-9]{4})")
_SERVICE = re.compile(
    rf"使[0-9]{{6}}|[0-9]{{6}}使|领[0-9]{{6}}|WJ[{_PROVINCES}]?[0-9]{{4}}[0-9A-Z]|[A-Z]{{2}}[0-9]{{5}}"
)


def read_plate(text: str) -> Answer:
    """The plate in one form, of a text that was made plain."""
    plate = _SIGNS.sub("", _COLOURED.fullmatch(text)[1] if text else text)
    if _SERVICE.fullmatch(plate):
        return plate, None
    if not (civil := _CIVIL.fullmatch(plate)):
        return None, doubt(text) or NOT_ONE
    if civil[1] not in _PROVINCES:
        return None, PROVINCE
    return (None, LETTERS) if set("IO") & set(civil[2]) else (plate, None)
