"""Registers: a list of venues."""

import pytest

from tests.profiles.samples.sample import Sample, workbook

HERE = {"latitude": pytest.approx(25.0389, abs=1e-8), "longitude": pytest.approx(102.7183, abs=1e-8)}
"""One spot in WGS 84, to a millimetre; the sheet has it in GCJ-02, in BD-09 and as it is."""

VENUE_LISTS = Sample(
    "场所码清单.xlsx",
    workbook(
        ("五华区场所码清单", None, None, None, None, None, None, None, None, None),
        ("序号", "场所码", "场所名称", "场所类型", "地址", "经度", "纬度", "坐标系", "面积(㎡)", "是否密闭"),
        (1, "M001", "一号商场", "商场", "文化路1号", 102.7197523947017, 25.035934505742244, None, 5200, "是"),
        (2, "M002", "二号商场", "同上", "文化路2号", 102.72616289725302, 25.042239130322734, "百度", 300, "否"),
        (3, "M003", "早市", "市场", "文化路3号", 102.7183, 25.0389, "WGS-84", 800, "室外"),
        (4, "M004", "夜市", "市场", "文化路4号", "无", "无", None, None, None),
        (5, "M005", "花市", "市场", "文化路5号", 25.035934505742244, 102.7197523947017, None, None, None),
        (6, "M006", "书店", "商场", "文化路6号", None, None, "本地坐标", None, None),
        (7, None, "无名店", "商场", "文化路7号", None, None, None, None, None),
        ("合计", 7, None, None, None, None, None, None, None, None),
        build=lambda sheet: sheet.merge_cells("A1:J1"),
    ),
    "places",
    [
        {
            **{"place_id": "M001", "name": "一号商场", "kind": "商场", **HERE, "enclosed": True},
            **{"typical_stay_minutes": None, "grid_id": None},
        },
        {
            **{"place_id": "M002", "name": "二号商场", "kind": "商场", **HERE, "enclosed": False},
            **{"typical_stay_minutes": None, "grid_id": None},
        },
        {
            **{"place_id": "M003", "name": "早市", "kind": "市场", **HERE, "enclosed": False},
            **{"typical_stay_minutes": None, "grid_id": None},
        },
        {
            **{"place_id": "M004", "name": "夜市", "kind": "市场", "latitude": None, "longitude": None},
            **{"enclosed": None, "typical_stay_minutes": None, "grid_id": None},
        },
    ],
    [
        (7, "纬度 (latitude)", "out of range"),
        (8, "坐标系 (crs)", "a word that the profile's values give no meaning"),
        (9, "场所码 (place_id)", "missing"),
        (10, None, "a total, no record"),
    ],
)
