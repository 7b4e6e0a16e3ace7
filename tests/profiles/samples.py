"""A file in the form of each shipped profile, as such files really look, and every column of what is made of it.

Resident numbers are the two examples of the standard; phones begin with 1900.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

import openpyxl

ANNA, BEN = "11010519491231002X", "440524188001010014"


@dataclass(frozen=True)
class Sample:
    """A file, the records that are kept of it, its rejects, and what the vault is told of people.

    rows        column -> value in the order of the lines; keys as they were before they became pseudonyms,
                instants in UTC
    rejects     line, column, reason
    told        key of the person -> what the file says of her beside its records
    """

    name: str
    content: bytes
    kind: str
    rows: list[dict]
    rejects: list[tuple] = field(default_factory=list)
    told: dict[str, dict] = field(default_factory=dict)


def lines(*rows: str, encoding: str = "utf-8", end: str = "\n") -> bytes:
    return "".join(row + end for row in rows).encode(encoding)


def workbook(*rows: tuple, build: Callable = lambda sheet: None) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    build(book.active)
    book.save(out)
    return out.getvalue()


def _person(**told: str) -> dict:
    columns = ("name", "document_type", "document_number", "phone", "address", "birth_date", "sex")
    return dict.fromkeys(columns) | told


def _titled(sheet) -> None:
    sheet.merge_cells("A1:F1")


VENUE_SCANS = Sample(
    "导出_20210805.csv",
    lines(
        "场所码扫码记录（8月5日）,,,,,,",
        "序号,姓名,身份证号,手机号,场所码,场所名称,扫码时间",
        f"1,安娜,{ANNA.lower()},19000000001,M001,一号商场,2021/8/5 下午3:05",
        f"2,本,\t{BEN},86-19000000002,M001,一号商场,2021年8月5日15时6分7秒",
        "3,本,440524188001010015,19000000002,M001,一号商场,2021-08-05 15:06:07",
        f"4,本,{BEN},19000000002,M001,一号商场,昨天下午",
        "合计,4,,,,,",
        encoding="gb18030",
        end="\r\n",
    ),
    "checkins",
    [
        {"person_id": ANNA, "place_id": "M001", "checked_in_at": "2021-08-05T07:05:00Z", "checked_out_at": None},
        {"person_id": BEN, "place_id": "M001", "checked_in_at": "2021-08-05T07:06:07Z", "checked_out_at": None},
    ],
    [
        (5, "身份证号 (person_id)", "a resident number with a wrong check digit"),
        (6, "扫码时间 (checked_in_at)", "not an instant"),
        (7, None, "a total, no record"),
    ],
    {
        ANNA: _person(name="安娜", document_number=ANNA.lower(), phone="19000000001"),
        BEN: _person(name="本", document_number=BEN, phone="86-19000000002"),
    },
)

RAIL_TICKETS = Sample(
    "G101旅客.xlsx",
    workbook(
        ("G101次列车旅客名单",),
        ("姓名", "证件类型", "证件号码", "车次", "乘车日期", "开车时间", "到达时间", "车厢", "座位号", "席别"),
        ("安娜", "居民身份证", ANNA, "G101次", "2021-08-05", "08:05", "11:20", "05车", "12A", "二等座"),
        ("本", "居民身份证", BEN, "ｇ101", "2021-08-05", "08:05", "11:20", "5", "无座", "二等座"),
        ("本", "居民身份证", BEN, "G101", "2021-08-05", "23:05", "01:20", "05", "012号", "二等座"),
        ("本", "居民身份证", BEN, "G101", "2021-08-05", "23:05", "2021-08-06 01:20", "05", "012号", "二等座"),
        ("本", "居民身份证", BEN, "G101", "2021-08-05", "08:05", "11:20", "餐车", "01A", "二等座"),
        build=_titled,
    ),
    "tickets",
    [
        {
            **{"person_id": ANNA, "service": "G101", "mode": "train", "coach": "5", "row": 12, "seat": "12A"},
            **{"departs_at": "2021-08-05T00:05:00Z", "arrives_at": "2021-08-05T03:20:00Z"},
        },
        {
            **{"person_id": BEN, "service": "G101", "mode": "train", "coach": "5", "row": None, "seat": None},
            **{"departs_at": "2021-08-05T00:05:00Z", "arrives_at": "2021-08-05T03:20:00Z"},
        },
        {
            **{"person_id": BEN, "service": "G101", "mode": "train", "coach": "5", "row": None, "seat": "12"},
            **{"departs_at": "2021-08-05T15:05:00Z", "arrives_at": "2021-08-05T17:20:00Z"},
        },
    ],
    [
        (5, "乘车日期 + 到达时间 (arrives_at)", "before its beginning"),
        (7, "车厢 (coach)", "not a coach such as 05车 or 5"),
    ],
    {
        ANNA: _person(name="安娜", document_type="居民身份证", document_number=ANNA),
        BEN: _person(name="本", document_type="居民身份证", document_number=BEN),
    },
)

FLIGHT_LISTS = Sample(
    "旅客名单 CA1234.csv",
    lines(
        "航班号\t起飞时间\t降落时间\t旅客姓名\t证件号码\t座位号\t联系电话",
        f"CA1234\t20210805083000\t20210805114500\t安娜\t{ANNA}\t31K\t+86 190 0000 0001",
        f"ca 1234\t2021.8.5 8:30\t2021.8.5 11:45\t本\t{BEN}\t12-A\t",
        f"CA1234\t20210805083000\t20210805114500\t本\t{BEN}\t机组\t",
        encoding="utf-16",
    ),
    "tickets",
    [
        {
            **{"person_id": ANNA, "service": "CA1234", "mode": "flight", "coach": None, "row": 31, "seat": "31K"},
            **{"departs_at": "2021-08-05T00:30:00Z", "arrives_at": "2021-08-05T03:45:00Z"},
        },
        {
            **{"person_id": BEN, "service": "CA1234", "mode": "flight", "coach": None, "row": 12, "seat": "12A"},
            **{"departs_at": "2021-08-05T00:30:00Z", "arrives_at": "2021-08-05T03:45:00Z"},
        },
        {
            **{"person_id": BEN, "service": "CA1234", "mode": "flight", "coach": None, "row": None, "seat": None},
            **{"departs_at": "2021-08-05T00:30:00Z", "arrives_at": "2021-08-05T03:45:00Z"},
        },
    ],
    [],
    {
        ANNA: _person(name="安娜", document_number=ANNA, phone="+86 190 0000 0001"),
        BEN: _person(name="本", document_number=BEN),
    },
)

CHECKPOINT_PASSAGES = Sample(
    "过车.csv",
    lines(
        "卡口名称;号牌号码;号牌种类;过车时间;方向;车速",
        "东收费站;云a·12345;小型汽车;2021-08-05 07:59:58.250;进;43",
        "东收费站;云ＡＤ12345;小型新能源;2021-08-05 08:00;由东向西;40",
        "东收费站;未识别;;2021-08-05 08:01:00;出;40",
        "东收费站;云A12346;;2021-08-05 08:02:00;掉头;40",
    ),
    "passages",
    [
        {
            **{"place_id": "东收费站", "passed_at": "2021-08-04T23:59:58.250Z", "person_id": None},
            **{"plate": "云A12345", "direction": "in"},
        },
        {
            **{"place_id": "东收费站", "passed_at": "2021-08-05T00:00:00Z", "person_id": None},
            **{"plate": "云AD12345", "direction": "east to west"},
        },
    ],
    [
        (4, "号牌号码 (plate)", None),
        (5, "方向 (direction)", "a word that the profile's values give no meaning"),
    ],
)

TEST_RESULTS = Sample(
    "核酸结果.csv",
    b"\xef\xbb\xbf"
    + lines(
        "姓名,性别,出生日期,证件类型,证件号码,联系电话,采样时间,报告时间,检测结果,检测方法,采样点,备注",
        f"安娜,女,1949-12-31,身份证,{ANNA},19000000001,2021/8/5 9:05,2021/8/5 21:30:15,阴性,10混1,文化路,",
        f"本,男,1880-01-01,身份证,{BEN},1900000000,2021/8/5 9:06,,【待复核】,10混1,文化路,",
        f"本,男,,身份证,{BEN},,2021/8/5 9:06,,待复核,单采,文化路,",
        f"本,男,,身份证,{BEN},,2021/8/6 9:06,2021/8/5 9:06,阳 性,单采,文化路,",
        f"本,男,,身份证,{BEN},,,,阳性,单采,文化路,",
        f"本,男,,身份证,{BEN},,2121/8/6 9:06,,阳性,单采,文化路,",
    ),
    "tests",
    [
        {
            **{"person_id": ANNA, "sampled_at": "2021-08-05T01:05:00Z", "resulted_at": "2021-08-05T13:30:15Z"},
            **{"result": "negative", "method": "10混1", "site": "文化路"},
        },
        {
            **{"person_id": BEN, "sampled_at": "2021-08-05T01:06:00Z", "resulted_at": None},
            **{"result": "pending", "method": "单采", "site": "文化路"},
        },
        {
            **{"person_id": BEN, "sampled_at": "2021-08-06T01:06:00Z", "resulted_at": "2021-08-05T01:06:00Z"},
            **{"result": "positive", "method": "单采", "site": "文化路"},
        },
    ],
    [
        (3, "检测结果 (result)", "a word that the profile's values give no meaning"),
        (6, "采样时间 (sampled_at)", "missing"),
        (7, "采样时间 (sampled_at)", "in the future"),
    ],
    {
        ANNA: _person(
            **{"name": "安娜", "document_type": "身份证", "document_number": ANNA, "phone": "19000000001"},
            **{"birth_date": "1949-12-31", "sex": "女"},
        ),
        BEN: _person(name="本", document_type="身份证", document_number=BEN, sex="男"),
    },
)

CONTACT_LISTS = Sample(
    "密接名单.xlsx",
    workbook(
        ("密切接触者名单", None, None, None, None, None, None),
        ("序号", "姓名", "性别", "年龄", "身份证号码", "联系电话", "现住址", "所属网格"),
        (1, "安娜", "女", 71, ANNA, 19000000001, "文化路1号", "五华-12"),
        (2, "本", "男", 141, BEN, "19000000002；见备注", "同上", "五华-12"),
        (3, "无名", "男", None, None, "19000000002", "文化路3号", "五华-12"),
        ("合计", 3, None, None, None, None, None),
        build=lambda sheet: sheet.merge_cells("A1:H1"),
    ),
    "persons",
    [{"person_id": ANNA, "grid_id": "五华-12"}, {"person_id": BEN, "grid_id": "五华-12"}],
    [(5, "身份证号码 (person_id)", "missing"), (6, None, "a total, no record")],
    {
        ANNA: _person(
            **{"name": "安娜", "document_number": ANNA, "phone": "19000000001", "address": "文化路1号"},
            **{"sex": "女"},
        ),
        BEN: _person(
            **{"name": "本", "document_number": BEN, "phone": "19000000002；见备注", "address": "文化路1号"},
            **{"sex": "男"},
        ),
    },
)

CASE_LISTS = Sample(
    "病例一览.csv",
    lines(
        "病例编号,姓名,身份证号,病例分类,发病日期,采样时间,确诊时间,隔离时间,现住址",
        f"昆001,安娜,{ANNA},确诊病例,2021-08-01,2021-08-02 10:00,2021年8月2日,2021-08-03,文化路1号",
        f"昆002,本,{BEN},无症状感染者,,2021-08-02 10:00,44410.5,,文化路2号",
        f"昆003,本,{BEN},境外输入,,2021-08-02 10:00,,,文化路2号",
    ),
    "cases",
    [
        {
            **{
                "case_id": "昆001",
                "person_id": ANNA,
                "classification": "confirmed",
                "onset_at": "2021-07-31T16:00:00Z",
            },
            **{"sampled_at": "2021-08-02T02:00:00Z", "confirmed_at": "2021-08-01T16:00:00Z"},
            "isolated_at": "2021-08-03T16:00:00Z",
        },
        {
            **{"case_id": "昆002", "person_id": BEN, "classification": "asymptomatic", "onset_at": None},
            **{"sampled_at": "2021-08-02T02:00:00Z", "confirmed_at": "2021-08-02T04:00:00Z", "isolated_at": None},
        },
    ],
    [(4, "病例分类 (classification)", "a word that the profile's values give no meaning")],
    {
        ANNA: _person(name="安娜", document_number=ANNA, address="文化路1号"),
        BEN: _person(name="本", document_number=BEN, address="文化路2号"),
    },
)

VISITORS_LOG = Sample(
    "Reception August.csv",
    lines(
        "Date,Visitor Name,Badge No.,Company,Time In,Time Out,Building",
        '2021-08-05,"Doe, Anna",B-17,Mill Ltd,09:15 AM,17:40,East wing',
        "2021-08-05,Ben Roe,B-18,Mill Ltd,13:05,,East wing",
        "05/08/2021,Ben Roe,B-18,Mill Ltd,13:05,,East wing",
    ),
    "checkins",
    [
        {
            **{"person_id": "B-17", "place_id": "East wing", "checked_in_at": "2021-08-05T01:15:00Z"},
            "checked_out_at": "2021-08-05T09:40:00Z",
        },
        {
            **{"person_id": "B-18", "place_id": "East wing", "checked_in_at": "2021-08-05T05:05:00Z"},
            "checked_out_at": None,
        },
    ],
    [(4, "Date + Time In (checked_in_at)", "could be two days: the profile does not say the order of day and month")],
    {"B-17": _person(name="Doe, Anna"), "B-18": _person(name="Ben Roe")},
)

GPS_EXPORT = Sample(
    "export.csv",
    lines(
        "User ID,Timestamp,Lat,Lng,Accuracy,Device ID,Battery",
        "u1,1628130000123,25.0389,102.7183,8.5,phone-1,77",
        "u1,2021-08-05T02:20:01Z,25.0390,102.7184,,phone-1,77",
        "u1,1628130002,25.0390,102.7184,,phone-1,77",
        "u1,1628130003000,125.0390,2.7184,,phone-1,77",
    ),
    "fixes",
    [
        {
            **{"person_id": "u1", "observed_at": "2021-08-05T02:20:00.123Z", "latitude": 25.0389},
            **{"longitude": 102.7183, "accuracy_m": 8.5, "device_id": "phone-1"},
        },
        {
            **{"person_id": "u1", "observed_at": "2021-08-05T02:20:01Z", "latitude": 25.039},
            **{"longitude": 102.7184, "accuracy_m": None, "device_id": "phone-1"},
        },
    ],
    [
        (4, "timestamp (observed_at)", "before 1980: not an instant in the forms that the profile states"),
        (5, "lat (latitude)", "out of range"),
    ],
)

LAB_RESULTS_US = Sample(
    "lab export.csv",
    lines(
        "Patient ID,Patient Name,DOB,Sex,Collection Date,Collection Time,Result Date,Test Name,Result,Facility",
        "MRN7,Anna Doe,12/31/1949,F,08/05/2021,09:05,08/06/2021,PCR,Not Detected,North lab",
        "MRN8,Ben Roe,01/01/1980,M,08/13/2021,02:05 PM,,PCR,DETECTED,North lab",
        "MRN8,Ben Roe,01/01/1980,M,13/08/2021,09:05,,PCR,Detected,North lab",
    ),
    "tests",
    [
        {
            **{"person_id": "MRN7", "sampled_at": "2021-08-05T01:05:00Z", "resulted_at": "2021-08-05T16:00:00Z"},
            **{"result": "negative", "method": "PCR", "site": "North lab"},
        },
        {
            **{"person_id": "MRN8", "sampled_at": "2021-08-13T06:05:00Z", "resulted_at": None},
            **{"result": "positive", "method": "PCR", "site": "North lab"},
        },
    ],
    [(4, "Collection Date + Collection Time (sampled_at)", "not an instant")],
    {
        "MRN7": _person(name="Anna Doe", birth_date="12/31/1949", sex="F"),
        "MRN8": _person(name="Ben Roe", birth_date="01/01/1980", sex="M"),
    },
)

GPX_TRACK = Sample(
    "P0017_2021-08-05.gpx",
    b"""<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="a phone" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>run</name><trkseg>
<trkpt lat="25.0389" lon="102.7183"><ele>1891.0</ele><time>2021-08-05T02:20:00Z</time></trkpt>
<trkpt lat="25.0390" lon="102.7184"><time>2021-08-05T02:20:01.500Z</time></trkpt>
<trkpt lat="25.0391" lon="102.7185"></trkpt>
</trkseg></trk></gpx>
""",
    "fixes",
    [
        {
            **{"person_id": "P0017", "observed_at": "2021-08-05T02:20:00Z", "latitude": 25.0389},
            **{"longitude": 102.7183, "accuracy_m": None, "device_id": None},
        },
        {
            **{"person_id": "P0017", "observed_at": "2021-08-05T02:20:01.500Z", "latitude": 25.039},
            **{"longitude": 102.7184, "accuracy_m": None, "device_id": None},
        },
    ],
    [(3, "time (observed_at)", "missing")],
)

GEOLIFE_PLT = Sample(
    "007/Trajectory/20081023025304.plt",
    lines(
        *("Geolife trajectory", "WGS 84", "Altitude is in Feet", "Reserved 3"),
        *("0,2,255,My Track,0,0,2,8421376", "0"),
        "39.984702,116.318417,0,492,39744.1201851852,2008-10-23,02:53:04",
        "39.984683,116.31845,0,492,39744.1202546296,2008-10-23,02:53:10",
        "39.984686,416.318417,0,492,39744.1203125,2008-10-23,02:53:15",
        end="\r\n",
    ),
    "fixes",
    [
        {
            **{"person_id": "007", "observed_at": "2008-10-23T02:53:04Z", "latitude": 39.984702},
            **{"longitude": 116.318417, "accuracy_m": None, "device_id": None},
        },
        {
            **{"person_id": "007", "observed_at": "2008-10-23T02:53:10Z", "latitude": 39.984683},
            **{"longitude": 116.31845, "accuracy_m": None, "device_id": None},
        },
    ],
    [(9, "longitude", "out of range")],
)

SAMPLES = {
    "venue-scans": VENUE_SCANS,
    "rail-tickets": RAIL_TICKETS,
    "flight-lists": FLIGHT_LISTS,
    "checkpoint-passages": CHECKPOINT_PASSAGES,
    "test-results": TEST_RESULTS,
    "contact-lists": CONTACT_LISTS,
    "case-lists": CASE_LISTS,
    "visitors-log": VISITORS_LOG,
    "gps-export": GPS_EXPORT,
    "lab-results-us": LAB_RESULTS_US,
    "gpx-track": GPX_TRACK,
    "geolife-plt": GEOLIFE_PLT,
}
"""Shipped profile -> a file that it is for."""
