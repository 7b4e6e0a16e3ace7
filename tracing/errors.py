"""What can go wrong, and the exit status each kind has.

A message names files, lines, columns, keys and ids of records, never a value from one: messages end up
on screens, in logs and in Prefect's database. 2 says that the command or a file named on it is wrong;
every other kind has a number of its own from 10 on, listed in the README.
"""


class TracingError(Exception):
    """Root of all that is meant for the user: one line that says what and where."""

    exit_status = 70


class UsageError(TracingError):
    """The command is wrong, or a file named on it."""

    exit_status = 2


class FileRefused(UsageError):
    """A file of records that cannot be taken in as a whole."""


class DefinitionRefused(UsageError):
    """A contact definition that breaks the specification: path, key and reason."""


class ProfileRefused(UsageError):
    """A source profile that cannot be meant: path, key and reason."""


class ProfileIncomplete(TracingError):
    """The proposal of a profile lacks what only a person can state."""

    exit_status = 28


class NoWorkspace(TracingError):
    """The folder is not a workspace, or its settings cannot be read."""

    exit_status = 10


class WorkspaceExists(TracingError):
    """A workspace stands there already."""

    exit_status = 11


class WorkspaceLocked(TracingError):
    """Another process is writing to this workspace."""

    exit_status = 12


class NothingScreened(TracingError):
    """A question about results before the first screen."""

    exit_status = 13


class NotACase(TracingError):
    """The root of a search is not a confirmed case of this outbreak."""

    exit_status = 14


class NotOnTheList(TracingError):
    """The person is not a contact of the case."""

    exit_status = 15


class KeyFileUnusable(TracingError):
    """The pseudonym key is missing, damaged, or readable by others."""

    exit_status = 16


class StoreDamaged(TracingError):
    """A database of the workspace cannot be opened or does not hold what it should."""

    exit_status = 17


class InboxRefused(TracingError):
    """Some files of the inbox could not be taken in; the others were."""

    exit_status = 18


class CannotWrite(TracingError):
    """The disk is full, or a folder may not be written to."""

    exit_status = 19


class TooLarge(TracingError):
    """The answer does not fit the format asked for."""

    exit_status = 20


class ClockWentBack(TracingError):
    """The clock is behind what the ledger bears already."""

    exit_status = 22


class AlreadyServed(TracingError):
    """A service runs for this workspace already."""

    exit_status = 25


class PortInUse(TracingError):
    """Another program listens at the port."""

    exit_status = 26


class NoSuchRun(TracingError):
    """No results stand of a screen of that number."""

    exit_status = 23


class IdentityRefused(TracingError):
    """A decision on who is one person that cannot be taken: nobody of that key, no such join, or the same key twice."""

    exit_status = 30
