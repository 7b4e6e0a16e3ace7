"""Filters that find much in the small worlds of the tests, for the files that a test says."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from unittest.mock import patch
from zlib import crc32

from pipelines.ingest import Intake
from tracing.filters import Parameters

STRICT = {
    "impossible-speed": {"kmh": 2.0},
    "ping-pong": {"minutes": 600.0, "metres": 1.0},
    "frozen": {"minutes": 1.0, "kmh": 0.1},
    "two-places": {"kmh": 2.0},
}
Choose = Callable[[Path], Mapping[str, Parameters]]


def by_content(path: Path) -> dict[str, Parameters]:
    """No filter for a third of all files, one or all for the others; files with the same content have the same."""
    dice = Random(crc32(path.read_bytes()))
    return {name: STRICT[name] for name in dice.sample(list(STRICT), dice.choice((0, 1, 4)))}


@contextmanager
def marking(filters_of: Choose = by_content) -> Iterator[Counter]:
    """Let files be taken in as if their profiles named these filters; counts the `marks`."""
    mark, counted = Intake._mark, Counter()

    def marked(intake: Intake, _: object) -> None:
        mark(intake, filters_of(intake.file.path))
        of_file = {"file": intake.file.file_id}
        counted["marks"] += intake.store.run("SELECT count(*) FROM marks WHERE file_id = $file", of_file)[0][0]

    with patch.object(Intake, "_mark", marked):
        yield counted
