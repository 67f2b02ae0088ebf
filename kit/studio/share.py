"""A project as a file and as one line of text, to keep it and to hand it on.

Both hold the choices and the seed, never arrays or weights. What comes back in is
checked like anything from a stranger.
"""

import base64
import binascii
import hashlib
import json
import re
import tempfile
import zlib
from pathlib import Path
from typing import Any

from kit.saving import paths
from kit.saving.files import save_model
from kit.saving.refusal import refuse
from kit.studio.project import Project

MARK = "kit1"  # the first version of the form of a line
LONGEST_LINE = 100_000  # letters
LONGEST_CONTENT = 1_000_000  # bytes of JSON inside of it
_DIGITS_OF_SUM = 8
_FORM = re.compile(rf"{MARK}\.([A-Za-z0-9_-]+)\.([0-9a-f]{{{_DIGITS_OF_SUM}}})")
_COPY_AGAIN = "Copy the line again, from its first to its last letter"


def to_line(project: Project) -> str:
    """Return all choices of a project as one line of letters.

    >>> line = to_line(Project(seed=3))
    >>> line[:5], read_line(line)["seed"]
    ('kit1.', 3)
    """
    content = project.shared_content
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    packed = zlib.compress(text.encode("utf-8"), 9)
    letters = base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")
    return f"{MARK}.{letters}.{_sum_of(letters)}"


def read_line(line: str) -> dict[str, Any]:
    """Return the content that a line holds; `Project.restore` checks and uses it.

    Line breaks and spaces, as mail programs add them, do no harm.

    Args:
        line: What `to_line` returned.

    Raises:
        ValueError: If the line is none of the studio's, damaged or cut.
    """
    if not isinstance(line, str) or len(line) > LONGEST_LINE:
        raise refuse(
            "This text is not a line of the studio",
            f"at most {LONGEST_LINE:,} letters",
            _COPY_AGAIN,
        )
    found = _FORM.fullmatch(re.sub(r"[\s\u200b]+", "", line))
    if found is None:
        raise refuse(
            "This text is not a line of the studio",
            f"letters that begin with {MARK}. and end with a sum of eight signs",
            _COPY_AGAIN,
        )
    letters, total = found.groups()
    if total != _sum_of(letters):
        raise refuse(
            "Some letters of the line are missing or wrong",
            f"letters whose sum is {total}",
            _COPY_AGAIN,
        )
    return _unpacked(letters)


def _unpacked(letters):
    """Unpack a line, but never more than a project can need."""
    unpacker = zlib.decompressobj()
    try:
        packed = base64.urlsafe_b64decode(letters + "=" * (-len(letters) % 4))
        data = unpacker.decompress(packed, LONGEST_CONTENT)
        if unpacker.eof and not unpacker.unused_data:
            content = json.loads(data.decode("utf-8"))
            if isinstance(content, dict):
                return content
    except (ValueError, RecursionError, zlib.error, binascii.Error) as error:
        raise _damaged() from error
    raise _damaged()


def _damaged():
    return refuse(
        "The line does not hold a project",
        f"a project of at most {LONGEST_CONTENT:,} bytes",
        "Ask for a line that the studio wrote",
    )


def _sum_of(letters):
    return hashlib.sha256(letters.encode("ascii")).hexdigest()[:_DIGITS_OF_SUM]


def save_project(project: Project, filepath: Any) -> None:
    """Write a project to a small JSON file.

    Args:
        project: The project.
        filepath: A name that ends in `.json`.

    Raises:
        ValueError: If the name ends in something else.
    """
    path = paths.as_path(filepath)
    paths.check_ending(path, (".json",), "A project")
    with paths.written_whole(path, True) as unfinished:
        unfinished.write_text(project.to_json(), encoding="utf-8")


def load_project(filepath: Any, data: Any = None) -> Project:
    """Read a project from a file that `save_project` wrote.

    Args:
        filepath: The file.
        data: The arrays, if the project was about arrays of the user's own.

    Raises:
        FileNotFoundError: If there is no such file.
        ValueError: If it is no project of the studio.
    """
    path = paths.as_path(filepath)
    paths.check_readable(path)
    if path.stat().st_size > LONGEST_CONTENT:
        raise refuse(
            f'"{paths.short(path.name)}" has {path.stat().st_size:,} bytes',
            f"a project of at most {LONGEST_CONTENT:,}",
        )
    text = path.read_bytes().decode("utf-8", errors="replace")
    return Project.from_json(text, data)


def model_bytes(model: Any) -> bytes:
    """Return the `.keras` file of a model, with its weights, as bytes.

    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> model_bytes(Sequential([Input((2,)), Dense(1)]))[:2]
    b'PK'
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        save_model(model, path)
        return path.read_bytes()
