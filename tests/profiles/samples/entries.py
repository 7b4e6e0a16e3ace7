"""Who came where: venue codes, a visitors' log, tickets of trains and flights, checkpoints."""

from tests.profiles.samples.sample import ANNA, BEN, Sample, lines, person, workbook

BY_ITS_DAY = (
    "before its beginning, whose day it has unless it tells one: the profile must name the column of its day (date), "
    "or the file write 次日 before the time or (+1) behind it"
)


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
        (5, "身份证号 else 手机号 (person_id)", "a resident number with a wrong check digit"),
        (6, "扫码时间 (checked_in_at)", "not an instant"),
        (7, None, "a total, no record"),
    ],
    {
        ANNA: person(name="安娜", document_number=ANNA.lower(), phone="19000000001"),
        BEN: person(name="本", document_number=BEN, phone="86-19000000002"),
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
    {"B-17": person(name="Doe, Anna"), "B-18": person(name="Ben Roe")},
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
        ("安娜", "居民身份证", ANNA, "G103次", "2021-08-05", "下午8:05", "晚上11:20", None, "加1车07D号", "二等座"),
        ("本", "居民身份证", BEN, "G103次", "2021-08-05", "20:05", "23:20", "03", "加1车07F号", "二等座"),
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
        {
            **{"person_id": ANNA, "service": "G103", "mode": "train", "coach": "加1", "row": 7, "seat": "7D"},
            **{"departs_at": "2021-08-05T12:05:00Z", "arrives_at": "2021-08-05T15:20:00Z"},
        },
    ],
    [
        (5, "乘车日期 + 到达时间 (arrives_at)", BY_ITS_DAY),
        (7, "车厢 else 座位号 (coach)", "not a coach such as 05车 or 5"),
        (9, "车厢 else 座位号 (coach)", "two different ones in one line"),
    ],
    {
        ANNA: person(name="安娜", document_type="居民身份证", document_number=ANNA),
        BEN: person(name="本", document_type="居民身份证", document_number=BEN),
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
        ANNA: person(name="安娜", document_number=ANNA, phone="+86 190 0000 0001"),
        BEN: person(name="本", document_number=BEN),
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
