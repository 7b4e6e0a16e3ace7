"""Memory that is given back: large blocks go to the system when they are freed, and are not kept for later.

The C library of Linux learns from each large block that is freed to keep the next one: after a file of some millions of
rows a hundred megabytes lie about in pieces, the more the longer a process lives.
"""

import ctypes
from contextlib import suppress

_KEPT_FREE, _LARGE = -1, -3
"""M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of glibc's `malloc.h`."""
_BYTES = 6 * 2**20


def give_back() -> None:
    """From now on give back blocks of 6 MB and more, and what is free at the end of a heap. Another C library is left
    as it is.
    """
    with suppress(AttributeError):
        setting = ctypes.CDLL(None).mallopt
        setting(_LARGE, _BYTES)
        setting(_KEPT_FREE, _BYTES)
