"""Settings of the C library's memory allocator, for the large arrays of a train step.

`kit` calls `tune_allocator` once, before the first computation; a trainer calls
`release_memory` when a fit has ended. Both do nothing where there is no glibc.
"""

import ctypes
import functools
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager

# Numbers of the options in glibc's <malloc.h>.
_M_TRIM_THRESHOLD = -1
_M_TOP_PAD = -2
_M_MMAP_MAX = -4
_M_ARENA_MAX = -8
_MEGABYTE = 2**20


def tune_allocator() -> bool:
    """Keeps freed memory in the process, so that the next step can reuse it.

    By default each large block is fetched from the operating system and returned
    after use, and every page of it is cleared again at the first touch: about 2000
    page faults in one step of a small convolutional net, and 3 to 25 % of its time.

    Settings for the whole process: no separate mappings for large blocks, one heap
    for all threads, growing by 64 MB and returning its end only above 512 MB.
    The environment variable KIT_MALLOC=0 turns this off.

    Returns:
        Whether the settings were made.

    >>> tune_allocator() in (True, False)
    True
    """
    if os.environ.get("KIT_MALLOC") == "0":
        return False
    library = _glibc()
    if library is None:
        return False
    settings = {
        _M_MMAP_MAX: 0,
        _M_ARENA_MAX: 1,
        _M_TRIM_THRESHOLD: 512 * _MEGABYTE,
        _M_TOP_PAD: 64 * _MEGABYTE,
    }
    # mallopt returns 1 for success; a list, so that every setting is tried.
    return all([library.mallopt(option, value) for option, value in settings.items()])


def release_memory() -> bool:
    """Returns all freed memory to the operating system; takes about 20 ms.

    Useful after training: of 450 to 600 MB that a notebook holds while it trains a
    small convolutional net, about 290 MB remain.

    Returns:
        Whether the allocator was asked; False with KIT_MALLOC=0 or without glibc.

    >>> release_memory() in (True, False)
    True
    """
    if os.environ.get("KIT_MALLOC") == "0":
        return False
    library = _glibc()
    if library is None:
        return False
    library.malloc_trim(0)
    return True


@contextmanager
def returning_memory(least_seconds: float = 1.0) -> Iterator[None]:
    """Returns freed memory to the operating system after a long `with` block.

    Args:
        least_seconds: a shorter block is not worth the 20 ms.

    >>> with returning_memory():
    ...     total = sum(range(10))
    """
    start = time.monotonic()
    try:
        yield
    finally:
        if time.monotonic() - start > least_seconds:
            release_memory()


@functools.cache
def _glibc() -> ctypes.CDLL | None:
    """The C library of this process, if it is glibc on Linux."""
    if platform.system() != "Linux" or platform.libc_ver()[0] != "glibc":
        return None
    try:
        library = ctypes.CDLL(None)
        library.mallopt.argtypes = (ctypes.c_int, ctypes.c_int)
        library.malloc_trim.argtypes = (ctypes.c_size_t,)
    except (OSError, AttributeError):
        return None
    return library
