"""Who somebody is, and what she was found to have: tests, contact lists, case lists."""

from tests.profiles.samples.sample import ANNA, BEN, Sample, lines, person, workbook
from tracing.intake.stamps import OTHER_ORDER, TWO_DAYS

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
        ANNA: person(
            **{"name": "安娜", "document_type": "身份证", "document_number": ANNA, "phone": "19000000001"},
            **{"birth_date": "1949-12-31", "sex": "女"},
        ),
        BEN: person(name="本", document_type="身份证", document_number=BEN, sex="男"),
    },
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
    [(4, "Collection Date + Collection Time (sampled_at)", OTHER_ORDER)],
    {
        "MRN7": person(name="Anna Doe", birth_date="12/31/1949", sex="F"),
        "MRN8": person(name="Ben Roe", birth_date="01/01/1980", sex="M"),
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
    [{"person_id": key, "grid_id": "五华-12"} for key in (ANNA, BEN, "+8619000000002")],
    [(6, None, "a total, no record")],
    {
        ANNA: person(
            **{"name": "安娜", "document_number": ANNA, "phone": "19000000001", "address": "文化路1号"},
            **{"sex": "女"},
        ),
        BEN: person(
            **{"name": "本", "document_number": BEN, "phone": "19000000002；见备注", "address": "文化路1号"},
            **{"sex": "男"},
        ),
        "+8619000000002": person(name="无名", phone="19000000002", address="文化路3号", sex="男"),
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
        ANNA: person(name="安娜", document_number=ANNA, address="文化路1号"),
        BEN: person(name="本", document_number=BEN, address="文化路2号"),
    },
)

LAB_RESULTS = Sample(
    "results.csv",
    lines(
        "Name,National ID,Phone,Sample Date,Sample Time,Report Date,Result,Laboratory",
        f"Anna Doe,{ANNA},13800138000,2021-08-05,09:05,6 Aug 2021,Not detected,North lab",
        f"Ben Roe,{BEN},13900139000,2021-08-13,2:05 PM,,positive,North lab",
        f"Ben Roe,{BEN},13900139000,05/08/2021,09:05,,Positive,North lab",
    ),
    "tests",
    [
        {
            **{"person_id": ANNA, "sampled_at": "2021-08-05T01:05:00Z", "resulted_at": "2021-08-05T16:00:00Z"},
            **{"result": "negative", "method": None, "site": "North lab"},
        },
        {
            **{"person_id": BEN, "sampled_at": "2021-08-13T06:05:00Z", "resulted_at": None},
            **{"result": "positive", "method": None, "site": "North lab"},
        },
    ],
    [(4, "Sample Date + Sample Time (sampled_at)", TWO_DAYS)],
    {
        ANNA: person(name="Anna Doe", document_number=ANNA, phone="13800138000"),
        BEN: person(name="Ben Roe", document_number=BEN, phone="13900139000"),
    },
)
