"""A key as somebody types it finds whom profiles know by the form that they give it; every key tried out is noted."""

import shutil
from pathlib import Path

import pytest

from tests.cli.program import Said, new_workspace, put, told
from tracing.privacy.audit import entries

DOCUMENT, SHORT = "11010519491231002X", "110105491231002"
PROFILE = """id = "{id}"
kind = "checkins"
[columns]
person_id = {{ column = "{id}", as = "{sort}"{region} }}
place_id = "shop"
checked_in_at = "in"
checked_out_at = "out"
"""
STAY = "M,2021-07-31T10:00,2021-07-31T11:00"
CASES = f"case_id,person_id,classification,onset_at\nC1,a,confirmed,2021-08-01\nC2,{DOCUMENT},confirmed,2021-08-01\n"
CHECKINS = f"person_id,place_id,checked_in_at,checked_out_at\na,{STAY}\n"


@pytest.fixture(scope="module")
def met(tmp_path_factory) -> Path:
    """C1 met two people known by phones, one of China and one of Taiwan, and C2, who is known by a document."""
    folder = tmp_path_factory.mktemp("typed")
    workspace = new_workspace(folder / "workspace")
    assert (
        told(workspace, "ingest", put(folder / "cases.csv", CASES), put(folder / "checkins.csv", CHECKINS)).status == 0
    )
    by = {"cn": ("phone", ""), "tw": ("phone", ', region = "TW"'), "papers": ("document", "")}
    keys = {"cn": ["138 0013 8000"], "tw": ["0912345678", "02 2345 6789"], "papers": [DOCUMENT.lower(), "e12345678"]}
    for name, (sort, region) in by.items():
        profile = put(folder / f"{name}.toml", PROFILE.format(id=name, sort=sort, region=region))
        rows = "".join(f"{key},{STAY}\n" for key in keys[name])
        file = put(folder / f"{name}.csv", f"{name},shop,in,out\n{rows}")
        assert told(workspace, "ingest", file, "--profile", profile).status == 0
    assert told(workspace, "screen", "--as-of", "2021-08-05").status == 0
    return workspace


def tried(workspace: Path) -> list[str]:
    log = workspace / "audit.jsonl"
    return [entry.what for entry in entries(log)] if log.exists() else []


def explained(workspace: Path, key: str) -> tuple[Said, int]:
    before = len(tried(workspace))
    said = told(workspace, "explain", "C1", key)
    return said, len(tried(workspace)) - before


@pytest.mark.parametrize(
    ("typed", "key", "read_as", "keys"),
    [
        ("13800138000", "+8613800138000", "a phone of CN", 2),
        ("138-0013-8000", "+8613800138000", "a phone of CN", 2),
        ("8613800138000", "+8613800138000", "a phone of CN", 2),
        ("0912 345 678", "+886912345678", "a phone of TW", 3),
        ("e12345678", "E12345678", "a document", 2),
    ],
)
def test_the_form_that_profiles_give_finds_her_and_every_key_tried_is_noted(typed, key, read_as, keys, met):
    by_key, alone = explained(met, key)
    said, noted = explained(met, typed)
    assert (said.status, said.out, alone) == (0, by_key.out, 1)
    assert said.complaints == [f"note: no record has this key as it was typed; it was read as {read_as}"]
    assert noted == keys and set(tried(met)) == {"explain by a source's key"}
    assert typed not in said.err and typed not in (met / "audit.jsonl").read_text()


@pytest.mark.parametrize("typed", ["13900139000", "stranger", "0912 345 679"])
def test_who_is_in_no_form_known_is_told_so(typed, met):
    said, noted = explained(met, typed)
    assert said.status == 15 and len(said.complaints) == 1 and typed not in said.err and noted >= 1


def test_a_key_as_it_was_typed_goes_first(met, tmp_path):
    workspace = shutil.copytree(met, tmp_path / "workspace")
    own = put(tmp_path / "checkins-own.csv", CHECKINS.replace("\na,", "\n13800138000,"))
    assert told(workspace, "ingest", own).status == 0
    said, noted = explained(workspace, "13800138000")
    assert said.status == 0 and said.err == "" and noted == 1
    assert said.out != explained(workspace, "+8613800138000")[0].out


def test_a_phone_that_may_be_of_two_regions_is_refused_and_the_country_code_asked_for(met, tmp_path):
    workspace = shutil.copytree(met, tmp_path / "workspace")
    profile = put(tmp_path / "gb.toml", PROFILE.format(id="gb", sort="phone", region=', region = "GB"'))
    file = put(tmp_path / "gb.csv", f"gb,shop,in,out\n020 8345 6789,{STAY}\n+86 20 8345 6789,{STAY}\n")
    assert told(workspace, "ingest", file, "--profile", profile).status == 0
    said, _ = explained(workspace, "02083456789")
    assert said.status == 2 and len(said.complaints) == 1
    assert "as a phone of CN or a phone of GB" in said.err and "8345" not in said.err


def test_the_case_herself_by_her_document_as_typed_is_no_question(met):
    said = told(met, "explain", "C2", SHORT)
    assert said.status == 15 and "herself" in said.err and SHORT not in said.err


def test_decisions_on_identity_take_keys_as_typed_too(met, tmp_path):
    workspace = shutil.copytree(met, tmp_path / "workspace")
    said = told(workspace, "identity", "join", "13800138000", "0912345678")
    assert said.status == 0 and len(said.complaints) == 2
    assert told(workspace, "explain", "C1", "13800138000").status == 0
    assert told(workspace, "identity", "join", "13900139000", "a").status == 30
    assert set(tried(workspace)) >= {"identity by a source's key"}
