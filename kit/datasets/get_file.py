"""Files from the web, kept in the cache folder that Keras uses.

So a computer on which Keras has already fetched a data set fetches nothing again.
"""

import hashlib
import os
import tempfile
from pathlib import Path

from kit.config import note
from kit.datasets.download import download


def get_file(
    fname: str,
    origin: str,
    file_hash: str | None = None,
    cache_subdir: str = "datasets",
) -> str:
    """Return the path of a file in the cache; fetch it from the web if it is new.

    The cache folder is `$KERAS_HOME`, or else `~/.keras`, or else, if that cannot be
    written, `.keras` in the folder for temporary files.

    Args:
        fname: The file's name in the cache, without a folder.
        origin: The web address to fetch it from.
        file_hash: The file's SHA-256 checksum. A cached file with another checksum is
            fetched again.
        cache_subdir: The folder inside the cache folder.

    Raises:
        DownloadError: If the file is not in the cache and cannot be fetched.

    >>> get_file("a.csv", "https://example.org/a.csv")  # doctest: +SKIP
    '/home/ada/.keras/datasets/a.csv'
    """
    _check_name(fname)
    path = _keras_home() / cache_subdir / fname
    if _is_cached(path, file_hash):
        return str(path)
    if not _make_writable_folder(path.parent):
        path = Path(tempfile.gettempdir()) / ".keras" / cache_subdir / fname
        if _is_cached(path, file_hash):
            return str(path)
        _make_writable_folder(path.parent)
    download(origin, path, file_hash)
    return str(path)


def cached_file(
    fname: str, file_hash: str | None = None, cache_subdir: str = "datasets"
) -> str | None:
    """Return the path of a file that is in the cache, or None; nothing is fetched.

    Args:
        fname: As in `get_file`.
        file_hash: As in `get_file`.
        cache_subdir: As in `get_file`.

    >>> cached_file("no such file") is None
    True
    """
    _check_name(fname)
    for home in (_keras_home(), Path(tempfile.gettempdir()) / ".keras"):
        path = home / cache_subdir / fname
        if _is_cached(path, file_hash):
            return str(path)
    return None


def _check_name(fname: str) -> None:
    if fname in ("", ".", "..") or "/" in fname or "\\" in fname:
        raise ValueError(
            f"get_file received fname={fname!r}.\n"
            "Expected a plain file name, without a folder.\n"
            "Put the folder into cache_subdir."
        )


def _keras_home() -> Path:
    return Path(os.path.expanduser(os.environ.get("KERAS_HOME") or "~/.keras"))


def _make_writable_folder(folder: Path) -> bool:
    """Create `folder` if needed; tell whether files can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _is_cached(path: Path, file_hash: str | None) -> bool:
    """Tell whether `path` is a readable file with the expected checksum."""
    try:
        with open(path, "rb") as file:
            if file_hash is None:
                return True
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return False
    if checksum != file_hash.lower():
        note(f"{path} is damaged or outdated (wrong checksum), so it is not used.")
        return False
    return True
