"""File names: what they must end in, which exist, and how to write a file whole.

A file is written beside its place and moved there when it is complete, so that an
interrupted `save` never leaves half a model behind.
"""

import contextlib
import difflib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def as_path(filepath: Any) -> Path:
    """Return a file name as a Path.

    Raises:
        TypeError: If it is neither text nor a path.

    >>> as_path("model.keras").suffix
    '.keras'
    """
    if isinstance(filepath, str | os.PathLike) and str(filepath):
        return Path(filepath).expanduser()
    raise TypeError(
        f"{filepath!r:.60} is not the name of a file.\n"
        "Expected text or a pathlib.Path.\n"
        'Write for example "model.keras".'
    )


def check_ending(path: Path, endings: tuple[str, ...], what: str) -> None:
    """Raise if a file name ends in none of `endings`.

    >>> check_ending(Path("model.keras"), (".keras",), "A model")
    """
    if path.name.endswith(endings):
        return
    stem = path.name.split(".")[0] or "model"
    raise ValueError(
        f'{what} cannot be kept in a file called "{short(path.name)}".\n'
        f"Expected a name that ends in {' or '.join(endings)}.\n"
        f'Write for example "{short(stem)}{endings[0]}".'
    )


def check_readable(path: Path) -> None:
    """Raise if there is no such file; proposes one with a similar name.

    Raises:
        FileNotFoundError: If nothing is there.
        ValueError: If it is a folder.
    """
    if path.is_file():
        return
    if path.is_dir():
        raise ValueError(
            f'"{short(path.name)}" is a folder.\n'
            "Expected a file that save or save_weights wrote.\n"
            f"It holds: {_list_files(path) or 'nothing'}."
        )
    folder = path.absolute().parent
    if not folder.is_dir():
        raise FileNotFoundError(
            f'There is no file "{short(path.name)}", nor its folder.\n'
            f"Expected a file in {folder}.\n"
            "Check the spelling; os.getcwd() tells where you are."
        )
    names = [entry.name for entry in folder.iterdir() if entry.is_file()]
    close = difflib.get_close_matches(path.name, names, n=1, cutoff=0.6)
    meant = f' Did you mean "{close[0]}"?' if close else ""
    raise FileNotFoundError(
        f'There is no file "{short(path.name)}".{meant}\n'
        f"Expected a file in {folder}, which holds: {_list_files(folder) or 'none'}.\n"
        "Check the spelling; os.getcwd() tells where you are."
    )


@contextlib.contextmanager
def written_whole(path: Path, overwrite: bool) -> Iterator[Path]:
    """Give a file to write to, and move it to `path` at the end if all went well.

    Raises:
        FileExistsError: If `path` exists and `overwrite` is False.
        FileNotFoundError: If its folder does not exist.
    """
    folder = path.absolute().parent
    if not folder.is_dir():
        raise FileNotFoundError(
            f'The folder "{short(str(path.parent))}" does not exist.\n'
            f'Expected a folder for "{short(path.name)}".\n'
            f"Make it first: import os; os.makedirs({str(path.parent)!r})."
        )
    if path.is_dir():
        raise ValueError(
            f'"{short(path.name)}" is a folder.\n'
            "Expected the name of a file.\n"
            'Write for example "model.keras".'
        )
    if path.exists() and not overwrite:
        raise FileExistsError(
            f'The file "{short(path.name)}" exists already.\n'
            "Expected a free name, as overwrite=False.\n"
            "Choose another name, or leave overwrite out to replace the file."
        )
    unfinished = folder / f".{uuid.uuid4().hex}.unfinished"
    try:
        yield unfinished
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _list_files(folder):
    names = sorted(entry.name for entry in folder.iterdir() if entry.is_file())
    endings = (".keras", ".h5", ".hdf5")
    likely = [name for name in names if name.endswith(endings)] or names
    return ", ".join(short(name) for name in likely[:5]) + (
        ", ..." if len(likely) > 5 else ""
    )


def short(text: str) -> str:
    """Return a text with at most 40 characters, fit for a message.

    >>> short("m" * 50)
    'mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm...'
    """
    text = "".join(c if c.isprintable() else "?" for c in text[:41])
    return text if len(text) <= 40 else text[:37] + "..."
