"""Compiled programs that stay: the second run of a notebook need not compile again.

JAX can keep what it compiled in a folder. kit gives it one in the user's own cache
folder, bounded in size; the environment variable KIT_COMPILATION_CACHE=0 turns it off.
"""

import hashlib
import os
import platform
import warnings
from pathlib import Path

import jax
from platformdirs import user_cache_path

# Programs of small networks take 10 to 100 KB each; the oldest ones make room.
MOST_BYTES = 256 * 2**20


def use_compilation_cache() -> Path | None:
    """Let JAX keep compiled programs; returns the folder, or None if it is off.

    A folder that was chosen by `JAX_COMPILATION_CACHE_DIR` or `jax.config` is kept.
    It belongs to one user, so students on one server do not share programs, and to
    one kind of processor, because programs fit the one that they were compiled on.
    Several kernels may use it at once: JAX locks it. A damaged entry is compiled anew.

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
    except OSError:  # a read-only or full home folder: compile every time
        return None
    jax.config.update("jax_compilation_cache_dir", str(folder))
    jax.config.update("jax_compilation_cache_max_size", MOST_BYTES)
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    jax.config.update("jax_persistent_cache_min_entry_size_bytes", -1)
    # A program that cannot be read or written is compiled; nobody needs to be told.
    message = "Error (reading|writing) persistent compilation cache entry"
    warnings.filterwarnings("ignore", message=message)
    return folder


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
