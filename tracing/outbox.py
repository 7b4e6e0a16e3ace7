"""The outbox: what changed on the case lists, each difference against the one delivered before it.

A difference is delivered once, whenever the program dies and whatever becomes of the files in the outbox:

    1. the whole list is put under  outbox/.ready/difference-000012-since-000009.csv
    2. outbox/.delivered.json says  {"run": 12}
    3. the list is renamed into     outbox/difference-000012.csv, where it belongs to whoever takes it

A delivery that died after the first step stands in `.ready`: `Outbox.finish` does what is missing. One that died before
it left nothing, and the next difference is against the same run as that one was.
"""

import json
import re
from pathlib import Path

from tracing import disk
from tracing.errors import CannotWrite, StoreDamaged

_READY = re.compile(r"difference-(?P<run>\d{6,})-since-(?P<since>\d{6,})\.csv")


class Outbox:
    """The outbox of a workspace; one process at a time delivers to it."""

    def __init__(self, folder: Path):
        self.folder, self._ready, self._state = folder, folder / ".ready", folder / ".delivered.json"

    def delivered(self) -> int:
        """The run whose difference was delivered last; 0 before the first. Errors: StoreDamaged."""
        if not self._state.exists():
            return 0
        try:
            return int(json.loads(self._state.read_text(encoding="utf-8"))["run"])
        except (OSError, ValueError, KeyError, TypeError):
            raise StoreDamaged(f"{self._state}: this does not say what was delivered last") from None

    def finish(self) -> None:
        """Deliver what a process that died had made ready."""
        for part in self._ready.glob("*.part"):
            part.unlink()
        for ready in sorted(self._ready.glob("difference-*.csv")):
            told = _READY.fullmatch(ready.name)
            if told and self.delivered() in map(int, told.groups()):
                self._deliver(ready, int(told["run"]))

    def deliver(self, run: int, document: bytes) -> Path:
        """Deliver the difference of a run to the one delivered last: where it stands. Errors: CannotWrite."""
        self._make()
        ready = self._ready / f"difference-{run:06d}-since-{self.delivered():06d}.csv"
        disk.put(ready, document)
        return self._deliver(ready, run)

    def _deliver(self, ready: Path, run: int) -> Path:
        target = self.folder / f"difference-{run:06d}.csv"
        disk.put(self._state, json.dumps({"run": run}).encode())
        try:
            disk.move(ready, target)
        except OSError as error:
            raise CannotWrite(f"{target}: {error.strerror or 'cannot be written'}") from None
        return target

    def _make(self) -> None:
        try:
            for folder in (self.folder, self._ready):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise CannotWrite(f"{self._ready}: {error.strerror or 'cannot be made'}") from None
