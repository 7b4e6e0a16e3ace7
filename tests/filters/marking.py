"""Filters that find much in the small worlds of the tests, for the files that a test says."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from unittest.mock import patch
from zlib import crc32

from pipelines import retract
from pipelines.ingest import Intake
from tracing.device_tracks import Tracks
from tracing.filters import Parameters
from tracing.store import Database

STRICT = {
    "impossible-speed": {"kmh": 2.0},
    "ping-pong": {"minutes": 600.0, "metres": 1.0},
    "frozen": {"minutes": 1.0, "kmh": 0.1},
    "two-places": {"kmh": 2.0},
}
Choose = Callable[[Path], Mapping[str, Parameters]]


def by_content(path: Path) -> dict[str, Parameters]:
    """No filter for some files, one or two for some, all for most; files with the same content have the same."""
    dice = Random(crc32(path.read_bytes()))
    return {name: STRICT[name] for name in dice.sample(list(STRICT), dice.choice((0, 1, 2, 4, 4, 4)))}


@contextmanager
def marking(filters_of: Choose = by_content) -> Iterator[Counter]:
    """Let files be taken in as if their profiles named these filters; counts the `marks` that are set and `lifted`."""
    named, judged, counted = Intake._name_filters, retract.judge, Counter()

    def name_filters(intake: Intake, _: object) -> None:
        named(intake, filters_of(intake.file.path))

    def judge(store: Database, file_id: int, tracks: Tracks) -> None:
        before = store.run("SELECT count(*), count(lifted_at) FROM marks")[0]
        judged(store, file_id, tracks)
        after = store.run("SELECT count(*), count(lifted_at) FROM marks")[0]
        counted.update(marks=after[0] - before[0], lifted=after[1] - before[1])

    with patch.object(Intake, "_name_filters", name_filters), patch.object(retract, "judge", judge):
        yield counted
