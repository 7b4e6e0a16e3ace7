"""Every shipped profile, from a file as its source writes it through `tracing ingest` into the store and the vault."""

from datetime import UTC, datetime

import pytest

from tests.cli.program import new_workspace, put, rows, told
from tests.profiles.samples import ANNA, BEN, SAMPLES
from tracing.intake.profiles import shipped
from tracing.model import KINDS
from tracing.toml_files import listed

SEALED = KINDS["persons"].sealed


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory):
    """A workspace into which every sample was taken, what was said, and the files by profile."""
    folder = tmp_path_factory.mktemp("samples")
    workspace = new_workspace(folder / "workspace")
    files = {name: put(folder / "files" / sample.name, sample.content) for name, sample in SAMPLES.items()}
    said = told(workspace, "ingest", *files.values())
    assert said.status == 0, said.err
    return workspace, said, files


@pytest.fixture(scope="module")
def keys(taken_in) -> dict[str, str]:
    workspace, _, _ = taken_in
    return dict(rows(workspace / "vault.duckdb", "SELECT pseudonym, source_key FROM keys"))


def file_id_of(workspace, name: str) -> int:
    [(file_id,)] = rows(workspace / "store.duckdb", "SELECT file_id FROM files WHERE profile = $name", {"name": name})
    return file_id


def test_every_shipped_profile_has_a_sample():
    assert set(SAMPLES) == set(listed([shipped()]))


@pytest.mark.parametrize("name", SAMPLES)
def test_each_file_finds_its_profile_by_its_header(taken_in, name):
    workspace, said, files = taken_in
    sample = SAMPLES[name]
    [(kind, text)] = rows(
        workspace / "store.duckdb",
        "SELECT kind, text FROM files JOIN profiles ON profiles.sha256 = profile_sha256 WHERE profile = $name",
        {"name": name},
    )
    assert kind == sample.kind
    assert text == (shipped() / f"{name}.toml").read_text(encoding="utf-8")
    assert f"{files[name].name} (profile {name}): {len(sample.rows) + len(sample.rejects)} rows" in said.out


@pytest.mark.parametrize("name", SAMPLES)
def test_every_column_is_what_the_file_says(taken_in, keys, name):
    workspace, _, _ = taken_in
    sample, kind = SAMPLES[name], KINDS[SAMPLES[name].kind]
    columns = ", ".join(f'"{column}"' for column in kind.stored)
    found = rows(
        workspace / "store.duckdb",
        f"SELECT {columns} FROM {kind.name} WHERE file_id = {file_id_of(workspace, name)} ORDER BY line",
    )
    assert [dict(zip(kind.stored, map(plain, row), strict=True)) for row in named(found, keys)] == sample.rows


@pytest.mark.parametrize("name", SAMPLES)
def test_every_other_line_is_a_reject_that_names_the_file_s_own_column(taken_in, name):
    workspace, _, _ = taken_in
    found = rows(
        workspace / "store.duckdb",
        f"SELECT line, column_name, reason FROM rejects WHERE file_id = {file_id_of(workspace, name)} ORDER BY line",
    )
    expected = SAMPLES[name].rejects
    assert [row[:2] for row in found] == [row[:2] for row in expected]
    for (*_, reason), (*_, wanted) in zip(found, expected, strict=True):
        assert reason == (wanted or reason)


@pytest.mark.parametrize("name", SAMPLES)
def test_who_people_are_is_in_the_vault_and_not_in_the_store(taken_in, keys, name):
    workspace, _, _ = taken_in
    found = rows(
        workspace / "vault.duckdb",
        f"SELECT person_id, {', '.join(SEALED)} FROM persons WHERE file_id = {file_id_of(workspace, name)}",
    )
    said = {keys[person]: dict(zip(SEALED, values, strict=True)) for person, *values in found}
    assert said == SAMPLES[name].told and len(found) == len(said)


def test_a_file_of_other_records_leaves_no_persons_in_the_store(taken_in):
    workspace, _, _ = taken_in
    [(listed_people,)] = rows(workspace / "store.duckdb", "SELECT count(*) FROM persons")
    assert listed_people == len(SAMPLES["contact-lists"].rows)


def test_the_accounts_add_up_and_the_workspace_passes_its_check(taken_in):
    workspace, _, _ = taken_in
    assert told(workspace, "check").status == 0


def test_the_same_files_again_change_nothing(taken_in):
    workspace, _, files = taken_in
    again = told(workspace, "ingest", *files.values())
    assert again.status == 0 and " = 0 kept" in again.out
    assert all(" = 0 kept" in line for line in again.out.splitlines() if " rows = " in line)


def test_what_is_said_names_no_value(taken_in):
    workspace, said, _ = taken_in
    rejects = told(workspace, "rejects")
    for text in (said.out, said.err, rejects.out):
        assert not [word for word in ("安娜", "19000000001", "440524", "昨天", "机组") if word in text]


def named(found: list[tuple], keys: dict[str, str]) -> list[list]:
    """Rows with the keys that pseudonyms stand for."""
    return [[keys.get(value, value) if isinstance(value, str) else value for value in row] for row in found]


def plain(value: object) -> object:
    if not isinstance(value, datetime):
        return value
    return value.replace(tzinfo=UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z").replace(".000", "")


def test_what_a_file_says_of_people_stands_on_identified_lists(tmp_path):
    """Nobody brought a persons file: the scans said who the contact is, the row that tells most of those that count."""
    workspace = new_workspace(tmp_path / "workspace")
    header = "姓名,身份证号,手机号,场所码,扫码时间,现住址"
    scans = put(
        tmp_path / "a.csv",
        f"{header}\n安娜,{ANNA},,M1,2021-08-01 10:00,\n本,{BEN},19000000002,M1,2021-08-01 10:05,文化路2号\n",
    )
    later = put(tmp_path / "b.csv", f"{header}\n本杰明,{BEN},,M2,2021-08-02 10:05,\n")
    cases = put(tmp_path / "cases.csv", f"case_id,person_id,classification,onset_at\nC1,{ANNA},confirmed,2021-08-01\n")
    assert told(workspace, "ingest", scans, later, cases).status == 0
    assert told(workspace, "screen", "--as-of", "2021-08-05").status == 0
    identified = told(workspace, "contacts", "C1", "--identified").out.splitlines()
    assert identified[1].startswith(f"C1,{BEN},close,") and identified[1].endswith(",本,19000000002,文化路2号")
    assert told(workspace, "retract", "1").status == 0
    assert told(workspace, "ingest", put(tmp_path / "c.csv", scans.read_text().replace("文化路2号", ""))).status == 0
    assert told(workspace, "screen", "--as-of", "2021-08-05").status == 0
    assert told(workspace, "contacts", "C1", "--identified").out.splitlines()[1].endswith(",本,19000000002,")


def test_the_same_as_above_is_the_place_above_and_never_a_place_of_its_own(tmp_path):
    """Scans of two malls in two files: whoever stands below the first line of one met nobody of the other."""
    workspace = new_workspace(tmp_path / "workspace")
    for place in ("MALL", "YARD"):
        scans = f"手机号,场所码,扫码时间\n13800138000,{place},2021-08-05 09:00\n13800138001,同上,2021-08-05 09:05\n"
        assert told(workspace, "ingest", put(tmp_path / f"{place}.csv", scans)).status == 0
    own = "person_id,sampled_at,result,site\np,2021-08-05,negative,同上\n"
    assert "1 rejected: site a word that repeats" in told(workspace, "ingest", put(tmp_path / "tests.csv", own)).out
    places = "SELECT place_id, count(*) FROM checkins GROUP BY ALL ORDER BY ALL"
    assert rows(workspace / "store.duckdb", places) == [("MALL", 2), ("YARD", 2)]
