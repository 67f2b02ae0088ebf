"""Arrays in an HDF5 file that may come from anywhere.

Every array is checked before its numbers are read: it must lie in the file itself, in
full length and uncompressed, as Keras writes it. weights.py and legacy_h5.py use it.
"""

import contextlib
import io
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np

from kit.saving.paths import short
from kit.saving.refusal import RefusedFileError, refuse

MOST_OBJECTS = 50_000  # groups and arrays in one file
MOST_AXES = 16
NUMBER_KINDS = "biuf"  # booleans, integers, floats


@dataclass
class StoredArray:
    """An array in an open file, checked but not read.

    Args:
        name: Its place in the file.
        shape: Size along every axis.
        dtype: Number format.
        dataset: The open HDF5 dataset.
    """

    name: str
    shape: tuple[int, ...]
    dtype: np.dtype
    dataset: Any

    def read(self) -> np.ndarray:
        """Return the numbers."""
        with damage_reported(self.name):
            array = self.dataset[()]
        return np.asarray(array).view(self.dtype) if array.dtype.kind == "V" else array


@contextlib.contextmanager
def open_h5(source: Path | io.BytesIO, label: str) -> Iterator[Any]:
    """Open an HDF5 file for reading.

    Args:
        source: A path, or the content of a file.
        label: The file's name, for messages.

    Raises:
        ValueError: If it is damaged or no HDF5 file.
    """
    import h5py

    with damage_reported(label):
        file = h5py.File(source, "r")
    with file:
        yield file


@contextlib.contextmanager
def damage_reported(label: str) -> Iterator[None]:
    """Turn the many errors that h5py raises for damaged bytes into a clear one."""
    try:
        yield
    except RefusedFileError:
        raise
    except (OSError, RuntimeError, LookupError, TypeError, ValueError) as error:
        raise refuse(
            f'"{short(label)}" is damaged or not an HDF5 file',
            "weights in HDF5 format, as save_weights writes them",
        ) from error


def checked_arrays(
    file: Any, source: Path | io.BytesIO, label: str
) -> dict[str, StoredArray]:
    """Return `{place: StoredArray}` of all arrays in an open file.

    Every link and every array is checked before anything else is read.

    Args:
        file: What `open_h5` gave.
        source: Where it was opened from; the arrays cannot be larger.
        label: The file's name, for messages.

    Raises:
        ValueError: If it holds anything but plain numbers in the file itself.
    """
    with damage_reported(label):
        return _walk(file, _size_of(source), label)


def _size_of(source):
    if isinstance(source, io.BytesIO):
        return source.getbuffer().nbytes
    return os.stat(source).st_size


def _walk(root, file_size, label):
    found: dict[str, StoredArray] = {}
    seen: set[int] = set()
    waiting, left = [("", root)], file_size
    while waiting:
        path, group = waiting.pop()
        for name in group:
            child = _follow(group, name, path, seen)
            place = f"{path}/{name}" if path else name
            if _is_group(child):
                waiting.append((place, child))
                continue
            found[place] = stored = _checked(child, place)
            left -= math.prod(stored.shape) * stored.dtype.itemsize
            if left < 0:
                raise refuse(
                    f'The arrays in "{short(label)}" claim more than its size',
                    f"at most {file_size:,} bytes together",
                )
    return found


def _follow(group, name, path, seen):
    """Return the object behind a name, if it lies in the file itself and is new."""
    import h5py

    link = group.get(name, getlink=True)
    if not isinstance(link, h5py.HardLink):
        raise refuse(
            f'"{short(name)}" in "{short(path)}" is a {type(link).__name__}',
            "groups and arrays that lie in the file itself",
            "Never load this file: it tries to read other files",
        )
    child = group[name]
    address = h5py.h5o.get_info(child.id).addr
    if address in seen or len(seen) >= MOST_OBJECTS:
        raise refuse(
            f'"{short(name)}" in "{short(path)}" is there more than once',
            f"a tree of at most {MOST_OBJECTS:,} groups and arrays",
        )
    seen.add(address)
    return child


def _is_group(child):
    import h5py

    return isinstance(child, h5py.Group)


def _checked(dataset, place):
    """Return a StoredArray, unless it is not a plain array of numbers in the file."""
    import h5py

    if not isinstance(dataset, h5py.Dataset):
        raise _refuse_array(place, "a named type", "an array")
    dtype = _number_type(dataset, place)
    _check_layout(dataset, place)
    shape = dataset.shape
    if shape is None or len(shape) > MOST_AXES:
        raise _refuse_array(place, f"the shape {shape}", "a usual shape")
    size = math.prod(shape) * dtype.itemsize
    present = dataset.id.get_storage_size()
    if size != present:
        raise _refuse_array(
            place,
            f"shape {shape} but {present:,} bytes",
            f"{size:,} bytes for this shape",
        )
    return StoredArray(place, tuple(shape), dtype, dataset)


def _number_type(dataset, place):
    """Return the number format, refusing text, Python objects, references, ..."""
    from h5py import h5t

    stored = dataset.id.get_type()
    kind = stored.get_class()
    if kind == h5t.OPAQUE and stored.get_size() == 2:
        return np.dtype(jnp.bfloat16)  # HDF5 has no type for it; Keras writes two bytes
    if kind not in (h5t.INTEGER, h5t.FLOAT, h5t.ENUM):
        raise _refuse_array(place, "values that are not numbers", "plain numbers")
    dtype = dataset.dtype
    if dtype.kind not in NUMBER_KINDS or dtype.itemsize > 8:
        raise _refuse_array(place, f"values of type {dtype}", "plain numbers")
    return dtype


def _check_layout(dataset, place):
    """Refuse arrays whose bytes lie elsewhere, or are made when they are read."""
    from h5py import h5d

    settings = dataset.id.get_create_plist()
    if settings.get_external_count():
        raise _refuse_array(
            place,
            "its numbers in another file",
            "numbers in the file itself",
            "Never load this file: it tries to read other files",
        )
    layout = settings.get_layout()
    if layout == h5d.VIRTUAL:
        raise _refuse_array(
            place,
            "its numbers in another file",
            "numbers in the file itself",
            "Never load this file: it tries to read other files",
        )
    if layout not in (h5d.CONTIGUOUS, h5d.COMPACT) or settings.get_nfilters():
        raise _refuse_array(
            place, "compressed or divided numbers", "numbers as Keras writes them"
        )


def _refuse_array(place, found, expected, remedy=""):
    return refuse(f'The array "{short(place)}" has {found}', expected, remedy)
