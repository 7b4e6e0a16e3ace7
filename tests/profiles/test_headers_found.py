"""Headers as offices, counters and programs write them, found by the shipped profiles without being told."""

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import ANNA, BEN, lines

TIMES = "2021-08-05 10:00,2021-08-05 12:30"
SCAN, WAY = "P01,2021-08-05 10:00", "昆明,大理"


@pytest.mark.parametrize(
    ("profile", "header", "line"),
    [
        ("venue-scans", "姓名,证件号码,联系电话,场所名称,场所码ID,扫码时间", f"安,{ANNA},13800138000,一号店,{SCAN}"),
        ("venue-scans", "用户手机号,场所码编码,扫码日期时间,场所地址", f"13800138000,{SCAN},文化路"),
        ("venue-scans", "序号,姓名,手机号码,身份证号码,场所码编号,打卡时间", f"1,安,13800138000,{ANNA},{SCAN}"),
        ("venue-scans", "电话号码,二维码编号,签到时间,签退时间", f"13800138000,P01,{TIMES}"),
        (
            "venue-scans",
            "场所码编号,扫码人姓名,扫码人手机号,扫码人身份证号,扫码时间",
            f"P01,安,13800138000,{ANNA},2021-08-05 10:00",
        ),
        ("visitors-log", "id,name,phone,place_code,checkin_time,checkout_time", f"1,A,13800138000,P01,{TIMES}"),
        ("rail-tickets", "车次,车厢号,座位号,乘客姓名,乘客身份证号,上车时间,下车时间", f"G1,5,12A,安,{ANNA},{TIMES}"),
        ("rail-tickets", "日期,车次,开点,到点,车厢,座号,证件号", f"2021-08-05,G1,8:00,9:00,5,12A,{ANNA}"),
        ("rail-tickets", "passenger_name,id_number,train_no,seat,depart_time,arrive_time", f"A,{ANNA},G1,12A,{TIMES}"),
        ("flight-lists", "证件号码,航班号,航班日期,计划起飞,计划到达,座位号", f"{ANNA},CA1,2021-08-05,8:00,9:00,12A"),
        ("contact-lists", "姓名,身份证号,电话,住址,与病例关系", f"安,{ANNA},13800138000,文化路,同事"),
        ("visitors-log", "Name,ID Number,Phone,Venue Code,Scan Time", f"Anna,17,13800138000,{SCAN}"),
        ("visitors-log", "name,phone,venue_id,scan_time", f"Anna,13800138000,{SCAN}"),
        ("visitors-log", "Person ID,Time In,Time Out,Location", f"17,{TIMES},North"),
        ("visitors-log", "Visitor Name,Mobile Number,Site ID,Check In,Check Out", f"Anna,13800138000,N,{TIMES}"),
        (
            "rail-tickets",
            "旅客姓名,旅客证件号码,车次,出发日期,出发时间,抵达时间,车厢,座位",
            "安,{},G1,2021-08-05,8:00,9:00,5,12A",
        ),
        ("rail-tickets", "姓名,证件编号,车次,发车日期时间,到达日期时间,车厢号,座号", f"安,{ANNA},G1,{TIMES},05,12A"),
        (
            "rail-tickets",
            "Passenger Name,ID No,Train,Coach,Seat,Departure Time,Arrival Time",
            f"A,{ANNA},G1,5,12A,{TIMES}",
        ),
        (
            "flight-lists",
            "旅客姓名,证件号码,航班号,起飞日期时间,降落时间,座位,始发机场,目的机场",
            f"安,{ANNA},CA1,{TIMES},12A,{WAY}",
        ),
        (
            "flight-lists",
            "Flight No,Flight Date,National ID,Seat,Departure Time,Arrival Time",
            "CA1,2021-08-05,{},12A,8:00,9:00",
        ),
        ("checkpoint-passages", "车牌号,查验点名称,检查时间,通行方向", "云A12345,K1,2021-08-05 10:00,进城方向"),
        (
            "checkpoint-passages",
            "驾驶员姓名,驾驶员身份证号,车牌号,检查站,通过时间",
            f"安,{ANNA},云A12345,K1,2021-08-05 10:00",
        ),
        ("checkpoint-passages", "Plate,Checkpoint,Passing Time,Direction", "云A12345,K1,2021-08-05 10:00,Inbound"),
        ("test-results", "被采样人,证件编号,采样点位,采样日期时间,报告日期时间,检验结果", f"安,{ANNA},N,{TIMES},阴性"),
        ("lab-results", "Name,Passport No,Sampled At,Reported At,PCR Result", f"Anna,E12345678,{TIMES},Negative"),
        ("contact-lists", "接触者姓名,证件编号,手机,居住地址", f"安,{ANNA},13800138000,文化路"),
        ("case-lists", "病例编号,证件编号,病例类型,症状出现时间,采样日期", f"昆001,{ANNA},确诊病例,{TIMES}"),
        ("gps-export", "person_id,recorded_at,latitude,longitude", "u1,2021-08-05 10:00,25.03,102.7"),
    ],
)
def test_a_file_with_this_header_is_read_by(tmp_path, profile, header, line):
    path = put(tmp_path / "export.csv", lines(header, line.format(ANNA)))
    said = told(new_workspace(tmp_path / "workspace"), "ingest", path)
    assert f"export.csv (profile {profile}): 1 row = 1 kept + 0 rejected" in said.out


def test_a_line_without_its_document_is_told_by_its_phone_also_under_other_headers(tmp_path):
    visits = lines("证件编号,用户手机号,场所码ID,打卡时间", f"{ANNA},13800138000,{SCAN}", f",13800138001,{SCAN}")
    said = told(new_workspace(tmp_path / "workspace"), "ingest", put(tmp_path / "export.csv", visits))
    assert "2 kept + 0 rejected" in said.out and "1 row went by 用户手机号, as 证件编号 held nothing" in said.out


@pytest.mark.parametrize("header", ["手机号码,身份证号码,店铺,打卡", "身份证号码,手机号码,店铺,打卡"])
def test_a_proposal_takes_the_document_before_the_phone(tmp_path, header):
    keys = (ANNA, "13800138000") if header.startswith("身份证") else ("13800138000", ANNA)
    said = told(
        new_workspace(tmp_path / "workspace"),
        *("profile", put(tmp_path / "x.csv", lines(header, f"{','.join(keys)},总店,2021-08-05 10:00"))),
    )
    assert said.status == 0 and 'person_id = { column = "身份证号码", as = "document" }' in said.out
    assert 'phone = "手机号码"' in said.out


@pytest.mark.parametrize(
    ("header", "place"),
    [
        ("手机号,场所名称,场所码ID号,进入", "场所码ID号"),
        ("手机号,酒店名称,入住,离店", "酒店名称"),
        ("手机号,场所地址,场所码编,扫码", "场所码编"),
        ("Phone,Venue Address,Venue Code No,Check in", "Venue Code No"),
    ],
)
def test_a_proposal_takes_a_place_s_code_before_its_name_and_its_address(tmp_path, header, place):
    cells = (
        "2021-08-05 10:00" if one in ("进入", "入住", "离店", "扫码", "Check in") else "C1" for one in header.split(",")
    )
    line = ",".join(cells).replace("C1", "13800138000", 1)
    said = told(new_workspace(tmp_path / "workspace"), "profile", put(tmp_path / "x.csv", lines(header, line)))
    assert f'place_id = "{place}"' in said.out


def test_a_word_is_no_time_of_leaving(tmp_path):
    rows = lines("手机号,店铺,扫码,离开", "13800138000,总店,2021-08-05 10:00,是")
    said = told(new_workspace(tmp_path / "workspace"), "profile", put(tmp_path / "x.csv", rows))
    assert said.status == 0 and "checked_out_at" not in said.out and "dropped: 离开" in said.out


@pytest.mark.parametrize(
    ("header", "but"),
    [
        ("病例编号,姓名,身份证号,确诊时间,发病时间", " (case-lists would, but for 病例分类 (classification))"),
        (
            "旅客姓名,证件号码,车次,发车时间,车厢,座位",
            " (rail-tickets would, but for 到达日期 + 到达时间 (arrives_at))",
        ),
        ("甲,乙,丙", ""),
        ("姓名,备注", ""),
    ],
)
def test_a_refusal_names_what_the_nearest_profile_lacks(tmp_path, header, but):
    path = put(tmp_path / "export.csv", lines(header, ",".join("x" * (header.count(",") + 1))))
    said = told(new_workspace(tmp_path / "workspace"), "ingest", path)
    assert said.status == 2 and f"no profile fits its header{but}: `tracing profile FILE` proposes one" in said.err


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("姓名,身份证号,扫码人姓名,扫码人身份证号,场所码,扫码时间", f"老板,{BEN},安,{ANNA},{SCAN}"),
        ("联系电话,扫码人手机号,场所码,扫码时间", f"13900139000,13800138000,{SCAN}"),
        ("证件号,旅客证件号,航班号,起飞时间,到达时间,座位号", f"{BEN},{ANNA},CA1,{TIMES},12A"),
        ("联系电话,乘车人手机号,车次,发车时间,到达时间,座位", f"13900139000,13800138000,G1,{TIMES},12A"),
    ],
)
def test_the_header_that_says_whose_it_is_goes_before_the_one_that_does_not(tmp_path, header, line):
    workspace = new_workspace(tmp_path / "workspace")
    assert "1 kept" in told(workspace, "ingest", put(tmp_path / "export.csv", lines(header, line))).out
    keys = rows(workspace / "vault.duckdb", "SELECT source_key FROM keys WHERE family = 'person'")
    assert keys in ([(ANNA,)], [("+8613800138000",)])


def test_a_case_s_first_positive_sample_goes_before_any_other(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    case = lines("病例编号,身份证号,病例分类,采样时间,首次阳性采样时间", f"昆1,{ANNA},无症状感染者,{TIMES}")
    assert "1 kept" in told(workspace, "ingest", put(tmp_path / "export.csv", case)).out
    assert rows(workspace / "store.duckdb", "SELECT extract('minute' FROM sampled_at) FROM cases") == [(30,)]
