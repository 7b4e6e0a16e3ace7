"""Zones that the headers of instants name are proposed, and told."""

import pytest

from tests.cli.program import new_workspace, put, told
from tests.profiles.samples import lines
from tracing.intake.profiles.zones_named import zone_of


@pytest.mark.parametrize(
    ("headers", "zone"),
    [
        (["时间(UTC)"], "UTC"),
        (["UTC time"], "UTC"),
        (["timestampUTC"], "UTC"),
        (["time_utc", "out"], "UTC"),
        (["定位时间（GMT+8）"], "Etc/GMT-8"),
        (["time (UTC+08:00)"], "Etc/GMT-8"),
        (["time GMT-5"], "Etc/GMT+5"),
        (["北京时间"], "Asia/Shanghai"),
        (["UTC+05:30"], None),
        (["UTC+15"], None),
        (["time (+09:00)"], "Etc/GMT-9"),
        (["UTC in", "GMT+8 out"], None),
        (["row (+1)"], None),
        (["扫码时间", "outcome"], None),
    ],
    ids=str,
)
def test_the_zone_of_headers(headers, zone):
    assert zone_of(headers)[0] == zone


def test_a_proposal_states_it(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    text = lines(
        "手机号,时间(UTC),纬度,经度", *(f"13800138000,2021-08-05 02:0{n}:00,31.23{n},121.47{n}" for n in range(9))
    )
    said = told(workspace, "profile", put(tmp_path / "a.csv", text)).out
    assert 'zone = "UTC"' in said and "2021-08-05T10:00:00.000+08:00" in said
    assert "texts without an offset are taken to be in UTC, as 时间(UTC) says" in said


def test_two_zones_are_told_and_none_is_taken(tmp_path):
    workspace = new_workspace(tmp_path / "workspace")
    visits = (f"1380013800{n},P{n},2021-08-05 02:0{n},2021-08-05 11:0{n}" for n in range(9))
    text = lines("手机号,场所码,进入时间(UTC),离开时间(北京时间)", *visits)
    said = told(workspace, "profile", put(tmp_path / "a.csv", text)).out
    assert "进入时间(UTC), 离开时间(北京时间) name several" in " ".join(said.split()) and "zone =" not in said
