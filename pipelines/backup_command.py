"""`tracing backup` and `tracing restore`: a workspace as a folder of files that can be verified."""

from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path

from pipelines import settings
from pipelines.commands import folder_of
from pipelines.progress import Progress
from tracing import backup as backups
from tracing.disk import alone
from tracing.errors import WorkspaceExists
from tracing.store import Database

_LEFT_OUT = ("inbox", "unpacked", "prefect")
"""Files that were not taken in yet are whole nowhere else; what Prefect keeps can be done without."""


def backup(options: Namespace) -> None:
    """`tracing backup`: nobody writes to the workspace meanwhile."""
    space = settings.open_workspace(folder_of(options))
    space.pseudonyms()
    progress = Progress("backup", "backup")
    with ExitStack() as held:
        for path in (space.outbox, space.handover, space.results, space.audit):
            if path.exists():
                held.enter_context(alone(path))
        for path in (space.store, space.vault):
            held.enter_context(Database(path, read_only=True))
        count = backups.make(space.folder, Path(options.folder), _is_kept, settings.now(), progress.at)
    print(f"{options.folder}: {count:,} files, the pseudonym key and the vault among them: keep it as the workspace")


def _is_kept(path: Path) -> bool:
    passing = any(part.endswith((".part", ".turn")) or part.startswith(".known-") for part in path.parts)
    return path.parts[0] not in _LEFT_OUT and not passing


def restore(options: Namespace) -> None:
    """`tracing restore`."""
    folder = folder_of(options)
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise WorkspaceExists(f"{folder}: is there already; name a folder that is not, with --workspace")
    count = backups.restore(Path(options.folder), folder, Progress("restore", "restore").at)
    for name in settings.FOLDERS:
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    print(f"workspace {folder}: {count:,} files as they were backed up; `tracing check` looks into them")
