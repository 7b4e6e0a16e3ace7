"""The inbox: what lies there complete, and what has to wait.

A file is still being written as long as its name begins with a dot or ends with .part or .tmp, or its size or time of
change moves. Whoever brings a file may therefore rename it into place, or just copy it.
"""

import time
from collections.abc import Iterator
from pathlib import Path

QUIET_S = 2.0
"""How long a file must stay as it is to count as complete where nobody says that it is: seconds."""

SIGN = "decided"
"""In the folder of the service: the file that is touched when a person has decided who is one person."""

_UNFINISHED = (".part", ".tmp")

Look = dict[Path, tuple[int, int]]
"""Size and time of change of each file."""


def waiting(inbox: Path) -> list[Path]:
    """The files of an inbox whose names say nothing against taking them in, the oldest first."""
    found = [path for path in _files(inbox) if not _is_unfinished(path)]
    return [path for path, (_, changed_at) in sorted(look(found).items(), key=lambda one: (one[1][1], one[0].name))]


def unfinished(inbox: Path) -> list[Path]:
    """The files of an inbox that are still being written, by their names."""
    return sorted(path for path in _files(inbox) if _is_unfinished(path))


def not_files(inbox: Path) -> list[Path]:
    """What lies in an inbox and is no file."""
    return sorted(path for path in inbox.iterdir() if path.is_dir())


def complete(inbox: Path) -> list[Path]:
    """The files of an inbox that did not change for QUIET_S while this looked on, the oldest first."""
    before = look(waiting(inbox))
    if before:
        time.sleep(QUIET_S)
    return [path for path in waiting(inbox) if look([path]).get(path) == before.get(path, ())]


def look(paths: list[Path]) -> Look:
    """The files as they are now; one that went away meanwhile is left out."""
    seen = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        seen[path] = (status.st_size, status.st_mtime_ns)
    return seen


class Watch:
    """Tells when there is something to do, of an inbox and of a sign that somebody looks at again and again."""

    def __init__(self, inbox: Path, sign: Path, again_s: float = 30):
        """Begin to watch; a sign that was given before that is an old one.

        sign        a file whose time of change says that something else has to be reckoned with (`SIGN`)
        again_s     how long to wait before a file that still lies there is worth another try, in seconds
        """
        self.inbox, self.sign, self.again_s = inbox, sign, again_s
        self._since: dict[tuple, float] = {}
        self._tried: dict[tuple, float] = {}
        self._given = self._heeded = look([sign])

    def due(self, now: float) -> bool:
        """Look once, at a moment in seconds: whether a complete file lies there, or a sign was given, that nobody was
        told of lately."""
        seen = list(look(waiting(self.inbox)).items())
        self._since = {file: self._since.get(file, now) for file in seen}
        self._tried = {file: at for file, at in self._tried.items() if file in self._since and now - at < self.again_s}
        self._given = look([self.sign])
        return self._given != self._heeded or any(file not in self._tried for file in self._quiet(now))

    def told(self, now: float) -> None:
        """Note that whoever takes files in was told of all that are complete, and of the sign."""
        self._tried |= dict.fromkeys(self._quiet(now), now)
        self._heeded = self._given

    def _quiet(self, now: float) -> Iterator[tuple]:
        return (file for file, since in self._since.items() if now - since >= QUIET_S)


def _files(inbox: Path) -> list[Path]:
    inbox.mkdir(mode=0o700, exist_ok=True)
    return [path for path in inbox.iterdir() if path.is_file()]


def _is_unfinished(path: Path) -> bool:
    return path.name.startswith(".") or path.suffix.lower() in _UNFINISHED
