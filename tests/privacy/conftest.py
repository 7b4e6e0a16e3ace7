"""An outbreak in which every value that could tell on somebody is a mark of its own, and all that was said about it."""

from pathlib import Path

import pytest

from tests.cli.program import AS_OF, Said, new_workspace, people_listed, told
from tests.privacy.marks import Marks, marked_files


class Outbreak:
    """A workspace with marked records, what every command said, and the folder that files were written to."""

    def __init__(self, folder: Path):
        self.folder, self.out, self.temporary = folder / "workspace", folder / "out", folder / "temporary"
        self.marks, self.said = Marks(), []
        for path in (self.out, self.temporary):
            path.mkdir()

    def told(self, *arguments: object) -> Said:
        """Run a command and remember what it said."""
        self.said.append(told(self.folder, *arguments))
        return self.said[-1]


@pytest.fixture(scope="session")
def marked(tmp_path_factory) -> Outbreak:
    """Everything that can be done without `--identified` was done. Nobody changes it."""
    folder = tmp_path_factory.mktemp("marked")
    outbreak = Outbreak(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(outbreak.temporary))
        patch.setattr("tempfile.tempdir", None)
        use(outbreak, marked_files(folder / "brought", outbreak.marks))
    return outbreak


def use(outbreak: Outbreak, files: list[Path]) -> None:
    """Every command, in every format."""
    new_workspace(outbreak.folder)
    assert outbreak.told("ingest", *files).status == 2
    assert outbreak.told("ingest", files[0]).status == 0
    assert outbreak.told("screen", "--as-of", AS_OF).status == 0
    for format in ("csv", "xlsx", "parquet", "json"):
        outbreak.told("contacts", "--out", outbreak.out / f"list.{format}")
        outbreak.told("contacts", "C0", "--format", format)
    for format in ("html", "graphml", "gexf", "json"):
        outbreak.told("graph", "C0", "--out", outbreak.out / f"graph.{format}")
    person = people_listed(outbreak.folder, "C0")[0]
    assert outbreak.told("explain", "C0", person).status == 0
    assert outbreak.told("explain", "C0", outbreak.marks.people[3]).status == 0
    assert outbreak.told("explain", "C0", "nobody").status == 15
    outbreak.told("rejects")
    outbreak.told("rejects", "--out", outbreak.out / "rejects.csv")
    for format in ("html", "json"):
        assert outbreak.told("intake-report", "--out", outbreak.out / f"intake.{format}").status == 0
    outbreak.told("screen", "--as-of", AS_OF, "--definition", "covid-cdc")
