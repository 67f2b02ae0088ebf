"""Compiled programs that stay: the second run of a notebook need not compile again.

JAX can keep what it compiled in a folder. kit gives it one in the user's own cache
folder, bounded in size; the environment variable KIT_COMPILATION_CACHE=0 turns it off.
"""

import hashlib
import os
import platform
import time
import warnings
from pathlib import Path

import jax
from platformdirs import user_cache_path

# Programs of small networks take 5 to 100 KB each; once a day the oldest make room.
MOST_BYTES = 256 * 2**20
DAY = 24 * 60 * 60


def use_compilation_cache() -> Path | None:
    """Let JAX keep compiled programs; returns the folder, or None if it is off.

    A folder that was chosen by `JAX_COMPILATION_CACHE_DIR` or `jax.config` is kept.
    It belongs to one user, so students on one server do not share programs, and to
    one kind of processor, because programs fit the one that they were compiled on.
    Several kernels may use it at once. A damaged entry is compiled anew.

    >>> os.environ["KIT_COMPILATION_CACHE"] = "0"
    >>> use_compilation_cache() is None
    True
    """
    if os.environ.get("KIT_COMPILATION_CACHE") == "0":
        return None
    if jax.config.jax_compilation_cache_dir is not None:
        return Path(jax.config.jax_compilation_cache_dir)
    folder = user_cache_path("learning-kit") / f"programs-{processor_name()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / ".writable").touch()
        make_room_once_a_day(folder)
    except OSError:  # a read-only or full home folder: compile every time
        return None
    jax.config.update("jax_compilation_cache_dir", str(folder))
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
    # A program that cannot be read or written is compiled; nobody needs to be told.
    message = "Error (reading|writing) persistent compilation cache entry"
    warnings.filterwarnings("ignore", message=message)
    return folder


def make_room_once_a_day(folder: Path) -> None:
    """Remove the programs that were not used for longest, down to MOST_BYTES.

    JAX could keep the bound itself, but then it looks at every entry, under a lock,
    each time that it keeps another one: a quarter of a second each in a full folder.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> make_room_once_a_day(folder)
    >>> [entry.name for entry in folder.iterdir()]
    ['last_cleaned']
    """
    marker = folder / "last_cleaned"
    if marker.exists() and time.time() - marker.stat().st_mtime < DAY:
        return
    marker.touch()
    programs = [(entry.stat(), entry.path) for entry in os.scandir(folder)]
    programs.sort(key=lambda found: max(found[0].st_atime, found[0].st_mtime))
    too_many = sum(status.st_size for status, _ in programs) - MOST_BYTES
    for status, path in programs:
        if too_many <= 0:
            return
        Path(path).unlink(missing_ok=True)  # another kernel may have been faster
        too_many -= status.st_size


def processor_name() -> str:
    """Return a short name for this kind of processor and its abilities.

    >>> len(processor_name())
    12
    """
    facts = [platform.machine(), platform.processor()]
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        facts += [line for line in lines if line.startswith(("flags", "Features"))][:1]
    except OSError:  # no Linux: the name of the processor has to do
        pass
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:12]
