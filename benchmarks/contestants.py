"""Who is measured: the libraries, their interpreters and their environments."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.workload import peer_of

# kit's own settings (kit/kernels/allocator.py), for a library that has none.
_ALLOCATOR = {
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_TRIM_THRESHOLD_": str(512 * 2**20),
    "MALLOC_TOP_PAD_": str(64 * 2**20),
}

_VERSIONS = """
import json, platform, sys
from importlib import metadata
found = {}
for names in json.loads(sys.argv[1]):
    for name in names:
        try:
            found[names[0]] = metadata.version(name)
        except metadata.PackageNotFoundError:
            pass
print(json.dumps({"python": platform.python_version(), "packages": found}))
"""


@dataclass(frozen=True)
class Peer:
    """A library.

    Args:
        key: Its short name.
        title: Its name in tables.
        needs: Packages; of several in one tuple, one is enough.
        environment: Environment variables for its processes.
    """

    key: str
    title: str
    needs: tuple[tuple[str, ...], ...]
    environment: dict[str, str] = field(default_factory=dict)


KERAS = ("keras",)
JAX = ("jax",)
TENSORFLOW = ("tensorflow", "tensorflow-cpu", "tensorflow-macos", "tensorflow-intel")

PEERS = {
    peer.key: peer
    for peer in (
        Peer("kit", "kit", (JAX,)),
        Peer("keras-jax", "Keras-JAX", (KERAS, JAX), {"KERAS_BACKEND": "jax"}),
        Peer(
            "keras-tf",
            "Keras-TensorFlow",
            (KERAS, TENSORFLOW),
            {"KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"},
        ),
        Peer("torch", "PyTorch", (("torch",),)),
    )
}

MODES = {
    "kit:bare": "a bare fit",
    "kit:busy": "busy main thread",
    "kit:chart": "with a live chart",
    "kit:process": "busy other process",
    "keras-jax:busy": "busy main thread",
    "keras-jax:process": "busy other process",
    "kit:row": "one after another",
    "kit:vmap": "by vmap",
}


@dataclass(frozen=True)
class Installed:
    """A library that was found.

    Args:
        peer: The library.
        interpreter: The Python that has it.
        python: That Python's version.
        versions: The versions of the packages.
    """

    peer: Peer
    interpreter: str
    python: str
    versions: dict[str, str]

    @property
    def description(self) -> str:
        """The versions in words."""
        packages = ", ".join(f"{name} {v}" for name, v in self.versions.items())
        return f"{packages}, Python {self.python}"


def find(peer: Peer, interpreter: str | None = None) -> Installed | None:
    """Return the library as an interpreter has it, or None.

    Args:
        peer: The library.
        interpreter: A path; by default the Python that runs this.
    """
    interpreter = interpreter or sys.executable
    command = [interpreter, "-c", _VERSIONS, json.dumps(peer.needs)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(run.stdout)
    if len(found["packages"]) < len(peer.needs):
        return None
    return Installed(peer, interpreter, found["python"], found["packages"])


def title_of(contestant: str) -> str:
    """Return the words for a contestant.

    >>> title_of("keras-jax"), title_of("kit:row")
    ('Keras-JAX', 'one after another')
    """
    return MODES.get(contestant) or PEERS[peer_of(contestant)].title


def environment(contestant: str, folder: Path) -> dict[str, str]:
    """Return the environment variables for a process of a contestant.

    Args:
        contestant: Whose process.
        folder: A place for files, such as compiled programs, that is removed later.
    """
    ours = ("MALLOC_", "KERAS_", "JAX_COMPILATION_CACHE", "JAX_PERSISTENT_CACHE")
    ours = (*ours, "PYTHONDONTWRITEBYTECODE")  # kept, as that of an installed package
    found = {name: v for name, v in os.environ.items() if not name.startswith(ours)}
    found |= {"KERAS_HOME": str(folder)} | PEERS[peer_of(contestant)].environment
    if contestant == "kit:cold":
        found |= _compilation_cache(Path(tempfile.mkdtemp(dir=folder)))
    elif peer_of(contestant) == "kit" or contestant.endswith(":cache"):
        found |= _compilation_cache(folder / f"programs of {peer_of(contestant)}")
    elif contestant.endswith(":malloc"):
        found |= _ALLOCATOR
    return found


def _compilation_cache(folder: Path) -> dict[str, str]:
    """The settings that kit makes by itself, for a folder that the user has not used.

    JAX reads them, so the same do for Keras, which makes none by itself.
    """
    return {
        "JAX_COMPILATION_CACHE_DIR": str(folder),
        "JAX_COMPILATION_CACHE_MAX_SIZE": str(256 * 2**20),
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "0",
        "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
    }
