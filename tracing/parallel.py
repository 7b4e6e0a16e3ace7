"""Work that falls into parts: several at once, as arrays and frames are reckoned with outside Python's own lock."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from typing import TypeVar

Part, Done = TypeVar("Part"), TypeVar("Done")

AT_ONCE = min(4, os.cpu_count() or 1)
"""Parts at once; more would take memory, not time: what each part asks of the store comes one after the other."""


def at_once(do: Callable[[Part], Done], parts: Iterable[Part]) -> Iterator[Done]:
    """What is done of each part, in order; no more than `AT_ONCE` parts are held, done or not.

    Errors: those of the first part that fails.
    """
    parts = iter(parts)
    first = list(islice(parts, 2))
    if len(first) < 2:
        yield from map(do, first)
        return
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = deque()
        for part in chain(first, parts):
            if len(waiting) == AT_ONCE:
                yield waiting.popleft().result()
            waiting.append(pool.submit(do, part))
        while waiting:
            yield waiting.popleft().result()
