"""The workspace: one folder for one outbreak. The only reader of the environment.

workspace.toml      zone, definition, where the key lies; keep_runs, where 100 are not wanted
secrets/            the pseudonym key, mode 0600, outside every database
store.duckdb        records under pseudonyms, the ledger of files, rejects
clustered/          the bulk of the records once more, sorted for screens; only large stores have it
vault.duckdb        who stands behind the pseudonyms
audit.jsonl         every use of identities
inbox/              files to be taken in; they move on to taken/ or refused/
unpacked/           a member of an archive while it is read, and nothing else
definitions/        contact definitions of this workspace
profiles/           source profiles of this workspace: how files that come from elsewhere are read
results/            one file per screen, never changed once it stands there; a rerun drops all but the last keep_runs
handover/           identified lists as they were handed over, a folder per case and hand-over, never changed either
outbox/             what changed on the case lists, one file per rerun, for whoever takes it
prefect/            what `tracing serve` and its Prefect server keep
"""

import os
import pwd
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from tracing import definitions
from tracing.errors import CannotWrite, KeyFileUnusable, NoWorkspace, UsageError, WorkspaceExists
from tracing.privacy.pseudonym import Pseudonyms, make_key, read_key
from tracing.store import Database

DEFAULT_ZONE = "Asia/Shanghai"
DEFAULT_DEFINITION = "covid-cn-9"
_OWN = ("workspace.toml", "secrets/pseudonym.key", "store.duckdb", "vault.duckdb", "audit.jsonl")
FOLDERS = ("inbox", "taken", "refused", "definitions", "profiles", "results", "outbox")
KEEP_RUNS = 100


def workspace_folder() -> Path:
    """The folder that is meant when the command line names none."""
    return Path(os.environ.get("TRACING_WORKSPACE") or "workspace")


def prefect_api() -> str | None:
    """The Prefect server that runs are to be seen on; None: run without one."""
    return os.environ.get("PREFECT_API_URL") or None


def environment() -> dict[str, str]:
    """The environment, for processes that are started."""
    return dict(os.environ)


def user() -> str:
    """Who the operating system says is at the keyboard, for the audit log."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"


def now() -> datetime:
    """The current instant in whole milliseconds."""
    at = datetime.now(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


@dataclass(frozen=True)
class Workspace:
    """The paths and settings of one workspace."""

    folder: Path
    timezone: str
    definition: str
    key_file: Path
    key_mark: str
    keep_runs: int = KEEP_RUNS

    @property
    def store(self) -> Path:
        return self.folder / "store.duckdb"

    @property
    def vault(self) -> Path:
        return self.folder / "vault.duckdb"

    @property
    def audit(self) -> Path:
        return self.folder / "audit.jsonl"

    @property
    def clustered(self) -> Path:
        return self.folder / "clustered"

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def unpacked(self) -> Path:
        return self.folder / "unpacked"

    @property
    def profiles(self) -> Path:
        return self.folder / "profiles"

    @property
    def results(self) -> Path:
        return self.folder / "results"

    @property
    def outbox(self) -> Path:
        return self.folder / "outbox"

    @property
    def handover(self) -> Path:
        return self.folder / "handover"

    @property
    def prefect(self) -> Path:
        return self.folder / "prefect"

    def pseudonyms(self) -> Pseudonyms:
        """What makes this workspace's pseudonyms. Errors: KeyFileUnusable, also for another workspace's key."""
        made = read_key(self.key_file)
        if made.mark() != self.key_mark:
            raise KeyFileUnusable(f"{self.key_file}: this is not the key that the workspace was made with")
        return made

    def definition_in_force(self, name: str | None = None) -> definitions.Definition:
        """The definition of that id or file, by default the workspace's own."""
        return definitions.find(name or self.definition, [self.folder / "definitions", definitions.shipped()])


def init(folder: Path, timezone: str, definition: str) -> Workspace:
    """Make a workspace. Errors: WorkspaceExists, UsageError for an unknown zone, DefinitionRefused."""
    standing = [name for name in _OWN if (folder / name).exists()]
    if standing:
        raise WorkspaceExists(f"{folder}: a workspace, or a part of one, stands there already ({standing[0]})")
    check_zone(timezone)
    chosen = definitions.find(definition, [definitions.shipped()])
    try:
        _make(folder, timezone, chosen, Path(definition))
    except OSError as error:
        raise CannotWrite(f"{folder}: {error.strerror or 'cannot be written to'}") from None
    return open_workspace(folder)


def check_zone(timezone: str) -> None:
    """Errors: UsageError for a name that is no IANA time zone."""
    try:
        ZoneInfo(timezone)
        pl.Series([now()]).dt.convert_time_zone(timezone)
    except (KeyError, ValueError, OSError, pl.exceptions.PolarsError):
        raise UsageError(f"{timezone}: not the name of a time zone, such as Asia/Shanghai") from None


def _make(folder: Path, timezone: str, chosen: definitions.Definition, given: Path) -> None:
    for name in FOLDERS:
        (folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if given.is_file():
        (folder / "definitions" / f"{chosen.id}.toml").write_bytes(given.read_bytes())
    key_file = folder / "secrets" / "pseudonym.key"
    make_key(key_file)
    for name in ("store", "vault"):
        Database.create(folder / f"{name}.duckdb", name).close()
        (folder / f"{name}.duckdb").chmod(0o600)
    settings = {
        "timezone": timezone,
        "definition": chosen.id,
        "key_file": "secrets/pseudonym.key",
        "key_mark": read_key(key_file).mark(),
    }
    text = "".join(f'{key} = "{value}"\n' for key, value in settings.items())
    (folder / "workspace.toml").write_text(text, encoding="utf-8")


def open_workspace(folder: Path) -> Workspace:
    """The workspace of a folder. Errors: NoWorkspace."""
    path = folder / "workspace.toml"
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
        check_zone(settings["timezone"])
        key_file = folder / settings["key_file"]
        keep_runs = _at_least_one(settings.get("keep_runs", KEEP_RUNS))
        zone, definition, key_mark = settings["timezone"], settings["definition"], settings["key_mark"]
        return Workspace(folder, zone, definition, key_file, key_mark, keep_runs)
    except OSError:
        raise NoWorkspace(f"{folder}: no workspace; `tracing init` makes one") from None
    except (ValueError, KeyError, TypeError, UsageError):
        raise NoWorkspace(f"{path}: these settings cannot be read") from None


def _at_least_one(number: object) -> int:
    if not isinstance(number, int) or number < 1:
        raise ValueError
    return number
