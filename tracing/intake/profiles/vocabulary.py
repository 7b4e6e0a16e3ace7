"""Words that headers are made of, in Chinese and English, for proposals: a header that holds one is likely that column.

The headers and words of the shipped profiles count as well, whole; these here count where they are a part of a header.
"""

from collections.abc import Mapping, Sequence

import polars as pl

from tracing.intake.profiles.names import normal, normal_texts
from tracing.intake.profiles.nouns import Profile
from tracing.model import Kind

PERSONS = {
    "name": ("姓名", "名字", "fullname", "name"),
    "document_type": ("证件类型", "证件种类", "documenttype"),
    "document_number": (
        *(
            "身份证",
            "证件号",
            "证件编号",
            "护照",
            "passport",
            "documentnumber",
            "idnumber",
            "idcard",
            "idno",
            "nationalid",
        ),
    ),
    "phone": ("手机", "电话", "联系方式", "phone", "mobile", "telephone", "contactno"),
    "address": ("住址", "地址", "居住地", "address"),
    "birth_date": ("出生", "birth", "dob"),
    "sex": ("性别", "sex", "gender"),
}
OF_A_PERSON = frozenset({"person_id", *PERSONS})
"""The columns that say who the person of a line is."""

WHOLE_PERSONS: Mapping[str, set[str]] = {
    "name": {
        *("乘车人", "旅客", "乘客", "受检人", "受检者", "受检人员", "患者", "访客"),
        *("passenger", "patient", "visitor"),
    }
}
"""Column -> headers that are that column whole; as a part of a header they say nothing."""

_OTHERS = (
    *("户主", "家属", "亲属", "监护", "紧急", "接触者", "联系人", "家长", "配偶", "父亲", "母亲", "担保人", "负责人"),
    *("经办人", "填报人", "填表人", "审核人", "采样员", "检验员", "headofhousehold", "householder", "guardian"),
    *("nextofkin", "emergency", "relative", "spouse", "mother", "father", "contactname", "contactperson", "staffname"),
)

TRUTHS: Mapping[str, str] = {
    **dict.fromkeys(("是", "有", "封闭", "密闭", "室内", "y", "yes", "true", "1"), "true"),
    **dict.fromkeys(("否", "无", "不封闭", "非封闭", "不密闭", "非密闭", "室外", "n", "no", "false", "0"), "false"),
}
"""Words for true and false."""

SYSTEM_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("wgs-84", "wgs1984", "epsg4326", "gps", "地球坐标", "地球坐标系", "大地坐标"), "wgs84"),
    # China's of 2000 differs by less than a metre, the plates' movement since then.
    **dict.fromkeys(("cgcs2000", "cgcs-2000", "国家2000", "2000国家大地坐标系", "epsg4490"), "wgs84"),
    **dict.fromkeys(("gcj-02", "火星坐标", "火星坐标系", "国测局", "高德", "高德地图", "腾讯", "腾讯地图"), "gcj02"),
    **dict.fromkeys(("bd-09", "bd09ll", "百度", "百度地图", "百度坐标", "百度坐标系"), "bd09"),
}
"""Words for coordinate systems, as `normal` writes them."""

MODE_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("flight", "飞机", "航班", "民航", "航空", "plane", "air", "airplane"), "flight"),
    **dict.fromkeys(("train", "火车", "列车", "高铁", "动车", "铁路", "rail", "railway"), "train"),
    **dict.fromkeys(("bus", "大巴", "客车", "长途客车", "长途汽车", "大巴车", "coach"), "bus"),
    **dict.fromkeys(("ship", "轮船", "客轮", "渡轮", "船", "ferry", "boat"), "ship"),
}
"""Words for what a ticket is for, as `normal` writes them, and as definitions do."""

_ELSEWHERE = ("coach-of-seat", "document", "resident-number", "phone")
_SYSTEMS_NAMED = dict.fromkeys(("高德", "腾讯", "火星", "gcj"), "gcj02") | dict.fromkeys(("百度", "bd09"), "bd09")

AS_IT_STANDS = frozenset({"true", "yes", "1", "false", "no", "0"})
"""Those of them that are read without a map."""

_TOWERS = ("基站", "小区号", "celltower", "cellid", "towerid", "enodeb")

_PERSON = (
    *("人员编号", "人员id", "用户id", "用户编号", "会员号", "工号", "学号", "卡号", "patientid", "personid", "userid"),
    *("visitorid", "guestid", "memberid", "employeeid", "badge", "cardno", "subjectid", "mrn"),
    *("person", "user", "member"),
)
_PLACE = (
    *("场所码", "场所编", "场所id", "场所代码", "venuecode", "venueid", "siteid", "sitecode", "placeid", "locationid"),
    *("酒店", "宾馆", "旅馆", "餐厅", "医院", "学校", "闸机", "门禁"),
    *("场所", "地点", "门店", "店铺", "场馆", "场地", "位置", "小区", "楼栋", "校区", "地方"),
    *("venue", "place", "location", "site", "building", "room", "store", "shop", "facility"),
)
_PLATE = ("车牌号", "车牌号码", "号牌号码", "号牌", "车牌", "车号", "plate", "licence", "license", "registration")

WORDS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "fixes": {
        "person_id": _PERSON,
        "observed_at": ("定位时间", "记录时间", "时间", "timestamp", "datetime", "time"),
        "latitude": ("纬度", "latitude", "lat"),
        "longitude": ("经度", "longitude", "lon", "lng"),
        "accuracy_m": ("精度", "误差", "accuracy"),
        "device_id": ("设备", "终端", "imei", "device"),
        "crs": ("坐标系", "坐标类型", "crs", "datum"),
    },
    "checkins": {
        "person_id": _PERSON,
        "place_id": _PLACE,
        "checked_in_at": (
            *(
                "扫码",
                "登记时间",
                "到店",
                "到场",
                "到馆",
                "进入",
                "进店",
                "进场",
                "入场",
                "入店",
                "入馆",
                "签到",
                "到访时间",
                "打卡",
                "刷卡",
                "入住",
            ),
            *("checkin", "checkedin", "timein", "signin", "signedin", "entry", "entered", "arrival", "visitdate"),
            *("in", "start"),
        ),
        "checked_out_at": (
            *("离开", "离店", "离场", "出场", "签退", "退场"),
            *("checkout", "checkedout", "timeout", "signout", "signedout", "exit", "departure", "left", "out", "end"),
        ),
    },
    "proximity": {
        "person_a": ("本机", "persona", "badgea", "devicea", "phonea", "deviceid1", "user1", "from"),
        "person_b": ("对方", "personb", "badgeb", "deviceb", "phoneb", "deviceid2", "user2", "to"),
        "observed_at": ("时间", "timestamp", "time"),
        "duration_s": ("时长", "持续", "duration"),
        "distance_m": ("距离", "distance"),
    },
    "tickets": {
        "person_id": _PERSON,
        "service": ("车次", "航班", "班次", "航次", "train", "flight", "service"),
        "departs_at": (
            "发车",
            "开车",
            "起飞",
            "出发",
            "离港",
            "乘车",
            "开航",
            "depart",
            "departure",
            "depdate",
            "deptime",
        ),
        "arrives_at": ("到达", "到站", "降落", "到港", "抵达", "arrive", "arrival", "arrdate", "arrtime"),
        "mode": ("交通方式", "交通工具", "mode"),
        "coach": ("车厢", "coach", "carriage", "wagon", "carno"),
        "row": ("座位", "席位", "座号", "铺位", "seat", "berth", "row"),
        "seat": ("座位", "席位", "座号", "铺位", "seat", "berth"),
    },
    "passages": {
        "place_id": (
            *("卡口", "卡点", "检查点", "查验点", "检查站", "点位", "收费站", "道口", "闸机"),
            *("checkpoint", "gate", "camera", "toll"),
        ),
        "passed_at": (
            "过车",
            "通过时间",
            "通行时间",
            "经过时间",
            "抓拍",
            "查验时间",
            "刷卡",
            "过站",
            "passed",
            "passage",
            "capture",
        ),
        "person_id": _PERSON,
        "plate": _PLATE,
        "direction": ("方向", "进出", "出入", "direction"),
    },
    "vehicles": {
        "plate": _PLATE,
        "person_id": _PERSON,
        "from_at": ("登记日期", "注册日期", "租车时间", "取车", "开始", "from", "since", "start"),
        "until_at": ("还车", "截止", "注销", "结束", "until", "end"),
    },
    "households": {
        "household_id": ("户号", "户编号", "家庭编号", "户id", "household", "familyid"),
        "person_id": _PERSON,
    },
    "places": {
        "place_id": ("场所码", "场所编号", "场所编码", "编号", "placeid", "siteid", "venueid"),
        "name": ("场所名称", "名称", "场所", "name"),
        "kind": ("场所类型", "类型", "类别", "行业", "kind", "type", "category"),
        "latitude": ("纬度", "latitude", "lat"),
        "longitude": ("经度", "longitude", "lon", "lng"),
        "crs": ("坐标系", "坐标类型", "crs", "datum"),
        "enclosed": ("密闭", "封闭", "室内", "enclosed", "indoor"),
        "typical_stay_minutes": ("停留", "typicalstay", "dwelltime"),
        "grid_id": ("网格", "grid"),
    },
    "persons": {"person_id": _PERSON, **PERSONS, "grid_id": ("网格", "grid")},
    "tests": {
        "person_id": _PERSON,
        "sampled_at": ("采样", "采集", "collected", "collection", "sampled", "sampledate", "specimendate"),
        "resulted_at": ("报告", "结果时间", "检测时间", "出结果", "reported", "resulted", "resultdate", "reportdate"),
        "result": ("检测结果", "核酸结果", "结果", "result", "outcome", "interpretation"),
        "method": ("检测方法", "方法", "检测方式", "method", "assay", "testname", "testtype"),
        "site": ("采样点", "采样地点", "检测机构", "采样机构", "site", "facility", "laboratory"),
    },
    "cases": {
        "case_id": ("病例编号", "病例号", "感染者编号", "caseid", "casenumber", "caseno"),
        "person_id": _PERSON,
        "classification": ("病例分类", "诊断分类", "病例类型", "感染类型", "classification", "casestatus"),
        "onset_at": ("发病", "症状", "onset"),
        "sampled_at": ("采样", "sampled", "collected"),
        "confirmed_at": ("确诊", "诊断时间", "诊断日期", "confirmed", "diagnosed", "diagnosis"),
        "isolated_at": ("隔离", "管控", "转运", "isolated"),
    },
    "isolations": {
        "person_id": _PERSON,
        "from_at": (
            "隔离开始",
            "开始隔离",
            "入住",
            "隔离时间",
            "起始",
            "隔离日期",
            "isolationstart",
            "quarantinestart",
        ),
        "until_at": ("解除", "隔离结束", "结束隔离", "离点", "截止", "isolationend", "quarantineend", "released"),
        "site_id": ("隔离点", "隔离酒店", "隔离场所", "hotel", "quarantinesite"),
        "room": ("房间", "房号", "room"),
    },
}
"""Kind -> column -> parts of headers, as `normal` writes them. Reports of the teams come in SPEC's form alone."""


def mode_of(texts: pl.Series) -> pl.Series:
    """The modes of words, as definitions write them; null for a word that is not known."""
    return normal_texts(texts).replace_strict(MODE_WORDS, default=None, return_dtype=pl.String)


def persons_of(kind: Kind) -> Mapping[str, Sequence[str]]:
    """The words of what a file of that kind can say beside its columns of who a person is."""
    return {} if kind.sealed or "person_id" not in kind.names else PERSONS


def whole_headers(profiles: Sequence[Profile], kind: Kind) -> dict[str, set[str]]:
    """Column of a kind -> the headers that profiles give it, in `normal` form; a seat that may name a coach is none,
    nor are papers: every kind of records has them, and of several the document tells the person.
    """
    found: dict[str, set[str]] = {}
    for profile in profiles:
        for name, fields in profile.columns.items() if profile.kind == kind.name else ():
            found.setdefault(name, set()).update(
                normal(header) for field in fields if field.sort not in _ELSEWHERE for header in field.headers
            )
    return found


def meanings(profiles: Sequence[Profile], kind: Kind, column: str) -> dict[str, str]:
    """The words that profiles of a kind give a meaning in a column, in `normal` form."""
    return {
        word: meaning
        for profile in profiles
        if profile.kind == kind.name
        for word, meaning in profile.values.get(column, {}).items()
    }


def tells_phones(header: str) -> bool:
    """Whether a header says that phones stand below it."""
    return any(word in normal(header) for word in PERSONS["phone"])


def names_towers(header: str) -> bool:
    """Whether a header speaks of cell towers."""
    return any(word in normal(header) for word in _TOWERS)


def names_another(header: str) -> bool:
    """Whether a header speaks of somebody beside the person of the line, such as the head of a household."""
    return any(word in normal(header) for word in _OTHERS)


def system_in(headers: Sequence[str]) -> str | None:
    """The coordinate system that headers of positions name in passing (百度经度); None where they name none, or two."""
    plain = "".join(normal(header).replace("-", "") for header in headers)
    named = {system for word, system in _SYSTEMS_NAMED.items() if word in plain}
    return named.pop() if len(named) == 1 else None
