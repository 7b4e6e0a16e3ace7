"""Writing a town: equal arguments give equal bytes, and the intake takes the files as they were meant."""

import re
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from pipelines.simulate import Account, simulate
from tracing.errors import CannotWrite, UsageError
from tracing.intake.formats import check_header, kind_of, open_records
from tracing.intake.rows import read_rows
from tracing.model import KINDS

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
SMALL = {"people": 80, "days": 5}


def fingerprints(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> tuple[Path, Account]:
    folder = tmp_path_factory.mktemp("small")
    return folder, simulate(folder, **SMALL)


@pytest.mark.parametrize("plain", [False, True])
def test_the_same_arguments_give_the_same_bytes(tmp_path, plain):
    for part in ("one", "two"):
        simulate(tmp_path / part, **SMALL, plain=plain)
    assert fingerprints(tmp_path / "one") == fingerprints(tmp_path / "two")


def test_another_seed_gives_another_town(tmp_path, small):
    simulate(tmp_path, **SMALL, seed=2)
    one, two = fingerprints(small[0] / "records"), fingerprints(tmp_path / "records")
    assert one.keys() == two.keys()
    assert not set(one.values()) & set(two.values())


def test_all_four_formats_are_written(small):
    endings = {"".join(path.suffixes) for path in (small[0] / "records").iterdir()}
    assert endings == {".csv", ".csv.gz", ".parquet", ".xlsx"}


def test_plain_is_one_csv_for_each_kind(tmp_path):
    simulate(tmp_path, **SMALL, plain=True)
    assert {path.name for path in (tmp_path / "records").iterdir()} == {f"{kind}.csv" for kind in KINDS}


def test_the_intake_keeps_all_but_the_flaws(small):
    folder, account = small
    rejected = repeated = 0
    for path in sorted((folder / "records").iterdir()):
        kept, rejects = taken_in(path)
        assert kept.height + rejects.height == account.files[f"records/{path.name}"]
        rejected += rejects.height
        repeated += kept.height - kept.drop("line").unique().height
    assert (rejected, repeated) == (account.broken, account.repeated)


def test_the_account_speaks_of_every_file_and_the_steps_are_told(tmp_path):
    told: list[str] = []
    account = simulate(tmp_path, **SMALL, say=told.append)
    written = fingerprints(tmp_path).keys() - {"truth/README.md"}
    assert account.files.keys() == written
    assert all(name in str(account) for name in written)
    assert len(told) == 3


@pytest.mark.parametrize("wrong", [{"people": 5}, {"days": 1}, {"cases": 0}, {"seed": -1}])
def test_a_town_too_small_is_refused(tmp_path, wrong):
    with pytest.raises(UsageError):
        simulate(tmp_path, **(SMALL | wrong))
    assert not any(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(CannotWrite, match="taken"):
        simulate(tmp_path / "taken", **SMALL)


@pytest.mark.parametrize(
    "size", [{"people": 30, "days": 4}, {"people": 30, "days": 4, "seed": 3}, {"people": 45, "days": 7, "cases": 1}]
)
def test_the_smallest_towns_have_all_kinds(tmp_path, size):
    account = simulate(tmp_path, **size, plain=True)
    assert {f"records/{kind}.csv" for kind in KINDS} < account.files.keys()


def test_the_samples_are_what_their_command_makes(tmp_path):
    simulate(tmp_path, people=60, days=5, seed=7, plain=True)
    kept = {name: print_ for name, print_ in fingerprints(SAMPLES).items() if name != "README.md"}
    assert fingerprints(tmp_path) == kept
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 1_500_000


def test_the_samples_page_shows_lines_that_are_there():
    page = (SAMPLES / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"## (\w+)\n\n[^`]+(?:`[^`]+`[^`]+)*```csv\n(.*?)\n```", page, re.DOTALL)
    assert [kind for kind, _ in shown] == list(KINDS)
    for kind, lines in shown:
        written = (SAMPLES / "records" / f"{kind}.csv").read_text(encoding="utf-8").splitlines()
        assert lines.splitlines()[0] == written[0]
        assert set(lines.splitlines()) <= set(written)


def taken_in(path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    kind, table = kind_of(path), open_records(path)
    check_header(kind, table.columns, path)
    parts = [read_rows(kind, batch, "Asia/Shanghai") for batch in table]
    return pl.concat([kept for kept, _ in parts]), pl.concat([rejects for _, rejects in parts])
