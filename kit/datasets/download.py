"""Fetch one file from the web: it arrives complete and checked, or not at all.

`get_file` calls this when a file is not in the cache yet.
"""

import hashlib
import http.client
import os
import queue
import sys
import threading
import uuid
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

TIMEOUT = 10.0  # seconds without a single byte
CHUNK = 2**16  # bytes read at a time
LARGEST_FILE = 2**30  # bytes; the largest file here has 26 million


class DownloadError(OSError):
    """A file could not be fetched from the web, or arrived damaged.

    Args:
        message: What happened, what was expected, how to go on.
        reason: What happened, in a few words.

    >>> DownloadError("Could not download 'a.csv'.", "no connection").reason
    'no connection'
    """

    def __init__(self, message: str, reason: str):
        super().__init__(message)
        self.reason = reason


class _ProgressBar:
    """One line on stdout that grows while the bytes come in."""

    WIDTH = 30

    def __init__(self, total: int | None):
        self.total = total
        self.last_line = ""

    def show(self, done: int) -> None:
        line = f"{done / 1e6:.1f} MB"
        if self.total:
            filled = self.WIDTH * done // self.total
            bar = "=" * filled + "." * (self.WIDTH - filled)
            line = f"[{bar}] {line} of {self.total / 1e6:.1f} MB"
        if line != self.last_line:
            sys.stdout.write("\r" + line)
            sys.stdout.flush()
            self.last_line = line

    def close(self) -> None:
        if self.last_line:
            sys.stdout.write("\n")


def download(origin: str, target: Path, file_hash: str | None = None) -> None:
    """Fetch `origin` into the file `target`, with a progress bar on stdout.

    The bytes go into a file of their own beside `target`, which takes its name in one
    step at the end. So nobody ever sees half a file, even if two programs fetch it at
    the same time.

    Args:
        origin: The address, `http://...` or `https://...`.
        target: Where the file goes; its folder must exist.
        file_hash: The expected SHA-256 checksum, 64 hexadecimal digits.

    Raises:
        DownloadError: No connection, a server's refusal, missing bytes, a wrong
            checksum, or a disk that cannot be written. Nothing is left behind.

    >>> download("https://example.org/a.csv", Path("a.csv"))  # doctest: +SKIP
    """
    _check_address(origin)
    part = target.with_name(f"{target.name}.{uuid.uuid4().hex}.part")
    try:
        checksum = _fetch(origin, part)
        _check_checksum(checksum, file_hash)
        os.replace(part, target)
    except (OSError, http.client.HTTPException) as error:
        reason = _reason(error)
        raise DownloadError(
            f"Could not download '{target.name}'.\n"
            f"Expected to fetch {origin}, but: {reason}.\n"
            "Try again with a network connection, or fetch that address on another "
            f"computer and put the file at {target}.",
            reason,
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _check_address(origin: str) -> None:
    """Allow web addresses only: urllib would also open local files."""
    if urlsplit(origin).scheme not in ("http", "https"):
        raise ValueError(
            f"Cannot download from {origin!r}.\n"
            "Expected an address that starts with https:// or http://.\n"
            "A file that is already on this computer needs no download."
        )


def _fetch(origin: str, part: Path) -> str:
    """Write the bytes behind `origin` into `part`; return their SHA-256 checksum."""
    checksum = hashlib.sha256()
    with _connect(origin) as response, open(part, "xb") as file:
        sys.stdout.write(f"Downloading data from {origin}\n")
        total = response.length  # None if the server does not tell
        progress = _ProgressBar(total)
        done = 0
        try:
            while chunk := response.read(CHUNK):
                done += len(chunk)
                if done > LARGEST_FILE:
                    raise OSError(f"the file is larger than {LARGEST_FILE:,} bytes")
                checksum.update(chunk)
                file.write(chunk)
                progress.show(done)
        finally:
            progress.close()
    if total is not None and done != total:
        raise OSError(f"only {done:,} of {total:,} bytes arrived")
    return checksum.hexdigest()


def _connect(origin: str) -> http.client.HTTPResponse:
    """Open the address, and give up after `TIMEOUT` seconds in any case.

    A thread does it, because the timeout of `urlopen` holds for each of a server's
    addresses: behind a firewall that swallows everything, it would wait for minutes.
    """
    answers: queue.SimpleQueue = queue.SimpleQueue()
    given_up = threading.Event()

    def ask() -> None:
        try:
            response = urlopen(origin, timeout=TIMEOUT)
        except Exception as error:
            answers.put(error)
            return
        if given_up.is_set():
            response.close()
        answers.put(response)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=TIMEOUT)
    except queue.Empty:
        given_up.set()
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _check_checksum(checksum: str, file_hash: str | None) -> None:
    if file_hash is not None and checksum != file_hash.lower():
        raise OSError(
            f"the checksum (SHA-256) is {checksum} instead of {file_hash}, so another "
            "file arrived, perhaps the login page of a wireless network"
        )


def _reason(error: Exception) -> str:
    """Say in a few words why a download failed."""
    if isinstance(error, HTTPError):
        error.close()
        return f"the server answered {error.code} {error.reason}"
    if isinstance(error, URLError) and isinstance(error.reason, Exception):
        return _reason(error.reason)
    if isinstance(error, TimeoutError):
        return f"no answer within {TIMEOUT:.0f} seconds"
    if isinstance(error, http.client.IncompleteRead):
        return "the connection broke off"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
